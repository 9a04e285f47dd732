from __future__ import annotations

import gzip
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safetoshare.base import clock, spool
from safetoshare.base.force import current_force
from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.core.receipt import read_receipt
from safetoshare.report import api
from tests.report.away import database_away
from tests.report.conftest import SafeguardingUnit, report_count, the_report
from tests.report.pages import Reporter, answers_on, hidden, shown_receipt, text_of, value_of, without_padding
from tests.web.trees import tree
from tests.web.weights import NEXT_PAGE

STEPS = ("/report/receipt/", "/report/write/", "/report/send/")
EVERYTHING = {
    "account": "He locked the door.\nI ran.",
    "danger": "no",
    "about": "witness",
    "happened_when": "last winter",
    "area": "E06000023",
    "pathways": ["modern_slavery", "hate_crime"],
    "children": "yes",
    "needs": ["safe_place", "immigration_advice"],
    "spoken_language": "Tigrinya",
    "interpreter": "yes",
    "how": "07700 900123",
    "when": "after nine",
    "if_someone_else_answers": "wrong number",
    "must_not_know": "my uncle",
}
IN_MORE = ("about", "happened_when", "pathways", "children")


@pytest.fixture
def reporter(visitor: Client) -> Reporter:
    return Reporter(visitor)


@pytest.mark.django_db
def test_before_any_question_she_reads_who_reads_it_and_what_they_may_have_to_do(reporter: Reporter) -> None:
    page = text_of(reporter.get("/report/rule/"))
    for words in (current_force().unit, "police", "even if you ask them not to", "court", "999", "55", "Leave now"):
        assert words in page
    assert "We make no promise about what is shared" in page


def test_when_the_database_is_away_the_first_page_still_tells_about_danger(reporter: Reporter) -> None:
    away = patch("safetoshare.report.services.remembering.promise_shown", side_effect=OperationalError)
    with away:
        response = reporter.get("/report/rule/")
    assert response.status_code == 200
    assert "We make no promise about what is shared" in text_of(response)


def test_the_whole_way_stores_what_was_written_for_the_unit_alone(unit: SafeguardingUnit, reporter: Reporter) -> None:
    response = reporter.report(**EVERYTHING)
    assert response.status_code == 200
    assert shown_receipt(response) == reporter.receipt
    account, contact = unit.account(), unit.contact()
    assert (account.account.split(), account.about, account.pathways) == (
        ["He", "locked", "the", "door.", "I", "ran."],
        "witness",
        ("modern_slavery", "hate_crime"),
    )
    assert (account.needs, account.spoken_language) == (("safe_place", "immigration_advice"), "Tigrinya")
    assert contact == api.SafeContact("07700 900123", "after nine", "wrong number", "my uncle")
    assert the_report().area == "E06000023"


def test_the_page_says_by_which_day_the_next_step_is_due(unit: SafeguardingUnit, reporter: Reporter) -> None:
    page = text_of(reporter.report())
    due = the_report().next_step_by
    assert f"By {due.day} {due:%B %Y} someone in the {current_force().unit}" in page


def test_the_whole_way_works_without_a_cookie_and_sets_none(unit: SafeguardingUnit, reporter: Reporter) -> None:
    reporter.visitor.handler.enforce_csrf_checks = True
    assert reporter.report().status_code == 200
    assert reporter.come_back().status_code == 200
    assert not reporter.visitor.cookies


@pytest.mark.parametrize("path", [*STEPS, "/return/", "/return/mailbox/", "/return/proof/"])
def test_no_other_site_leads_anybody_to_report_under_its_own_receipt(visitor: Client, path: str) -> None:
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}
    assert visitor.post(f"/en{path}", headers=foreign).status_code == 403


@pytest.mark.parametrize("path", STEPS)
def test_asked_for_by_its_address_alone_a_page_leads_back_to_the_start(visitor: Client, path: str) -> None:
    response = visitor.get(f"/ar{path}")
    assert (response.status_code, response["Location"]) == (302, "/ar/report/rule/")


@pytest.mark.parametrize("path", STEPS)
def test_no_other_method_is_answered(visitor: Client, path: str) -> None:
    assert visitor.delete(f"/en{path}").status_code == 405


@pytest.mark.django_db
def test_wrong_groups_show_the_same_receipt_again_and_say_what_to_do(reporter: Reporter) -> None:
    reporter.take_receipt()
    for typed in ("", "0000 0000", reporter.receipt[:9], reporter.receipt, "x", "1" * 5000):
        response = reporter.post("/report/write/", ticket=reporter.ticket, groups=typed)
        assert response.status_code == 422
        assert shown_receipt(response) == reporter.receipt
        assert "not the last two groups" in text_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "੦੧੨੩੪੫੬੭੮੯"])
def test_the_groups_may_be_typed_in_any_script(reporter: Reporter, digits: str) -> None:
    reporter.take_receipt()
    typed = "".join(digits[int(letter)] if letter.isdigit() else letter for letter in reporter.receipt[-9:])
    response = reporter.post("/report/write/", ticket=reporter.ticket, groups=f"\u200e {typed} ")
    assert response.status_code == 200


def test_an_empty_report_comes_back_with_an_error_and_all_that_was_typed(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    reporter.reach_form()
    response = reporter.send(account="   ")
    assert response.status_code == 422
    assert report_count() == 0
    response = reporter.send(**EVERYTHING | {"area": "Atlantis"})
    assert response.status_code == 422
    assert "Choose one of the answers on this page" in text_of(response)
    assert "Atlantis" not in text_of(response)
    reporter.ticket, reporter.draft = hidden(response), hidden(response, "draft")
    shown = answers_on(response) | {"area": ["E06000023"]}
    for page in ("what", "help", "contact"):
        reporter.draft = hidden(response, "draft")
        shown |= answers_on(reporter.go("more", page, area="E06000023", **{name: shown[name] for name in IN_MORE}))
    expected = {name: value if isinstance(value, list) else [value] for name, value in EVERYTHING.items()}
    assert {name: [one.split() for one in shown[name]] for name in expected} == {
        name: [str(one).split() for one in values] for name, values in expected.items()
    }


def test_when_neither_database_nor_disk_takes_it_everything_stays_on_the_page_and_the_next_press_stores_it(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    reporter.reach_form()
    with database_away(), patch.object(spool, "MOST_FILES", 0):
        response = reporter.send(**EVERYTHING)
    assert response.status_code == 503
    page = tree(response.content.decode())
    assert "Nothing is lost" in page.text
    assert value_of(page, "account").split() == str(EVERYTHING["account"]).split()
    reporter.ticket = hidden(response)
    assert reporter.send(**EVERYTHING).status_code == 200
    assert report_count() == 1


@pytest.mark.django_db
def test_while_the_unit_has_no_key_nothing_is_lost_either(reporter: Reporter) -> None:
    response = reporter.report(account="words to keep")
    assert response.status_code == 503
    assert "words to keep" in response.content.decode()


def test_pressed_twice_one_report_is_stored_and_the_receipt_is_the_same(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    reporter.reach_form()
    first, second = reporter.send(account="once"), reporter.send(account="once")
    assert shown_receipt(first) == shown_receipt(second) == reporter.receipt
    assert report_count() == 1
    assert "with other words" not in text_of(second)


def test_what_is_changed_after_sending_is_not_lost_but_offered_as_a_message(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    reporter.reach_form()
    reporter.send(account="first words")
    response = reporter.send(account="second words")
    assert "with other words" in text_of(response)
    assert unit.account().account == "first words"
    page = tree(response.content.decode())
    reporter.post("/return/mailbox/", ticket=hidden(response), text=value_of(page, "text"))
    assert [message.text for message in unit.messages()] == ["second words"]


@pytest.mark.parametrize("ticket", ["", "rubbish", "A" * 400, "\u202e" * 9])
@pytest.mark.parametrize("path", ["/report/write/", "/report/send/"])
def test_a_changed_page_goes_on_with_a_new_receipt_and_all_that_was_typed(
    unit: SafeguardingUnit, reporter: Reporter, path: str, ticket: str
) -> None:
    response = reporter.post(path, ticket=ticket, **EVERYTHING)
    assert response.status_code == 422
    assert "What you wrote is kept" in text_of(response)
    receipt = shown_receipt(response)
    page = tree(response.content.decode())
    kept: dict[str, list[str]] = {}
    for one in page.walk():
        if one.attributes.get("type") == "hidden" and one.attributes["name"] in EVERYTHING:
            kept.setdefault(str(one.attributes["name"]), []).append(str(one.attributes["value"]))
    form = reporter.post("/report/write/", ticket=hidden(response), groups=receipt[-9:], **kept)
    assert form.status_code == 200
    reporter.ticket, reporter.draft = hidden(form), hidden(form, "draft")
    assert answers_on(reporter.go("what", "contact", account="x"))["must_not_know"] == ["my uncle"]
    assert answers_on(reporter.go("contact", "more"))["pathways"] == ["modern_slavery", "hate_crime"]


def test_a_page_that_stood_open_for_a_day_sends_nothing(unit: SafeguardingUnit, reporter: Reporter) -> None:
    with clock.clock_at(clock.now() - timedelta(hours=25)):
        reporter.reach_form()
    response = reporter.send(account="late words")
    assert response.status_code == 422
    assert report_count() == 0
    assert "late words" in response.content.decode()
    assert shown_receipt(response) != reporter.receipt


HOSTILE = [
    "<script>alert(1)</script>",
    "\u202e\u2066evil",
    "\x00zero",
    "'; DROP TABLE report_report; --",
    "😀" * 500,
    "ظ" * 200_000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=["markup", "bidi", "zero byte", "sql", "emoji", "200,000 letters"])
def test_hostile_and_long_words_are_taken_as_they_are_and_never_run(
    unit: SafeguardingUnit, reporter: Reporter, words: str
) -> None:
    reporter.reach_form()
    refused = reporter.send(account=words, area="nowhere")
    assert "<script>alert" not in refused.content.decode()
    assert reporter.send(account=words).status_code == 200
    assert unit.account().account == words.replace("\x00", "")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_each_page_of_the_way_speaks_its_language_from_its_side_and_reaches_a_poor_line(
    unit: SafeguardingUnit, visitor: Client, language: Language
) -> None:
    reporter = Reporter(visitor, language.code)
    pages = [reporter.get("/report/rule/"), reporter.take_receipt(), reporter.reach_form(), reporter.send(account="")]
    pages += [reporter.send(account="x"), reporter.get("/return/"), reporter.come_back()]
    for response in pages:
        html = tree(response.content.decode()).find(tag="html")
        assert (html.attributes["lang"], html.attributes["dir"]) == (language.code, language.direction)
        assert len(gzip.compress(without_padding(response), 6)) < NEXT_PAGE - 700, html.text[:80]
        assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["start", "receipt", "write", "send", "return", "mailbox", "proof"])
def test_no_address_and_no_title_says_what_this_is(visitor: Client, name: str) -> None:
    address = reverse(f"report:{name}")
    assert not [word for word in ("immigration", "crime", "victim", "abuse", "police") if word in address]


@pytest.mark.django_db
def test_the_titles_are_neutral(visitor: Client) -> None:
    for path in ("/en/report/", "/en/report/rule/", "/en/report/advocate/", "/en/return/"):
        assert tree(visitor.get(path).content.decode()).find(tag="title").text == "Information"


def test_reading_and_writing_take_few_queries(unit: SafeguardingUnit, reporter: Reporter) -> None:
    reporter.reach_form()
    with CaptureQueriesContext(connection) as queries:
        reporter.send(account="x")
    # One of them reads the key list, so that nothing is sealed to a key that two members did not sign.
    # PostgreSQL is told twice in whose name the rows are read.
    asked = [one["sql"] for one in queries.captured_queries if one["sql"].startswith(('SELECT "', "INSERT"))]
    assert 0 < len(asked) <= 8, asked


@pytest.mark.django_db
def test_a_drawn_receipt_is_one_that_reads_back(reporter: Reporter) -> None:
    reporter.take_receipt()
    assert read_receipt(reporter.receipt).grouped() == reporter.receipt
