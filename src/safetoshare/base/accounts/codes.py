"""One-time codes by time (RFC 6238): six digits, thirty seconds, each used at most once."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime
from math import ceil
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from safetoshare.core.vault import DataKey, Place, Sealed, open_sealed, seal

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20


def new_code_secret() -> bytes:
    """Draw the secret that a member's authenticator holds too."""
    return secrets.token_bytes(SECRET_BYTES)


def seal_code_secret(secret: bytes, account: UUID, key: bytes) -> Sealed:
    """Seal the secret under the key file `one-time-codes`."""
    return seal(DataKey(key), secret, _place(account))


def open_code_secret(sealed: bytes, account: UUID, key: bytes) -> bytes:
    """Return the secret; SealError when the row was altered or belongs to another account."""
    return open_sealed(DataKey(key), Sealed(sealed), _place(account))


def code_for_step(secret: bytes, step: int) -> str:
    """Return the code of one time step."""
    # RFC 6238 and every authenticator use SHA-1 here; in HMAC it is sound.
    totp = TOTP(secret, DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303
    return totp.generate(step * STEP_SECONDS).decode("ascii")


def current_step(at: datetime) -> int:
    """Return the number of the time step that `at` falls into."""
    return int(at.timestamp()) // STEP_SECONDS


def matching_step(secret: bytes, code: str, at: datetime) -> int | None:
    """Return the step whose code this is: now, or one step to either side. Whether it was used is not looked at."""
    typed = fold_code(code).encode(errors="replace")
    now = current_step(at)
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(code_for_step(secret, step).encode(), typed):
            return step
    return None


def fold_code(code: str) -> str:
    """Return a code as it is meant: digits of any script as 0 to 9, without spaces and invisible marks."""
    seen = (letter for letter in code if unicodedata.category(letter) != "Cf" and not letter.isspace())
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in seen)


def next_usable_code(secret: bytes, at: datetime, last_used: int) -> str:
    """Return the code to type now: this step's, or the next one's when this one is spent (demonstration only).

    Empty when the next one is spent too: the one after it is accepted after `seconds_until_usable`.
    """
    return "" if seconds_until_usable(at, last_used) else code_for_step(secret, max(current_step(at), last_used + 1))


def seconds_until_usable(at: datetime, last_used: int) -> int:
    """Return after how many whole seconds a code is accepted again: 0 unless the next step's code is spent."""
    return max(0, ceil(last_used * STEP_SECONDS - at.timestamp()))


def _place(account: UUID) -> Place:
    return Place(record=account, table="base_account", group="code_secret", version=1)
