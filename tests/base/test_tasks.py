"""What falls due in `base`: sessions that are over go, those that are not stay, old notes go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from safetoshare.base.clock import clock_at
from safetoshare.base.models import AuditHead, JobDay
from safetoshare.base.schedule import run_what_is_due
from safetoshare.base.tasks import DAYS_OF_NOTES, JOBS, delete_old_notes, delete_sessions_that_are_over

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 6, 17, 5, 0, tzinfo=UTC)


def session(key: str, ends: datetime) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=ends)


def test_sessions_that_are_over_are_deleted_and_no_other() -> None:
    session("over", NOW - timedelta(seconds=1))
    session("long over", NOW - timedelta(days=400))
    session("not over", NOW + timedelta(seconds=1))
    with clock_at(NOW):
        delete_sessions_that_are_over(NOW.date())
    assert list(Session.objects.values_list("session_key", flat=True)) == ["not over"]


def test_notes_are_kept_ninety_days() -> None:
    today = date(2026, 6, 17)
    for age in (0, DAYS_OF_NOTES, DAYS_OF_NOTES + 1, 5000):
        JobDay.objects.create(job=f"{age}", day=today - timedelta(days=age))
    delete_old_notes(today)
    assert set(JobDay.objects.values_list("job", flat=True)) == {"0", "90"}


@pytest.mark.usefixtures("unwrapper")
def test_all_is_done_by_the_worker_in_the_night() -> None:
    session("over", NOW - timedelta(days=1))
    JobDay.objects.create(job="old", day=date(2025, 1, 1))
    with clock_at(NOW.replace(hour=1)):
        assert [done.job for done in run_what_is_due(JOBS)] == ["base:close_the_audit"]
    assert AuditHead.objects.get().on == date(2026, 6, 16)
    with clock_at(NOW.replace(hour=2)):
        assert all(done.succeeded for done in run_what_is_due(JOBS))
    assert not Session.objects.exists()
    assert set(JobDay.objects.values_list("job", flat=True)) == {job.name for job in JOBS}
