"""The report on paper: the same questions under the same numbers, after the rule, in each language."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.report.forms.paper import NUMBERS, PaperForm
from safetoshare.report.forms.writing import FIELDS
from tests.report.pages import Reporter
from tests.web.trees import tree

pytestmark = pytest.mark.django_db
OF_THE_PAPER = ["written_on", "written_in", "rule_read", "rule_of"]
SHOWN = [*(name for name in FIELDS if name != "duty"), *OF_THE_PAPER]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_it_asks_what_the_pages_ask_in_each_language(visitor: Client, language: Language) -> None:
    page = tree(Reporter(visitor, language.code).get("/report/paper/").content.decode())
    headings = [one.text for one in page.walk() if one.tag == "h3"]
    with translation.override(language.code):
        labels = [str(PaperForm.base_fields[name].label) for name in SHOWN]
    assert [heading.partition(" ")[2] for heading in headings] == [" ".join(label.split()) for label in labels]
    assert [heading.partition(" ")[0] for heading in headings] == [NUMBERS[name] for name in SHOWN]
    assert len(set(NUMBERS.values())) == len(labels)


def test_the_rule_stands_before_the_first_question(visitor: Client) -> None:
    text = tree(Reporter(visitor).get("/report/paper/").content.decode()).find(tag="main").text
    said = [text.index(words) for words in ("We make no promise about what", "to a court", "What happened?")]
    assert said == sorted(said)
    assert "call 999" in text


def test_it_sends_nothing_and_holds_every_answer_that_the_pages_offer(visitor: Client) -> None:
    main = tree(Reporter(visitor).get("/report/paper/").content.decode()).find(tag="main")
    assert {"form", "input", "textarea"} & {one.tag for one in main.walk()} == set()
    fields = PaperForm().fields
    # An area's name says that it is English.
    offered = [strip_tags(str(label)) for name in SHOWN for _code, label in getattr(fields[name], "choices", ())]
    items = [one.text for one in main.walk() if one.tag == "li"]
    assert [label for label in offered if f"☐ {' '.join(label.split())}" not in items] == []


def test_whoever_helps_finds_it(visitor: Client) -> None:
    assert "/en/report/paper/" in Reporter(visitor).get("/report/rule/").content.decode()


def test_it_says_how_a_reporting_centre_types_it_in(visitor: Client) -> None:
    text = tree(Reporter(visitor).get("/report/paper/").content.decode()).find(tag="main").text
    assert "signs in at the door for partners and types this in under the same numbers" in text
