"""The directory for everyone: services by place, need and language, and one service with its sources (Rec 6).

No cookie is set, and no script is needed. What is looked for is sent as a form, so that no address, and no history of a
browser, says what somebody needs; an address that names it is answered all the same, but for a postcode, which is not
read from an address at all. It is looked up in memory and kept nowhere.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.core.opening import ClosedNow, OpeningState, OpenNow, opening_state
from safetoshare.network import api
from safetoshare.network.forms import HelpForm
from safetoshare.network.labels import MARK_NAMES, PUBLIC_FUNDS_ANSWERS, language_name

# So that a page stays within what a poor line carries.
SERVICES_A_PAGE = 8


@from_our_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PAGE_READ)
def find_help(request: HttpRequest) -> HttpResponse:
    """Ask for a place, need and language, and list the services: known to fit first, not known apart from them.

    A postcode is read from a form alone: in an address it would stand in the history and in logs on the way.
    """
    answers = request.POST if request.method == "POST" else request.GET.copy()
    if request.method != "POST":
        answers.pop("postcode", None)
    form = HelpForm(answers or None)
    if not form.is_bound:
        return render(request, "network/help.html", {"form": form})
    is_valid = form.is_valid()
    if not is_valid and not form.has_only_an_unknown_postcode:
        return render(request, "network/help.html", {"form": form}, status=422)
    need, language = form.cleaned_data["need"], form.cleaned_data["language"]
    # An area that was chosen beside an unknown postcode is an answer still.
    national_only = not is_valid and not form.areas
    entries = api.help_for(form.areas, need, language, national_only=national_only)
    try:
        page = Paginator(entries, SERVICES_A_PAGE).page(answers.get("page", 1))
    except InvalidPage:
        raise Http404 from None
    context = {
        "form": form,
        "page": page,
        "sections": _sections(entries, list(page), is_first=page.number == 1),
        "areas": [area.name for area in current_force().areas if area.code in form.areas],
        "national_only": national_only,
        "asked": [(name, form[name].value() or "") for name in form.fields],
    }
    return render(request, "network/help.html", context, status=200 if is_valid else 422)


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


def _sections(entries: list[api.Entry], on_page: list[api.Entry], *, is_first: bool) -> list[dict[str, Any]]:
    """Return the services of a page by whether they take people without public funds, each answer apart.

    The first page says of a yes or no that nobody gave that there is none; other sections are there if they hold one.
    """
    sections = []
    for answer, words in PUBLIC_FUNDS_ANSWERS.items():
        here = [entry for entry in on_page if entry.without_public_funds == answer]
        is_empty = not any(entry.without_public_funds == answer for entry in entries)
        if here or (is_empty and is_first and answer == "yes" and entries):
            section = {
                "title": words,
                "answer": answer,
                "known": [_shown(entry) for entry in here if entry.is_known_to_fit],
                "not_known": [_shown(entry) for entry in here if not entry.is_known_to_fit],
            }
            sections.append(section)
    return sections


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


def _phones(service: api.DirectoryService) -> list[dict[str, Any]]:
    moment = clock.now().astimezone(clock.LONDON)
    return [
        {
            "number": phone.number,
            "hours": phone.hours,
            "dialled": phone.number.replace(" ", ""),
            "is_free": phone.is_free,
            "now": _now(opening_state(phone.openings, moment)),
        }
        for phone in service.phones
    ]


def _now(state: OpeningState) -> dict[str, Any]:
    """Return what a template needs to say whether a line is open."""
    if isinstance(state, OpenNow):
        return {"is": "always" if state.always else "open"}
    if isinstance(state, ClosedNow):
        return {"is": "closed", "on": state.opens_on, "at": f"{state.opens // 60:02}:{state.opens % 60:02}"}
    return {"is": "not_known"}
