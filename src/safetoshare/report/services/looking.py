"""Noting who looked at a report: the role and the week, sealed to the person's mailbox (Rec 4(g)).

The exact time and the account stand in the audit, for the data protection officer. The person is told no name, by
which somebody could be followed home, and no moment.
"""

from __future__ import annotations

import hmac
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError

from safetoshare.base.database import unit_of_work
from safetoshare.base.sealing import seal_fields
from safetoshare.report.models import Look
from safetoshare.report.selectors.places import look_place
from safetoshare.report.selectors.reports import mailbox_of


def note_look(report: UUID, role: str, day: date) -> bool:
    """Note that a role read a report in the week of a day; False if that was noted, or there is no such report.

    Call it outside of a unit of work.
    """
    week = day - timedelta(days=day.weekday())
    mark = hmac.digest(settings.SECRET_KEY.encode(), f"look {report} {role} {week}".encode(), "sha256")
    with unit_of_work():
        mailbox = mailbox_of(report)
        if mailbox is None or Look.objects.filter(mark=mark).exists():
            return False
    look = uuid4()
    value = seal_fields({"role": role, "week": week.isoformat()}, look_place(look), mailbox)
    try:
        with unit_of_work(write=True):
            Look.objects.create(id=look, report_id=report, mark=mark, **Look.columns(value))
    except IntegrityError:
        return False
    return True
