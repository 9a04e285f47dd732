"""Every request that changes something leaves its row before it is carried out; without a row nothing changes."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import FORM_NONCE, draw_nonce
from safetoshare.base.accounts.middleware import SignedInAccount
from safetoshare.base.audit import requests
from safetoshare.base.audit.requests import UNAUDITED
from safetoshare.base.models import AuditRow
from safetoshare.base.permissions import Action, Role
from tests.base.people import audited

__all__ = ["audited"]

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
OFFICER = SignedInAccount(uuid4(), "officer", Role.VICTIM_CARE_OFFICER, "staff")
CASE, CONSENT = uuid4(), uuid4()


def asked(method: str = "post", action: Action = Action.CASE_WORK, **typed: str) -> tuple[HttpResponse, list[int]]:
    """Ask a view that counts how often it was carried out, and how many rows stood then."""
    carried_out: list[int] = []

    @allowed(action)
    def change_something(_request: object, **_named: object) -> HttpResponse:
        carried_out.append(AuditRow.objects.count())
        return HttpResponse("done")

    typed_in = urlencode(typed | {FORM_NONCE: draw_nonce()})
    form = "application/x-www-form-urlencoded"
    request = RequestFactory().generic(method.upper(), "/en/staff/x/", typed_in, content_type=form)
    request.account = OFFICER  # type: ignore[attr-defined]  # as AccountMiddleware does
    named: dict[str, str] = {"realm": "staff", "case": CASE, "consent": CONSENT}  # type: ignore[dict-item]  # as Django gives
    return change_something(request, **named), carried_out


def test_the_row_stands_before_the_view_is_carried_out(audited: None) -> None:
    response, carried_out = asked()
    assert response.status_code == 200
    assert carried_out == [1]
    row = AuditRow.objects.get()
    assert (row.account, row.role, row.action) == (OFFICER.id, OFFICER.role, Action.CASE_WORK)
    assert (row.record, row.purpose) == (CASE, "change_something")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_a_page_leaves_no_row_of_its_own(audited: None, method: str) -> None:
    assert asked(method)[1] == [0]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_every_other_method_does_and_without_a_form_is_not_carried_out(audited: None, method: str) -> None:
    response, carried_out = asked(method)
    assert (response.status_code, carried_out) == (422, [])
    assert AuditRow.objects.count() == 1


def test_without_an_officers_key_nothing_is_carried_out_and_what_was_typed_is_kept() -> None:
    response, carried_out = asked(text="what was <typed> here", passphrase="six words")
    assert response.status_code == 503
    assert carried_out == []
    assert "what was &lt;typed&gt; here" in response.content.decode()
    assert "six words" not in response.content.decode()


def test_with_the_audits_database_away_neither(audited: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_arguments: object, **_named: object) -> None:
        raise OperationalError

    monkeypatch.setattr(requests, "record_act", away)
    response, carried_out = asked()
    assert (response.status_code, carried_out) == (503, [])


def test_an_act_about_no_record_names_the_account_itself(audited: None) -> None:
    requests.record_request(OFFICER.id, OFFICER.role, Action.ACCOUNT_MANAGE, {"realm": "staff"}, "invite")
    assert AuditRow.objects.get().record == OFFICER.id


@pytest.mark.parametrize("action", sorted(UNAUDITED))
def test_what_is_left_out_is_left_out_with_a_reason(audited: None, action: Action) -> None:
    requests.record_request(OFFICER.id, OFFICER.role, action, {}, "view")
    assert not AuditRow.objects.exists()
    assert not action.startswith(("hub:case", "base:record:open", "base:erasure", "sharing:policy:s", "base:account:m"))


def test_every_view_for_signed_in_people_goes_through_the_decorator() -> None:
    views = {
        pattern.callback
        for pattern in patterns(get_resolver(settings.ROOT_URLCONF).url_patterns)
        if str(pattern.pattern).startswith(("staff/", "partner/"))
    }
    assert len(views) > 30
    assert all(isinstance(getattr(view, "action", None), Action) for view in views)


def patterns(found: list[URLPattern | URLResolver]) -> list[URLPattern]:
    return [
        one for entry in found for one in (patterns(entry.url_patterns) if isinstance(entry, URLResolver) else [entry])
    ]


def test_somebody_who_is_not_signed_in_leaves_no_row(client: Client, audited: None) -> None:
    client.post("/en/leave/", headers={"host": "127.0.0.1"})
    assert not AuditRow.objects.exists()


def test_identifiers_that_are_no_uuid_are_passed_over(audited: None) -> None:
    record = UUID(int=7)
    requests.record_request(
        OFFICER.id, OFFICER.role, Action.CASE_WORK, {"answer": "accept", "package": record}, "answer"
    )
    assert AuditRow.objects.get().record == record
