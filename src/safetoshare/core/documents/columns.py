"""What the columns of a table hold, by the words at their head."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

_LONGEST_HEAD = 80


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    ASKED = "asked"
    PART = "part"  # a sub-recommendation
    RECIPIENTS = "recipients"
    STATUS = "status"
    ANSWER = "answer"  # first answers and later updates, in the order of the columns
    OTHER = "other"


# The first that matches is taken: "sub recommendation" is not a recommendation, "response to recommendation" neither.
_HEADS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern, re.IGNORECASE))
    for column, pattern in (
        (
            Column.RECIPIENTS,
            r"(?:rec(?:ommendation)?\.?\s)?(?:owners?|recipients?|addressees?|addressed\sto|made\sto|for|to)",
        ),
        (
            Column.STATUS,
            r"(?:current\s|overall\s|rag\s)?(?:status|rag(?:\srating)?|accepted\??|position|accepted\s?/\s?not\saccepted)",
        ),
        (
            Column.ANSWER,
            r".*\b(?:response|reply|answer|update|comments?|commentary|progress|what\s(?:we|the\sforce)\b.*)(?:\b.*)?"
            r"|actions?\s(?:taken|planned|to\sbe\staken).*|what\swe\b.*",
        ),
        (Column.PART, r"sub[-\s]?(?:rec(?:ommendation)?s?|parts?|items?|actions?|sections?)?\b.*"),
        (
            Column.NUMBER,
            r"(?:(?:rec(?:ommendation)?s?|action)\.?\s?)?(?:no|nos|nr|num|number|ref(?:erence)?|#|id)\.?|rec\.?|#",
        ),
        (
            Column.ASKED,
            r"(?:.*\s)?(?:recomm?endations?|actions?)(?:\s(?:text|made|from|in|of|for)\b.*)?|what\s(?:was|is)\sasked.*",
        ),
    )
)


def columns_of(heads: Mapping[int, str]) -> dict[int, Column]:
    """Return what each column holds, by the text at its head."""
    return {index: _column(text) for index, text in heads.items()}


def is_register(columns: Mapping[int, Column]) -> bool:
    """Report whether a table with these columns holds recommendations and answers to them."""
    held = set(columns.values())
    return bool(held & {Column.ASKED, Column.NUMBER, Column.PART}) and bool(held & {Column.ANSWER, Column.STATUS})


def _column(text: str) -> Column:
    flat = " ".join(text.split()).strip(" :")
    if len(flat) > _LONGEST_HEAD:
        return Column.OTHER
    for column, pattern in _HEADS:
        if pattern.fullmatch(flat):
            return column
    return Column.OTHER
