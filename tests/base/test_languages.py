"""The language of a page is in its address, else what the browser asks for; nothing else carries it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.languages import (
    LANGUAGES,
    MONTHS,
    Language,
    LanguageMiddleware,
    current_language,
    english,
    language_address,
    language_of_address,
    ltr,
    said,
)

CODES = [language.code for language in LANGUAGES]
PUBLIC_PAGES = ("", "safety/", "leave/")
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=CODES)


def answer(path: str, accept: str = "", view: Callable[[HttpRequest], HttpResponse] | None = None) -> HttpResponse:
    """The middleware's answer to a request; without a view, the address it hands on and the language then spoken."""

    def tell(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{request.path_info} {translation.get_language()} {get_script_prefix()}")

    headers = {"accept-language": accept} if accept else {}
    return LanguageMiddleware(view or tell)(RequestFactory().get(path, headers=headers))


@pytest.mark.parametrize(
    ("path", "code", "rest"),
    [
        ("/ar/report/", "ar", "/report/"),
        ("/so/", "so", "/"),
        ("/pa", "pa", "/"),
        ("/en/ar/report/", "en", "/ar/report/"),
        ("/ur//elsewhere.example/", "ur", "//elsewhere.example/"),
        ("/", None, "/"),
        ("/report/", None, "/report/"),
        ("/AR/", None, "/AR/"),
        ("/arabic/", None, "/arabic/"),
        ("/fr/report/", None, "/fr/report/"),
        ("//ar/report/", None, "//ar/report/"),
        ("/ar\u200f/", None, "/ar\u200f/"),
        ("", None, ""),
    ],
)
def test_the_first_part_of_an_address_is_its_language_if_it_is_one(path: str, code: str | None, rest: str) -> None:
    language, left = language_of_address(path)
    assert (language.code if language else None, left) == (code, rest)


@given(st.text())
def test_whatever_the_address_none_of_it_but_a_language_is_taken_away(path: str) -> None:
    language, rest = language_of_address(path)
    if language is None:
        assert rest == path
    else:
        assert f"/{language.code}{rest}" in (path, path + "/")


@each_language
def test_the_address_decides_the_language_whatever_the_browser_asks_for(language: Language) -> None:
    response = answer(f"/{language.code}/safety/", accept="ar, so, pa, ur, en")
    assert response.content.decode() == f"/safety/ {language.code} /{language.code}/"
    assert response["Content-Language"] == language.code
    assert "Vary" not in response


@each_language
@pytest.mark.parametrize("asked", ["{code}", "{code}-GB, de;q=0.9", "de, fr;q=0.9, {code};q=0.1", "{code};q=0.9,de"])
def test_a_plain_address_speaks_what_the_browser_asks_for(language: Language, asked: str) -> None:
    response = answer("/safety/", accept=asked.format(code=language.code))
    assert response.content.decode() == f"/safety/ {language.code} /"
    assert response["Content-Language"] == language.code
    assert response["Vary"] == "Accept-Language"


@pytest.mark.parametrize("asked", ["", "de", "*", ",;q=", "xx-" + "y" * 5000, "\x00", "../../etc"])
def test_what_the_house_does_not_speak_is_answered_in_english(asked: str) -> None:
    assert answer("/safety/", accept=asked)["Content-Language"] == "en"


def test_a_view_that_speaks_another_language_itself_says_so() -> None:
    assert answer("/ar/", view=lambda _: HttpResponse(headers={"Content-Language": "so"}))["Content-Language"] == "so"


def test_nothing_of_a_language_is_left_to_the_next_request_of_the_thread() -> None:
    before = translation.get_language(), get_script_prefix()
    answer("/ar/safety/")
    assert (translation.get_language(), get_script_prefix()) == before

    def fail(_: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answer("/ur/safety/", view=fail)
    assert (translation.get_language(), get_script_prefix()) == before


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/safetoshare.css", "/static/ar/x.css"])
def test_what_machines_and_every_language_share_is_left_alone(path: str) -> None:
    response = answer(path, accept="ar")
    assert response.content.decode() == f"{path} {translation.get_language()} {get_script_prefix()}"
    assert "Vary" not in response
    assert "Content-Language" not in response


@each_language
def test_every_link_of_a_page_keeps_its_language(visitor: Client, language: Language) -> None:
    page = visitor.get(f"/{language.code}/").content.decode()
    links = [link for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page) if not link.startswith("/static/")]
    others = [f"/{code}/" for code in CODES if code != language.code]
    kept = [link for link in links if link not in others]
    assert f"/{language.code}/safety/" in kept
    assert [link for link in kept if not link.startswith(f"/{language.code}/")] == []
    assert sorted(link for link in links if link in others) == sorted(others)


def test_links_of_a_plain_address_stay_plain(visitor: Client) -> None:
    page = visitor.get("/safety/", headers={"accept-language": "ar"}).content.decode()
    assert 'dir="rtl"' in page
    assert 'href="/leave/"' in page


@each_language
def test_a_page_says_its_language_and_direction(visitor: Client, language: Language) -> None:
    page = visitor.get(f"/{language.code}/safety/").content.decode()
    assert f'<html lang="{language.code}" dir="{language.direction}"' in page


@pytest.mark.parametrize("prefix", ["fr", "AR", "xx", "en-gb", "e\u0301n", "..", "%00"])
def test_under_an_unknown_prefix_there_is_no_page(visitor: Client, prefix: str) -> None:
    assert visitor.get(f"/{prefix}/safety/").status_code == 404


def test_a_language_twice_in_an_address_is_no_page(visitor: Client) -> None:
    assert visitor.get("/ar/ur/safety/").status_code == 404


def test_a_missing_slash_is_added_in_the_language_of_the_address(visitor: Client) -> None:
    assert visitor.get("/ar/safety")["Location"] == "/ar/safety/"


@pytest.mark.parametrize("path", ["/ar//elsewhere.example", "/ar/\\elsewhere.example", "//elsewhere.example/ar"])
def test_no_address_sends_the_visitor_to_another_site(visitor: Client, path: str) -> None:
    assert visitor.get("/", PATH_INFO=path).status_code == 404


@pytest.mark.parametrize("path", [f"{prefix}{page}" for prefix in ("/", "/en/", "/ar/") for page in PUBLIC_PAGES])
def test_no_public_page_sets_a_cookie_or_depends_on_one(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.get("Vary", "")


def test_a_public_page_asks_the_browser_for_no_cookie_even_when_there_is_none_such_page(visitor: Client) -> None:
    response = visitor.get("/ar/nothing/")
    assert response.status_code == 404
    assert not response.cookies


@pytest.fixture
def style_sheet() -> Iterator[str]:
    """A static file, collected."""
    file = Path(settings.STATIC_ROOT) / "planted.css"
    file.parent.mkdir(exist_ok=True)
    file.write_text("body{}")
    yield f"{settings.STATIC_URL}{file.name}"
    file.unlink()


def test_a_static_file_is_served_without_a_language_and_may_be_kept(style_sheet: str, visitor: Client) -> None:
    response = visitor.head(style_sheet, headers={"accept-language": "ar"})
    assert response.status_code == 200
    assert "Content-Language" not in response
    assert "Accept-Language" not in response.get("Vary", "")
    assert "no-store" not in response["Cache-Control"]


@each_language
def test_the_other_language_of_a_page_is_one_link_away(language: Language) -> None:
    request = RequestFactory().get("/safety/")
    assert language_address(request, language.code) == f"/{language.code}/safety/"


def test_an_address_with_special_characters_is_written_so_that_it_leads_back() -> None:
    request = RequestFactory().get("/%3Cb%3E%22%3Fx%23/")
    assert language_address(request, "ar") == "/ar/%3Cb%3E%22%3Fx%23/"


@each_language
def test_the_current_language_is_that_of_the_page_being_made(language: Language) -> None:
    with translation.override(language.code):
        assert current_language() == language


@pytest.mark.parametrize("code", ["de", None])
def test_without_a_language_of_ours_the_current_one_is_english(code: str | None) -> None:
    with ExitStack() as stack:
        if code is None:
            stack.enter_context(translation.override(None, deactivate=True))
        else:
            stack.enter_context(translation.override(code))
        assert current_language().code == "en"


@each_language
def test_django_knows_each_language_by_its_own_name_and_direction(language: Language) -> None:
    known = translation.get_language_info(language.code)
    assert (known["code"], known["name"], known["name_local"]) == (
        language.code,
        language.english_name,
        language.own_name,
    )
    with translation.override(language.code):
        assert translation.get_language_bidi() is (language.direction == "rtl")


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_every_month_has_a_name_in_every_language(code: str) -> None:
    with translation.override(code):
        names = [gettext(month) for month in MONTHS]
        dates = [date_format(date(2026, number, 17), "j F Y") for number in range(1, 13)]
    assert len(set(names)) == len(MONTHS) == 12
    assert [month for month, name in zip(MONTHS, names, strict=True) if month == name] == []
    assert [line for line, name in zip(dates, names, strict=True) if name not in line] == []


@pytest.mark.parametrize("wrap", [ltr, english])
def test_a_value_inside_another_language_is_marked_and_escaped(wrap: Callable[[object], str]) -> None:
    wrapped = wrap("<b>\u202e999")
    assert "&lt;b&gt;\u202e999" in wrapped
    assert 'dir="ltr"' in wrapped
    assert "<b>" not in wrapped


def test_addresses_made_for_a_page_begin_with_its_language() -> None:
    response = answer("/ar/", view=lambda _: HttpResponse(reverse("safety")))
    assert response.content.decode() == "/ar/safety/"


def test_a_sentence_that_a_language_lacks_is_said_in_english_and_marked_so() -> None:
    says = {"en": "We do <not> tell.", "so": "Ma sheegno."}
    with translation.override("so"):
        assert said(says) == "Ma sheegno."
    with translation.override("ar"):
        assert said(says) == '<span lang="en" dir="ltr">We do &lt;not&gt; tell.</span>'
    with translation.override("en"):
        assert said(says) == "We do <not> tell."
