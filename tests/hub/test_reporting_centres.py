"""What the unit sees of a report that a third-party reporting centre typed in, and what is left when it is erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from safetoshare.base import clock, erasing
from safetoshare.base.database import unit_of_work
from safetoshare.report.api import ReportContent, centres
from safetoshare.report.models import CentreReport
from tests.hub.casework import BRISTOL, CONTACT, CONTENT, Desk, words_of
from tests.report.centres import CENTRE, open_centre

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
ON_PAPER = replace(
    CONTENT,
    agreed="cannot_be_asked",
    written_on=date(2026, 11, 3),
    rule_read="yes",
    promise_shown_on=date(2026, 11, 2),
)


def typed_in(content: ReportContent = ON_PAPER) -> tuple[UUID, str]:
    """A report that a centre typed in; its identifier and the centre's reference."""
    open_centre()
    ticket = centres.draw_ticket(uuid4(), CENTRE)
    recorded = centres.record(ticket, content, CONTACT, area=BRISTOL, on=clock.today())
    return recorded.id, centres.centre_of(ticket).reference


def test_the_case_says_which_centre_it_was_and_what_the_paper_tells(desk: Desk) -> None:
    report, reference = typed_in()
    text = words_of(desk.get(f"/en/staff/reports/{report}/"))
    shown = (f"Nightingale Centre, {reference}", "3 November 2026", "Yes, 2 November 2026", "could not be asked")
    assert not [words for words in ("Typed in from paper by", *shown) if words not in text]


def test_that_the_rule_was_not_read_or_that_nobody_knows_is_said(desk: Desk) -> None:
    report, _ = typed_in(replace(ON_PAPER, rule_read="not_known", promise_shown_on=None, written_on=None))
    text = words_of(desk.get(f"/en/staff/reports/{report}/"))
    assert "The centre does not know" in text
    assert "Written on" not in text


def test_the_work_list_does_not_name_the_centre(desk: Desk) -> None:
    _, reference = typed_in()
    text = words_of(desk.get("/en/staff/cases/"))
    assert "Nightingale" not in text
    assert reference not in text


def test_an_erased_report_leaves_the_centres_list_with_nothing(desk: Desk) -> None:
    report, _ = typed_in()
    assert len(centres.sent_by(CENTRE)) == 1
    erasing.erase(report, clock.today())
    assert centres.sent_by(CENTRE) == []
    with unit_of_work():
        assert not CentreReport.objects.exists()
