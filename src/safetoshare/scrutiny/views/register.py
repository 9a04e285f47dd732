"""The public face of scrutiny: what was asked of the police, what they answered, what is late (Rec 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.core.standing import Timeliness
from safetoshare.scrutiny import api
from safetoshare.scrutiny.forms import UNREADABLE, AsAtForm
from safetoshare.scrutiny.labels import (
    ASKED,
    FIGURES,
    PARTS,
    PROGRESS,
    STANCES,
    figure,
    fingerprint,
    known_day_words,
    timeliness_words,
    working,
)
from safetoshare.scrutiny.views.complaints import complaint_rows
from safetoshare.scrutiny.views.waiting import wait_words

_FIRST_WORDS = 20


@dataclass(frozen=True, slots=True)
class ClockWords:
    """One clock in words."""

    asked: str | Promise
    due_on: date
    timeliness: str | SafeString
    is_late: bool
    source: str
    working: list[SafeString]


@dataclass(frozen=True, slots=True)
class FigureWords:
    """One figure in words. `bears_on` are recommendations and parts of them."""

    name: str | Promise
    figure: SafeString
    out_of: SafeString | None
    definition: str
    since: date
    until: date
    part: str | Promise
    bears_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineWords:
    """One line of the register in words."""

    line: api.ShownLine
    stance: str | Promise
    progress: str | Promise
    clocks: list[ClockWords]
    figures: list[FigureWords]
    first_words: str


@require_safe
@allowed(Action.PAGE_READ)
def register(request: HttpRequest) -> HttpResponse:
    """Show the whole register as it stands today, or stood on the day in the address."""
    form = AsAtForm(request.GET)
    if not form.is_valid():
        return render(request, "scrutiny/register.html", {"form": form}, status=UNREADABLE)
    day, figures = _day_and_figures(form)
    reports = [
        {
            "report": report,
            "late": [line for line in lines if line.line.standing.is_late],
            "asked": len(lines),
            "answered": len([line for line in lines if line.line.answer]),
            "recommendations": [
                {"number": number, "text": first[0].line.text, "lines": first}
                for number, first in ((key, list(own)) for key, own in groupby(lines, lambda one: one.line.number))
            ],
        }
        for report in api.register_on(day)
        for lines in [[_words(line, figures) for line in report.lines]]
    ]
    context = {
        "form": form,
        "day": day,
        "is_today": day == clock.today(),
        "reports": reports,
        "complaints": complaint_rows(day),
    }
    return render(request, "scrutiny/register.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def recommendation(request: HttpRequest, report: str, number: str, body: str) -> HttpResponse:
    """Show one recommendation with one body: all that was asked, all that was answered, and where it stands there."""
    form = AsAtForm(request.GET)
    is_readable = form.is_valid()
    day, figures = _day_and_figures(form) if is_readable else (clock.today(), [])
    line = api.line_on(report, number, body, day)
    if line is None:
        raise Http404
    words = _words(line, figures)
    context = {
        "form": form,
        "day": day,
        "is_today": day == clock.today(),
        "words": words,
        "ends": known_day_words(line.body.ends) if line.body.ends else "",
        "waits": wait_words(api.waits_of(line, day)) if is_readable else [],
        "fingerprint": fingerprint(line.answer.document_sha256) if line.answer else "",
        "line": line,
        "parts": [(part, [one for one in words.figures if part.code in one.bears_on]) for part in line.parts],
    }
    return render(request, "scrutiny/recommendation.html", context, status=200 if is_readable else UNREADABLE)


def _day_and_figures(form: AsAtForm) -> tuple[date, list[api.Evidence]]:
    """Return the day that is asked about, and today's figures if it is today: none are kept of days gone by."""
    today = clock.today()
    day = form.cleaned_data["as_at"] or today
    return day, list(api.evidence_until(day)) if day == today else []


def _words(line: api.ShownLine, evidence: Sequence[api.Evidence]) -> LineWords:
    answer = line.answer
    standing = line.standing
    all_words = " ".join(passage.text for passage in answer.passages).split() if answer else []
    return LineWords(
        line=line,
        stance=STANCES[standing.stance],
        progress=PROGRESS[standing.progress],
        clocks=[
            ClockWords(
                asked=ASKED[one.asked],
                due_on=one.deadline.due_on,
                timeliness=timeliness_words(one),
                is_late=one.timeliness is Timeliness.LATE,
                source=one.deadline.source,
                working=working(one.deadline),
            )
            for one in standing.clocks
        ],
        figures=[_figure(one) for one in evidence if one.bears_on(line.number)],
        first_words=" ".join(all_words[:_FIRST_WORDS]) + (" …" if len(all_words) > _FIRST_WORDS else ""),
    )


def _figure(evidence: api.Evidence) -> FigureWords:
    measure = evidence.measure
    return FigureWords(
        name=FIGURES.get(measure.name, ""),
        figure=figure(measure.count),
        out_of=figure(measure.out_of) if measure.out_of else None,
        definition=measure.definition,
        since=measure.since,
        until=measure.until,
        part=PARTS[evidence.part],
        bears_on=measure.bears_on,
    )
