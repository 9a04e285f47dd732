"""From her mailbox a person asks that all be erased, or takes that back."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from safetoshare.base import clock
from safetoshare.report import api
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter, hidden, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(unit: SafeguardingUnit, visitor: Client) -> Reporter:
    """Somebody who has sent a report."""
    reporter = Reporter(visitor)
    assert reporter.report(account="the words of the report").status_code == 200
    return reporter


def test_she_asks_that_all_be_erased_and_with_the_receipt_alone_it_waits_a_week(reported: Reporter) -> None:
    page = reported.come_back()
    for _ in range(2):
        asked = reported.post("/return/wish/", ticket=hidden(page), wish="erase")
        assert "that all be deleted. We answer here by" in text_of(asked)
        assert "Nothing is deleted for this before" in text_of(asked)
        assert len(asked.content) == len(page.content)
    (wish,) = api.erasures_wished()
    assert wish.not_before == clock.today() + timedelta(days=7)
    assert "We answer here by" in text_of(reported.come_back())


def test_she_takes_her_wish_back_and_the_page_offers_it_again(reported: Reporter) -> None:
    page = reported.post("/return/wish/", ticket=hidden(reported.come_back()), wish="erase")
    kept = text_of(reported.post("/return/wish/", ticket=hidden(page), wish="keep"))
    assert "Nothing is deleted. Your report stays as it is." in kept
    assert "Ask to delete all of it" in kept
    assert api.erasures_wished() == []


def test_a_wish_with_a_second_word_that_stood_for_a_week_does_not_wait(reported: Reporter) -> None:
    reported.post("/return/words/", ticket=hidden(reported.come_back()), second="marigold", duress="")
    with clock.clock_at(clock.now() + timedelta(days=7)):
        opened = reported.post("/return/", receipt=reported.receipt, word="marigold")
        asked = text_of(reported.post("/return/wish/", ticket=hidden(opened), wish="erase"))
        assert "We answer here by" in asked
        assert "Nothing is deleted for this before" not in asked
        assert api.erasures_wished()[0].not_before == clock.today()


def test_whoever_found_the_receipt_and_chooses_a_second_word_gains_no_day(reported: Reporter) -> None:
    chosen = reported.post("/return/words/", ticket=hidden(reported.come_back()), second="marigold", duress="")
    with clock.clock_at(clock.now() + timedelta(minutes=5)):
        asked = text_of(reported.post("/return/wish/", ticket=hidden(chosen), wish="erase"))
    assert "Nothing is deleted for this before" in asked


def test_a_second_word_that_was_changed_counts_from_the_first_one(reported: Reporter) -> None:
    reported.post("/return/words/", ticket=hidden(reported.come_back()), second="marigold", duress="")
    with clock.clock_at(clock.now() + timedelta(days=7)):
        opened = reported.post("/return/", receipt=reported.receipt, word="marigold")
        changed = reported.post("/return/words/", ticket=hidden(opened), second="heather", duress="")
        reported.post("/return/wish/", ticket=hidden(changed), wish="erase")
        assert api.erasures_wished()[0].not_before == clock.today()


def test_a_second_word_that_was_not_typed_makes_a_wish_wait(reported: Reporter) -> None:
    reported.post("/return/words/", ticket=hidden(reported.come_back()), second="marigold", duress="")
    asked = reported.post("/return/wish/", ticket=hidden(reported.come_back()), wish="erase")
    assert "Nothing is deleted for this before" in text_of(asked)


def test_without_a_ticket_of_hers_nothing_is_asked_for(reported: Reporter) -> None:
    assert reported.post("/return/wish/", ticket="forged", wish="erase").status_code == 422
    assert reported.get("/return/wish/").status_code == 302
    with patch("safetoshare.report.api.returning.wish_for_erasure", side_effect=OperationalError):
        assert reported.post("/return/wish/", ticket=hidden(reported.come_back()), wish="erase").status_code == 503
    assert api.erasures_wished() == []


@pytest.mark.parametrize("answer", ["", "other", "ERASE"])
def test_an_answer_that_no_button_gives_does_nothing(reported: Reporter, answer: str) -> None:
    assert reported.post("/return/wish/", ticket=hidden(reported.come_back()), wish=answer).status_code == 422
    assert api.erasures_wished() == []
