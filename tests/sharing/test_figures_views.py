"""The page of the figures, in five languages, and its files: what anybody may read, and nothing finer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from safetoshare.base.database import unit_of_work
from safetoshare.core.measures import published
from safetoshare.core.tally import What
from safetoshare.core.transparency import COUNTED, HELPERS, HOME_OFFICE, KINDS, next_month
from safetoshare.sharing.models import ClosedLog, Figure
from safetoshare.sharing.services.figures import fold_tallies
from tests.sharing.logs import signing_on
from tests.sharing.test_figures import note
from tests.web.conftest import visitor
from tests.web.trees import Element, tree

__all__ = ["visitor"]

LANGUAGES = ["en", "pa", "ur", "ar", "so"]
FOLDED_ON = date(2026, 11, 2)


@pytest.fixture
def folded(db: None) -> Iterator[None]:
    """Three months, in which helpers were told 0, 3 and 23 times, and the Home Office was once, outside."""
    note(date(2026, 8, 1), "dwp", What.REFUSAL)
    note(date(2026, 9, 1), "specialist_service", What.DISCLOSURE, 3)
    note(date(2026, 10, 1), "specialist_service", What.DISCLOSURE, 23)
    note(date(2026, 10, 1), "immigration_enforcement", What.FOUND_OUTSIDE)
    with signing_on(FOLDED_ON):
        with unit_of_work(write=True):
            fold_tallies(FOLDED_ON)
        yield


def words(element: Element) -> str:
    return element.text


def tables(visitor: Client, address: str = "/en/log/figures/") -> list[Element]:
    page = tree(visitor.get(address).content.decode())
    return [one for one in page.walk() if one.tag == "table"]


def lines(table: Element) -> dict[str, list[str]]:
    """Each line's name, and its numbers."""
    rows = [one for one in table.walk() if one.tag == "tr"]
    found = {}
    for row in rows:
        cells = [words(one) for one in row.walk() if one.tag in ("th", "td")]
        found[cells[0]] = cells[1:]
    return found


def test_the_home_office_stands_first_with_none_as_0_and_few_as_fewer_than_8(visitor: Client, folded: None) -> None:
    first = tables(visitor)[0]
    assert "The Home Office and its bodies" in words(first)
    assert "From 1 August 2026 to 31 October 2026" in words(first)
    assert lines(first) == {
        "Told, as the policy says": ["0"],
        "Not told: the answer was no": ["0"],
        "They asked us about a person": ["0"],
        "Told against the policy’s answer": ["0"],
        "Told at once, as a life may be in danger": ["0"],
        "Told outside this system, and found later": ["fewer than 8, not none"],
    }


def test_each_month_has_its_table_of_all_acts_towards_all_others(visitor: Client, folded: None) -> None:
    october, september, august = tables(visitor)[2:]
    assert lines(october)["What was done"] == ["Services that help", "Everyone else"]
    assert lines(october)["Told, as the policy says"] == ["at least 20", "0"]
    assert lines(september)["Told, as the policy says"] == ["fewer than 10, not none", "0"]
    assert lines(august)["Not told: the answer was no"] == ["0", "fewer than 10, not none"]
    assert {len(lines(one)) for one in (october, september, august)} == {len(COUNTED) + 1}


def test_the_bars_of_the_chart_are_as_long_as_their_numbers_and_open_where_a_number_is_small(
    visitor: Client, folded: None
) -> None:
    chart = tables(visitor)[1]
    assert lines(chart) == {
        "October 2026": ["at least 20"],
        "September 2026": ["fewer than 10, not none"],
        "August 2026": ["0"],
    }
    bars = [one.attributes for one in chart.walk() if one.tag == "rect"]
    assert [(bar["width"], bar["fill"]) for bar in bars] == [("100", "currentColor"), ("50", "none")]
    assert all(one.attributes["aria-hidden"] == "true" for one in chart.walk() if one.tag == "svg")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_is_whole_in_each_language_without_script(visitor: Client, folded: None, code: str) -> None:
    response = visitor.get(f"/{code}/log/figures/")
    page = tree(response.content.decode())
    assert response.status_code == 200
    assert not response.cookies
    assert len([one for one in page.walk() if one.tag == "h1"]) == 1
    assert [one.attributes for one in page.walk() if one.tag == "script"] == [{}], "the one for leaving"
    assert len([one for one in page.walk() if one.tag == "table"]) == 5
    flipped = [one for one in page.walk() if one.tag == "rect" and "transform" in one.attributes]
    assert bool(flipped) == (code in ("ur", "ar"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_before_a_month_is_over_the_page_says_that_there_is_no_number(visitor: Client, db: None, code: str) -> None:
    assert tables(visitor, f"/{code}/log/figures/") == []
    log = visitor.get(f"/{code}/log/").content.decode()
    assert f'href="/{code}/log/figures/"' in log


def test_the_logs_page_says_how_often_the_home_office_was_told_and_of_which_days(visitor: Client, folded: None) -> None:
    text = words(tree(visitor.get("/en/log/").content.decode()))
    assert (
        "Times something about a person was told to the Home Office from 1 August 2026 to 31 October 2026:"
        " fewer than 8, not none"
    ) in text


def test_both_files_hold_every_figure_and_the_same(visitor: Client, folded: None) -> None:
    told = json.loads(visitor.get("/log/figures/json").content)["figures"]
    table = visitor.get("/log/figures/csv")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(table).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(told) == len(rows) == 3 * len(KINDS) * len(COUNTED)
    assert rows == [{name: "" if value is None else str(value) for name, value in one.items()} for one in told]
    few = [one for one in told if one["recipients"] == HELPERS and one["until"] == "2026-09-30"]
    assert [(one["at_least"], one["fewer_than"]) for one in few if one["what"] == "disclosure"] == [(None, 10)]


def test_no_file_and_no_page_holds_a_recipient_or_a_small_number(visitor: Client, folded: None) -> None:
    for address in ("/log/figures/json", "/log/figures/csv", "/en/log/figures/"):
        response = visitor.get(address)
        content = b"".join(response).decode()
        assert "specialist_service" not in content
        assert "immigration_enforcement" not in content
    told = json.loads(visitor.get("/log/figures/json").content)["figures"]
    assert {one["at_least"] for one in told} == {None, 0, 20}


def a_long_past(months: int) -> None:
    """So many months of figures, each with other numbers."""
    month = date(2024, 1, 1)
    for number in range(months):
        until = next_month(month) - timedelta(days=1)
        with unit_of_work(write=True):
            Figure.objects.bulk_create(
                Figure(
                    **{"since": month, "until": until, "recipients": kind, "what": what.value},
                    at_least=published(8 * number + place).at_least,
                    is_exact=False,
                    fewer_than=10,
                )
                for place, (kind, what) in enumerate((kind, what) for kind in KINDS for what in COUNTED)
            )
        month = next_month(month)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_keeps_to_its_weight_after_years(visitor: Client, db: None, code: str) -> None:
    a_long_past(30)
    response = visitor.get(f"/{code}/log/figures/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) + sum(len(f"{name}: {value}\r\n") for name, value in response.items()) <= 8_000


def test_after_years_the_page_shows_each_year_of_the_home_office_and_twelve_months_of_others(
    visitor: Client, db: None
) -> None:
    a_long_past(30)
    found = tables(visitor)
    captions = [words(one).split(" From ")[0] for one in found[:3]]
    assert captions == ["The Home Office and its bodies"] * 3
    assert len(lines(found[3])) == 12
    assert len(found) == 3 + 1 + 12
    told = json.loads(visitor.get("/log/figures/json").content)["figures"]
    assert len([one for one in told if one["recipients"] == HOME_OFFICE]) == 30 * len(COUNTED)


@pytest.mark.parametrize("address", ["/en/log/figures/", "/log/figures/csv", "/log/figures/json"])
def test_nothing_can_be_sent_to_it(visitor: Client, db: None, address: str) -> None:
    assert visitor.post(address).status_code == 405


def test_a_log_that_was_closed_is_named_with_its_key(visitor: Client, db: None) -> None:
    with unit_of_work(write=True):
        ClosedLog.objects.create(
            origin="example.org/log",
            verifier_key="example.org/log+1234+abc",
            size=17,
            note="",
            closed_on=FOLDED_ON,
        )
    text = words(tree(visitor.get("/en/log/").content.decode()))
    assert "Logs that were closed before this one" in text
    assert "Closed on 2 November 2026. Codes in the log: 17." in text
