"""Entries of a register file, each checked as it is read: DocumentError says which, and what may stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from safetoshare.core.errors import DocumentError

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"(?:Action )?[0-9]{1,3}[a-z]?")
_Kind = TypeVar("_Kind", str, int, date, list[Any], dict[str, Any])
_KINDS = {str: "a text", int: "a number", date: "a day", list: "a list", dict: "a table"}
_LONGEST = 20_000


def entry(table: Any, name: str, kind: type[_Kind]) -> _Kind:  # noqa: ANN401  # whatever the file holds
    """Return an entry of that kind, which is not empty."""
    value = table.get(name) if isinstance(table, Mapping) else None
    # A time is a day to Python, and true is a number.
    if not isinstance(value, kind) or value == "" or isinstance(value, bool | datetime):
        raise DocumentError(f"register file: the entry '{name}' must be {_KINDS[kind]}")
    if isinstance(value, str) and ("\0" in value or len(value) > _LONGEST):
        raise DocumentError(f"register file: the entry '{name}' is no readable text")
    return value


def short(table: Any, name: str) -> str:  # noqa: ANN401  # whatever the file holds
    """Return a text of one line of at most 300 characters."""
    value = entry(table, name, str).strip()
    if not value or len(value) > 300 or "\n" in value:  # as wide as the columns
        raise DocumentError(f"register file: the entry '{name}' must be one line of at most 300 characters")
    return value


def truth(table: Mapping[str, Any], name: str) -> bool:
    """Return true or false."""
    value = table.get(name)
    if not isinstance(value, bool):
        raise DocumentError(f"register file: the entry '{name}' must be true or false")
    return value


def tables(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return a list of tables, which may be missing."""
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise DocumentError(f"register file: the entry '{name}' must be a list of tables: [[{name}]]")
    return found


def texts(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of texts that is not empty."""
    values = entry(table, name, list)
    if not values or not all(isinstance(value, str) and value for value in values):
        raise DocumentError(f"register file: the entry '{name}' must be a list of texts")
    return tuple(values)


def slug(table: Mapping[str, Any], name: str, what: str) -> str:
    """Return a code that can stand in an address."""
    return _matching(entry(table, name, str), _SLUG, what)


def number(table: Mapping[str, Any], name: str = "number") -> str:
    """Return the number of a recommendation or action, which is text."""
    return _matching(entry(table, name, str), _NUMBER, "number")


def only(table: Mapping[str, Any], known: Sequence[str], what: str) -> None:
    """Refuse entries that nothing reads: a mistyped name would vanish in silence."""
    if unknown := sorted(set(table) - set(known)):
        raise DocumentError(f"register file: {what} has no entry '{unknown[0]}'; it may have {', '.join(known)}")


def all_known(values: Sequence[str], known: Sequence[str], name: str) -> tuple[str, ...]:
    """Return the values, all of which are known."""
    for value in values:
        if value not in known:
            raise DocumentError(f"register file: '{name}' says '{value}'; it may say {', '.join(known)}")
    return tuple(values)


def once(values: Sequence[str], what: str) -> None:
    """Refuse what is there more than once."""
    if twice := sorted({value for value in values if values.count(value) > 1}):
        raise DocumentError(f"register file: {what} {', '.join(twice)} is there more than once")


def _matching(value: str, pattern: re.Pattern[str], what: str) -> str:
    if not pattern.fullmatch(value):
        raise DocumentError(f"register file: the {what} '{value}' is not of the form {pattern.pattern}")
    return value
