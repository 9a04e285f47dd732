"""Her own words beside the receipt: whoever found the receipt sees messages, and not who was told what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.report.models import Report
from safetoshare.report.selectors.words import MOST_TRIES
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter, hidden, text_of

DETAILS = "It cannot show a telephone call"
CLOSED = "Show it"


@pytest.fixture
def reporter(unit: SafeguardingUnit, visitor: Client) -> Reporter:
    reporter = Reporter(visitor)
    reporter.report()
    return reporter


def chooses(reporter: Reporter, second: str = "Plum tree", duress: str = "") -> HttpResponse:
    ticket = hidden(reporter.come_back())
    return reporter.post("/return/words/", ticket=ticket, second=second, duress=duress)


def types(reporter: Reporter, word: str) -> HttpResponse:
    return reporter.post("/return/", receipt=reporter.receipt, word=word)


def test_where_no_word_was_chosen_the_receipt_opens_all(reporter: Reporter) -> None:
    assert DETAILS in text_of(reporter.come_back())
    assert DETAILS in text_of(types(reporter, "anything"))


def test_once_chosen_the_receipt_alone_opens_messages_and_no_details(reporter: Reporter) -> None:
    assert "Your words are kept" in text_of(chooses(reporter))
    page = text_of(reporter.come_back())
    assert DETAILS not in page
    assert "Nobody of the unit has opened it yet" not in page
    for words in ("Messages to you", "Write to us", "I take my agreement back", CLOSED):
        assert words in page


@pytest.mark.parametrize("typed", ["Plum tree", " plum  TREE ", "plum\u200f tree"])
def test_the_second_word_opens_the_details_however_it_is_typed(reporter: Reporter, typed: str) -> None:
    chooses(reporter)
    assert DETAILS in text_of(types(reporter, typed))
    closed = reporter.come_back()
    assert DETAILS in text_of(reporter.post("/return/word/", ticket=hidden(closed), word=typed))


def test_opened_once_it_stays_open_from_page_to_page(reporter: Reporter) -> None:
    chooses(reporter)
    ticket = hidden(types(reporter, "plum tree"))
    assert DETAILS in text_of(reporter.post("/return/mailbox/", ticket=ticket, text="hello"))


def test_a_wrong_word_is_said_to_be_wrong_and_opens_what_the_receipt_opens(reporter: Reporter) -> None:
    chooses(reporter)
    response = types(reporter, "pear tree")
    assert response.status_code == 422
    assert "This is not your second word" in text_of(response)
    assert DETAILS not in text_of(response)


def test_after_five_wrong_words_even_the_right_one_waits_for_tomorrow(reporter: Reporter) -> None:
    chooses(reporter)
    for number in range(MOST_TRIES):
        types(reporter, f"guess {number}")
    response = types(reporter, "plum tree")
    assert "Try again tomorrow" in text_of(response)
    assert DETAILS not in text_of(response)
    with clock.clock_at(clock.now() + timedelta(days=1)):
        assert DETAILS in text_of(types(reporter, "plum tree"))


@pytest.mark.parametrize("typed", ["x" * 500, "\u200f\u200f.", "\u200f"])
def test_what_can_be_no_word_is_said_to_be_wrong(reporter: Reporter, typed: str) -> None:
    chooses(reporter)
    response = types(reporter, typed)
    assert "This is not your second word" in text_of(response)
    assert DETAILS not in text_of(response)


def test_the_right_word_ends_the_count(reporter: Reporter) -> None:
    chooses(reporter)
    for _ in range(2):
        for number in range(MOST_TRIES - 1):
            types(reporter, f"guess {number}")
        assert DETAILS in text_of(types(reporter, "plum tree"))


def test_the_word_for_danger_leads_to_general_information_and_tells_the_unit(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    chooses(reporter, duress="All is well")
    response = types(reporter, "all is WELL")
    assert (response.status_code, response["Location"]) == (302, "/en/help/")
    assert [(message.text, message.kind) for message in unit.messages()] == [("", "duress")]


def test_the_word_for_danger_works_after_five_wrong_ones_and_when_nothing_can_be_stored(reporter: Reporter) -> None:
    chooses(reporter, duress="All is well")
    for number in range(MOST_TRIES):
        types(reporter, f"guess {number}")
    with patch("safetoshare.report.services.messages.current_key", return_value=None):
        assert types(reporter, "all is well")["Location"] == "/en/help/"


def test_without_the_second_word_nobody_changes_it_or_takes_a_proof(reporter: Reporter) -> None:
    chooses(reporter)
    closed = hidden(reporter.come_back())
    assert reporter.post("/return/words/", ticket=closed, second="mine now").status_code == 422
    assert DETAILS not in text_of(types(reporter, "mine now"))
    proof = reporter.post("/return/proof/", ticket=closed, number="1")
    assert (proof.status_code, "attachment" in proof.headers.get("Content-Disposition", "")) == (422, False)


def test_who_has_it_changes_it_or_does_without(reporter: Reporter) -> None:
    chooses(reporter)
    changed = reporter.post("/return/words/", ticket=hidden(types(reporter, "plum tree")), second="pear")
    assert "Your words are kept" in text_of(changed)
    assert types(reporter, "plum tree").status_code == 422
    gone = reporter.post("/return/words/", ticket=hidden(types(reporter, "pear")), second="", duress="")
    assert "There is no second word any more" in text_of(gone)
    assert DETAILS in text_of(reporter.come_back())


@pytest.mark.parametrize(
    ("second", "duress", "message"),
    [
        ("", "danger", "Choose a second word too"),
        ("plum", " PLUM ", "Choose another word than your second word"),
        ("x" * 500, "", "Choose a shorter word"),
        ("\u200f", "", "Choose a shorter word"),
    ],
)
def test_words_that_would_not_serve_are_refused_with_what_to_do(
    reporter: Reporter, second: str, duress: str, message: str
) -> None:
    response = chooses(reporter, second, duress)
    assert response.status_code == 422
    assert message in text_of(response)
    assert DETAILS in text_of(reporter.come_back())


def test_whether_words_were_chosen_shows_nowhere_in_the_database(reporter: Reporter) -> None:
    def row() -> dict[str, Any]:
        with unit_of_work():
            return dict(Report.objects.values().get())

    before = row()
    chooses(reporter, duress="All is well")
    after = row()
    assert {name for name in before if before[name] != after[name]} == {"words_sealed"}
    assert len(bytes(before["words_sealed"])) == len(bytes(after["words_sealed"]))


@pytest.mark.parametrize("path", ["/return/word/", "/return/words/"])
def test_a_page_that_is_too_old_asks_for_the_receipt_again(visitor: Client, path: str) -> None:
    reporter = Reporter(visitor)
    assert reporter.get(path).status_code == 302
    assert "Type your receipt again" in text_of(reporter.post(path, ticket="x", second="y", word="z"))
