"""Joining an account with an invitation: new one-time codes, recovery codes, and, if the role holds one, a key.

Nothing of an account is replaced before all of it was shown and typed back. What is carried from one page to the next
is sealed and comes with the form (`accounts.tickets`); no row and no session holds it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from safetoshare.base.accounts.codes import matching_step, open_code_secret
from safetoshare.base.accounts.paper_codes import INVITATION_LENGTH, hash_of, read_code
from safetoshare.base.accounts.services.creating import codes_key, fold_name
from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.keys import DrawnMemberKey
from safetoshare.base.models import Account, Invitation, MemberKey, RecoveryCode
from safetoshare.base.models.keys import MemberKeyState
from safetoshare.base.permissions import KEY_HOLDERS, Realm


@dataclass(frozen=True)
class Invitee:
    """Somebody who has the code of an invitation that holds."""

    account: UUID
    name: str
    realm: str
    holds_key: bool
    # Names this invitation among those that the account had.
    invitation: str = field(repr=False)
    secret: bytes = field(repr=False)


def find_invitation(name: str, code: str, realm: Realm, at: datetime) -> Invitee | None:
    """Return who was invited, if name and code fit an invitation of this door that has not expired.

    The code has 94 random bits: no number of tries finds one, and none is counted.
    """
    typed = read_code(code, INVITATION_LENGTH)
    return None if typed is None else _find(fold_name(name), realm, at, code=typed)


def find_again(name: str, invitation: str, realm: Realm, at: datetime) -> Invitee | None:
    """Return the same invitee on the next page, if the invitation still holds."""
    return _find(name, realm, at, invitation=invitation)


def step_of_new_code(invitee: Invitee, code: str, at: datetime) -> int | None:
    """Return the time step of a code of the new authenticator, or None when it is none."""
    return matching_step(invitee.secret, code, at)


def join(
    invitee: Invitee, at: datetime, step: int, recovery_codes: tuple[str, ...], key: DrawnMemberKey | None
) -> bool:
    """Put the new codes, and a key that waits for two signatures, in the place of the old. False: no longer invited."""
    hash_key = codes_key()
    with unit_of_work(write=True, context=SecurityContext(sign_in=invitee.name)):
        invitation = Invitation.objects.filter(
            account=invitee.account, code_hash=invitee.invitation, expires_on__gte=at.date()
        ).first()
        if invitation is None:
            return False
        Account.objects.filter(pk=invitee.account).update(
            sealed_code_secret=invitation.sealed_code_secret,
            last_code_step=step,
            last_code_form="",
            is_active=True,
            session_stamp=uuid4(),
        )
        replace_recovery_codes(invitee.account, recovery_codes, hash_key)
        if key is not None:
            _keep_key(invitee.account, key)
        invitation.delete()
    return True


def replace_recovery_codes(account: UUID, codes: tuple[str, ...], key: bytes) -> None:
    """Keep new recovery codes, as hashes, in the place of all earlier ones. Call it in a writing unit of work."""
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(account_id=account, code_hash=hash_of(code, "recovery", key)) for code in codes]
    )


def _find(name: str, realm: Realm, at: datetime, *, code: str = "", invitation: str = "") -> Invitee | None:
    key = codes_key()
    with unit_of_work(context=SecurityContext(sign_in=name)):
        found = (
            Invitation.objects.select_related("account")
            .filter(account__name=name, account__realm=realm, account__left_on=None, expires_on__gte=at.date())
            .first()
        )
    if found is None:
        return None
    account = found.account
    wanted = hash_of(code, f"invitation {account.id}", key) if code else invitation
    if not hmac.compare_digest(found.code_hash.encode(), wanted.encode(errors="replace")):
        return None
    secret = open_code_secret(bytes(found.sealed_code_secret), account.id, key)
    return Invitee(account.id, account.name, account.realm, account.role in KEY_HOLDERS, found.code_hash, secret)


def _keep_key(account: UUID, key: DrawnMemberKey) -> None:
    MemberKey.objects.filter(account=account, state=MemberKeyState.PENDING).delete()
    MemberKey.objects.create(
        id=key.id,
        account_id=account,
        state=MemberKeyState.PENDING,
        public=key.public,
        verifier=key.verifier,
        salt=key.salt,
        sealed_private=key.sealed_private,
        sealed_signing=key.sealed_signing,
    )
