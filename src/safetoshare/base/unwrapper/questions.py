"""Reading what a question holds. Whatever is not as it should be is bad input, and no word of it is repeated."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError

Question = dict[str, Any]
Answer = dict[str, Any]


def uuid_of(question: Question, name: str) -> UUID:
    """Return an identifier. BadInputError when there is none of that name."""
    try:
        return UUID(text_of(question, name))
    except ValueError:
        raise BadInputError(f"The question names no {name}.") from None


def text_of(question: Question, name: str) -> str:
    """Return a text that can be written down again. BadInputError when there is none of that name."""
    value = question.get(name)
    if not isinstance(value, str):
        raise BadInputError(f"The question lacks its {name}.")
    return value


def values_of(question: Question, most: int | None = None) -> list[SealedValue]:
    """Return the sealed values, at most so many. BadInputError when they are no list of such."""
    values = question.get("values")
    if not isinstance(values, list):
        raise BadInputError("The question lacks its values.")
    if most is not None and len(values) > most:
        raise BadInputError(f"One question is about {most} records at most.")
    return [SealedValue.from_json(value) for value in values]
