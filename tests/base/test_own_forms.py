"""Forms without a cookie: ours are taken, another site's are not, and reading a page asks for nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from safetoshare.base.own_forms import from_our_own_pages


@from_our_own_pages
def taken(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


def sent(method: str = "POST", **headers: str) -> HttpRequest:
    return RequestFactory().generic(method, "/report/send/", headers={"host": "testserver", **headers})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
        {"sec-fetch-site": "none"},
        {"origin": "null"},
    ],
)
def test_a_form_of_ours_is_taken_also_from_an_old_browser(headers: dict[str, str]) -> None:
    assert taken(sent(**headers)).content == b"taken"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "anything"},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://testserver.elsewhere.example"},
        {"origin": "https://testserver"},
    ],
)
def test_a_form_of_another_site_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(PermissionDenied):
        taken(sent(**headers))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_only_reads_may_come_from_anywhere(method: str) -> None:
    assert taken(sent(method, **{"sec-fetch-site": "cross-site"})).status_code == 200


def test_djangos_own_token_is_not_asked_for() -> None:
    assert getattr(taken, "csrf_exempt", False)
