"""Each role at every address: it gets what the permission table says, and nothing else (generated from the table)."""

from __future__ import annotations

from collections import defaultdict
from uuid import uuid4

import pytest
from django.test import Client

from safetoshare.base.accounts.services import create_account
from safetoshare.base.models import Account
from safetoshare.base.permissions import PARTNER_ROLES, Action, Role, is_permitted
from tests.base.accounts.pages import sign_in
from tests.base.every_address import Address, ask, every_address, is_refused
from tests.base.test_permissions import Person

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
# Done, they lead to the door as well, as a refusal does: they are tried by what they do.
AT_THE_DOOR = {Action.ACCOUNT_SIGN_IN, Action.ACCOUNT_SIGN_OUT}


def addresses() -> list[Address]:
    """All of them but those, with identifiers of nothing: who may not is refused before it is looked for."""
    found = [one for one in every_address(defaultdict(uuid4)) if one.action not in AT_THE_DOOR]
    # Whoever leaves the site is signed out.
    return sorted(found, key=lambda one: one.action is Action.SITE_LEAVE)


def browser_of(account: Account) -> Client:
    browser = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    Account.objects.filter(pk=account.pk).update(last_code_step=0)
    assert sign_in(browser, account).status_code == 302
    return browser


def differences(browser: Client, person: Person, asked: list[Address]) -> list[str]:
    """The addresses at which a person gets otherwise than the table says."""
    found = []
    for address in asked:
        answer = ask(browser, address.path)
        if is_refused(answer, address.door, person.realm) == is_permitted(address.action, person, address.door):
            found.append(f"{address.name}: {answer}, by {address.action}")
    return found


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_at_every_address_what_the_table_says(role: Role) -> None:
    organisation = uuid4() if role in PARTNER_ROLES else None
    account = create_account(f"{role} at the door", role, organisation=organisation)
    asked = addresses()
    assert len(asked) > 50
    assert {one.door for one in asked} == {"staff", "partner", None}
    assert differences(browser_of(account), Person(role, account.realm), asked) == []


@pytest.mark.parametrize(
    ("role", "own", "other"), [("unit_supervisor", "staff", "partner"), ("partner_worker", "partner", "staff")]
)
def test_one_signs_out_by_ones_own_door_alone(role: str, own: str, other: str) -> None:
    account = create_account(f"{role} leaves", Role(role), organisation=uuid4() if own == "partner" else None)
    browser = browser_of(account)
    browser.post(f"/{other}/sign-out/")
    assert browser.session.get("account") == str(account.id)
    browser.post(f"/{own}/sign-out/")
    assert browser.session.get("account") is None


def test_whoever_has_not_signed_in_gets_what_anyone_may_and_nothing_else() -> None:
    stranger = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    assert differences(stranger, Person(None, None), addresses()) == []


def test_a_page_that_asks_for_less_than_the_table_says_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safetoshare.base.accounts.decorators.is_permitted", lambda *_asked, **_more: True)
    account = create_account("a trainer", Role.TRAINER)
    found = differences(browser_of(account), Person(Role.TRAINER, "staff"), [one for one in addresses() if one.door])
    assert [one for one in found if one.startswith("hub:cases:")]
