"""Search by name or telephone number, and allowing a colleague to open more records (Rec 4).

What is searched for is in no address and is stored nowhere. Why it is searched for is sealed into the audit.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.opening import opener_of, unlock_address
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import LockedError, RefusedError
from safetoshare.hub.api import searching as api
from safetoshare.hub.api.cases import CaseInList
from safetoshare.hub.api.searching import FoundRecord
from safetoshare.hub.forms.searching import AllowForm, SearchForm
from safetoshare.hub.labels import CASE_STATES, FIELDS
from safetoshare.hub.views import rows
from safetoshare.hub.views.opening import opening_records, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.RECORD_SEARCH)
@answers_again
@opening_records
def search(request: HttpRequest, realm: str) -> HttpResponse:
    """Show the form, and under it what was found: at most ten records, and no text of any."""
    if request.method != "POST":
        return render(request, "hub/search.html", {"form": SearchForm()})
    form = SearchForm(request.POST)
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return render(request, "hub/search.html", context, status=422)
    try:
        result = api.search(opener_of(request), form.cleaned_data["words"], form.cleaned_data["reason"])
    except (LockedError, RefusedError, UnwrapperAwayError) as error:
        return render(request, "hub/search.html", context | _not_done(request, realm, error), status=_status(error))
    context |= {"is_searched": True, "found": [_found(one) for one in result.found], "is_more": result.is_more}
    return render(request, "hub/search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.OPENINGS_ALLOW)
@opening_records
def allow(request: HttpRequest, realm: str) -> HttpResponse:
    """Let a colleague, chosen by name, open twice as many records for an hour; never oneself."""
    colleagues = api.colleagues_of(signed_in(request).id)
    form = AllowForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    context: dict[str, Any] = {"form": form, "has_colleagues": bool(colleagues)}
    if request.method != "POST":
        return render(request, "hub/allow.html", context)
    if not form.is_valid():
        return render(request, "hub/allow.html", context, status=422)
    colleague = UUID(form.cleaned_data["colleague"])
    try:
        api.allow_more(opener_of(request), colleague, form.cleaned_data["reason"])
    except (LockedError, RefusedError, UnwrapperAwayError) as error:
        return render(request, "hub/allow.html", context | _not_done(request, realm, error), status=_status(error))
    return render(request, "hub/allow.html", {"allowed": dict(colleagues)[colleague]})


def _not_done(request: HttpRequest, realm: str, error: Exception) -> dict[str, Any]:
    """Return why it was not done now. What was typed stays in the form."""
    if isinstance(error, LockedError):
        return {"is_locked": True, "unlock_address": unlock_address(realm, request.path)}
    return {"is_refused": isinstance(error, RefusedError), "is_away": isinstance(error, UnwrapperAwayError)}


def _status(error: Exception) -> int:
    if isinstance(error, LockedError):
        return 423
    return 429 if isinstance(error, RefusedError) else 503


def _found(one: FoundRecord) -> dict[str, Any]:
    record = one.record
    is_case = isinstance(record, CaseInList)
    return {
        "id": record.id,
        "is_case": is_case,
        "reference": rows.reference(record.id),
        "fields": [FIELDS[name] for name in one.fields],
        "state": CASE_STATES[record.state] if is_case else "",
        "area": rows.area_name(record.area),
    }
