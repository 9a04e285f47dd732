"""Opening in a request: with this browser's keys, asked for before a page is read, never in the middle of a form."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from safetoshare.base.accounts.middleware import Nobody, SignedInAccount
from safetoshare.base.accounts.opening import keys_needed, opener_of, unlock_address
from safetoshare.base.models import Account
from safetoshare.core.errors import LockedError
from tests.base.accounts.pages import page, unlock
from tests.base.people import PASSPHRASE, sealed

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def request_of(officer: Account | None, handle: str = "", method: str = "GET") -> HttpRequest:
    request = RequestFactory().generic(method, "/staff/cases/?page=2")
    request.account = (  # type: ignore[attr-defined]  # as AccountMiddleware does
        SignedInAccount(officer.id, officer.name, officer.role, officer.realm) if officer else Nobody()
    )
    if handle:
        request.COOKIES[settings.UNLOCK_COOKIE_NAME] = handle
    return request


@keys_needed
def case(request: HttpRequest, realm: str) -> HttpResponse:
    (text,) = opener_of(request).open("read_report", [sealed(b"canary")])
    return HttpResponse(text)


def test_unlocked_keys_open(signed_in: Client, officer: Account) -> None:
    unlock(signed_in)
    request = request_of(officer, signed_in.cookies["unlock"].value)
    assert case(request, realm="staff").content == b"canary"
    assert opener_of(request).open("read_report", []) == []


def test_a_handle_is_shown_by_no_repr(signed_in: Client, officer: Account) -> None:
    assert "secret-handle" not in repr(opener_of(request_of(officer, "secret-handle")))


@pytest.mark.parametrize("handle", ["", "nobodys"])
def test_a_page_that_is_read_asks_for_the_passphrase_and_comes_back(
    signed_in: Client, officer: Account, handle: str
) -> None:
    response = case(request_of(officer, handle), realm="staff")
    assert (response.status_code, response["Location"]) == (302, "/staff/unlock/?next=%2Fstaff%2Fcases%2F%3Fpage%3D2")
    text = page(signed_in.get(response["Location"]))
    assert '<input type="hidden" name="next" value="/staff/cases/?page=2">' in text
    wrong = signed_in.post("/staff/unlock/", {"passphrase": "wrong", "next": "/staff/cases/?page=2"})
    assert 'value="/staff/cases/?page=2"' in page(wrong)
    done = signed_in.post("/staff/unlock/", {"passphrase": PASSPHRASE, "next": "/staff/cases/?page=2"})
    assert (done.status_code, done["Location"]) == (302, "/staff/cases/?page=2")


def test_a_form_in_the_middle_of_its_work_is_told_and_keeps_what_was_typed(officer: Account) -> None:
    with pytest.raises(LockedError):
        case(request_of(officer, method="POST"), realm="staff")


def test_whoever_has_not_signed_in_opens_nothing() -> None:
    with pytest.raises(LockedError):
        opener_of(request_of(None, "somebodys"))


@pytest.mark.parametrize(
    "goal", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:alert(1)", "x"]
)
def test_unlocking_leads_to_no_other_site(signed_in: Client, goal: str) -> None:
    response = signed_in.post("/staff/unlock/", {"passphrase": PASSPHRASE, "next": goal})
    assert (response.status_code, response["Location"]) == (302, "/staff/")


def test_the_address_of_unlocking_carries_the_goal_whole() -> None:
    assert unlock_address("staff", "/a/?b=c&d") == "/staff/unlock/?next=%2Fa%2F%3Fb%3Dc%26d"
