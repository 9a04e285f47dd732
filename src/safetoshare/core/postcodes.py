"""The outward part of a postcode, as people type it: `BS1` of "bs1 4qa", "BS14QA", "BS1 4" or "ＢＳ１".

A postcode says where somebody lives, so only the half that names a district of thousands of homes is read, and the
rest is dropped here. A space says where the first half ends: "BA2 1" is BA2 (Bath), "BA21" is BA21 (Yeovil). Where
a whole postcode stands, its last three characters say it (Royal Mail's form: a digit and two letters).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Far more than any spelling takes; a longer text is not looked at.
LONGEST_TEXT: Final = 100

_DISTRICT = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_IS_DISTRICT: Final = re.compile(_DISTRICT)
_WHOLE: Final = re.compile(rf"({_DISTRICT})[0-9][A-Z]{{2}}")
# The first half, perhaps with a space before its number, and as much of the second as was typed after a space.
_BEGINNING: Final = re.compile(r"([A-Z]{1,2}) ?([0-9][A-Z0-9]?)(?: [0-9][A-Z]?)?")
_SEPARATORS: Final = frozenset({"Zs", "Zl", "Zp", "Pd"})
_SEPARATING: Final = frozenset("\t\n\v\f\r.,\u2212\u06d4\u3002\u060c")


class PostcodeProblem(StrEnum):
    """Why a text is no postcode; the pages have a sentence for each."""

    TOO_LONG = "too_long"
    NOT_A_POSTCODE = "not_a_postcode"


@dataclass(frozen=True, slots=True, repr=False)
class Outward:
    """The outward part of a postcode. Its repr does not show it: it is about where somebody lives."""

    code: str

    def __repr__(self) -> str:
        return "Outward(hidden)"


def is_district(code: str) -> bool:
    """Whether it is written as the outward part of a postcode: capitals and digits, no space."""
    return _IS_DISTRICT.fullmatch(code) is not None


def read_outward(text: str) -> Outward | PostcodeProblem:
    """Return the outward part of a postcode, whole or not, in any case, with any script's digits and any spaces."""
    if len(text) > LONGEST_TEXT:
        return PostcodeProblem.TOO_LONG
    spaced = " ".join("".join(_plain(letter) for letter in unicodedata.normalize("NFKC", text)).split())
    # Before capitals are made: those of "ß" and "ı" would be letters that nobody typed.
    if not spaced.isascii():
        return PostcodeProblem.NOT_A_POSTCODE
    spaced = spaced.upper()
    if whole := _WHOLE.fullmatch(spaced.replace(" ", "")):
        return Outward(whole[1])
    if beginning := _BEGINNING.fullmatch(spaced):
        return Outward(beginning[1] + beginning[2])
    return PostcodeProblem.NOT_A_POSTCODE


def _plain(letter: str) -> str:
    """Return 0-9 for a digit of any script, a space for what separates, nothing for an invisible mark."""
    category = unicodedata.category(letter)
    if category == "Cf" or "\ufe00" <= letter <= "\ufe0f":
        return ""
    if category in _SEPARATORS or letter in _SEPARATING:
        return " "
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)
