"""Headers that every answer carries, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from safetoshare.base.uploads import LARGEST_UPLOAD, NO_ROOM
from safetoshare.web import views
from safetoshare.web.scripts import LEAVE, SEND, script_source

EXPECTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def planted_file() -> Iterator[str]:
    """A static file, collected."""
    file = Path(settings.STATIC_ROOT) / "planted-for-headers.css"
    file.parent.mkdir(exist_ok=True)
    file.write_text("body{}")
    yield f"{settings.STATIC_URL}{file.name}"
    file.unlink()


def protections_missing(response: object) -> dict[str, str]:
    headers = response.headers  # type: ignore[attr-defined]  # an answer of the test client
    return {name: value for name, value in EXPECTED.items() if headers.get(name) != value}


@pytest.mark.parametrize("path", ["/", "/ar/", "/en/safety/", "/leave/", "/nothing/", "/healthz", "/en/safety"])
def test_every_answer_is_protected_and_none_is_kept(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert protections_missing(response) == {}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/nothing.css", "/ar/static/nothing.css"])
def test_a_page_that_says_that_there_is_no_such_file_is_not_kept(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"
    assert protections_missing(response) == {}


def test_a_static_file_is_protected_and_may_be_kept(planted_file: str, visitor: Client) -> None:
    response = visitor.head(planted_file)
    assert response.status_code == 200
    assert protections_missing(response) == {}
    assert "no-store" not in response["Cache-Control"]


def test_an_error_page_is_protected_too(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(views, "render")
    response = visitor.get("/en/safety/")
    assert response.status_code == 500
    assert protections_missing(response) == {}
    assert response["Cache-Control"] == "no-store"


def test_a_page_loads_nothing_but_our_own_style_sheet_and_runs_one_script_that_it_holds(visitor: Client) -> None:
    policy = dict(line.split(" ", 1) for line in visitor.get("/en/").headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": f"{script_source(LEAVE)} {script_source(SEND)}",
        "connect-src": "'self'",
        "img-src": "'self' data:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("capability", ["camera", "microphone", "geolocation", "browsing-topics"])
def test_no_page_may_use_what_could_watch_the_visitor(visitor: Client, capability: str) -> None:
    assert f"{capability}=()" in visitor.get("/en/")["Permissions-Policy"]


SAME_SITE_FORM = {"origin": "null", "sec-fetch-site": "same-origin"}


@pytest.fixture
def browser(visitor: Client) -> Client:
    """A browser whose forms are checked."""
    return Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"})


def send_form(browser: Client, headers: dict[str, str], token: str | None = None) -> int:
    """The status of a form sent with a token; 403 when it is not taken for one of ours."""
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    return browser.post("/en/staff/lock/", {"csrfmiddlewaretoken": token or "a" * 32}, headers=headers).status_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"},
        {"origin": "null"},
        {},
    ],
)
def test_a_form_of_our_own_page_is_taken_though_the_page_sends_no_referrer(
    browser: Client, headers: dict[str, str]
) -> None:
    # Nobody has signed in, so it leads to the door.
    assert send_form(browser, headers) == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": "none"},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://127.0.0.1.elsewhere.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_form_of_another_site_is_refused(browser: Client, headers: dict[str, str]) -> None:
    assert send_form(browser, headers) == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302),
        ({"sec-fetch-site": "same-origin"}, 302),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"referer": "https://elsewhere.example/"}, 403),
    ],
)
def test_over_tls_an_older_browser_that_names_no_origin_is_held_to_token_and_cookie(
    browser: Client, headers: dict[str, str], status: int
) -> None:
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    form = {"csrfmiddlewaretoken": "a" * 32}
    assert browser.post("/en/staff/lock/", form, headers=headers, secure=True).status_code == status
    form["csrfmiddlewaretoken"] = "b" * 32
    assert browser.post("/en/staff/lock/", form, headers=headers, secure=True).status_code == 403


def test_a_form_with_another_token_is_refused_wherever_it_came_from(browser: Client) -> None:
    assert send_form(browser, SAME_SITE_FORM, token="b" * 32) == 403


def test_a_form_whose_files_found_no_room_is_asked_to_wait(visitor: Client) -> None:
    for language, words in (("en", "wait a minute"), ("ar", 'dir="rtl"')):
        told: dict[str, Any] = {NO_ROOM: True}
        answer = visitor.post(f"/{language}/report/files/add/", {"ticket": "x"}, **told)
        assert answer.status_code == 503
        assert answer["Retry-After"] == "60"
        assert words in answer.content.decode()


def test_more_than_any_form_with_files_has_is_refused_unread(visitor: Client) -> None:
    for address, largest in (("/en/report/files/add/", LARGEST_UPLOAD), ("/en/report/next/", 5 * 1024 * 1024)):
        assert visitor.post(address, {"a": "b"}, CONTENT_LENGTH=str(largest + 1)).status_code == 400
