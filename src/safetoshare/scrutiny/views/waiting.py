"""Who waits for whom, for the public and for those who are to do something now (Rec 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.core.waiting import NUDGED
from safetoshare.scrutiny import api
from safetoshare.scrutiny.forms import UNREADABLE, AsAtForm
from safetoshare.scrutiny.labels import WAITS


@dataclass(frozen=True, slots=True)
class WaitWords:
    """One wait in words; `is_nudged` when something is to be done now."""

    wait: api.ShownWait
    state: str | Promise
    is_nudged: bool


def wait_words(waits: Sequence[api.ShownWait]) -> list[WaitWords]:
    """Return waits in words."""
    return [WaitWords(one, WAITS[one.standing.state], one.standing.state in NUDGED) for one in waits]


@require_safe
@allowed(Action.PAGE_READ)
def waits(request: HttpRequest) -> HttpResponse:
    """Show all waits as they stand today, or stood on the day in the address: first what is to be done now."""
    form = AsAtForm(request.GET)
    is_readable = form.is_valid()
    today = clock.today()
    day = (form.cleaned_data["as_at"] if is_readable else None) or today
    found = wait_words(api.waits_on(day)) if is_readable else []
    context = {
        "form": form,
        "day": day,
        "is_today": day == today,
        "nudged": [one for one in found if one.is_nudged],
        "others": [one for one in found if not one.is_nudged],
    }
    return render(request, "scrutiny/waits.html", context, status=200 if is_readable else UNREADABLE)
