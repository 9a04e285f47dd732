"""The English of a reporter's way is for readers of 9 to 11 years: the easy-read page at most 9, all others at most 11.

`MEASURED` holds what each page came to, to half a year, so that a page that gets harder is seen before it fails the
bar. Of the promise the first layer counts, up to how to check it: what follows names files, bodies and days.
"""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.sharing.api.policies import InForce
from tests.reading_age import Reading, reading_of, sentences_of, syllables_of, words_of
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter, hidden
from tests.sharing.policies import TODAY, in_force
from tests.web.trees import tree

__all__ = ["in_force"]

EASY, OTHERS = 9.0, 11.0
LONGEST_EASY_SENTENCE = 20
# Years, as they were measured; the bar is above.
MEASURED = {
    "/easy/": 8.0,
    "/report/": 10.0,
    "/report/rule/": 10.0,
    "/report/advocate/": 10.5,
    "/report/paper/": 9.0,
    "/report/rights/": 9.5,
    "/": 10.5,
    "/safety/": 11.0,
    "/return/": 10.5,
    "/promise/": 11.0,
    "/help/": 9.0,
    "work": 10.5,
    "receipt": 7.5,
    "form: what": 8.0,
    "form: more": 9.0,
    "form: help": 8.5,
    "form: contact": 9.0,
    "form: check": 10.0,
    "form: files": 9.5,
    "received": 9.5,
    "mailbox": 10.5,
}


@pytest.fixture
def reporter(visitor: Client, in_force: InForce) -> Iterator[Reporter]:
    """She comes on a day on which the policy is in force."""
    with patch.object(clock, "today", return_value=TODAY):
        yield Reporter(visitor)


def sentences_on(html: str) -> list[str]:
    main = tree(html).find(tag="main")
    for element in main.walk():
        ids = [None if isinstance(child, str) else child.attributes.get("id") for child in element.children]
        if "check" in ids:
            del element.children[ids.index("check") :]
    return sentences_of(main)


def every_page(reporter: Reporter) -> Iterator[tuple[str, str]]:
    """The pages that are opened by their address, and those that answer a form."""
    for address in ("/easy/", "/report/", "/report/rule/", "/report/advocate/", "/report/paper/", "/report/rights/"):
        yield address, reporter.get(address).content.decode()
    for address in ("/", "/safety/", "/return/", "/promise/", "/help/"):
        yield address, reporter.get(address).content.decode()
    day = hidden(reporter.get("/report/rule/"), "promise_day")
    yield "work", reporter.post("/report/work/", promise_day=day).content.decode()
    yield "receipt", reporter.take_receipt().content.decode()
    yield "form: what", reporter.reach_form().content.decode()
    for page, to in (("what", "more"), ("more", "help"), ("help", "contact"), ("contact", "check")):
        yield f"form: {to}", reporter.go(page, to, account="A few words.").content.decode()
    yield "form: files", reporter.go("check", "files").content.decode()
    yield "received", reporter.send(account="A few words.").content.decode()
    yield "mailbox", reporter.come_back().content.decode()


def test_every_page_of_the_way_can_be_read_at_eleven_and_the_easy_one_at_nine(
    reporter: Reporter, unit: SafeguardingUnit
) -> None:
    ages = {name: reading_of(sentences_on(html)).age for name, html in every_page(reporter)}
    bars = {name: EASY if name == "/easy/" else OTHERS for name in ages}
    assert {name: round(age, 1) for name, age in ages.items() if age > bars[name]} == {}
    assert {name: round(2 * age) / 2 for name, age in ages.items()} == MEASURED


def test_no_sentence_of_the_easy_page_is_long(reporter: Reporter) -> None:
    sentences = sentences_on(reporter.get("/easy/").content.decode())
    assert len(sentences) > 50
    assert [one for one in sentences if len(words_of(one)) > LONGEST_EASY_SENTENCE] == []


def test_a_hard_text_is_found_hard_and_a_simple_one_simple() -> None:
    hard = [
        "Notwithstanding any contractual obligation, personal information is disclosed exclusively under authority."
    ]
    assert reading_of(hard).age > 20
    assert reading_of(["The cat sat on the mat.", "It was a sunny day."]).age < 6


def test_the_formula_is_that_of_flesch_and_kincaid() -> None:
    # 100 words in five sentences with 150 syllables: grade 7.8 + 17.7 - 15.59.
    assert Reading(words=100, sentences=5, syllables=150).age == pytest.approx(9.91 + 5)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("immigration", 4), ("police", 2), ("people", 2), ("about", 2), ("anybody", 4), ("receipt", 2)),
        *(("messages", 3), ("interpreter", 4), ("someone", 2), ("used", 1), ("wanted", 2), ("lawyer", 2)),
        *(("life", 1), ("those", 1), ("being", 2), ("999", 3), ("I", 1), ("browser’s", 2)),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_the_name_of_a_body_is_one_word_and_a_link_or_a_button_no_sentence() -> None:
    page = tree(
        "<main><h1>Before</h1><p>We ask Home Office (immigration) enforcement. <a>More</a></p><p>Why:</p></main>"
    )
    sentences = sentences_of(page.find(tag="main"))
    assert sentences == ["We ask Home Office (immigration) enforcement.", "Why."]
    assert words_of(sentences[0]) == ["We", "ask", "Office"]
