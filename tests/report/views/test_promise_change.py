"""Whoever was shown an older promise is told, when she comes back, what is or will be no longer promised."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.sharing.api.adoption import Done
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter, text_of, without_padding
from tests.sharing.policies import adopt, loaded
from tests.sharing.versions import claims_of, version_of
from tests.web.trees import tree
from tests.web.weights import NEXT_PAGE

FIRST, LATER = date(2026, 3, 2), date(2026, 6, 1)
LANGUAGES = ("en", "pa", "ur", "ar", "so")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def adopted(content: bytes, on: date, in_effect_on: date) -> None:
    with clock.clock_at(noon(on)):
        version = loaded(content, claims_of()).version_id
        assert adopt(version, on, in_effect_on=in_effect_on) == Done()


@pytest.fixture
def reporter(visitor: Client) -> Reporter:
    return Reporter(visitor)


@pytest.fixture
def reported(unit: SafeguardingUnit, reporter: Reporter) -> Reporter:
    """Somebody who reported under a version that refuses more than the next one, adopted a month later."""
    adopted(version_of("strict"), FIRST, FIRST)
    with clock.clock_at(noon(FIRST)):
        assert reporter.report(account="x").status_code == 200
    adopted(version_of("loose", refuses=("doubt",)), FIRST + timedelta(days=30), LATER)
    return reporter


def come_back(reporter: Reporter, day: date) -> str:
    with clock.clock_at(noon(day)):
        return reporter.come_back().content.decode()


def lost_on(html: str) -> list[str]:
    return [str(e.attributes["data-lost"]) for e in tree(html).walk() if "data-lost" in e.attributes]


def test_before_the_day_she_reads_that_less_will_be_promised(reported: Reporter) -> None:
    html = come_back(reported, LATER - timedelta(days=1))
    assert "Our rule changes on 1 June 2026." in html
    assert lost_on(html) == ["never-documented"]
    assert "your report stays under the rule that you were shown" in html


@pytest.mark.parametrize("days", [0, 400])
def test_from_the_day_on_she_reads_that_less_is_promised(reported: Reporter, days: int) -> None:
    html = come_back(reported, LATER + timedelta(days=days))
    assert "Our rule changed on 1 June 2026." in html
    assert lost_on(html) == ["never-documented"]


def test_it_stands_after_her_messages_and_before_all_else(reported: Reporter) -> None:
    html = come_back(reported, LATER)
    assert html.index("Messages to you") < html.index("data-lost") < html.index("Who was told what about you")


def test_before_anything_was_adopted_that_promises_less_nothing_is_said(
    unit: SafeguardingUnit, reporter: Reporter
) -> None:
    adopted(version_of("strict"), FIRST, FIRST)
    with clock.clock_at(noon(FIRST)):
        reporter.report(account="x")
    assert "Our rule on sharing changes" not in come_back(reporter, LATER)


def test_whoever_was_shown_the_newer_promise_is_not_told_of_the_older_one(
    reported: Reporter, unit: SafeguardingUnit, visitor: Client
) -> None:
    another = Reporter(visitor)
    with clock.clock_at(noon(LATER)):
        another.report(account="y")
    assert "Our rule on sharing changes" not in come_back(another, LATER + timedelta(days=9))
    assert "Our rule on sharing changes" in come_back(reported, LATER + timedelta(days=9))


def test_the_day_of_the_promise_counts_and_not_the_day_of_sending(unit: SafeguardingUnit, reporter: Reporter) -> None:
    adopted(version_of("strict"), FIRST, FIRST)
    adopted(version_of("loose", refuses=("doubt",)), FIRST + timedelta(days=30), LATER)
    with clock.clock_at(noon(LATER) - timedelta(hours=14)):
        reporter.reach_form()
    with clock.clock_at(noon(LATER)):
        assert reporter.send(account="x").status_code == 200
    assert "Our rule changed on 1 June 2026." in come_back(reporter, LATER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_each_language_and_keeps_its_weight(reported: Reporter, language: str) -> None:
    reported.language = language
    with clock.clock_at(noon(LATER)):
        response = reported.come_back()
    assert lost_on(response.content.decode()) == ["never-documented"]
    assert len(gzip.compress(without_padding(response))) <= NEXT_PAGE
    assert "1 June 2026" in text_of(response)
