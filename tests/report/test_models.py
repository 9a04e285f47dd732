"""What the tables themselves refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from safetoshare.base.database import unit_of_work
from safetoshare.report.models import MailboxItem, Report, ReporterMessage, ReportGroup

ON = date(2026, 11, 23)
SEALED = {"unit_key": uuid4(), "wrapped": b"w", "sealed": b"s"}


def a_report(**changed: Any) -> Report:  # noqa: ANN401  # any column
    columns = {
        "look_up": uuid4().bytes,
        "salt": b"s",
        "mailbox_public": b"p",
        "mailbox_private": b"p",
        "nonce_hash": uuid4().bytes,
        "content_mark": b"m",
        "received_on": ON,
        "next_step_by": ON + timedelta(days=2),
    }
    with unit_of_work(write=True):
        return Report.objects.create(**columns | changed)


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [{"state": "lost"}, {"next_step_by": ON}, {"next_step_by": ON - timedelta(days=1)}])
def test_a_report_has_a_known_state_and_a_next_step_that_comes_later(changed: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        a_report(**changed)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["look_up", "nonce_hash"])
def test_no_two_reports_have_one_receipt_or_come_from_one_form(column: str) -> None:
    a_report(**{column: b"the same"})
    with pytest.raises(IntegrityError):
        a_report(**{column: b"the same"})


@pytest.mark.django_db
def test_a_group_is_a_known_one_and_stands_once() -> None:
    report = a_report()
    for group in ("account", "status", "account"):
        try:
            with unit_of_work(write=True):
                ReportGroup.objects.create(report=report, group=group, **SEALED)
        except IntegrityError:
            continue
    with unit_of_work():
        assert [row.group for row in ReportGroup.objects.all()] == ["account"]


@pytest.mark.django_db
def test_no_two_messages_have_one_number_and_none_is_stored_twice() -> None:
    report = a_report()
    with unit_of_work(write=True):
        MailboxItem.objects.create(report=report, number=1, sent_on=ON, **SEALED)
        ReporterMessage.objects.create(report=report, number=1, nonce_hash=b"n", written_on=ON, **SEALED)
    with pytest.raises(IntegrityError), unit_of_work(write=True):
        MailboxItem.objects.create(report=report, number=1, sent_on=ON, **SEALED)
    for number, nonce in ((1, b"another"), (2, b"n")):
        with pytest.raises(IntegrityError), unit_of_work(write=True):
            ReporterMessage.objects.create(report=report, number=number, nonce_hash=nonce, written_on=ON, **SEALED)


def test_no_row_tells_when_within_a_day_or_holds_words_that_can_be_read() -> None:
    columns = [
        column
        for model in (Report, ReportGroup, MailboxItem, ReporterMessage)
        for column in model._meta.concrete_fields
    ]
    assert {column.get_internal_type() for column in columns} == {
        "UUIDField", "BinaryField", "DateField", "CharField", "ForeignKey", "PositiveIntegerField",
        "BooleanField",
    }  # fmt: skip
    assert {column.name for column in columns if column.get_internal_type() == "CharField"} == {
        "team",
        "area",
        "state",
        "group",
    }
