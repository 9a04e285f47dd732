"""The directory for everyone: services by area, need and language, and one service with its sources (Rec 6).

No cookie is set, and no script is needed. What is looked for is sent as a form, so that no address, and no history of a
browser, says what somebody needs; an address that names it is answered all the same.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.network import api
from safetoshare.network.forms import HelpForm
from safetoshare.network.labels import MARK_NAMES, language_name

# So that a page stays within what a poor line carries.
SERVICES_A_PAGE = 8


@from_our_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PAGE_READ)
def find_help(request: HttpRequest) -> HttpResponse:
    """Ask for area, need and language, and list the services: known to fit first, not known apart from them."""
    answers = request.POST if request.method == "POST" else request.GET
    form = HelpForm(answers or None)
    if not form.is_bound:
        return render(request, "network/help.html", {"form": form})
    if not form.is_valid():
        return render(request, "network/help.html", {"form": form}, status=422)
    asked: dict[str, str] = form.cleaned_data
    entries = api.services_for(asked["area"], [asked["need"]] if asked["need"] else [], asked["language"])
    try:
        page = Paginator(entries, SERVICES_A_PAGE).page(answers.get("page", 1))
    except InvalidPage:
        raise Http404 from None
    context = {
        "form": form,
        "page": page,
        "known": [_shown(entry) for entry in page if entry.is_known_to_fit],
        "not_known": [_shown(entry) for entry in page if not entry.is_known_to_fit],
        "asked": asked.items(),
    }
    return render(request, "network/help.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def service(request: HttpRequest, service: UUID) -> HttpResponse:
    """Show one service: for what it is, how to reach it, and where each fact was read."""
    found = api.service_details(service)
    if found is None:
        raise Http404
    context = {
        "service": found.service,
        "title": _title(found.service),
        "phones": _phones(found.service),
        "answers": [api.reason_text(reason) for reason in (*found.kinds_of_help, *found.conditions)],
        "languages": [
            {"code": code, "name": language_name(code)} for code in sorted(found.service.matchable.languages)
        ],
        "facts": [{"fact": fact, "mark": MARK_NAMES[fact.mark]} for fact in found.facts],
    }
    return render(request, "network/service.html", context)


def _shown(entry: api.Entry) -> dict[str, Any]:
    """Return a service and what is known of it, each criterion once, whether it was asked for or not."""
    reasons = dict.fromkeys((*entry.reasons, *entry.conditions))
    return {
        "service": entry.service,
        "title": _title(entry.service),
        "phones": _phones(entry.service),
        "answers": [api.reason_text(reason) for reason in reasons],
    }


def _title(service: api.DirectoryService) -> str:
    return f"{service.organisation_name}: {service.name}"


def _phones(service: api.DirectoryService) -> list[dict[str, str]]:
    return [
        {"number": phone.number, "hours": phone.hours, "dialled": phone.number.replace(" ", "")}
        for phone in service.phones
    ]
