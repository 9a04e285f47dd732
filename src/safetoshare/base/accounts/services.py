"""Verbs about accounts: create one, sign in, give a member a key."""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Literal
from uuid import UUID, uuid4

from django.conf import settings
from xkcdpass import xkcd_password

from safetoshare.base.accounts.codes import (
    matching_step,
    new_code_secret,
    open_code_secret,
    seal_code_secret,
)
from safetoshare.base.accounts.tries import count_failure, tries_at
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


def create_account(
    name: str, role: Role, *, organisation: UUID | None = None, is_demonstration: bool = False
) -> Account:
    """Create an account with a code secret of its own, and no key yet. A partner works for an organisation."""
    account = uuid4()
    secret = seal_code_secret(new_code_secret(), account, _codes_key())
    with unit_of_work(write=True):
        return Account.objects.create(
            id=account,
            name=fold_name(name),
            role=role,
            realm=Realm.PARTNER if role in PARTNER_ROLES else Realm.STAFF,
            organisation=organisation,
            sealed_code_secret=secret,
            is_demonstration=is_demonstration,
        )


def give_member_key(account: UUID, passphrase: str, pepper: bytes) -> MemberKey:
    """Draw the member's key pair and seal its private half under the passphrase."""
    pair = generate_key_pair()
    salt = new_salt()
    sealed = seal_private_key(pair.private, stretch_passphrase(passphrase, salt, pepper), member_key_place(account))
    with unit_of_work(write=True):
        return MemberKey.objects.create(account_id=account, public=pair.public, salt=salt, sealed_private=sealed)


def sign_in(name: str, code: str, realm: Realm, at: datetime, form: str = "") -> SignedIn | NotSignedIn:
    """Check a name and a one-time code.

    A wrong or spent code costs a try (see `tries`). A name that nobody has costs the same try and the same work.
    `form` is the secret of the browser's form: the form that used the code last may send it again, pressed twice.
    """
    name, key = fold_name(name), _codes_key()
    with unit_of_work():
        found = _account_at(name, realm)
    step = matching_step(_code_secret(found, key), code, at)
    with unit_of_work(write=True):
        # From here on the lock on its tries keeps every other sign-in of this name at this door waiting.
        tries = tries_at(name, realm, key, at)
        if at < tries.next_try_at:
            return NotSignedIn("wait", ceil((tries.next_try_at - at).total_seconds()))
        # Read again: the code may have been used, or the account have been changed, since the secret was opened.
        account = _account_at(name, realm)
        if account is None or step is None or not _has_same_secret(account, found):
            count_failure(tries, at)
            return NotSignedIn("wrong")
        form_hash = _form_hash(form, key)
        if step <= account.last_code_step and not _is_pressed_again(account, step, form_hash):
            count_failure(tries, at)
            return NotSignedIn("spent")
        tries.delete()
        Account.objects.filter(pk=account.pk).update(last_code_step=step, last_code_form=form_hash)
        return SignedIn(account.id, account.session_stamp)


def fold_name(name: str) -> str:
    """Return an account name as it is kept: however it was typed, one account has it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def end_all_sessions(account: UUID) -> None:
    """End every session of an account, wherever it is open."""
    with unit_of_work(write=True):
        Account.objects.filter(pk=account).update(session_stamp=uuid4())


def member_key_place(account: UUID) -> Place:
    """Return the place to which a member's private key is sealed."""
    return Place(record=account, table="base_memberkey", group="private", version=1)


def _account_at(name: str, realm: Realm) -> Account | None:
    return Account.objects.filter(name=name, realm=realm, is_active=True).first()


def _form_hash(form: str, key: bytes) -> str:
    return hmac.digest(key, f"form {form}".encode(errors="replace"), "sha256").hex() if form else ""


def _is_pressed_again(account: Account, step: int, form_hash: str) -> bool:
    return step == account.last_code_step and form_hash != "" and form_hash == account.last_code_form


def _has_same_secret(account: Account, found: Account | None) -> bool:
    return found is not None and bytes(account.sealed_code_secret) == bytes(found.sealed_code_secret)


def _code_secret(account: Account | None, key: bytes) -> bytes:
    """Return the account's secret; for nobody's name a secret of nobody's, at the same cost."""
    if account is None:
        secret = new_code_secret()
        seal_code_secret(secret, uuid4(), key)
        return secret
    return open_code_secret(bytes(account.sealed_code_secret), account.id, key)


def _codes_key() -> bytes:
    environment = settings.ENVIRONMENT
    return read_key(environment.secrets, "one-time-codes", environment.mode)
