"""An account, and a member's first key."""

from __future__ import annotations

import unicodedata
from uuid import UUID, uuid4

from django.conf import settings

from safetoshare.base.accounts.codes import new_code_secret, seal_code_secret
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.members import draw_member_key
from safetoshare.base.models import Account, MemberKey
from safetoshare.base.permissions import PARTNER_ROLES, Realm, Role
from safetoshare.base.settings.secrets import read_key


def create_account(
    name: str, role: Role, *, organisation: UUID | None = None, is_demonstration: bool = False
) -> Account:
    """Create an account with a code secret of its own, and no key yet. A partner works for an organisation."""
    account = uuid4()
    secret = seal_code_secret(new_code_secret(), account, codes_key())
    with unit_of_work(write=True):
        return Account.objects.create(
            id=account,
            name=fold_name(name),
            role=role,
            realm=realm_of(role),
            organisation=organisation,
            sealed_code_secret=secret,
            is_demonstration=is_demonstration,
        )


def give_member_key(account: UUID, passphrase: str, pepper: bytes) -> MemberKey:
    """Draw a member's first key and seal its private halves under the passphrase."""
    drawn = draw_member_key(passphrase, pepper)
    with unit_of_work(write=True):
        return MemberKey.objects.create(
            id=drawn.id,
            account_id=account,
            public=drawn.public,
            verifier=drawn.verifier,
            salt=drawn.salt,
            sealed_private=drawn.sealed_private,
            sealed_signing=drawn.sealed_signing,
        )


def fold_name(name: str) -> str:
    """Return an account name as it is kept: however it was typed, one account has it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def realm_of(role: str) -> Realm:
    """Return by which door a role comes in."""
    return Realm.PARTNER if role in PARTNER_ROLES else Realm.STAFF


def codes_key() -> bytes:
    """Return the key under which one-time codes' secrets are sealed, and codes on paper hashed."""
    environment = settings.ENVIRONMENT
    return read_key(environment.secrets, "one-time-codes", environment.mode)
