"""Letters: what is given to a body that has no account here, by an address and a code told by telephone.

The address alone opens nothing: reading it shows a button, for what previews links presses none. The code has eight
digits, five tries and an end. It is stretched with argon2id and mixed with a secret of the installation, so that a
stolen database allows no guess. Address and code are worked out from the form's nonce and that secret: pressed twice,
a form shows the same ones again, and neither is stored.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import BoundedSemaphore
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce

from safetoshare.base import clock
from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.sealing import open_with
from safetoshare.base.settings.secrets import read_key
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import SealError
from safetoshare.core.receipt import digits_of
from safetoshare.core.vault import (
    Sealed,
    generate_key_pair,
    new_salt,
    open_private_key,
    seal_private_key,
    stretch_passphrase,
)
from safetoshare.sharing.models import Letter
from safetoshare.sharing.models.letters import TRIES
from safetoshare.sharing.services.packages import Package, read_package

# A working rule: long enough for a holiday, and then the content is gone here.
DAYS_TO_OPEN: Final = 14
CODE_DIGITS: Final = 8
# Of a kind that a link may never carry: where a person can be reached safely is told to nobody who has no key here.
NEVER_BY_LETTER: Final = frozenset({"contact_and_location", "immigration", "messages", "evidence_files"})
_stretching = BoundedSemaphore(2)


@dataclass(frozen=True)
class LetterDraft:
    """A letter that is about to be written: its address's last part, its code, and the columns of its row."""

    id: UUID
    address: str = field(repr=False)
    code: str = field(repr=False)
    look_up: bytes = field(repr=False)
    key: UnitPublicKey
    salt: bytes = field(repr=False)
    sealed_private: bytes = field(repr=False)
    expires_on: date

    def row(self, sealed: SealedValue) -> Letter:
        """Return the row of the letter with its sealed package."""
        return Letter(
            id=self.id,
            look_up=self.look_up,
            salt=self.salt,
            sealed_private=self.sealed_private,
            expires_on=self.expires_on,
            **Letter.columns(sealed),
        )


@dataclass(frozen=True)
class OpenedLetter:
    """What a letter says, and until when it opens."""

    package: Package
    expires_on: date


@dataclass(frozen=True)
class WrongCode:
    """The code is another one; so many tries are left."""

    tries_left: int


@dataclass(frozen=True)
class NoLetter:
    """There is none, none any more, or no try is left: an answer that tells these apart would tell what there was."""


def draft_letter(nonce: UUID, letter: UUID, day: date) -> LetterDraft:
    """Draw a letter's key, and work its address and code out from the form's nonce."""
    address = _derived(b"letter address", nonce.bytes)[:16].hex()
    code = f"{int.from_bytes(_derived(b'letter code', nonce.bytes)[:16]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"
    pair, salt = generate_key_pair(), new_salt()
    stretched = stretch_passphrase(code, salt, _secret())
    return LetterDraft(
        id=letter,
        address=address,
        code=code,
        look_up=look_up_of(address),
        key=UnitPublicKey(letter, pair.public),
        salt=salt,
        sealed_private=seal_private_key(pair.private, stretched, Letter.place_of_key(letter)),
        expires_on=day + timedelta(days=DAYS_TO_OPEN),
    )


def open_letter(address: str, typed: str) -> OpenedLetter | WrongCode | NoLetter:
    """Open a letter with its code, digits of any script, spaces allowed. A try is counted before the code is tried."""
    letter = _count_try(look_up_of(address))
    if letter is None:
        return NoLetter()
    opened = _opened(letter, digits_of(typed))
    if opened is None:
        return WrongCode(letter.tries_left)
    with unit_of_work(write=True, context=_context(bytes(letter.look_up))):
        Letter.objects.filter(pk=letter.id).update(tries_left=TRIES, opened_on=Coalesce(F("opened_on"), clock.today()))
    return OpenedLetter(read_package(opened), letter.expires_on)


def look_up_of(address: str) -> bytes:
    """Return what finds a letter by the last part of its address."""
    return _derived(b"letter look-up", address.encode(errors="surrogatepass"))


def forget_letters(day: date) -> None:
    """Delete the letters whose time is over. Call it inside a writing unit of work."""
    Letter.objects.filter(expires_on__lt=day).delete()


def _count_try(look_up: bytes) -> Letter | None:
    with unit_of_work(write=True, context=_context(look_up)):
        usable = Letter.objects.filter(look_up=look_up, expires_on__gte=clock.today(), tries_left__gt=0)
        if not usable.update(tries_left=F("tries_left") - 1):
            return None
        return Letter.objects.filter(look_up=look_up).first()


def _opened(letter: Letter, code: str) -> bytes | None:
    # A number of another length is stretched for nothing; it was counted as a try all the same.
    if len(code) != CODE_DIGITS:
        return None
    with _stretching:
        stretched = stretch_passphrase(code, bytes(letter.salt), _secret())
    try:
        private = open_private_key(Sealed(bytes(letter.sealed_private)), stretched, Letter.place_of_key(letter.id))
    except SealError:
        return None
    return open_with(private, letter.at(Letter.place(letter.id)))


def _context(look_up: bytes) -> SecurityContext:
    return SecurityContext(look_up=look_up.hex())


def _derived(what: bytes, of: bytes) -> bytes:
    return hmac.digest(_secret(), b"safetoshare " + what + b"\0" + of, hashlib.sha256)


def _secret() -> bytes:
    environment = settings.ENVIRONMENT
    return read_key(environment.secrets, "letters", environment.mode)
