"""Whom a recommendation is addressed to: "To chief constables and police and crime commissioners".

The phrases are data (`recipients.toml`). What is not among them is handed back as it is printed, never forced.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

_FILLER = re.compile(
    r"\b(?:to|for|and|or|the|all|each|every|both|of|in|from|this|these|their|with|jointly|together|working|police|"
    r"england|wales|recommendations?|investigation|report|inspection|equivalents?|directed|addressed)\b|[\s,;:.&()/\-–—]+",
    re.IGNORECASE,
)
# "By 27 March 2025, chief constables should ..." and "The Home Office and NPCC must ..."
_ASKING = re.compile(r"\b(?:should|must|need(?:s)? to|(?:is|are) (?:to|asked to|required to))\b")
_OPENING = re.compile(r"(?:by|within|before|with immediate effect)\b[^,]{0,60},\s*", re.IGNORECASE)
_LONGEST_OPENING = 160


@dataclass(frozen=True, slots=True)
class Recipients:
    """Codes of `recipients.toml` in the order of the text, and the words that are none of them."""

    codes: tuple[str, ...] = ()
    unknown: str = ""


NOBODY = Recipients()


@functools.cache
def _phrases() -> re.Pattern[str]:
    table = tomllib.loads(resources.files(__package__).joinpath("recipients.toml").read_text(encoding="utf-8"))
    pairs = [(phrase, code) for code, phrases in table.items() for phrase in phrases]
    # Longer phrases first: "association of police and crime commissioners" is not the commissioners.
    pairs.sort(key=lambda pair: len(pair[0]), reverse=True)
    groups = "|".join(f"(?P<{code}_{index}>{phrase})" for index, (phrase, code) in enumerate(pairs))
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)


def read_recipients(text: str) -> Recipients:
    """Read a list of addressees, as in a label ("To chief constables and PCCs")."""
    plain = text.replace("’", "'").replace("\n", " ")
    codes: list[str] = []
    for match in _phrases().finditer(plain):
        code = (match.lastgroup or "").rpartition("_")[0]
        if code not in codes:
            codes.append(code)
    if "all_recipients" in codes:
        codes = ["all_recipients"]
    rest = _FILLER.sub(" ", _phrases().sub(" ", plain)).strip()
    return Recipients(tuple(codes), re.sub(r"\s+", " ", rest))


def addressed_in(text: str) -> tuple[str, ...]:
    """Return the codes that a recommendation's own first words name: "Chief constables should ...".

    Empty when its sentence does not begin with them: whoever is named later is not addressed for that.
    """
    opening = text[:_LONGEST_OPENING].replace("\n", " ")
    opening = opening.lstrip("“\"‘' ")
    lead = _OPENING.match(opening)
    opening = opening[lead.end() :] if lead else opening
    asking = _ASKING.search(opening)
    if asking is None:
        return ()
    read = read_recipients(opening[: asking.start()])
    return () if read.unknown else read.codes
