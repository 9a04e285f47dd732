"""Signing in with a name and a code, and the fresh code that a dangerous act asks for.

Wrong tries are counted by name, and a browser in which somebody signed in before is counted apart: whoever types a
colleague's name wrongly all day keeps nobody waiting at the own computer (see `tries`).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Literal
from uuid import UUID, uuid4

from safetoshare.base.accounts.codes import matching_step, new_code_secret, open_code_secret, seal_code_secret
from safetoshare.base.accounts.paper_codes import RECOVERY_LENGTH, hash_of, read_code
from safetoshare.base.accounts.services.creating import codes_key, fold_name
from safetoshare.base.accounts.tries import count_failure, count_failure_of_all, tries_at, tries_of_all
from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.models import Account, KnownBrowser, RecoveryCode, SignInTries
from safetoshare.base.permissions import Realm

KNOWN_FOR_DAYS = 90


@dataclass(frozen=True)
class SignedIn:
    """The name and the code fit. After a recovery code: how many are left."""

    account: UUID
    session_stamp: UUID
    recovery_codes_left: int | None = None


@dataclass(frozen=True)
class NotSignedIn:
    """They did not: `wrong` (it is not said which), `spent` (used before), or `wait` some seconds."""

    reason: Literal["wrong", "spent", "wait"]
    seconds: int = 0


@dataclass(frozen=True)
class _Typed:
    """What came from the door, and the time."""

    realm: Realm
    at: datetime
    key: bytes
    # The authenticator's step, or the hash of a recovery code; neither when the code is no code.
    step: int | None
    recovery_hash: str
    form_hash: str
    browser_hash: str


def sign_in(
    name: str, code: str, realm: Realm, at: datetime, *, form: str = "", browser: str = ""
) -> SignedIn | NotSignedIn:
    """Check a name and a one-time code, or a recovery code in its place.

    A wrong or spent code costs a try (see `tries`). A name that nobody has costs the same try and the same work.
    `form` is the secret of the browser's form: the form that used the code last may send it again, pressed twice.
    `browser` is the token of the browser: it is known from now on.
    """
    name, key = fold_name(name), codes_key()
    context = SecurityContext(sign_in=name)
    with unit_of_work(context=context):
        found = _account_at(name, realm)
    recovery_code = read_code(code, RECOVERY_LENGTH)
    typed = _Typed(
        realm=realm,
        at=at,
        key=key,
        step=matching_step(_code_secret(found, key), code, at),
        recovery_hash=hash_of(recovery_code, "recovery", key) if recovery_code else "",
        form_hash=_form_hash(form, key),
        browser_hash=browser_hash(browser, key) if browser else "",
    )
    with unit_of_work(write=True, context=context):
        return _try(name, found, typed)


def check_fresh_code(account: UUID, code: str, at: datetime) -> NotSignedIn | None:
    """Check a code of a signed-in account before a dangerous act: None when it fits. It is used up, as any code is."""
    key = codes_key()
    with unit_of_work(write=True):
        row = Account.objects.select_for_update().get(pk=account)
        # The name of no account: who does this is signed in, and a wrong code here keeps nobody from signing in.
        tries = tries_at(f"confirms {row.id}", Realm(row.realm), key, at)
        waiting = _waiting(tries, at)
        if waiting:
            return waiting
        step = matching_step(_code_secret(row, key), code, at)
        if step is None or step <= row.last_code_step:
            count_failure(tries, at)
            return NotSignedIn("wrong" if step is None else "spent")
        tries.delete()
        Account.objects.filter(pk=account).update(last_code_step=step, last_code_form="")
        return None


def end_all_sessions(account: UUID) -> None:
    """End every session of an account, wherever it is open."""
    with unit_of_work(write=True):
        Account.objects.filter(pk=account).update(session_stamp=uuid4())


def browser_hash(browser: str, key: bytes) -> str:
    """Return what stands in a row in place of a browser's token."""
    return hmac.digest(key, f"browser {browser}".encode(errors="replace"), "sha256").hex()


def _try(name: str, found: Account | None, typed: _Typed) -> SignedIn | NotSignedIn:
    is_known = _is_known(found, typed)
    # From here on the lock on its tries keeps every other sign-in of this name at this door waiting.
    tries = tries_at(name, typed.realm, typed.key, typed.at, typed.browser_hash if is_known else "")
    of_all = None if is_known else tries_of_all(typed.realm, typed.key, typed.at)
    waiting = _waiting(tries, typed.at) or (of_all and _waiting(of_all, typed.at))
    if waiting:
        return waiting
    # Read again, and locked, since a known browser and another one count apart: the code may have been used, or the
    # account have been changed, since the secret was opened.
    account = _account_at(name, typed.realm, is_locked=True)
    if found is not None and not _has_same_secret(account, found):
        account = None
    outcome = _check(account, typed)
    if isinstance(outcome, NotSignedIn):
        count_failure(tries, typed.at)
        if of_all:
            count_failure_of_all(of_all, typed.at)
        return outcome
    tries.delete()
    if of_all and not of_all.failures:
        of_all.delete()
    _remember(outcome.account, typed)
    return outcome


def _check(account: Account | None, typed: _Typed) -> SignedIn | NotSignedIn:
    if account is None or typed.step is None:
        return _use_recovery_code(account, typed)
    if typed.step <= account.last_code_step and not _is_pressed_again(account, typed):
        return NotSignedIn("spent")
    Account.objects.filter(pk=account.pk).update(last_code_step=typed.step, last_code_form=typed.form_hash)
    return SignedIn(account.id, account.session_stamp)


def _use_recovery_code(account: Account | None, typed: _Typed) -> SignedIn | NotSignedIn:
    # Asked for nobody's name too, and for what is no such code: an answer that comes sooner would tell.
    unused = RecoveryCode.objects.filter(account=account.pk if account else uuid4(), used_on=None)
    if not unused.filter(code_hash=typed.recovery_hash).update(used_on=typed.at.date()) or account is None:
        return NotSignedIn("wrong")
    return SignedIn(account.id, account.session_stamp, unused.count())


def _is_known(account: Account | None, typed: _Typed) -> bool:
    # Asked for nobody's name too.
    known = KnownBrowser.objects.filter(
        account=account.pk if account else uuid4(),
        token_hash=typed.browser_hash,
        last_used_on__gte=typed.at.date() - timedelta(days=KNOWN_FOR_DAYS),
    )
    return known.exists()


def _remember(account: UUID, typed: _Typed) -> None:
    if typed.browser_hash:
        KnownBrowser.objects.update_or_create(
            account_id=account, token_hash=typed.browser_hash, defaults={"last_used_on": typed.at.date()}
        )


def _waiting(tries: SignInTries, at: datetime) -> NotSignedIn | None:
    if at >= tries.next_try_at:
        return None
    return NotSignedIn("wait", ceil((tries.next_try_at - at).total_seconds()))


def _account_at(name: str, realm: Realm, *, is_locked: bool = False) -> Account | None:
    accounts = Account.objects.select_for_update() if is_locked else Account.objects.all()
    return accounts.filter(name=name, realm=realm, is_active=True).first()


def _form_hash(form: str, key: bytes) -> str:
    return hmac.digest(key, f"form {form}".encode(errors="replace"), "sha256").hex() if form else ""


def _is_pressed_again(account: Account, typed: _Typed) -> bool:
    return typed.step == account.last_code_step and typed.form_hash != "" and typed.form_hash == account.last_code_form


def _has_same_secret(account: Account | None, found: Account) -> bool:
    return account is not None and bytes(account.sealed_code_secret) == bytes(found.sealed_code_secret)


def _code_secret(account: Account | None, key: bytes) -> bytes:
    """Return the account's secret; for nobody's name a secret of nobody's, at the same cost."""
    if account is None:
        secret = new_code_secret()
        seal_code_secret(secret, uuid4(), key)
        return secret
    return open_code_secret(bytes(account.sealed_code_secret), account.id, key)
