"""What falls due in `base`: sessions that are over, and old notes of what was done."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.sessions.models import Session

from safetoshare.base import clock
from safetoshare.base.models import JobDay
from safetoshare.base.schedule import Job

DAYS_OF_NOTES = 90


def delete_sessions_that_are_over(_day: date) -> None:
    """Delete the rows of sessions that have ended."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()


def delete_old_notes(day: date) -> None:
    """Delete notes of jobs done more than 90 days ago."""
    JobDay.objects.filter(day__lt=day - timedelta(days=DAYS_OF_NOTES)).delete()


JOBS = (
    Job("base:sessions_that_are_over", from_hour=3, do=delete_sessions_that_are_over),
    Job("base:old_notes", from_hour=3, do=delete_old_notes),
)
