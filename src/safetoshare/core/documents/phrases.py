"""A small language for phrases kept as data: "await* ... {national}" (its rules: head of `stances.toml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_GAP = r"(?:[^\s]{1,40}[\s,]+){0,6}?"
_BETWEEN = r"[\s,]+"
_WORD_START = r"(?<![\w’'-])"
_WORD_END = r"(?![\w’'-])"
_PLACE = re.compile(r"\{([a-z_]+)\}")


def compile_phrases(phrases: Sequence[str], words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Return one pattern that finds any of the phrases; KeyError names a "{place}" that `words` does not know."""
    return re.compile("|".join(_phrase(phrase, words) for phrase in phrases), re.IGNORECASE)


def _phrase(phrase: str, words: Mapping[str, Sequence[str]]) -> str:
    pattern = ""
    for written in phrase.split():
        place = _PLACE.fullmatch(written)
        if written == "...":
            pattern += _GAP
        elif place:
            options = "|".join(_phrase(option, words) for option in words[place[1]])
            pattern += f"(?:{options}){_BETWEEN}"
        elif written.endswith("?"):
            pattern += f"(?:{_word(written[:-1])}{_BETWEEN})?"
        else:
            pattern += _word(written) + _BETWEEN
    return pattern.removesuffix(_BETWEEN)


def _word(written: str) -> str:
    options = "|".join(
        re.escape(option.removesuffix("*")).replace("'", "[’']") + (r"\w*" if option.endswith("*") else "")
        for option in written.split("/")
    )
    return f"{_WORD_START}(?:{options})(?:[’']s)?{_WORD_END}"
