"""The day on which the promise was shown travels with the report, sealed, and nobody can name another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from safetoshare.base import clock
from tests.report.conftest import SafeguardingUnit, the_report
from tests.report.pages import Reporter, hidden, shown_receipt, text_of


@pytest.fixture
def reporter(visitor: Client) -> Reporter:
    return Reporter(visitor)


# In London it is the next day half an hour later.
LATE = datetime(2026, 11, 23, 23, 45, tzinfo=UTC)


def test_the_report_holds_the_day_on_which_the_promise_was_shown_for_the_unit_alone(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    with clock.clock_at(LATE):
        first = reporter.get("/report/rule/")
    with clock.clock_at(LATE + timedelta(minutes=30)):
        response = reporter.post("/report/receipt/", promise_day=hidden(first, "promise_day"))
        reporter.receipt, reporter.ticket = shown_receipt(response), hidden(response)
        response = reporter.post("/report/write/", ticket=reporter.ticket, groups=reporter.receipt[-9:])
        reporter.ticket = hidden(response)
        assert reporter.send(account="x").status_code == 200
    assert unit.account().promise_shown_on == date(2026, 11, 23)
    assert the_report().received_on == date(2026, 11, 24)


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{}, {"promise_day": "2020-01-01"}, {"promise_day": "A" * 400}])
def test_whoever_was_shown_no_promise_is_shown_it_first(reporter: Reporter, fields: dict[str, str]) -> None:
    response = reporter.post("/report/receipt/", **fields)
    assert (response.status_code, response["Location"]) == (302, "/en/report/rule/")


@pytest.mark.django_db
def test_a_first_page_that_stood_open_for_a_day_is_shown_again(reporter: Reporter) -> None:
    with clock.clock_at(LATE - timedelta(hours=25)):
        day = hidden(reporter.get("/report/rule/"), "promise_day")
    with clock.clock_at(LATE):
        assert reporter.post("/report/receipt/", promise_day=day).status_code == 302


def test_no_field_of_the_form_says_which_promise_was_shown(unit: SafeguardingUnit, reporter: Reporter) -> None:
    with clock.clock_at(LATE):
        reporter.reach_form()
        reporter.send(account="x", promise_shown_on="2018-12-07", promise_day="2018-12-07")
    assert unit.account().promise_shown_on == date(2026, 11, 23)


def test_with_a_new_receipt_the_promise_is_shown_again_as_it_is_today(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    with clock.clock_at(LATE - timedelta(hours=25)):
        reporter.reach_form()
    with clock.clock_at(LATE):
        response = reporter.send(account="late words")
        assert "We make no promise about what is shared" in text_of(response)
        form = reporter.post("/report/write/", ticket=hidden(response), groups=shown_receipt(response)[-9:])
        reporter.ticket = hidden(form)
        assert reporter.send(account="late words").status_code == 200
    assert unit.account().promise_shown_on == LATE.date()
