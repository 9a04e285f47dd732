"""The easy-read page: the same promise by the same claims, short, in every language, and a way on from it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils.html import escape

from safetoshare.base import clock
from safetoshare.core.languages import codes
from safetoshare.core.policy.claims import Layer
from safetoshare.sharing.api.policies import InForce
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter, answers_on, hidden, shown_receipt, text_of
from tests.sharing.policies import TODAY, in_force, the_claims
from tests.sharing.test_promise import attributes
from tests.web.test_page_weight import STATIC, on_the_wire
from tests.web.trees import tree
from tests.web.weights import FIRST_PAGE, NEXT_PAGE

__all__ = ["in_force"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(visitor: Client) -> Iterator[Reporter]:
    with patch.object(clock, "today", return_value=TODAY):
        yield Reporter(visitor)


def test_it_says_the_early_claims_of_the_version_in_force_in_easy_words(in_force: InForce, reporter: Reporter) -> None:
    easy, rule = reporter.get("/easy/").content.decode(), reporter.get("/report/rule/").content.decode()
    assert attributes([tree(easy)], "data-claim") == attributes([tree(rule)], "data-claim")
    early = [claim for claim in in_force.claims if claim.layer is not Layer.FULL]
    assert all(escape(claim.easy["en"]) in easy for claim in early)
    assert not any(escape(claim.says["en"]) in easy for claim in early)
    assert "No police force has adopted this rule" in easy


@pytest.mark.parametrize("language", codes())
def test_it_stands_in_every_language_with_the_english_beneath_each_claim(
    in_force: InForce, reporter: Reporter, language: str
) -> None:
    reporter.language = language
    page = reporter.get("/easy/").content.decode()
    for claim in the_claims():
        if claim.layer is not Layer.FULL:
            assert escape(claim.easy[language]) in page
            assert escape(claim.easy["en"]) in page


@pytest.mark.parametrize("language", codes())
def test_it_is_light_with_a_policy_in_force(in_force: InForce, reporter: Reporter, language: str) -> None:
    page = on_the_wire(reporter.visitor, f"/{language}/easy/")
    assert page <= NEXT_PAGE
    assert page + len(gzip.compress((STATIC / "safetoshare.css").read_bytes(), 9)) <= FIRST_PAGE


def test_without_a_policy_it_promises_nothing(reporter: Reporter) -> None:
    page = text_of(reporter.get("/easy/"))
    assert "We make no promise about what is shared" in page
    assert "This is our rule" not in page


def test_it_says_who_reads_who_else_may_see_how_to_leave_999_and_what_a_receipt_is(reporter: Reporter) -> None:
    page = text_of(reporter.get("/easy/"))
    for words in ("Call 999", "Leave now", "Lighthouse Safeguarding Unit", "two working days", "court", "lawyer"):
        assert words in page
    for words in ("protect a child", "A receipt is a long number", "Demonstration."):
        assert words in page


def test_every_heading_below_the_first_asks_what_the_text_answers(reporter: Reporter) -> None:
    elements = tree(reporter.get("/easy/").content.decode()).find(tag="main").walk()
    headings = [one.text for one in elements if one.tag == "h2"]
    assert len(headings) == 8
    assert all(heading.endswith("?") for heading in headings)


@pytest.mark.parametrize("page", ["/report/", "/report/rule/"])
def test_the_pages_before_the_receipt_lead_to_it(reporter: Reporter, page: str) -> None:
    links = [one.attributes.get("href") for one in tree(reporter.get(page).content.decode()).walk() if one.tag == "a"]
    assert "/en/easy/" in links


@pytest.mark.parametrize(
    ("way", "answers"), [("report", {}), ("help", {"wish": ["help_only"]}), ("supporter", {"about": ["supporter"]})]
)
def test_its_buttons_lead_to_the_receipt_as_those_of_the_rule_do(
    unit: SafeguardingUnit, reporter: Reporter, way: str, answers: dict[str, list[str]]
) -> None:
    easy = reporter.get("/easy/")
    assert f'value="{way}"' in easy.content.decode()
    taken = reporter.post("/report/receipt/", promise_day=hidden(easy, "promise_day"), way=way)
    fields = {"ticket": hidden(taken), "draft": hidden(taken, "draft")}
    first = reporter.post("/report/write/", **fields, groups=shown_receipt(taken)[-9:])
    reporter.ticket, reporter.draft = hidden(first), hidden(first, "draft")
    shown = {**answers_on(reporter.go("what", "more", account="x")), **answers_on(reporter.go("more", "help"))}
    assert {name: shown[name] for name in answers} == answers


def test_it_answers_no_post_and_sets_no_cookie(reporter: Reporter) -> None:
    assert reporter.post("/easy/").status_code == 405
    assert not reporter.get("/easy/").cookies
