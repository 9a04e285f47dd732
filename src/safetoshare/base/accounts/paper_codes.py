"""Codes that are told in person or kept on paper: letters that no hand confuses, and a check against slips.

The alphabet has neither 0, 1, I, O nor U. Its 31 letters are a prime number, so that the last one, a weighted sum of
those before, shows every single wrong letter and every two that changed places.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
INVITATION_LENGTH: Final = 20
RECOVERY_LENGTH: Final = 10
_GROUP: Final = 5


def draw_code(length: int) -> str:
    """Draw a code of so many letters, the last of which is the check."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return drawn + _check(drawn)


def in_groups(code: str) -> str:
    """Return a code as it is shown: groups of five with a hyphen between."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_code(typed: str, length: int) -> str | None:
    """Return a code however it was typed, or None when it has a slip."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(letter for letter in folded if letter.isalnum())
    is_whole = len(code) == length and set(code) <= set(ALPHABET)
    return code if is_whole and _check(code[:-1]) == code[-1] else None


def hash_of(code: str, purpose: str, key: bytes) -> str:
    """Return what stands in a row in place of a code: a hash under the key file `one-time-codes`."""
    return hmac.digest(key, f"{purpose} {code}".encode(errors="replace"), "sha256").hex()


def _check(code: str) -> str:
    weighted = sum(place * ALPHABET.index(letter) for place, letter in enumerate(code, start=1))
    return ALPHABET[weighted % len(ALPHABET)]
