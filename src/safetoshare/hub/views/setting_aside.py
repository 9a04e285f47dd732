"""Reports that are none: set aside by a person, listed, and brought back. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.core.errors import RefusedError
from safetoshare.hub.views import rows
from safetoshare.report import api as reports


@require_safe
@allowed(Action.CASE_LIST)
def aside(request: HttpRequest, realm: str) -> HttpResponse:
    """List what was set aside."""
    found = [
        {
            "id": one.id,
            "reference": rows.reference(one.id),
            "area": rows.area_name(one.area),
            "received_on": rows.day(one.received_on),
        }
        for one in reports.reports_set_aside()
    ]
    return render(request, "hub/set_aside.html", {"reports": found})


@require_POST
@allowed(Action.CASE_WORK)
def set_aside(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Take a report off the list of those that wait."""
    return _done(request, lambda: reports.set_aside(report))


@require_POST
@allowed(Action.CASE_WORK)
def bring_back(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Put it back on the list."""
    return _done(request, lambda: reports.bring_back(report))


def _done(request: HttpRequest, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except RefusedError:
        return render(request, "hub/not_waiting.html", status=409)
    return redirect("hub:cases")
