"""Inviting people, changing their roles, and taking leave of them.

Whoever manages accounts gives nobody a key: that takes two signatures on the key list. What is taken away goes at
once. Each verb names the version of the account that was seen; another that came before makes it `Changed`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.contrib.sessions.models import Session

from safetoshare.base import clock
from safetoshare.base.accounts.codes import new_code_secret, seal_code_secret
from safetoshare.base.accounts.paper_codes import INVITATION_LENGTH, draw_code, hash_of, in_groups
from safetoshare.base.accounts.services.creating import codes_key, fold_name, realm_of
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import may_hold
from safetoshare.base.models import (
    Account,
    Invitation,
    KnownBrowser,
    MemberKey,
    OpenSession,
    RecoveryCode,
    UnitKeyWrap,
)
from safetoshare.base.models.keys import MemberKeyState
from safetoshare.base.permissions import KEY_HOLDERS, PARTNER_ROLES, Role
from safetoshare.core.errors import BadInputError, NotPermittedError

INVITED_FOR_DAYS = 7


@dataclass(frozen=True)
class Invited:
    """An invitation, with the code that is told in person and shown this once."""

    account: UUID
    code: str = field(repr=False)
    expires_on: date


@dataclass(frozen=True)
class NameTaken:
    """An account has this name."""


@dataclass(frozen=True)
class Changed:
    """Somebody else changed the account since it was looked at, or it is gone: nothing was done."""


@dataclass(frozen=True)
class Done:
    """It was done."""


def invite(name: str, role: Role, organisation: UUID | None, by: UUID) -> Invited | NameTaken:
    """Create an account that cannot sign in yet, and an invitation to join it. A partner needs an organisation."""
    if (role in PARTNER_ROLES) != (organisation is not None):
        raise BadInputError("A partner works for an organisation, and nobody of the force does.")
    account, key = uuid4(), codes_key()
    secret = seal_code_secret(new_code_secret(), account, key)
    with unit_of_work(write=True):
        if Account.objects.filter(name=fold_name(name)).exists():
            return NameTaken()
        Account.objects.create(
            id=account,
            name=fold_name(name),
            role=role,
            realm=realm_of(role),
            organisation=organisation,
            is_active=False,
            sealed_code_secret=secret,
        )
        return _invite(account, by, key)


def invite_anew(account: UUID, version: int, by: UUID) -> Invited | Changed:
    """Invite somebody again who lost the telephone or the passphrase. Until it is used, what there was goes on."""
    _check_not_own(account, by)
    with unit_of_work(write=True):
        if not _next_version(account, version, left_on=None):
            return Changed()
        return _invite(account, by, codes_key())


def change_role(account: UUID, version: int, role: Role, by: UUID) -> Done | Changed:
    """Give another role of the same door. Sessions end, and wraps that the new role may not have are destroyed."""
    _check_not_own(account, by)
    with unit_of_work(write=True):
        found = _next_version(account, version, left_on=None)
        if found is None:
            return Changed()
        if realm_of(role) != found.realm:
            raise BadInputError("A role of the other door needs another account.")
        _end_sessions(account)
        Account.objects.filter(pk=account).update(role=role)
        found.role = role
        _destroy_wraps(found)
        if role not in KEY_HOLDERS:
            MemberKey.objects.filter(account=account, state=MemberKeyState.PENDING).delete()
        return Done()


def note_leaving(account: UUID, version: int, by: UUID) -> Done | Changed:
    """Take leave: sessions, invitation, known browsers, recovery codes, wraps and a key that waits end at once."""
    _check_not_own(account, by)
    with unit_of_work(write=True):
        if _next_version(account, version, left_on=None) is None:
            return Changed()
        _end_sessions(account)
        for rows in (Invitation, KnownBrowser, RecoveryCode):
            rows.objects.filter(account=account).delete()
        UnitKeyWrap.objects.filter(member__account=account).delete()
        MemberKey.objects.filter(account=account, state=MemberKeyState.PENDING).delete()
        Account.objects.filter(pk=account).update(is_active=False, left_on=clock.today())
        return Done()


def end_sessions_of(account: UUID, by: UUID) -> None:
    """End every session of somebody else."""
    _check_not_own(account, by)
    with unit_of_work(write=True):
        _end_sessions(account)


def _check_not_own(account: UUID, by: UUID) -> None:
    if account == by:
        raise NotPermittedError("Nobody manages the own account: ask a colleague.")


def _next_version(account: UUID, version: int, **conditions: object) -> Account | None:
    found = Account.objects.select_for_update().filter(pk=account, version=version, **conditions).first()
    if found is not None:
        Account.objects.filter(pk=account).update(version=version + 1)
    return found


def _invite(account: UUID, by: UUID, key: bytes) -> Invited:
    code, expires_on = draw_code(INVITATION_LENGTH), clock.today() + timedelta(days=INVITED_FOR_DAYS)
    Invitation.objects.update_or_create(
        account_id=account,
        defaults={
            "code_hash": hash_of(code, f"invitation {account}", key),
            "expires_on": expires_on,
            "made_by": by,
            "sealed_code_secret": seal_code_secret(new_code_secret(), account, key),
        },
    )
    return Invited(account, in_groups(code), expires_on)


def _end_sessions(account: UUID) -> None:
    Account.objects.filter(pk=account).update(session_stamp=uuid4())
    opened = OpenSession.objects.filter(account=account)
    Session.objects.filter(session_key__in=list(opened.values_list("row_key", flat=True))).delete()
    opened.delete()


@dataclass(frozen=True)
class _Key:
    purpose: str
    kind: str
    organisation: UUID | None


def _destroy_wraps(account: Account) -> None:
    """Destroy the wraps of unit keys with which the account's role may not open."""
    wraps = UnitKeyWrap.objects.filter(member__account=account).select_related("unit_key__unit")
    needless = [
        wrap.pk
        for wrap in wraps
        if not may_hold(account, _Key(wrap.unit_key.unit.purpose, wrap.unit_key.kind, wrap.unit_key.unit.organisation))
    ]
    UnitKeyWrap.objects.filter(pk__in=needless).delete()
