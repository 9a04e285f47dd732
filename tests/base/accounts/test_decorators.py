"""`@allowed`: the table decides, a signed-out person is sent to the door, anybody else is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.middleware import Acting, Nobody, SignedInAccount
from safetoshare.base.permissions import Action, Realm, Role

MEMBER = SignedInAccount(uuid4(), "victim-care-officer", Role.VICTIM_CARE_OFFICER, Realm.STAFF)
TRAINER = SignedInAccount(uuid4(), "trainer", Role.TRAINER, Realm.STAFF)
PARTNER = SignedInAccount(uuid4(), "partner-worker", Role.PARTNER_WORKER, Realm.PARTNER)


@allowed(Action.KEY_UNLOCK)
def behind_a_door(_request: HttpRequest, realm: str) -> HttpResponse:
    return HttpResponse(f"unlock at {realm}")


@allowed(Action.AUDIT_READ)
def without_a_door(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("audit")


@allowed(Action.PAGE_READ)
def for_everybody(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


def request_of(account: Acting) -> HttpRequest:
    request = RequestFactory().post("/")
    request.account = account  # type: ignore[attr-defined]  # as AccountMiddleware does
    return request


def test_a_role_of_the_table_gets_the_view() -> None:
    assert behind_a_door(request_of(MEMBER), realm="staff").content == b"unlock at staff"
    assert for_everybody(request_of(Nobody())).content == b"page"


@pytest.mark.parametrize("account", [Nobody(), PARTNER])
def test_whoever_has_not_come_by_this_door_is_asked_to_sign_in_there(account: Acting) -> None:
    response = behind_a_door(request_of(account), realm="staff")
    assert (response.status_code, response["Location"]) == (302, "/staff/")


def test_what_was_typed_when_the_session_was_over_is_shown_to_be_copied() -> None:
    request = RequestFactory().post("/", {"notes": "canary words\nof a long call", "state": "yes", "token": "0b8fbd0c"})
    request.account = Nobody()  # type: ignore[attr-defined]
    response = behind_a_door(request, realm="staff")
    text = response.content.decode()
    assert response.status_code == 403
    assert "canary words\nof a long call</textarea>" in text
    assert "You were signed out" in text
    assert 'href="/staff/"' in text
    assert "0b8fbd0c" not in text


def test_a_passphrase_is_never_shown_to_be_copied() -> None:
    request = RequestFactory().post("/", {"passphrase": "six words that nobody may see"})
    request.account = Nobody()  # type: ignore[attr-defined]
    response = behind_a_door(request, realm="staff")
    assert (response.status_code, response.content) == (302, b"")


def test_a_role_that_the_table_does_not_name_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        behind_a_door(request_of(TRAINER), realm="staff")


@pytest.mark.parametrize("account", [Nobody(), MEMBER, PARTNER])
def test_a_view_without_a_door_refuses_at_once(account: Acting) -> None:
    with pytest.raises(PermissionDenied):
        without_a_door(request_of(account))


def test_a_view_carries_its_action() -> None:
    assert getattr(behind_a_door, "action", None) is Action.KEY_UNLOCK
    assert behind_a_door.__name__ == "behind_a_door"
