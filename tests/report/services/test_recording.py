from __future__ import annotations

import logging
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError

from safetoshare.base.database import unit_of_work
from safetoshare.base.models import UnitKey
from safetoshare.base.models.keys import KeyKind
from safetoshare.core.receipt import Receipt, draw_receipt
from safetoshare.report.models import Report, ReportGroup
from safetoshare.report.selectors.content import ReportContent, SafeContact
from safetoshare.report.services.recording import NotStoredError, RecordedReport, next_step_by, record_report
from tests.base.conftest import InThreads
from tests.report.conftest import SafeguardingUnit, create_unit_with_known_keys, report_count, the_report

CONTENT = ReportContent(account="He took my passport and my wages.", danger="no", needs=("safety",))
CONTACT = SafeContact(how="07700 900000", must_not_know="my cousin")
ON = date(2026, 11, 23)
AREA = "E06000023"


def recorded(
    receipt: Receipt,
    nonce: bytes = b"n" * 16,
    *,
    content: ReportContent = CONTENT,
    contact: SafeContact = CONTACT,
    area: str = AREA,
) -> RecordedReport:
    return record_report(content, contact, area=area, receipt=receipt, nonce=nonce, on=ON)


def test_a_report_is_stored_with_its_next_step_and_opens_with_the_units_keys_alone(unit: SafeguardingUnit) -> None:
    stored = recorded(draw_receipt())
    assert stored == RecordedReport(the_report().id, ON, date(2026, 11, 25), is_new=True)
    assert unit.account() == CONTENT
    assert unit.contact() == CONTACT


def test_nothing_of_what_was_written_and_nothing_of_the_receipt_stands_in_the_clear(unit: SafeguardingUnit) -> None:
    receipt = draw_receipt()
    recorded(receipt)
    with unit_of_work():
        rows = [*Report.objects.values(), *ReportGroup.objects.values()]
    stored = b"".join(bytes(value) for row in rows for value in row.values() if isinstance(value, bytes | memoryview))
    shown = repr([value for row in rows for value in row.values() if not isinstance(value, bytes | memoryview)])
    for words in ("passport", "wages", "07700", "cousin", "safety", receipt.digits, receipt.digits[:12]):
        assert words.encode() not in stored
        assert words not in shown


def test_two_reports_of_different_length_look_alike(unit: SafeguardingUnit) -> None:
    recorded(draw_receipt(), b"a" * 16, content=ReportContent(account="no " * 40))
    recorded(draw_receipt(), b"b" * 16, content=ReportContent(account="no " * 200))
    with unit_of_work():
        assert len({len(bytes(group.sealed)) for group in ReportGroup.objects.filter(group="account")}) == 1


def test_pressed_twice_one_report_stands_and_both_are_told_of_it(unit: SafeguardingUnit) -> None:
    receipt = draw_receipt()
    first, second = recorded(receipt), recorded(receipt)
    assert (first.id, first.next_step_by) == (second.id, second.next_step_by)
    assert (first.is_new, second.is_new, second.differs) == (True, False, False)
    assert report_count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"content": ReportContent(account="more")}, {"contact": SafeContact(how="none")}, {"area": ""}],
)
def test_other_words_under_the_same_receipt_are_told_apart_and_change_nothing(
    unit: SafeguardingUnit, changed: dict[str, Any]
) -> None:
    receipt = draw_receipt()
    recorded(receipt)
    assert recorded(receipt, **changed).differs
    assert (unit.account(), unit.contact(), the_report().area) == (CONTENT, CONTACT, AREA)


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_pressed_at_once_in_eight_threads_one_report_stands(in_threads: InThreads) -> None:
    create_unit_with_known_keys()
    receipt = draw_receipt()
    stored = in_threads(*[lambda: recorded(receipt)] * 8)
    assert len({one.id for one in stored}) == 1
    assert sum(one.is_new for one in stored) == 1
    assert report_count() == 1


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_of_eight_people_who_report_at_once_none_is_lost(in_threads: InThreads) -> None:
    create_unit_with_known_keys()
    drawn = [(draw_receipt(), bytes([number]) * 16) for number in range(8)]
    stored = in_threads(*[lambda one=one: recorded(*one) for one in drawn])
    assert len({one.id for one in stored}) == report_count() == 8


@pytest.mark.parametrize("missing", KeyKind)
def test_without_a_key_of_the_unit_nothing_is_stored_and_it_is_said(
    unit: SafeguardingUnit, missing: KeyKind, caplog: pytest.LogCaptureFixture
) -> None:
    with unit_of_work(write=True):
        UnitKey.objects.filter(kind=missing).delete()
    with caplog.at_level(logging.ERROR), pytest.raises(NotStoredError) as error:
        recorded(draw_receipt())
    assert report_count() == 0
    assert "wages" not in caplog.text + str(error.value)
    assert "a report was not stored" in caplog.text


def test_when_the_database_fails_half_way_nothing_is_half_stored_and_the_report_waits(
    unit: SafeguardingUnit, caplog: pytest.LogCaptureFixture
) -> None:
    receipt = draw_receipt()
    broken = OperationalError("row contains: He took my passport")
    with patch.object(ReportGroup.objects, "bulk_create", side_effect=broken):
        assert recorded(receipt).is_spooled
    assert "passport" not in caplog.text
    assert report_count() == 0
    # Pressed again, what waited is stored first, and found.
    assert not recorded(receipt).is_new
    assert report_count() == 1


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 11, 27), date(2026, 12, 1)),
        (date(2026, 11, 28), date(2026, 12, 1)),
        (date(2026, 12, 24), date(2026, 12, 30)),
    ],
    ids=["Monday", "Friday", "Saturday", "Christmas Eve"],
)
def test_the_next_step_is_due_on_the_second_working_day_after(received: date, due: date) -> None:
    assert next_step_by(received) == due


def test_past_the_known_bank_holidays_a_report_is_taken_all_the_same() -> None:
    assert next_step_by(date(2091, 12, 24)) == date(2091, 12, 26)
