"""Verbs about accounts: create one, sign in, give a member a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import F
from xkcdpass import xkcd_password

from safetoshare.base.accounts.codes import (
    matching_step,
    new_code_secret,
    open_code_secret,
    seal_code_secret,
)
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account, MemberKey
from safetoshare.base.permissions import PARTNER_ROLES, Realm, Role
from safetoshare.base.settings.secrets import read_key
from safetoshare.core.vault import (
    Place,
    generate_key_pair,
    new_salt,
    seal_private_key,
    stretch_passphrase,
)

PASSPHRASE_WORDS = 6
FREE_TRIES = 3
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class SignedIn:
    """The name and the code fit."""

    account: UUID
    session_stamp: UUID


@dataclass(frozen=True)
class NotSignedIn:
    """They did not: `wrong` (it is not said which), `spent` (used before), or `wait` some seconds."""

    reason: Literal["wrong", "spent", "wait"]
    seconds: int = 0


def new_passphrase() -> str:
    """Draw six words of the Electronic Frontier Foundation's long list: 77 bits that can be typed."""
    words = xkcd_password.generate_wordlist(
        wordfile=xkcd_password.locate_wordfile("eff-long"), min_length=3, max_length=9
    )
    return str(xkcd_password.generate_xkcdpassword(words, numwords=PASSPHRASE_WORDS))


def create_account(name: str, role: Role, *, is_demonstration: bool = False) -> Account:
    """Create an account with a code secret of its own, and no key yet."""
    account = uuid4()
    secret = seal_code_secret(new_code_secret(), account, _codes_key())
    with unit_of_work(write=True):
        return Account.objects.create(
            id=account,
            name=name,
            role=role,
            realm=Realm.PARTNER if role in PARTNER_ROLES else Realm.STAFF,
            sealed_code_secret=secret,
            is_demonstration=is_demonstration,
        )


def give_member_key(account: UUID, passphrase: str, pepper: bytes) -> MemberKey:
    """Draw the member's key pair and seal its private half under the passphrase."""
    pair = generate_key_pair()
    salt = new_salt()
    sealed = seal_private_key(
        pair.private, stretch_passphrase(passphrase, salt, pepper), member_key_place(account)
    )
    with unit_of_work(write=True):
        return MemberKey.objects.create(
            account_id=account, public=pair.public, salt=salt, sealed_private=sealed
        )


def sign_in(name: str, code: str, realm: Realm, at: datetime) -> SignedIn | NotSignedIn:
    """Check a name and a one-time code.

    A wrong or spent code costs a try: after three, each further one doubles the wait, up to five minutes.
    """
    with unit_of_work(write=True):
        account = (
            Account.objects.select_for_update()
            .filter(name=name.strip().lower(), realm=realm, is_active=True)
            .first()
        )
        if account is None:
            return NotSignedIn("wrong")
        if account.next_try_at is not None and at < account.next_try_at:
            return NotSignedIn("wait", _seconds_until(account.next_try_at, at))
        secret = open_code_secret(bytes(account.sealed_code_secret), account.id, _codes_key())
        step = matching_step(secret, code, at, account.last_code_step)
        if step is None:
            _count_failure(account, at)
            spent = matching_step(secret, code, at, last_used=0) is not None
            return NotSignedIn("spent" if spent else "wrong")
        Account.objects.filter(pk=account.pk).update(
            last_code_step=step, failed_tries=0, next_try_at=None
        )
        return SignedIn(account.id, account.session_stamp)


def end_all_sessions(account: UUID) -> None:
    """End every session of an account, wherever it is open."""
    with unit_of_work(write=True):
        Account.objects.filter(pk=account).update(session_stamp=uuid4())


def member_key_place(account: UUID) -> Place:
    """Return the place to which a member's private key is sealed."""
    return Place(record=account, table="base_memberkey", group="private", version=1)


def _count_failure(account: Account, at: datetime) -> None:
    failures = account.failed_tries + 1
    wait = timedelta(0)
    if failures >= FREE_TRIES:
        wait = min(timedelta(seconds=2 ** min(failures - FREE_TRIES + 1, 16)), LONGEST_WAIT)
    Account.objects.filter(pk=account.pk).update(
        failed_tries=F("failed_tries") + 1, next_try_at=at + wait if wait else None
    )


def _seconds_until(moment: datetime, at: datetime) -> int:
    return max(1, round((moment - at).total_seconds()))


def _codes_key() -> bytes:
    environment = settings.ENVIRONMENT
    return read_key(environment.secrets, "one-time-codes", environment.mode)
