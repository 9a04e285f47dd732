"""A person asks for the erasure of all: by when she is answered, and from which day on it may be done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.report import api
from safetoshare.report.models import Report
from safetoshare.report.selectors.erasure_wishes import ErasureWish
from safetoshare.report.services.erasing import erase_report
from safetoshare.report.services.erasure_wishes import end_wish, wish_for_erasure
from tests.report.conftest import SafeguardingUnit, the_report
from tests.report.pages import Reporter

pytestmark = pytest.mark.django_db
DAY, WEEK = date(2026, 11, 23), timedelta(days=7)


@pytest.fixture
def report(unit: SafeguardingUnit, visitor: object) -> Report:
    assert Reporter(visitor).report(account="words").status_code == 200  # type: ignore[arg-type]
    return the_report()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [(date(2026, 11, 23), date(2026, 12, 23)), (date(2027, 1, 31), date(2027, 2, 28)), (DAY, date(2026, 12, 23))],
)
def test_she_is_answered_within_one_calendar_month(report: Report, asked: date, answer: date) -> None:
    wish = wish_for_erasure(report.id, asked, is_sure=False)
    assert wish is not None
    assert wish.answer_by == answer


def test_with_the_receipt_alone_it_waits_and_with_the_second_word_it_does_not(report: Report) -> None:
    assert wish_for_erasure(report.id, DAY, is_sure=False) == ErasureWish(report.id, DAY, DAY + WEEK)
    assert wish_for_erasure(report.id, DAY + WEEK / 7, is_sure=True) == ErasureWish(report.id, DAY, DAY + WEEK / 7)


def test_asked_again_the_first_days_stand(report: Report) -> None:
    wish_for_erasure(report.id, DAY, is_sure=False)
    wish_for_erasure(report.id, DAY + WEEK, is_sure=False)
    assert api.erasures_wished() == [ErasureWish(report.id, DAY, DAY + WEEK)]


def test_taken_back_nobody_asks_for_it_and_a_later_wish_waits_anew(report: Report) -> None:
    wish_for_erasure(report.id, DAY, is_sure=True)
    end_wish(report.id)
    assert (api.erasures_wished(), api.erasure_wish_of(report.id)) == ([], None)
    assert wish_for_erasure(report.id, DAY + WEEK, is_sure=False) == ErasureWish(report.id, DAY + WEEK, DAY + 2 * WEEK)


def test_what_is_erased_waits_for_no_answer_and_can_be_asked_for_no_more(report: Report) -> None:
    wish_for_erasure(report.id, DAY, is_sure=True)
    with unit_of_work(write=True):
        erase_report(report.id)
    assert api.erasures_wished() == []
    assert wish_for_erasure(report.id, DAY, is_sure=True) is None
