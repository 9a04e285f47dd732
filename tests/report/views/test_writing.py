"""Page by page: nothing of the pages before is lost, whatever happens in between."""

from __future__ import annotations

import gzip
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from safetoshare.base import clock, spool
from safetoshare.base.database import unit_of_work
from safetoshare.base.schedule import run_what_is_due
from safetoshare.core import receipt as receipts
from safetoshare.report import tasks
from safetoshare.report.api.reporting import BusyError
from safetoshare.report.forms.writing import FIELDS, PAGES
from safetoshare.report.models import Report, ReportDraft
from safetoshare.report.services.pacing import Flood
from tests.report.away import database_away
from tests.report.conftest import SafeguardingUnit, report_count, the_report
from tests.report.pages import Reporter, answers_on, hidden, shown_receipt, text_of, without_padding
from tests.web.trees import tree

WORDS = "He keeps my wages, my papers and the key."
CONTACT = {"channel": "text_message", "how": "07700 900123", "code_word": "plum", "stop_word": "rain", "when": "noon"}


@pytest.fixture
def reporter(visitor: Client) -> Reporter:
    return Reporter(visitor)


@pytest.fixture
def begun(unit: SafeguardingUnit, reporter: Reporter) -> Reporter:
    """Somebody who has written on three pages and looks at the fourth."""
    reporter.reach_form()
    reporter.go("what", "more", account=WORDS, danger="no")
    reporter.go("more", "help", about="me", place="behind the station", pathways=["modern_slavery", "hate_crime"])
    reporter.go("help", "contact", wish="help_only", needs=["safe_place"], interpreter_wishes=["woman"])
    return reporter


def drafts() -> list[ReportDraft]:
    with unit_of_work():
        return list(ReportDraft.objects.all())


def test_every_question_stands_on_one_page_and_on_no_other() -> None:
    asked = [name for names in PAGES.values() for name in names]
    assert sorted(asked) == sorted(FIELDS)


def test_what_was_written_on_each_page_is_sent_from_the_last_one(unit: SafeguardingUnit, begun: Reporter) -> None:
    begun.go("contact", "check", **CONTACT)
    assert begun.send("check").status_code == 200
    account, contact = unit.account(), unit.contact()
    assert (account.account, account.about, account.place, account.wish) == (
        WORDS,
        "me",
        "behind the station",
        "help_only",
    )
    assert (account.pathways, account.needs) == (("modern_slavery", "hate_crime"), ("safe_place",))
    assert account.interpreter_wishes == ("woman",)
    assert {name: getattr(contact, name) for name in CONTACT} == CONTACT


def test_the_last_page_shows_how_much_was_written_and_no_word_of_it(begun: Reporter) -> None:
    page = text_of(begun.go("contact", "check", **CONTACT))
    assert "Tell us what happened: 2 answers" in page
    assert "How to speak with you safely: 5 answers" in page
    for words in (WORDS, "07700", "plum", "station"):
        assert words not in page


def test_going_back_shows_what_stands_there_and_a_tick_taken_away_is_gone(begun: Reporter) -> None:
    shown = answers_on(begun.go("contact", "more", how="x"))
    assert shown["pathways"] == ["modern_slavery", "hate_crime"]
    begun.go("more", "what", about="me", pathways=["hate_crime"])
    shown = answers_on(begun.go("what", "more", account=WORDS))
    assert shown["pathways"] == ["hate_crime"]
    assert "place" not in shown
    assert answers_on(begun.go("more", "contact"))["how"] == ["x"]


def test_a_few_words_on_the_first_page_can_be_sent_at_once(unit: SafeguardingUnit, reporter: Reporter) -> None:
    reporter.reach_form()
    assert reporter.send("what", account="help").status_code == 200
    assert unit.account().account == "help"


def test_nothing_at_all_is_not_sent_and_leads_to_the_first_page(unit: SafeguardingUnit, reporter: Reporter) -> None:
    reporter.reach_form()
    reporter.go("what", "check")
    response = reporter.send("check")
    assert response.status_code == 422
    assert "A few words are enough" in text_of(response)
    assert report_count() == 0


@pytest.mark.parametrize("to", ["", "nowhere", "check\x00"])
def test_a_page_that_is_not_there_leads_nowhere_and_loses_nothing(begun: Reporter, to: str) -> None:
    response = begun.go("contact", to, how="07700")
    assert response.status_code == 422
    assert answers_on(response)["how"] == ["07700"]


def test_after_a_dead_battery_the_receipt_brings_back_all_but_the_last_page(begun: Reporter) -> None:
    found = Reporter(Client(headers={"host": "127.0.0.1"})).come_back(begun.receipt)
    assert "You began this before, and it is not sent yet" in text_of(found)
    assert answers_on(found)["account"] == [WORDS]
    again = Reporter(begun.visitor, ticket=hidden(found), draft=hidden(found, "draft"))
    assert answers_on(again.go("what", "more", account=WORDS, danger="no"))["place"] == ["behind the station"]
    sent = again.send("more", about="me")
    assert shown_receipt(sent) == begun.receipt
    assert report_count() == 1


def test_once_it_is_sent_the_draft_is_gone_and_the_receipt_opens_the_mailbox(
    unit: SafeguardingUnit, begun: Reporter
) -> None:
    assert len(drafts()) == 1
    begun.send("contact")
    assert drafts() == []
    assert "Messages to you" in text_of(begun.come_back())


def test_the_promise_she_was_shown_binds_when_she_goes_on_days_later(unit: SafeguardingUnit, begun: Reporter) -> None:
    first_day = clock.today()
    with clock.clock_at(clock.now() + timedelta(days=3)):
        found = begun.come_back()
        Reporter(begun.visitor, ticket=hidden(found), draft=hidden(found, "draft")).send("what", account="late")
    assert unit.account().promise_shown_on == first_day


def test_a_stolen_database_holds_no_word_of_a_draft(begun: Reporter) -> None:
    (row,) = drafts()
    columns = b"".join(bytes(getattr(row, name)) for name in ("look_up", "salt", "key_sealed", "sealed"))
    for words in (WORDS, "behind the station", "modern_slavery"):
        assert words.encode() not in columns
    assert row.written_on == clock.today()


def test_another_receipt_opens_no_draft(begun: Reporter, visitor: Client) -> None:
    stranger = Reporter(Client(headers={"host": "127.0.0.1"}))
    stranger.take_receipt()
    assert stranger.come_back().status_code == 422


def test_on_her_word_it_is_deleted_at_once_and_the_receipt_opens_nothing(begun: Reporter) -> None:
    response = begun.post("/report/wipe/", ticket=begun.ticket, draft=begun.draft, page="contact")
    assert "It is deleted" in text_of(response)
    assert drafts() == []
    assert "No report has this receipt" in text_of(begun.come_back())


def test_while_it_cannot_be_deleted_the_page_says_so_and_keeps_all(begun: Reporter) -> None:
    with database_away():
        response = begun.post("/report/wipe/", ticket=begun.ticket, draft=begun.draft, page="contact", how="0770")
    assert response.status_code == 503
    assert "We could not delete it just now" in text_of(response)
    assert answers_on(response)["how"] == ["0770"]
    assert len(drafts()) == 1


def test_a_wipe_from_a_page_that_is_too_old_says_nothing_else(begun: Reporter) -> None:
    assert "It is deleted" in text_of(begun.post("/report/wipe/", ticket="x"))


def test_what_nobody_goes_on_with_is_forgotten_after_the_days_that_the_page_names(begun: Reporter) -> None:
    page = text_of(begun.go("contact", "check"))
    assert "for 14 days" in page
    for days, left in ((14, 1), (15, 0)):
        with clock.clock_at((clock.now() + timedelta(days=days)).replace(hour=12)):
            assert all(done.succeeded for done in run_what_is_due(tasks.JOBS))
        assert len(drafts()) == left


def test_while_the_database_is_away_the_pages_carry_all_of_it(unit: SafeguardingUnit, reporter: Reporter) -> None:
    reporter.reach_form()
    with database_away():
        assert reporter.go("what", "more", account=WORDS).status_code == 200
        shown = answers_on(reporter.go("more", "what", place="here"))
    assert shown["account"] == [WORDS]
    assert drafts() == []
    reporter.send("what", account=WORDS)
    assert (unit.account().account, unit.account().place) == (WORDS, "here")


def test_a_page_whose_sealed_part_did_not_arrive_whole_is_not_sent_as_if_it_had(
    unit: SafeguardingUnit, begun: Reporter
) -> None:
    begun.draft = begun.draft[:-40]
    response = begun.send("contact", how="07700")
    assert response.status_code == 422
    assert "did not reach us whole" in text_of(response)
    assert answers_on(response)["how"] == ["07700"]
    assert report_count() == 0
    # She was told, and may send what there is.
    begun.ticket, begun.draft = hidden(response), hidden(response, "draft")
    assert begun.send("contact", how="07700").status_code == 200


def test_when_nothing_takes_it_each_page_stays_and_the_next_press_sends_all(
    unit: SafeguardingUnit, begun: Reporter
) -> None:
    with database_away(), patch.object(spool, "MOST_FILES", 0):
        response = begun.send("contact", how="07700")
    assert response.status_code == 503
    begun.ticket, begun.draft = hidden(response), hidden(response, "draft")
    assert begun.send("contact", how="07700").status_code == 200
    assert (unit.account().account, unit.contact().how) == (WORDS, "07700")


def test_two_tabs_store_one_report_and_lose_no_word(unit: SafeguardingUnit, begun: Reporter) -> None:
    other = Reporter(begun.visitor, receipt=begun.receipt, ticket=begun.ticket, draft=begun.draft)
    begun.send("contact", how="first")
    response = other.send("contact", how="second")
    assert "with other words" in text_of(response)
    assert (report_count(), unit.contact().how) == (1, "first")


def test_a_receipt_is_stretched_once_from_its_first_page_to_received(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    with patch.object(receipts, "stretch_receipt", wraps=receipts.stretch_receipt) as stretch:
        reporter.reach_form()
        reporter.go("what", "more", account=WORDS)
        reporter.send("more")
    assert stretch.call_count == 1


def test_a_full_house_keeps_the_page_of_a_ticket_from_before(unit: SafeguardingUnit, begun: Reporter) -> None:
    with patch("safetoshare.report.views.reporting.reporting.record_report", side_effect=BusyError("full")):
        response = begun.send("contact", how="07700")
    assert response.status_code == 503
    assert "Nothing is lost" in text_of(response)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_reaches_a_poor_line(begun: Reporter, page: str) -> None:
    response = begun.go("contact", page, **CONTACT)
    assert len(gzip.compress(without_padding(response), 6)) < 7_300


def test_what_a_machine_fills_in_is_taken_and_read_after_the_others(unit: SafeguardingUnit, begun: Reporter) -> None:
    with clock.clock_at(clock.now() + timedelta(minutes=5)):
        begun.send("contact", website="https://spam.example")
    assert the_report().is_set_back


def test_what_a_person_sends_is_read_in_its_order(
    unit: SafeguardingUnit, begun: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safetoshare.report.api.reporting._flood", Flood())
    with clock.clock_at(clock.now() + timedelta(minutes=5)):
        begun.send("contact")
    assert not the_report().is_set_back


def test_the_box_for_machines_is_shown_and_read_out_to_nobody(begun: Reporter) -> None:
    page = tree(begun.go("contact", "check").content.decode())
    box = next(one for one in page.walk() if one.tag == "div" and "hidden" in one.attributes)
    assert {one.attributes.get("name") for one in box.walk() if one.tag == "input"} == {"website"}


def test_a_draft_of_a_report_that_stands_is_never_shown(unit: SafeguardingUnit, begun: Reporter) -> None:
    begun.send("contact")
    begun.go("contact", "check", how="again")
    assert "Messages to you" in text_of(begun.come_back())
    with unit_of_work():
        assert Report.objects.count() == 1
