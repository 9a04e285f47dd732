"""The victim's receipt: 24 digits that are the only key to her report.

Six groups of four: 22 digits are drawn at random (73 bits, and every guess costs an argon2id and
needs a pepper), two are check digits (ISO 7064 MOD 97-10), which catch every single wrong digit
and every two neighbours exchanged. She may type it with the digits of any script, and with spaces,
hyphens, full stops or invisible marks wherever her keyboard or a message put them.

What stands in the database is derived (architecture: "Keys")::

    r       = argon2id(receipt, site salt)                19 MiB, 2 passes, 1 lane
    look-up = HMAC-SHA256(pepper, "id" | r)               finds the report
    key     = HKDF-SHA256(r, second pepper | report salt)  opens its mailbox

On a page the groups stand in an element of direction left-to-right: in Arabic or Urdu text they
would otherwise be shown in reverse order.
"""

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safetoshare.core.errors import BadInputError, ReceiptError
from safetoshare.core.vault import KEY_SIZE, SALT_SIZE, StretchedKey

StretchedReceipt = NewType("StretchedReceipt", bytes)
"""r: 32 bytes, made once a request, never stored."""
LookUp = NewType("LookUp", bytes)
"""32 bytes that find a report; they stand in the database and open nothing."""

RANDOM_DIGITS: Final = 22
RECEIPT_DIGITS: Final = 24
GROUP_DIGITS: Final = 4
LONGEST_TEXT: Final = 1000
STRETCH_MEMORY_KIB: Final = 19 * 1024
STRETCH_PASSES: Final = 2
STRETCH_LANES: Final = 1

# White space and dashes; every character of format (bidi marks, zero-width joiners, soft hyphen).
_PASSED_OVER_CATEGORIES: Final = frozenset({"Zs", "Zl", "Zp", "Pd", "Cf"})
# White space that Unicode counts as control; minus sign and hyphen bullet; full stops (Latin, Urdu,
# fullwidth, ideographic, halfwidth); variation selectors, which phones add to digits unseen.
_PASSED_OVER: Final = frozenset("\t\n\v\f\r\x85\u2212\u2043.\u06d4\uff0e\u3002\uff61") | frozenset(
    chr(code) for code in range(0xFE00, 0xFE10)
)


class ReceiptProblem(StrEnum):
    """Why a text is not a receipt; the pages have a sentence for each, in every language."""

    TOO_FEW_DIGITS = "too_few_digits"
    TOO_MANY_DIGITS = "too_many_digits"
    OTHER_CHARACTERS = "other_characters"
    CHECK_DIGITS = "check_digits"


class MistypedReceiptError(ReceiptError):
    """What was typed is not a receipt. `problem` says why; the text itself is nowhere in it."""

    def __init__(self, problem: ReceiptProblem) -> None:
        super().__init__(f"not a receipt: {problem.value}")
        self.problem = problem


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """A receipt whose check digits fit: `digits` holds 24 digits 0-9. Its repr and str show none.

    Raises `MistypedReceiptError` for anything else.
    """

    digits: str

    def __post_init__(self) -> None:
        problem = _problem_of(self.digits)
        if problem is not None:
            raise MistypedReceiptError(problem)

    def __repr__(self) -> str:
        return "Receipt(hidden)"

    def grouped(self) -> str:
        """Return the six groups of four, as they are shown and written down."""
        return " ".join(self._groups())

    def last_two_groups(self) -> str:
        """Return the groups that she types once to show that she has written the receipt down."""
        return " ".join(self._groups()[-2:])

    def _groups(self) -> tuple[str, ...]:
        starts = range(0, RECEIPT_DIGITS, GROUP_DIGITS)
        return tuple(self.digits[start : start + GROUP_DIGITS] for start in starts)


def check_digits(number: str) -> str:
    """Return the two ISO 7064 MOD 97-10 check digits (02 to 98) of a string of digits 0-9."""
    return f"{98 - int(number) * 100 % 97:02d}"


def draw_receipt() -> Receipt:
    """Draw a receipt from the operating system's generator."""
    number = f"{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
    return Receipt(number + check_digits(number))


def read_receipt(text: str) -> Receipt:
    """Return the receipt that a person typed, in any script's digits, with any usual separators.

    Raises `MistypedReceiptError` with the first problem of: other characters, too few digits, too
    many, check digits. A text of more than 1,000 characters has too many and is not looked at.
    """
    if len(text) > LONGEST_TEXT:
        raise MistypedReceiptError(ReceiptProblem.TOO_MANY_DIGITS)
    return Receipt(digits_of(text))


def digits_of(text: str) -> str:
    """Return a typed number with any script's digits as 0 to 9 and without separators; other letters stay."""
    return "".join(_digit_or_letter(letter) for letter in text)


def stretch_receipt(receipt: Receipt, site_salt: bytes) -> StretchedReceipt:
    """Return r: once a request, outside any transaction, in a bounded pool, for it takes 19 MiB.

    `site_salt` is at least 16 bytes, the same for all receipts of a site; else `BadInputError`.
    """
    _need(site_salt, SALT_SIZE, "the site salt")
    return StretchedReceipt(
        hash_secret_raw(
            receipt.digits.encode(),
            site_salt,
            time_cost=STRETCH_PASSES,
            memory_cost=STRETCH_MEMORY_KIB,
            parallelism=STRETCH_LANES,
            hash_len=KEY_SIZE,
            type=Type.ID,
        )
    )


def look_up(stretched: StretchedReceipt, pepper: bytes) -> LookUp:
    """Return what finds the report; `pepper` is at least 32 bytes, else `BadInputError`."""
    _need(pepper, KEY_SIZE, "the pepper")
    return LookUp(hmac.digest(pepper, b"id" + stretched, "sha256"))


def receipt_key(stretched: StretchedReceipt, second_pepper: bytes, report_salt: bytes) -> StretchedKey:
    """Return the key under which the report's mailbox key is sealed.

    `second_pepper` is exactly 32 bytes, so that pepper and salt cannot run into one another;
    `report_salt` is at least 16. Else `BadInputError`. Destroying `report_salt` destroys the key:
    that is erasure.
    """
    if len(second_pepper) != KEY_SIZE:
        raise BadInputError("the second pepper is 32 bytes")
    _need(report_salt, SALT_SIZE, "the report salt")
    derivation = HKDF(
        algorithm=SHA256(),
        length=KEY_SIZE,
        salt=second_pepper + report_salt,
        info=b"safetoshare receipt key",
    )
    return StretchedKey(derivation.derive(stretched))


def _digit_or_letter(letter: str) -> str:
    """Return 0-9 for a decimal digit of any script, nothing for a separator, else the letter."""
    if letter in _PASSED_OVER or unicodedata.category(letter) in _PASSED_OVER_CATEGORIES:
        return ""
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


def _problem_of(digits: str) -> ReceiptProblem | None:
    if digits and not (digits.isascii() and digits.isdigit()):
        return ReceiptProblem.OTHER_CHARACTERS
    if len(digits) < RECEIPT_DIGITS:
        return ReceiptProblem.TOO_FEW_DIGITS
    if len(digits) > RECEIPT_DIGITS:
        return ReceiptProblem.TOO_MANY_DIGITS
    if check_digits(digits[:RANDOM_DIGITS]) != digits[RANDOM_DIGITS:]:
        return ReceiptProblem.CHECK_DIGITS
    return None


def _need(value: bytes, least: int, name: str) -> None:
    if len(value) < least:
        raise BadInputError(f"{name} is at least {least} bytes")
