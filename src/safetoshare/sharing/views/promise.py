"""The public pages of the promise: in short with its limits, all that was proved, what it leaves open (Rec 4(e))."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.sharing.api import policies
from safetoshare.sharing.api.promise import Opening, Towards, force_position, public_promise
from safetoshare.sharing.labels import ATTRIBUTES, VALUES
from safetoshare.sharing.views.policies import page_of

CLAIMS_A_PAGE, OPENINGS_A_PAGE = 24, 10


@require_safe
@allowed(Action.PAGE_READ)
def promise(request: HttpRequest) -> HttpResponse:
    """Show the promise that is proved of the version in force, with its limits; or that none is made."""
    today = clock.today()
    found = public_promise(today)
    context: dict[str, Any] = {"position": force_position(), "promise": found}
    if found is not None:
        context |= {"coming": policies.coming(today), "enforcement": _rows(found.enforcement)}
    return render(request, "sharing/promise.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def promise_all(request: HttpRequest) -> HttpResponse:
    """Show every claim that is proved of the version in force."""
    found = public_promise(clock.today())
    if found is None:
        return redirect("sharing:promise")
    context = {"promise": found, "page": page_of(request, found.holding, CLAIMS_A_PAGE)}
    return render(request, "sharing/promise_all.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def promise_home_office(request: HttpRequest) -> HttpResponse:
    """Show all that each part of the Home Office may be told, box by box."""
    found = public_promise(clock.today())
    if found is None:
        return redirect("sharing:promise")
    page = page_of(request, [row for towards in found.towards for row in _rows(towards)], OPENINGS_A_PAGE)
    return render(request, "sharing/promise_home_office.html", {"promise": found, "page": page})


def _rows(towards: Towards) -> list[dict[str, Any]]:
    """Return the boxes of one recipient, as a page shows them; one row that says "nothing" if there are none."""
    name = VALUES["recipient"][towards.recipient]
    rows = [{"recipient": name, "answer": "human", **_shown(opening)} for opening in towards.by_human]
    rows += [{"recipient": name, "answer": "yes", **_shown(opening)} for opening in towards.outright]
    return rows or [{"recipient": name, "answer": "no"}]


def _shown(opening: Opening) -> dict[str, Any]:
    conditions = [(ATTRIBUTES[name], [VALUES[name][value] for value in found]) for name, found in opening.shown.items()]
    return {"region": opening.region, "conditions": conditions}
