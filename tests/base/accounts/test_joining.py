"""Joining: nothing counts before the end, nothing is stored on the way, and a key waits for two signatures."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import managing
from safetoshare.base.accounts.services.managing import Invited
from safetoshare.base.accounts.tickets import GOOD_FOR, Ticket, open_ticket, seal_ticket
from safetoshare.base.models import Account, Invitation, MemberKey, RecoveryCode
from safetoshare.base.models.keys import MemberKeyState
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper import client
from tests.base.accounts.joining_pages import (
    begins,
    code_for,
    codes_of,
    passphrase_of,
    scans,
    secret_of,
    ticket_of,
    types_codes_back,
    types_passphrase_back,
)
from tests.base.accounts.pages import page, sign_in
from tests.base.people import create_units, member
from tests.base.unwrapper.in_process import InProcess

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def supervisor(unwrapper: InProcess) -> Account:
    account = member(Role.UNIT_SUPERVISOR)
    create_units()
    return account


def invited(supervisor: Account, role: Role = Role.VICTIM_CARE_OFFICER, name: str = "amal") -> Invited:
    outcome = managing.invite(name, role, None, supervisor.id)
    assert isinstance(outcome, Invited)
    return outcome


def test_an_invited_member_joins_and_the_key_waits_for_two_signatures(supervisor: Account, browser: Client) -> None:
    invitation = invited(supervisor)
    first = begins(browser, " Amal ", invitation.code.lower())
    assert "data:image/svg+xml" in page(first)
    codes = scans(browser, first)
    assert len(codes_of(codes)) == 10
    words = types_codes_back(browser, codes)
    passphrase = passphrase_of(words)
    assert len(passphrase.split()) == 6
    assert not Account.objects.get(pk=invitation.account).is_active
    joined = types_passphrase_back(browser, words)
    assert joined.status_code == 200
    account = Account.objects.get(pk=invitation.account)
    assert account.is_active
    assert RecoveryCode.objects.filter(account=account).count() == 10
    assert MemberKey.objects.get(account=account).state == MemberKeyState.PENDING
    assert not Invitation.objects.exists()
    assert client.unlock(account.id, passphrase) == client.KeysStayLocked("pending")


def test_a_role_without_a_key_joins_without_a_passphrase(supervisor: Account, browser: Client) -> None:
    invitation = invited(supervisor, Role.TRAINER)
    types_codes_back(browser, scans(browser, begins(browser, "amal", invitation.code)))
    assert Account.objects.get(pk=invitation.account).is_active
    assert not MemberKey.objects.filter(account=invitation.account).exists()


def test_until_the_end_what_the_account_had_goes_on(supervisor: Account, browser: Client) -> None:
    officer = member(Role.VICTIM_CARE_OFFICER, "amal")
    outcome = managing.invite_anew(officer.id, officer.version, supervisor.id)
    assert isinstance(outcome, Invited)
    words = types_codes_back(browser, scans(browser, begins(browser, "amal", outcome.code)))
    assert sign_in(Client(headers={"host": "127.0.0.1"}), officer).status_code == 302
    old = MemberKey.objects.get(account=officer)
    types_passphrase_back(browser, words)
    assert sign_in(Client(headers={"host": "127.0.0.1"}), officer).status_code == 422
    keys = MemberKey.objects.filter(account=officer)
    assert {key.state for key in keys} == {MemberKeyState.CURRENT, MemberKeyState.PENDING}
    assert MemberKey.objects.get(account=officer, state=MemberKeyState.CURRENT) == old


@pytest.mark.parametrize("door", ["staff", "partner"])
def test_a_wrong_name_or_code_or_door_says_the_same(supervisor: Account, browser: Client, door: str) -> None:
    code = invited(supervisor).code
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    tries = [("nobody", code), ("amal", wrong), ("amal", "")]
    tries += [("amal", code)] if door == "partner" else []
    for name, typed in tries:
        response = begins(browser, name, typed, door)
        assert response.status_code == 422
        assert "data:image" not in page(response)


def test_an_invitation_is_used_once_and_ends_after_seven_days(
    supervisor: Account, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = invited(supervisor, Role.TRAINER)
    codes = scans(browser, begins(browser, "amal", invitation.code))
    types_codes_back(browser, codes)
    assert types_codes_back(browser, codes).status_code == 409
    assert begins(browser, "amal", invitation.code).status_code == 422
    other = invited(supervisor, Role.TRAINER, "badr")
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert begins(browser, "badr", other.code).status_code == 422


def test_a_new_invitation_ends_the_one_before(supervisor: Account, browser: Client) -> None:
    invitation = invited(supervisor)
    first = begins(browser, "amal", invitation.code)
    managing.invite_anew(invitation.account, 1, supervisor.id)
    assert begins(browser, "amal", invitation.code).status_code == 422
    assert scans(browser, first).status_code == 409


def test_what_is_typed_back_wrong_shows_the_same_page_again(supervisor: Account, browser: Client) -> None:
    first = begins(browser, "amal", invited(supervisor).code)
    wrong = browser.post("/staff/join/", {"ticket": ticket_of(first), "code": "000000"})
    assert wrong.status_code == 422
    assert secret_of(wrong) == secret_of(first)
    codes = scans(browser, wrong)
    shown = codes_of(codes)
    swapped = browser.post("/staff/join/", {"ticket": ticket_of(codes), "third": shown[7], "eighth": shown[2]})
    assert swapped.status_code == 422
    assert codes_of(swapped) == shown
    words = types_codes_back(browser, swapped)
    other = browser.post("/staff/join/", {"ticket": ticket_of(words), "passphrase": "six other words than these here"})
    assert other.status_code == 422
    assert passphrase_of(other) == passphrase_of(words)


def test_while_the_unwrapper_is_away_the_codes_stay_and_nothing_is_changed(
    supervisor: Account, browser: Client, unwrapper: InProcess
) -> None:
    invitation = invited(supervisor)
    codes = scans(browser, begins(browser, "amal", invitation.code))
    unwrapper.is_away = True
    away = types_codes_back(browser, codes)
    assert away.status_code == 503
    assert codes_of(away) == codes_of(codes)
    assert not Account.objects.get(pk=invitation.account).is_active


def test_nothing_of_it_stands_in_a_session_or_an_address(supervisor: Account, browser: Client) -> None:
    first = begins(browser, "amal", invited(supervisor).code)
    words = types_codes_back(browser, scans(browser, first))
    types_passphrase_back(browser, words)
    assert not Session.objects.exists()
    assert passphrase_of(words) not in str(list(MemberKey.objects.values()))


def test_the_code_that_joined_does_not_sign_in(supervisor: Account, browser: Client) -> None:
    invitation = invited(supervisor, Role.TRAINER)
    first = begins(browser, "amal", invitation.code)
    secret = secret_of(first)
    code = code_for(secret)
    codes = browser.post("/staff/join/", {"ticket": ticket_of(first), "code": code})
    types_codes_back(browser, codes)
    assert browser.post("/staff/sign-in/", {"name": "amal", "code": code}).status_code == 422


def test_a_ticket_ends_after_fifteen_minutes_and_one_that_was_altered_is_none() -> None:
    ticket = Ticket("amal", clock.now() + GOOD_FOR, "hash", 5, ("CODE",))
    sealed = seal_ticket(ticket)
    assert open_ticket(sealed, clock.now()) == ticket
    assert open_ticket(sealed, clock.now() + GOOD_FOR) is None
    for altered in ("", "x", sealed[:-4], sealed[:40] + "AAAA" + sealed[44:], "é" * 20):
        assert open_ticket(altered, clock.now()) is None


def test_whoever_has_left_joins_no_more(supervisor: Account, browser: Client) -> None:
    invitation = invited(supervisor)
    managing.note_leaving(invitation.account, 1, supervisor.id)
    assert begins(browser, "amal", invitation.code).status_code == 422
    assert managing.invite_anew(invitation.account, 2, supervisor.id) == managing.Changed()
    assert managing.invite_anew(uuid4(), 1, supervisor.id) == managing.Changed()
