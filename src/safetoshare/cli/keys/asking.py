"""Asking people who are present for what they know: at a terminal unseen, else from standard input, a line each.

Nothing typed is repeated, and nothing of it is written anywhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from getpass import getpass
from typing import TYPE_CHECKING

from safetoshare.cli.django_setup import load_django
from safetoshare.core.errors import BadInputError, RefusedError, SealError

if TYPE_CHECKING:
    from safetoshare.base.keys.signing import Present
    from safetoshare.base.permissions import Realm
    from safetoshare.core.recovery_sheet import RecoveryKey


def load_django_as_owner() -> None:
    """Load Django with the login of the tables' owner, where SAFETOSHARE_MIGRATE_URL names it."""
    owner = os.environ.get("SAFETOSHARE_MIGRATE_URL")
    if owner:
        os.environ["SAFETOSHARE_DATABASE_URL"] = owner
    load_django()


def ask(question: str, *, unseen: bool = False) -> str:
    """Return a line that somebody typed. BadInputError when there is none."""
    if sys.stdin.isatty():
        typed = getpass(f"{question}: ", stream=sys.stderr) if unseen else _seen(question)
    else:
        typed = sys.stdin.readline()
    if not typed.strip():
        raise BadInputError(f"Nothing was typed for: {question}.")
    return typed.strip()


def ask_whether(question: str) -> bool:
    """Whether somebody typed yes."""
    return ask(f"{question} Type yes or no").casefold() == "yes"


def ask_members(count: int) -> list[Present]:
    """Ask so many members for name and passphrase. RefusedError when one does not fit, or one came twice."""
    from safetoshare.base.accounts.services import fold_name
    from safetoshare.base.database import unit_of_work
    from safetoshare.base.keys.signing import present
    from safetoshare.base.models import MemberKey
    from safetoshare.base.models.keys import MemberKeyState

    here: dict[str, Present] = {}
    for number in range(1, count + 1):
        name = fold_name(ask(f"Name of member {number}"))
        passphrase = ask(f"Passphrase of member {number}", unseen=True)
        with unit_of_work():
            rows = MemberKey.objects.select_related("account").filter(account__is_active=True)
            row = rows.filter(account__name=name, state=MemberKeyState.CURRENT).first()
        if row is None or row.account.realm not in peppers() or name in here:
            raise RefusedError(f"Member {number} has no key here, or was named before.")
        try:
            here[name] = present(row, passphrase, peppers())
        except SealError:
            raise RefusedError(f"The passphrase of member {number} does not fit.") from None
    return list(here.values())


def ask_holders() -> list[RecoveryKey]:
    """Ask two recovery holders for their sheets. BadInputError when a sheet was mistyped."""
    from safetoshare.core.key_list import HOLDERS
    from safetoshare.core.recovery_sheet import read_secret, recovery_key

    keys: list[RecoveryKey] = []
    for which in ("first", "second"):
        number = ask(f"Number of the {which} recovery sheet (1, 2 or 3)")
        if number not in map(str, HOLDERS):
            raise BadInputError("A recovery sheet has the number 1, 2 or 3.")
        keys.append(recovery_key(int(number), read_secret(ask(f"The {which} recovery key", unseen=True))))
    return keys


def peppers() -> Mapping[Realm, bytes]:
    """Return the peppers that stand on this machine."""
    from django.conf import settings

    from safetoshare.base.settings.secrets import PEPPERS, read_key

    environment = settings.ENVIRONMENT
    there = {realm: name for realm, name in PEPPERS.items() if (environment.secrets / f"{name}.key").exists()}
    return {realm: read_key(environment.secrets, name, environment.mode) for realm, name in there.items()}


def _seen(question: str) -> str:
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    return sys.stdin.readline()
