"""Error pages, and the report of an unforeseen error: a random code, where it happened, and nothing of the request.

The visitor sees the code, the log holds it with the places in our own code. Neither holds an address, a value or
an exception's message, for any of them may be what a frightened person wrote.
"""

from __future__ import annotations

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from safetoshare.base.faults import kind_and_places

_log = logging.getLogger("safetoshare.errors")
# Letters and digits that are not taken for one another when read out on the telephone.
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 8

_BARE_PAGE = (
    '<!DOCTYPE html><html lang="en"><title>Information</title><p>Something is broken here. Try again later.</p>'
    '<p>Code: {code}</p><p>If you are in danger, call 999.</p><p><a href="/leave/">Leave now</a></p></html>'
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent what cannot be read."""
    return render(request, "400.html", status=400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the permission table does not allow it."""
    return render(request, "403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or old. Nothing that was typed is lost: Back shows it."""
    return render(request, "403_csrf.html", status=403)


def no_room(request: HttpRequest) -> HttpResponse:
    """503: as many files as may are on their way already."""
    response = render(request, "no_room.html", status=503)
    response["Retry-After"] = "60"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: an unforeseen error. Django calls this while it is being handled."""
    code = report_error(sys.exception())
    try:
        return render(request, "500.html", {"code": code}, status=500)
    except Exception as error:
        # What broke the page may break its error page too: then these few words are better than none.
        report_error(error)
        return HttpResponse(_BARE_PAGE.format(code=code), status=500)


def report_error(error: BaseException | None) -> str:
    """Log the kind of error and the places it passed through; return the code that the visitor sees."""
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    _log.error("error %s: %s", code, kind_and_places(error))
    return code
