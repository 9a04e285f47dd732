"""The database goes away while somebody reports: every page stays, and what was acknowledged is found again."""

from __future__ import annotations

import pytest
from django.test import Client

from safetoshare.report.services.spooling import take_over
from tests.report.away import database_away
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter, shown_receipt, text_of

ANSWERS = {"account": "He locked the door.", "danger": "no", "how": "07700 900123"}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_on_the_way_costs_no_report_and_no_page(
    unit: SafeguardingUnit, visitor: Client
) -> None:
    other, reporter = Reporter(visitor), Reporter(visitor)
    assert other.report(account="before").status_code == 200
    with database_away():
        received = reporter.report(**ANSWERS)
        assert received.status_code == 200
        assert "kept safe on our computer" in text_of(received)
        assert shown_receipt(received) == reporter.receipt
        assert reporter.come_back().status_code == 503
    # The database is back, and nobody has taken the report over yet: it is not said that there is none.
    away = reporter.come_back()
    assert away.status_code == 503
    assert "your report is safe" in text_of(away)
    assert other.come_back().status_code == 200
    assert take_over().stored == 1
    assert "The next step is due by" in text_of(reporter.come_back())
    assert reporter.come_back("0000 0000 0000 0000 0000 0000").status_code == 422
