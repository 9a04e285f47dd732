"""The pages of the shell: choice of language, home, staying safe here, and leaving."""

from __future__ import annotations

import re
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.ending import end_session
from safetoshare.base.languages import LANGUAGES, language_address
from safetoshare.base.permissions import Action

_COOKIE_NAME = re.compile(r"[\w-]+", re.ASCII)


@require_safe
@allowed(Action.PAGE_READ)
def start(request: HttpRequest) -> HttpResponse:
    """Show the home page of the language in the address; without one, ask for a language."""
    if request.META["SAFETOSHARE_LANGUAGE_IN_ADDRESS"]:
        return render(request, "web/home.html")
    return render(request, "web/languages.html", {"choices": _language_choices(request)})


@require_safe
@allowed(Action.PAGE_READ)
def safety(request: HttpRequest) -> HttpResponse:
    """Show how to use this site safely, and what it cannot hide."""
    return render(request, "web/safety.html")


@require_safe
@allowed(Action.SITE_LEAVE)
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, clear what the browser holds of this site, and go to a neutral one.

    A redirect would leave the page that must vanish on the screen until the other site answers: seconds on a poor
    line, for ever without one. So a small page of our own takes its place at once and goes on by itself (Refresh
    is navigation, nothing of the other site is loaded into a page of ours).
    """
    # Nobody may be kept here because the database is away: the cookie that opens the session goes all the same.
    with suppress(DatabaseError):
        end_session(request)
    response = render(request, "web/leave.html", {"leave_to": settings.LEAVE_TO})
    response["Refresh"] = f"0; url={settings.LEAVE_TO}"
    # Obeyed over TLS and on loopback alone, hence the cookies below. Without "cache": clearing it holds Chrome up for
    # seconds (crbug.com/40233601), and there is no page in it, because all are sent with no-store.
    response["Clear-Site-Data"] = '"cookies", "storage"'
    for name in filter(_COOKIE_NAME.fullmatch, request.COOKIES):
        response.delete_cookie(name, samesite="Strict")
    return response


def _language_choices(request: HttpRequest) -> list[dict[str, str]]:
    choices = []
    for language in LANGUAGES:
        with translation.override(language.code):
            line = gettext("Information in this language")
        choices.append(
            {
                "code": language.code,
                "direction": language.direction,
                "own_name": language.own_name,
                "line": line,
                "href": language_address(request, language.code),
            }
        )
    return choices
