"""Before the first question: how to leave, the rule, and which way to go."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.test import Client

from safetoshare.core.receipt import read_receipt
from safetoshare.report.api.reporting import BusyError
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter, answers_on, hidden, shown_receipt, text_of
from tests.web.trees import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(visitor: Client) -> Reporter:
    return Reporter(visitor)


def on_her_way(reporter: Reporter, **way: str) -> Reporter:
    day = hidden(reporter.get("/report/rule/"), "promise_day")
    response = reporter.post("/report/receipt/", promise_day=day, **way)
    assert response.status_code == 200
    receipt = shown_receipt(response)
    first = reporter.post(
        "/report/write/", ticket=hidden(response), draft=hidden(response, "draft"), groups=receipt[-9:]
    )
    reporter.ticket, reporter.draft = hidden(first), hidden(first, "draft")
    return reporter


def test_how_to_leave_and_what_stays_in_the_history_is_said_before_the_rule(reporter: Reporter) -> None:
    response = reporter.get("/report/")
    page = text_of(response)
    for words in ("Leave now", "history", "999", "another one: at a library"):
        assert words in page
    links = [one.attributes.get("href") for one in tree(response.content.decode()).walk() if one.tag == "a"]
    assert "/en/report/rule/" in links
    assert "form" not in {one.tag for one in tree(response.content.decode()).find(tag="main").walk()}


@pytest.mark.parametrize(
    ("way", "page", "answers"),
    [
        ({}, "more", {}),
        ({"way": "report"}, "more", {}),
        ({"way": "supporter"}, "more", {"about": ["supporter"]}),
        ({"way": "help"}, "help", {"wish": ["help_only"]}),
    ],
)
def test_the_button_she_pressed_has_answered_what_it_says(
    unit: SafeguardingUnit, reporter: Reporter, way: dict[str, str], page: str, answers: dict[str, list[str]]
) -> None:
    shown = answers_on(on_her_way(reporter, **way).go("what", page, account="x"))
    assert {name: shown[name] for name in answers} == answers
    others = {name for name, ticked in shown.items() if ticked != ["not_said"]}
    assert others == set(answers)


def test_a_way_that_no_button_offers_is_said_to_be_none(reporter: Reporter) -> None:
    day = hidden(reporter.get("/report/rule/"), "promise_day")
    response = reporter.post("/report/receipt/", promise_day=day, way="smuggler")
    assert response.status_code == 422
    assert "Choose one of the buttons" in text_of(response)
    assert "smuggler" not in text_of(response)


def test_whoever_writes_from_work_reads_the_duties_of_the_profession_before_any_question(reporter: Reporter) -> None:
    day = hidden(reporter.get("/report/rule/"), "promise_day")
    response = reporter.post("/report/work/", promise_day=day)
    page = text_of(response)
    for words in ("within one month", "section 5B", "children’s services today", "agrees"):
        assert words in page
    assert hidden(response, "way") == "supporter"
    assert shown_receipt(reporter.post("/report/receipt/", promise_day=hidden(response, "promise_day")))


@pytest.mark.parametrize("day", ["", "x", "A" * 300])
def test_without_the_rule_nobody_reaches_the_duties(reporter: Reporter, day: str) -> None:
    response = reporter.post("/report/work/", promise_day=day)
    assert (response.status_code, response["Location"]) == (302, "/en/report/rule/")


def test_an_advocate_outside_the_police_is_found_without_telling_anything(reporter: Reporter) -> None:
    response = reporter.get("/report/advocate/")
    main = tree(response.content.decode()).find(tag="main")
    assert "without the police" in main.text
    assert {"form", "input"} & {one.tag for one in main.walk()} == set()
    for link in [str(one.attributes["href"]) for one in main.walk() if one.tag == "a"]:
        assert reporter.visitor.get(link).status_code == 200


def test_while_too_many_are_there_she_is_asked_to_wait_and_keeps_her_receipt(reporter: Reporter) -> None:
    taken = reporter.take_receipt()
    fields = {"ticket": hidden(taken), "groups": reporter.receipt[-9:]}
    with patch("safetoshare.report.api.reporting.stretched", side_effect=BusyError("full")):
        response = reporter.post("/report/write/", **fields)
    assert response.status_code == 503
    assert "Wait a minute" in text_of(response)
    assert read_receipt(shown_receipt(response)).grouped() == reporter.receipt
    assert reporter.post("/report/write/", **fields).status_code == 200
