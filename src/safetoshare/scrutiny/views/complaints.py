"""Super-complaints for the public: who complained, how far it came, and by when it was to be confirmed (Rec 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.core.super_complaints import SeenStage
from safetoshare.scrutiny import api
from safetoshare.scrutiny.forms import UNREADABLE, AsAtForm
from safetoshare.scrutiny.labels import MARKS, STAGES, acknowledgement_words, known_day_words, working


@dataclass(frozen=True, slots=True)
class StageWords:
    """One step in words."""

    name: str | Promise
    when: str
    is_certain: bool
    mark: str | Promise
    source: str


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """One super-complaint in the list: the furthest step that had certainly come."""

    complaint: api.ShownComplaint
    stage: str | Promise
    when: str


def complaint_rows(day: date) -> list[ComplaintRow]:
    """Return the list for a day, newest first."""
    return [
        ComplaintRow(one, STAGES[one.course.latest.stage], known_day_words(one.course.latest.when))
        for one in api.complaints_on(day)
    ]


@require_safe
@allowed(Action.PAGE_READ)
def complaint(request: HttpRequest, complaint: str) -> HttpResponse:
    """Show one super-complaint as it stands today, or stood on the day in the address."""
    form = AsAtForm(request.GET)
    is_readable = form.is_valid()
    today = clock.today()
    day = (form.cleaned_data["as_at"] if is_readable else None) or today
    found = api.complaint_on(complaint, day)
    if found is None:
        raise Http404
    receipt = found.course.acknowledgement
    steps: list[SafeString] = working(receipt.deadline) if receipt.deadline else []
    context = {
        "form": form,
        "day": day,
        "is_today": day == today,
        "complaint": found,
        "makers": [(one, MARKS[one.mark]) for one in found.made_by],
        "stages": [_words(one) for one in found.course.stages],
        "receipt": receipt,
        "how": acknowledgement_words(receipt),
        "mark": MARKS[receipt.duty.mark],
        "working": steps,
    }
    return render(request, "scrutiny/complaint.html", context, status=200 if is_readable else UNREADABLE)


def _words(one: SeenStage) -> StageWords:
    known = one.known
    return StageWords(STAGES[known.stage], known_day_words(known.when), one.is_certain, MARKS[known.mark], known.source)
