"""What goes wrong at a reporting centre's pages: pressed twice, too late, somebody else's, the database away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from safetoshare.base import clock, spool
from safetoshare.report.api import centres, reporting
from safetoshare.report.api.spooling import take_over
from safetoshare.report.models import CentreReport
from tests.report.away import database_away
from tests.report.centres import PAPER, Desk, audited, desk, desk_of, reference_on
from tests.report.conftest import SafeguardingUnit, report_count
from tests.report.pages import Reporter, answers_on, hidden, shown_receipt, text_of
from tests.web.trees import tree

__all__ = ["audited", "desk"]
pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_pressed_twice_it_is_one_report(desk: Desk, unit: SafeguardingUnit) -> None:
    first, second = desk.enter(), desk.send()
    assert (first.status_code, second.status_code) == (200, 200)
    assert reference_on(text_of(first)) == reference_on(text_of(second))
    assert (report_count(), CentreReport.objects.count()) == (1, 1)


def test_sent_again_with_other_words_the_first_stands_and_the_others_are_shown(
    desk: Desk, unit: SafeguardingUnit
) -> None:
    desk.enter()
    response = desk.send(account="And he keeps my passport.")
    assert "with other words" in text_of(response)
    assert "And he keeps my passport." in text_of(response)
    assert (report_count(), unit.account().account) == (1, "He took my wages.")


def test_an_expired_page_draws_a_new_receipt_and_keeps_all_that_was_typed(desk: Desk, unit: SafeguardingUnit) -> None:
    desk.reach_questions()
    old = desk.receipt
    # The session of a browser ends sooner, and shows what was typed by itself.
    ticket = centres.ticket_of(desk.ticket, clock.now())
    assert ticket
    desk.ticket = centres.sealed(ticket, clock.now() - timedelta(hours=25))
    response = desk.send(needs=["safety", "safe_place"])
    assert (response.status_code, report_count()) == (422, 0)
    desk.receipt, desk.ticket = shown_receipt(response), hidden(response)
    assert desk.receipt != old
    kept = {
        name: [
            str(one.attributes.get("value"))
            for one in tree(response.content.decode()).walk()
            if one.attributes.get("name") == name
        ]
        for name in (*PAPER, "needs")
    }
    questions = desk.post("new/", ticket=desk.ticket, groups=desk.receipt[-9:], **kept)
    shown = answers_on(questions)
    assert shown["account"] == [PAPER["account"]]
    assert (shown["agreed"], shown["needs"]) == (["agrees"], ["safety", "safe_place"])


def test_a_reporters_own_ticket_is_none_of_a_centres(desk: Desk, visitor: Client, unit: SafeguardingUnit) -> None:
    reporter = Reporter(visitor)
    reporter.reach_form()
    desk.ticket = reporter.ticket
    assert (desk.send().status_code, report_count()) == (422, 0)
    desk.ticket = ""
    desk.reach_questions()
    reporter.ticket = desk.ticket
    assert (reporter.send(account="Words").status_code, report_count()) == (422, 0)


def test_the_ticket_of_somebody_else_at_the_same_screen_is_as_good_as_none(desk: Desk, unit: SafeguardingUnit) -> None:
    desk.reach_questions()
    colleague = desk_of("colleague")
    colleague.ticket = desk.ticket
    response = colleague.send()
    assert (response.status_code, report_count()) == (422, 0)
    assert shown_receipt(response) != desk.receipt


def test_a_database_that_goes_away_leaves_the_report_in_the_spool_and_the_centre_follows_it_after(
    desk: Desk, unit: SafeguardingUnit
) -> None:
    # So that this machine has met the key list.
    Desk(desk.browser).enter(account="An earlier one")
    desk.reach_questions()
    with database_away():
        response = desk.send(account="While it was away")
        assert response.status_code == 200
        assert "kept safe on our computer" in text_of(response)
        again = desk.send(account="While it was away")
        assert again.status_code == 200
        assert len(spool.waiting()) == 1
    assert take_over().stored == 1
    assert reference_on(text_of(response)) in text_of(desk.get())
    assert (report_count(), CentreReport.objects.count()) == (2, 2)


def test_nobody_without_a_ticket_sends_while_the_database_is_away(desk: Desk, visitor: Client) -> None:
    desk.reach_questions()
    visitor.raise_request_exception = False
    with database_away():
        answer = visitor.post("/en/partner/reports/send/", {**PAPER, "ticket": "forged"})
        assert answer.status_code >= 400
        assert spool.waiting() == []


def test_without_a_trusted_key_nothing_is_lost(desk: Desk) -> None:
    response = desk.enter()
    assert (response.status_code, report_count()) == (503, 0)
    assert "Nothing is lost" in text_of(response)
    assert answers_on(response)["account"] == [PAPER["account"]]


def test_too_many_at_once_are_asked_to_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take_slip()

    def busy(*_arguments: object) -> None:
        raise reporting.BusyError("Too many.")

    monkeypatch.setattr(reporting, "stretched", busy)
    response = desk.post("new/", ticket=desk.ticket, groups=desk.receipt[-9:], account="Kept words")
    assert response.status_code == 503
    assert "Wait a minute" in text_of(response)
    assert "Kept words" in response.content.decode()
