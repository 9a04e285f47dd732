"""What falls due in `base`: what is over or old is deleted, and the audit's days are closed."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.sessions.models import Session

from safetoshare.base import clock
from safetoshare.base.audit.tree import close_days
from safetoshare.base.models import JobDay, OpenSession, UsedForm
from safetoshare.base.schedule import Job

DAYS_OF_NOTES = 90
DAYS_OF_USED_FORMS = 2


def delete_sessions_that_are_over(_day: date) -> None:
    """Delete the rows of sessions that have ended, and what their holders saw of them."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    OpenSession.objects.exclude(row_key__in=Session.objects.values("session_key")).delete()


def delete_old_notes(day: date) -> None:
    """Delete notes of jobs done more than 90 days ago."""
    JobDay.objects.filter(day__lt=day - timedelta(days=DAYS_OF_NOTES)).delete()


def delete_used_forms(day: date) -> None:
    """Delete what is kept of forms carried out more than two days ago: whoever sent them has long been signed out."""
    UsedForm.objects.filter(on__lt=day - timedelta(days=DAYS_OF_USED_FORMS)).delete()


def close_the_audit(day: date) -> None:
    """Make leaves of the rows of all days before this one, and have the tree's head signed."""
    close_days(day)


JOBS = (
    Job("base:close_the_audit", from_hour=1, do=close_the_audit),
    Job("base:sessions_that_are_over", from_hour=3, do=delete_sessions_that_are_over),
    Job("base:old_notes", from_hour=3, do=delete_old_notes),
    Job("base:used_forms", from_hour=3, do=delete_used_forms),
)
