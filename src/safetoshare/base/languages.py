"""The languages of the house, and the language of a page, which its address carries.

Each page stands at its plain address (`/report/`, in the language the browser asks for) and under each language's
prefix (`/ar/report/`). The prefix is treated as the site's script prefix, so `{% url %}` keeps it: a language
survives without cookies and without a redirect, which would cost a frightened person one more round trip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from safetoshare.core.languages import SOURCE_LANGUAGE, Language, languages

__all__ = ["LANGUAGES", "MONTHS", "WEEKDAYS", "Language", "LanguageMiddleware", "current_language", "english"]
__all__ += ["language_address", "language_of_address", "ltr", "said", "tell_django"]


# The one list is data: `core/languages.toml`.
LANGUAGES = languages()
_BY_CODE = {language.code: language for language in LANGUAGES}
# Machines ask these, and get one word.
_WITHOUT_LANGUAGE = frozenset({"/healthz", "/readyz"})

# Django carries no names of months and days for Somali and not all for Punjabi and Urdu: these are in our own
# catalogues, into which only names written out like this are collected.
MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)


def tell_django() -> None:
    """Give Django what it lacks: Somali, and the own name of Punjabi."""
    for language in LANGUAGES:
        LANG_INFO.setdefault(language.code, {}).update(
            {
                "code": language.code,
                "bidi": language.direction == "rtl",
                "name": language.english_name,
                "name_local": language.own_name,
            }
        )


def current_language() -> Language:
    """Return the language of the page being made."""
    return _BY_CODE.get(translation.get_language() or "en", _BY_CODE["en"])


def language_of_address(path: str) -> tuple[Language | None, str]:
    """Split `/ar/report/` into Arabic and `/report/`; a plain address has no language.

    Somebody who types `/ar` by hand means `/ar/`.
    """
    head, _, rest = path[1:].partition("/")
    if head in _BY_CODE:
        return _BY_CODE[head], "/" + rest
    return None, path


def language_address(request: HttpRequest, code: str) -> str:
    """Return the address of this page in another language."""
    return f"/{code}{escape_uri_path(request.path_info)}"


def ltr(value: object) -> SafeString:
    """Keep a number, receipt or telephone number in its own order inside text of any direction."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


def english(value: object) -> SafeString:
    """Mark text that stands in English on a page of another language, for screen readers and full stops."""
    return format_html('<span lang="en" dir="ltr">{}</span>', value)


def said(says: Mapping[str, str]) -> str:
    """Return a sentence of data in the language of the page, else its English, marked as such."""
    return says.get(current_language().code) or english(says[SOURCE_LANGUAGE])


class LanguageMiddleware:
    """Speak the language of the address, else the one the browser asks for, else English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.STATIC_URL) or request.path_info in _WITHOUT_LANGUAGE:
            # Vary would keep a style sheet from being kept for everyone.
            return self.get_response(request)
        language, request.path_info = language_of_address(request.path_info)
        code = language.code if language else translation.get_language_from_request(request)
        # `/` asks for a language and `/ar/` is a home page: views tell them apart by this.
        request.META["SAFETOSHARE_LANGUAGE_IN_ADDRESS"] = language is not None
        with _addresses_under(f"/{language.code}/" if language else "/"), translation.override(code):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        if language is None:
            patch_vary_headers(response, ("Accept-Language",))
        return response


@contextmanager
def _addresses_under(prefix: str) -> Iterator[None]:
    """Let `{% url %}` begin with the prefix, and leave nothing of it to the next request of this thread."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)
