"""People: what is taken away goes at once, nobody manages the own account, and a dangerous act asks for a code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.confirming import CONFIRMED_FOR
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import list_in_force, proposals
from safetoshare.base.models import Account, Invitation, KnownBrowser, MemberKey, OpenSession, UnitKeyWrap
from safetoshare.base.permissions import Role
from tests.base.accounts.joining_pages import (
    begins,
    passphrase_of,
    scans,
    types_codes_back,
    types_passphrase_back,
)
from tests.base.accounts.pages import Response, page, sign_in, unlock
from tests.base.people import code_of, create_units, member
from tests.base.unwrapper.in_process import InProcess

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def new_browser() -> Client:
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def officer(unwrapper: InProcess) -> Account:
    member(Role.UNIT_SUPERVISOR)
    member(Role.DATA_PROTECTION_OFFICER)
    account = member(Role.VICTIM_CARE_OFFICER)
    create_units()
    return account


def signed_in_as(role: Role) -> Client:
    browser = new_browser()
    assert sign_in(browser, Account.objects.get(name=role.replace("_", "-"))).status_code == 302
    return browser


@pytest.fixture
def supervisor(officer: Account) -> Client:
    return signed_in_as(Role.UNIT_SUPERVISOR)


def at(account: Account, act: str) -> str:
    return f"/staff/people/{account.id}/{act}/"


def test_the_list_shows_everybody_with_role_and_standing(supervisor: Client, officer: Account) -> None:
    text = page(supervisor.get("/en/staff/people/"))
    assert officer.name in text
    assert text.count("Active.") == 3


def test_an_invitation_is_shown_once_and_joins(supervisor: Client) -> None:
    response = supervisor.post("/staff/people/invite/", {"name": "Amal", "role": "trainer", "organisation": ""})
    code = re.search(r"([2-9A-Z]{5}-){3}[2-9A-Z]{5}", page(response))
    assert code
    assert code[0].replace("-", "") not in str(list(Invitation.objects.values()))
    types_codes_back(new_browser(), scans(new_browser(), begins(new_browser(), "amal", code[0])))
    assert Account.objects.get(name="amal").is_active


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "", "role": "trainer"},
        {"name": "amal", "role": "emperor"},
        {"name": "amal", "role": "partner_worker", "organisation": ""},
        {"name": "victim-care-officer", "role": "trainer"},
        {"name": "VICTIM-care-officer ", "role": "trainer"},
    ],
)
def test_a_wrong_invitation_is_said_and_keeps_what_was_typed(supervisor: Client, answers: dict[str, str]) -> None:
    response = supervisor.post("/en/staff/people/invite/", answers)
    assert response.status_code == 422
    assert "govuk-error-summary" in page(response)
    assert Account.objects.count() == 3


def test_another_role_ends_sessions_and_destroys_what_it_may_not_open(supervisor: Client, officer: Account) -> None:
    theirs = signed_in_as(Role.VICTIM_CARE_OFFICER)
    before = UnitKeyWrap.objects.filter(member__account=officer).count()
    supervisor.post(at(officer, "role"), {"version": officer.version, "role": "witness_care_officer"})
    assert Account.objects.get(pk=officer.pk).role == "witness_care_officer"
    left = UnitKeyWrap.objects.filter(member__account=officer)
    assert before == 2
    assert [wrap.unit_key.kind for wrap in left] == ["ordinary"]
    assert not OpenSession.objects.filter(account=officer).exists()
    assert theirs.get("/en/staff/account/").status_code == 302


def test_whoever_leaves_is_out_at_once_and_the_list_without_is_proposed(supervisor: Client, officer: Account) -> None:
    theirs = signed_in_as(Role.VICTIM_CARE_OFFICER)
    supervisor.post(at(officer, "leave"), {"version": officer.version})
    account = Account.objects.get(pk=officer.pk)
    assert (account.is_active, account.left_on) == (False, clock.today())
    for rows in (OpenSession, KnownBrowser):
        assert not rows.objects.filter(account=officer).exists()
    assert not UnitKeyWrap.objects.filter(member__account=officer).exists()
    assert theirs.get("/en/staff/cases/").status_code == 302
    with unit_of_work():
        waiting = proposals()
    assert [member.account for member in waiting[0].changes.removed] == [officer.id]


def test_the_last_signer_but_one_leaves_only_after_a_warning(supervisor: Client, officer: Account) -> None:
    supervisor.post(at(officer, "leave"), {"version": officer.version})
    guard = Account.objects.get(role=Role.DATA_PROTECTION_OFFICER)
    response = supervisor.post(at(guard, "leave"), {"version": guard.version})
    assert response.status_code == 422
    assert "printed recovery keys" in page(response)
    assert Account.objects.get(pk=guard.pk).is_active
    supervisor.post(at(guard, "leave"), {"version": guard.version, "understood": "on"})
    assert not Account.objects.get(pk=guard.pk).is_active


@pytest.mark.parametrize("act", ["role", "leave", "invite"])
def test_of_two_who_change_an_account_the_later_changes_nothing(supervisor: Client, officer: Account, act: str) -> None:
    supervisor.post(at(officer, "role"), {"version": officer.version, "role": "control_room"})
    before = Account.objects.get(pk=officer.pk)
    response = supervisor.post(at(officer, act), {"version": officer.version, "role": "trainer"})
    assert response.status_code == 409
    after = Account.objects.get(pk=officer.pk)
    assert (after.role, after.version, after.left_on) == (before.role, before.version, None)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("act", ["role", "leave", "invite", "end-sessions"])
def test_nobody_manages_the_own_account(supervisor: Client, act: str) -> None:
    own = Account.objects.get(role=Role.UNIT_SUPERVISOR)
    answers = {"version": own.version, "role": "trainer", "understood": "on"}
    assert supervisor.post(at(own, act), answers).status_code == 403
    after = Account.objects.get(pk=own.pk)
    assert (after.role, after.is_active, after.version) == (own.role, True, own.version)


def test_no_role_of_the_other_door_is_given(supervisor: Client, officer: Account) -> None:
    response = supervisor.post(at(officer, "role"), {"version": officer.version, "role": "partner_worker"})
    assert response.status_code == 422
    assert Account.objects.get(pk=officer.pk).role == officer.role


def test_after_ten_minutes_a_code_is_asked_for_and_what_was_typed_comes_along(
    supervisor: Client, officer: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + CONFIRMED_FOR + timedelta(seconds=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    answers = {"name": "a & b", "role": "trainer", "organisation": ""}
    response = supervisor.post("/en/staff/people/invite/", answers)
    assert response.status_code == 422
    assert 'name="name" value="a &amp; b"' in page(response)
    assert not Account.objects.filter(name="a & b").exists()
    wrong = supervisor.post("/en/staff/people/invite/", answers | {"confirmation_code": "000000"})
    assert wrong.status_code == 422
    assert not Account.objects.filter(name="a & b").exists()
    code = code_of(Account.objects.get(role=Role.UNIT_SUPERVISOR), later)
    supervisor.post("/en/staff/people/invite/", answers | {"confirmation_code": code})
    assert Account.objects.filter(name="a & b").exists()
    # The code is used up: it confirms no second time, in another browser.
    assert sign_in(new_browser(), Account.objects.get(role=Role.UNIT_SUPERVISOR)).status_code == 422


def test_two_sign_and_the_new_member_opens_what_the_role_may(supervisor: Client, officer: Account) -> None:
    code = re.search(
        r"([2-9A-Z]{5}-){3}[2-9A-Z]{5}",
        page(supervisor.post("/staff/people/invite/", {"name": "amal", "role": "victim_care_officer"})),
    )
    assert code
    words = types_codes_back(new_browser(), scans(new_browser(), begins(new_browser(), "amal", code[0])))
    types_passphrase_back(new_browser(), words)
    assert 'Comes: <span lang="en" dir="ltr">amal</span>' in page(supervisor.get("/en/staff/keys/"))
    supervisor.post("/staff/keys/propose/")
    for browser in (supervisor, signed_in_as(Role.VICTIM_CARE_OFFICER)):
        assert unlock(browser).status_code == 302
        assert sign_list(browser).status_code == 302
    amal = Account.objects.get(name="amal")
    with unit_of_work():
        assert amal.id in {member.account for member in list_in_force().members}
    key = MemberKey.objects.get(account=amal)
    assert key.state == "current"
    assert {wrap.unit_key.kind for wrap in UnitKeyWrap.objects.filter(member=key)} == {"ordinary", "restricted"}
    browser = new_browser()
    Account.objects.filter(pk=amal.pk).update(last_code_step=0)
    sign_in(browser, Account.objects.get(pk=amal.pk))
    assert unlock(browser, passphrase_of(words)).status_code == 302


def sign_list(browser: Client, sha256: str = "") -> Response:
    text = page(browser.get("/en/staff/keys/"))
    address = re.search(r"/staff/keys/[0-9a-f-]{36}/sign/", text)
    shown = re.search(r'name="sha256"[^>]*value="([0-9a-f]{64})"', text)
    assert address
    assert shown
    return browser.post(address[0], {"sha256": sha256 or shown[1]})


def test_one_signature_twice_is_one_and_another_text_than_was_seen_is_not_signed(
    supervisor: Client, officer: Account
) -> None:
    supervisor.post(at(officer, "leave"), {"version": officer.version})
    unlock(supervisor)
    assert sign_list(supervisor, "0" * 64).status_code == 409
    assert sign_list(supervisor).status_code == 302
    with unit_of_work():
        assert len(proposals()[0].signed_by) == 1
        assert list_in_force().number == 1


def test_with_locked_keys_nothing_is_signed_and_the_page_says_what_to_do(supervisor: Client, officer: Account) -> None:
    supervisor.post(at(officer, "leave"), {"version": officer.version})
    response = sign_list(supervisor)
    assert response.status_code == 409
    assert "/staff/unlock/?next=" in page(response)


def test_whoever_proposed_a_list_withdraws_it_and_nobody_else_does(supervisor: Client, officer: Account) -> None:
    supervisor.post(at(officer, "leave"), {"version": officer.version})
    with unit_of_work():
        address = f"/staff/keys/{proposals()[0].id}/withdraw/"
    assert signed_in_as(Role.DATA_PROTECTION_OFFICER).post(address).status_code == 409
    assert supervisor.post(address).status_code == 302
    with unit_of_work():
        assert proposals() == []
