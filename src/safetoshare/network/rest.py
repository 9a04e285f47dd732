"""The directory for machines: Open Referral UK 3.0, `/`, `/services` and `/services/{id}`, open to every site.

An error is JSON and says what to do. A parameter that the standard knows and we do not offer is an error too: a filter
that is ignored in silence sends people to the wrong place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import formats, translation
from django.views.decorators.http import require_safe

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.permissions import Action
from safetoshare.core.opening import DAYS, Opening
from safetoshare.network import api
from safetoshare.network.labels import language_name

VERSION = "HSDS-UK-3.0"
PROFILE = "https://openreferraluk.org/"
OPENAPI = "https://raw.githubusercontent.com/OpenReferralUK/uk-profile/main/schema/openapi.json"
# Under which an area of the Office for National Statistics is known by its code (believed; confirm before use).
AREA = "http://statistics.data.gov.uk/id/statistical-geography/"
SERVICES_A_PAGE = 50
AT_MOST_A_PAGE = 100
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")

View = Callable[..., HttpResponse]


class _WrongParameterError(Exception):
    """A query parameter is unknown, given twice, or not of its kind; the message says what to do."""


def _open_to_all(view: View) -> View:
    """Let pages of any site read the answer, and answer a wrong parameter in JSON."""

    @wraps(view)
    def open_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except _WrongParameterError as error:
            response = JsonResponse({"error": str(error)}, status=400)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return open_view


@require_safe
@allowed(Action.PAGE_READ)
@_open_to_all
def about(request: HttpRequest) -> HttpResponse:
    """Say which version of the standard is spoken here."""
    _parameters(request)
    return JsonResponse({"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI})


@require_safe
@allowed(Action.PAGE_READ)
@_open_to_all
def services(request: HttpRequest) -> HttpResponse:
    """Return a page of all services, inactive ones too, in the standard's envelope."""
    given = _parameters(request, "page", "per_page")
    number, per_page = given.get("page", 1), given.get("per_page", SERVICES_A_PAGE)
    if per_page > AT_MOST_A_PAGE:
        raise _WrongParameterError(f"per_page is at most {AT_MOST_A_PAGE}.")
    found = api.feed_page(number, per_page)
    pages = max(1, math.ceil(found.total / per_page))
    envelope = {
        "total_items": found.total,
        "total_pages": pages,
        "page_number": number,
        "size": len(found.services),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not found.services,
        "contents": [_service(service) for service in found.services],
    }
    return JsonResponse(envelope)


@require_safe
@allowed(Action.PAGE_READ)
@_open_to_all
def service(request: HttpRequest, service: UUID) -> HttpResponse:
    """Return one service with its areas and languages."""
    _parameters(request)
    found = api.feed_service(service)
    if found is None:
        return JsonResponse({"error": "There is no such service. Ask for /open-referral/services."}, status=404)
    return JsonResponse(_service(found) | _areas_and_languages(found))


@require_safe
@allowed(Action.PAGE_READ)
@_open_to_all
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """404: say what there is."""
    return JsonResponse({"error": "There is nothing here. Ask for /open-referral/services."}, status=404)


def _parameters(request: HttpRequest, *known: str) -> dict[str, int]:
    """Return the query's parameters, all of which are whole numbers from 1 on."""
    for name, values in request.GET.lists():
        if name not in known:
            offered = f"only {' and '.join(known)}" if known else "no parameter"
            raise _WrongParameterError(f"A parameter is not offered here: {offered} may be given.")
        if len(values) != 1 or not _NUMBER.fullmatch(values[0]):
            raise _WrongParameterError(f"{name} must be given once, as a whole number from 1 to 999999999.")
    return {name: int(request.GET[name]) for name in known if name in request.GET}


def _service(service: api.DirectoryService) -> dict[str, Any]:
    """Return a service as the standard has it. What is not known is left out: neither null nor an empty text.

    `phones` and `eligibility_description` are HSDS names which the profile of the United Kingdom has no place for.
    """
    one: dict[str, Any] = {
        "id": str(service.id),
        "name": service.name,
        "description": service.description,
        "status": "active" if service.is_active else "inactive",
        "organization": {
            "id": str(service.organisation),
            "name": service.organisation_name,
            "description": service.organisation_description,
        },
    }
    if service.for_whom:
        one["eligibility_description"] = service.for_whom
    if service.phones:
        one["phones"] = [_phone(phone) for phone in service.phones]
    schedules = [_schedule(service, phone, opening) for phone in service.phones for opening in phone.openings]
    if schedules:
        one["schedules"] = schedules
    if service.assured_on:
        one["assured_date"] = service.assured_on.isoformat()
    else:
        with translation.override("en"):
            day = formats.date_format(service.read_on, "j F Y")
        one["alert"] = f"Read in public sources on {day}. Not confirmed by the organisation: confirm before use."
    return one


def _areas_and_languages(service: api.DirectoryService) -> dict[str, Any]:
    """Return what stands in lists of their own; a national service has no area. Ids are made from what they name."""
    names = {area.code: area.name for area in current_force().areas}
    areas = [
        {"id": str(uuid5(service.id, code)), "name": names.get(code, code), "uri": f"{AREA}{code}"}
        for code in sorted(service.matchable.areas)
    ]
    languages = [
        {"id": str(uuid5(service.id, code)), "code": code, "name": language_name(code)}
        for code in sorted(service.matchable.languages)
    ]
    lists = {"service_areas": areas, "languages": languages}
    return {name: items for name, items in lists.items() if items}


def _schedule(service: api.DirectoryService, phone: api.PhoneLine, opening: Opening) -> dict[str, str]:
    """Return hours of one day; a time of the standard ends at 23:59, so that is how midnight at the end is written."""
    opens, closes = (f"{minute // 60:02}:{minute % 60:02}" for minute in (opening.opens, min(opening.closes, 1439)))
    day = DAYS[opening.day]
    return {
        "id": str(uuid5(phone.id, f"{day} {opens}")),
        "service_id": str(service.id),
        "freq": "WEEKLY",
        "byday": day,
        "opens_at": opens,
        "closes_at": closes,
        "description": "When the telephone is answered, in London time",
    }


def _phone(phone: api.PhoneLine) -> dict[str, str]:
    told = {"id": str(phone.id), "number": phone.number}
    return told | ({"description": phone.hours} if phone.hours else {})
