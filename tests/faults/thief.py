"""A thief, or the administrator, with the house's files, database and code: python -m tests.faults.thief.

Every 32 bytes that stand in a file, and what can be derived from two of them, is tried as a private key on every wrap,
as a data key on every seal, and as a stretched passphrase on every member's key, each at its right place. Prints JSON:
how much was tried, and what opened. Left out by name are the demonstration's own lists of passphrases and recovery
sheets, which production refuses to write; with --with-passphrases they are used, to show that the tries can succeed.
"""

from __future__ import annotations

import hmac
import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Literal

import django

from safetoshare.core.errors import SealError
from safetoshare.core.vault import (
    DataKey,
    Place,
    PrivateKey,
    Sealed,
    StretchedKey,
    Wrapped,
    open_private_key,
    open_sealed,
    unwrap,
)

LEFT_OUT = re.compile(r"demonstration-passphrases\.json|recovery-holder-\d\.txt|.*\.sqlite3.*")
_HEXADECIMAL, _BASE64 = re.compile(rb"[0-9a-fA-F]{64}"), re.compile(rb"[A-Za-z0-9+/]{43}=")


def keys_in(folder: Path) -> set[bytes]:
    """Return whatever is 32 bytes in the files of a folder, in any form in which keys are written."""
    found: set[bytes] = set()
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or LEFT_OUT.fullmatch(file.name):
            continue
        content = file.read_bytes()
        found |= {bytes.fromhex(text.decode()) for text in _HEXADECIMAL.findall(content)}
        found |= {b64decode(text) for text in _BASE64.findall(content)}
        found |= {content} if len(content) == 32 else set()
    return found


def derived(keys: set[bytes]) -> set[bytes]:
    """Return the keys with what their hashes, and one keyed with another, give."""
    hashes = {sha256(key).digest() for key in keys}
    return keys | hashes | {hmac.digest(one, other, "sha256") for one, other in product(keys, keys)}


def main() -> None:
    """Try everything on everything."""
    django.setup()
    from django.conf import settings

    environment = settings.ENVIRONMENT
    drawn = keys_in(environment.state) | keys_in(environment.secrets)
    candidates = derived(drawn)
    if "--with-passphrases" in sys.argv:
        candidates |= set(_opened_with_passphrases(environment.secrets / "demonstration-passphrases.json"))
    tried, opened = 0, []
    for what, attempt in _attempts():
        for key in candidates:
            tried += 1
            if attempt(key):
                opened.append(what)
    json.dump({"keys": len(drawn), "candidates": len(candidates), "tried": tried, "opened": opened}, sys.stdout)


def _attempts() -> Iterator[tuple[str, Attempt]]:
    """Yield what there is to open, with the way to try a key on it."""
    from safetoshare.base.keys import member_key_place, unit_key_place
    from safetoshare.base.keys.tables import sealed_tables
    from safetoshare.base.models import MemberKey, RecoveryWrap, UnitKeyWrap

    for table in sealed_tables():
        for row in table.model.objects.using(table.alias).all():
            value = table.value_of(row)
            yield f"{table.name} wrap", Attempt("wrap", value.wrapped, value.place)
            yield f"{table.name} seal", Attempt("seal", value.sealed, value.place)
    for wrap in UnitKeyWrap.objects.all():
        yield "unit key", Attempt("wrap", bytes(wrap.wrapped), unit_key_place(wrap.unit_key_id))
    for nest in RecoveryWrap.objects.all():
        group = f"outer of {nest.inner} and {nest.outer}"
        place = Place(nest.unit_key_id, "base_recoverywrap", group, 1)
        yield "recovery", Attempt("wrap", bytes(nest.wrapped), place)
    for member in MemberKey.objects.all():
        yield "member", Attempt("private", bytes(member.sealed_private), member_key_place(member.id, "private"))
        yield "signing", Attempt("private", bytes(member.sealed_signing), member_key_place(member.id, "signing"))


@dataclass(frozen=True)
class Attempt:
    """One sealed thing at its place."""

    kind: Literal["wrap", "seal", "private"]
    content: bytes
    place: Place

    def __call__(self, key: bytes) -> bool:
        try:
            match self.kind:
                case "wrap":
                    unwrap(Wrapped(self.content), PrivateKey(key), self.place)
                case "seal":
                    open_sealed(DataKey(key), Sealed(self.content), self.place)
                case "private":
                    open_private_key(Sealed(self.content), StretchedKey(key), self.place)
        except SealError:
            return False
        return True


def _opened_with_passphrases(file: Path) -> Iterator[bytes]:
    """Yield what a member's passphrase opens: the member's private key, and the units' keys that it reaches."""
    from django.conf import settings

    from safetoshare.base.keys import unit_key_place
    from safetoshare.base.models import MemberKey, UnitKeyWrap
    from safetoshare.base.settings.secrets import PEPPERS, read_key
    from safetoshare.base.unwrapper.unlocking import open_member_key

    passphrases = json.loads(file.read_text("utf-8"))
    member = MemberKey.objects.select_related("account").get(account__name="unit-supervisor")
    environment = settings.ENVIRONMENT
    pepper = read_key(environment.secrets, PEPPERS[member.account.realm], environment.mode)  # type: ignore[index]
    opened = open_member_key(member, passphrases["unit-supervisor"], pepper)
    assert opened is not None
    yield opened.private
    for wrap in UnitKeyWrap.objects.filter(member=member):
        yield unwrap(Wrapped(bytes(wrap.wrapped)), opened.private, unit_key_place(wrap.unit_key_id))


if __name__ == "__main__":
    main()
