"""Changing safe contact from the mailbox: at once with the second word, after a week with the receipt alone."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.report import api
from safetoshare.report.api import returning
from safetoshare.report.models import ContactChange
from tests.report.away import database_away
from tests.report.conftest import SafeguardingUnit, the_report
from tests.report.pages import Reporter, hidden, text_of, value_of
from tests.web.trees import tree

ADDRESS = "/return/contact/"
FIRST = {"account": "He took my wages.", "how": "07700 900111", "must_not_know": "my uncle"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(visitor: Client, unit: SafeguardingUnit) -> Reporter:
    reporter = Reporter(visitor)
    reporter.report(**FIRST)
    reporter.ticket = hidden(reporter.come_back())
    return reporter


def with_second_word(reporter: Reporter, *, days_ago: int) -> None:
    """Come back with a second word that was chosen so long ago."""
    with clock.clock_at(clock.now() - timedelta(days=days_ago)):
        page = reporter.post("/return/words/", ticket=hidden(reporter.come_back()), second="plum tree")
    assert "Your words are kept" in text_of(page)
    reporter.ticket = hidden(reporter.post("/return/", receipt=reporter.receipt, word="plum tree"))


def in_a_week() -> AbstractContextManager[None]:
    return clock.clock_at(clock.now() + timedelta(days=7))


def test_with_the_receipt_alone_it_is_used_after_a_week_and_the_first_one_until_then(
    returned: Reporter, unit: SafeguardingUnit
) -> None:
    page = returned.post(ADDRESS, ticket=returned.ticket, how="A friend: 07700 900222")
    later = clock.today() + timedelta(days=7)
    assert f"From {later.day} {later:%B %Y} on we reach you only as you have just said" in text_of(page)
    assert "07700" not in text_of(page)
    assert unit.contact().how == FIRST["how"]
    with in_a_week():
        assert unit.contact().how == "A friend: 07700 900222"
        assert unit.contact().must_not_know == ""


def test_with_a_second_word_that_stood_for_a_week_it_is_used_at_once(
    returned: Reporter, unit: SafeguardingUnit
) -> None:
    with_second_word(returned, days_ago=8)
    returned.post(ADDRESS, ticket=returned.ticket, how="07700 900222")
    assert unit.contact().how == "07700 900222"


def test_a_second_word_chosen_just_now_makes_nobody_its_owner(returned: Reporter, unit: SafeguardingUnit) -> None:
    with_second_word(returned, days_ago=0)
    returned.post(ADDRESS, ticket=returned.ticket, how="07700 900222")
    assert unit.contact().how == FIRST["how"]


def test_all_left_empty_there_is_no_safe_way_any_more(returned: Reporter, unit: SafeguardingUnit) -> None:
    with_second_word(returned, days_ago=8)
    returned.post(ADDRESS, ticket=returned.ticket)
    assert unit.contact() == api.SafeContact()


def test_held_by_the_unit_it_is_never_used(returned: Reporter, unit: SafeguardingUnit) -> None:
    returned.post(ADDRESS, ticket=returned.ticket, how="07700 900222")
    assert api.hold_change(the_report().id)
    assert not api.hold_change(the_report().id)
    with in_a_week():
        assert unit.contact().how == FIRST["how"]


def test_of_several_changes_the_last_one_that_counts_is_used(returned: Reporter, unit: SafeguardingUnit) -> None:
    with_second_word(returned, days_ago=8)
    for how in ("second", "third"):
        returned.ticket = hidden(returned.post(ADDRESS, ticket=returned.ticket, how=how))
    assert unit.contact().how == "third"
    api.hold_change(the_report().id)
    assert unit.contact().how == "second"


def test_pressed_twice_it_is_one_change(returned: Reporter) -> None:
    for _ in range(2):
        assert returned.post(ADDRESS, ticket=returned.ticket, how="x").status_code == 200
    assert ContactChange.objects.count() == 1


def test_the_page_shows_nothing_of_what_was_said_before_and_keeps_a_message_that_was_begun(returned: Reporter) -> None:
    page = returned.post(ADDRESS, ticket=returned.ticket, open="contact", text="Half a sentence")
    assert page.status_code == 200
    assert "07700" not in page.content.decode()
    assert "my uncle" not in page.content.decode()
    done = returned.post(ADDRESS, ticket=hidden(page), text=hidden(page, "text"), how="x")
    assert value_of(tree(done.content.decode()), "text").strip() == "Half a sentence"


def test_an_answer_that_no_page_offers_is_an_error_and_keeps_the_rest(returned: Reporter) -> None:
    page = returned.post(ADDRESS, ticket=returned.ticket, how="07700 900222", channel="pigeon")
    assert page.status_code == 422
    assert "Choose one of the answers on this page" in text_of(page)
    assert value_of(tree(page.content.decode()), "how") == "07700 900222"


@pytest.mark.parametrize("fault", ["database", "keys"])
def test_what_cannot_be_stored_stays_on_the_page(returned: Reporter, fault: str) -> None:
    broken = (
        database_away()
        if fault == "database"
        else patch.object(returning, "change_contact", side_effect=api.NotStoredError("x"))
    )
    with broken:
        page = returned.post(ADDRESS, ticket=returned.ticket, how="07700 900222")
    assert page.status_code == 503
    assert value_of(tree(page.content.decode()), "how") == "07700 900222"
    assert "We could not change it just now" in text_of(page)


def test_a_page_that_was_open_too_long_asks_for_the_receipt(returned: Reporter) -> None:
    assert "open for too long" in text_of(returned.post(ADDRESS, ticket="forged", how="x"))


def test_its_page_has_one_size_with_the_mailbox(returned: Reporter) -> None:
    page = returned.post(ADDRESS, ticket=returned.ticket, open="contact")
    assert len(page.content) == len(returned.come_back().content)
