"""How often somebody was told, or was not: the published figures as a page, a table and a file for programs (Rec 4(g)).

A chart is a bar beside each number, drawn without script: its length says nothing that the number does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.csv import write_csv
from safetoshare.base.permissions import Action
from safetoshare.core.measures import PublishedCount
from safetoshare.sharing.api import figures as api
from safetoshare.sharing.api.figures import COUNTED, HELPERS, HOME_OFFICE, KINDS, PublishedFigure, What
from safetoshare.sharing.labels import FIGURE_ACTS, FIGURE_KINDS, shown_count

# The page shows a year of months; the files hold all.
MONTHS_SHOWN: Final = 12
BAR: Final = 100
_COLUMNS: Final = ("since", "until", "recipients", "what", "at_least", "is_exact", "fewer_than")


@dataclass(frozen=True)
class Row:
    """One line of a table: a name, and one number in words for each column."""

    name: Promise | str
    numbers: tuple[SafeString, ...]


@dataclass(frozen=True)
class Bar:
    """One month of the chart: its number in words, and the bar's length. An open bar stands for a small number."""

    until: date
    number: SafeString
    length: int
    is_open: bool


@dataclass(frozen=True)
class Period:
    """The days of a table, and its lines."""

    since: date
    until: date
    rows: tuple[Row, ...]


@require_safe
@allowed(Action.PAGE_READ)
def figures_page(request: HttpRequest) -> HttpResponse:
    """Show the figures: the Home Office first, then by month."""
    found = api.figures()
    others = tuple(kind for kind in KINDS if kind != HOME_OFFICE)
    context = {
        "home_office": FIGURE_KINDS[HOME_OFFICE],
        "years": [_period(of_year, (HOME_OFFICE,)) for of_year in _years(found)],
        "chart_of": FIGURE_KINDS[HELPERS],
        "bars": _bars(found),
        "bar": BAR,
        "columns": [FIGURE_KINDS[kind] for kind in others],
        "months": [_period(of_month, others) for of_month in _months(found)],
    }
    return render(request, "sharing/figures.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def figures_csv(_request: HttpRequest) -> HttpResponse:
    """Give all figures as a table for a spreadsheet."""
    rows = [[_plain(figure)[column] for column in _COLUMNS] for figure in api.figures()]
    response = HttpResponse(write_csv(_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response


@require_safe
@allowed(Action.PAGE_READ)
def figures_json(_request: HttpRequest) -> HttpResponse:
    """Give all figures for programs."""
    return JsonResponse({"figures": [_plain(figure) for figure in api.figures()]})


def _plain(figure: PublishedFigure) -> dict[str, Any]:
    """Return a figure in codes. `fewer_than` stands where `at_least` does not."""
    count = figure.count
    return {
        "since": figure.since.isoformat(),
        "until": figure.until.isoformat(),
        "recipients": figure.recipients,
        "what": figure.what.value,
        "at_least": count.at_least,
        "is_exact": count.is_exact,
        "fewer_than": count.fewer_than if count.at_least is None else None,
    }


def _years(found: Sequence[PublishedFigure]) -> list[list[PublishedFigure]]:
    """Return the newest figures of each calendar year towards the Home Office: each of them is the whole so far."""
    newest: dict[int, date] = {}
    for figure in found:
        newest.setdefault(figure.until.year, figure.until)
    wanted = set(newest.values())
    return [
        [one for one in found if one.recipients == HOME_OFFICE and one.until == until]
        for until in sorted(wanted, reverse=True)
    ]


def _months(found: Sequence[PublishedFigure]) -> list[list[PublishedFigure]]:
    """Return the figures of the newest months towards all others."""
    ends = sorted({figure.until for figure in found}, reverse=True)[:MONTHS_SHOWN]
    return [[one for one in found if one.recipients != HOME_OFFICE and one.until == until] for until in ends]


def _period(figures: Sequence[PublishedFigure], kinds: Sequence[str]) -> Period:
    counts = {(figure.recipients, figure.what): figure.count for figure in figures}
    rows = tuple(
        Row(FIGURE_ACTS[what.value], tuple(shown_count(counts[kind, what]) for kind in kinds)) for what in COUNTED
    )
    return Period(figures[0].since, figures[0].until, rows)


def _bars(found: Sequence[PublishedFigure]) -> list[Bar]:
    """Return what was told to services that help, by month, the newest first."""
    told = [one for one in found if (one.recipients, one.what) == (HELPERS, What.DISCLOSURE)][:MONTHS_SHOWN]
    longest = max((_reach(one.count) for one in told), default=0) or 1
    return [
        Bar(one.until, shown_count(one.count), BAR * _reach(one.count) // longest, one.count.at_least is None)
        for one in told
    ]


def _reach(count: PublishedCount) -> int:
    """Return how far a bar goes: to the number, or to that which a small one does not reach."""
    return count.fewer_than if count.at_least is None else count.at_least
