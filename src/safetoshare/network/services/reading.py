"""Reading values out of JSON, with every complaint kept and its place named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
# What stands for a value that could not be read, until the complaint is raised.
_NO_ID = UUID(int=0)
_NO_DAY = date.min


class Reading:
    """Reads one file's values; `problems` holds a line for each that is missing or not of its kind."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.problems: list[str] = []

    def complain(self, place: str, problem: str) -> None:
        """Keep a problem with its place."""
        self.problems.append(f"{self._name}: {place.lstrip('.') or 'the whole'}: {problem}")

    def mapping(self, value: object, place: str, known: set[str]) -> dict[str, Any]:
        """Return an object of known names; others are complained of."""
        if not isinstance(value, dict):
            self.complain(place, "must be an object with names and values")
            return {}
        for name in value.keys() - known:
            self.complain(f"{place}.{name}", f"is not known here; known are {', '.join(sorted(known))}")
        return value

    def items(self, values: dict[str, Any], name: str, place: str) -> Iterator[tuple[Any, str]]:
        """Yield each item of a list, which may be left out, with its place."""
        found = values.get(name, [])
        if not isinstance(found, list):
            self.complain(f"{place}.{name}", "must be a list")
            return
        for position, item in enumerate(found):
            yield item, f"{place}.{name}[{position}]"

    def text(
        self, values: dict[str, Any], name: str, place: str, *, optional: bool = False, at_most: int = 2000
    ) -> str:
        """Return a text of one line that holds no postcode; the empty text where it may be left out and is."""
        value = values.get(name)
        if value is None and optional and name not in values:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.complain(f"{place}.{name}", "must be a text; leave out what is not known")
            return ""
        if len(value) > at_most:
            self.complain(f"{place}.{name}", f"is longer than {at_most} characters")
        if _CONTROL.search(value):
            self.complain(f"{place}.{name}", "holds a line break or a control character")
        if _POSTCODE.search(value):
            self.complain(f"{place}.{name}", "holds a postcode: a directory of safe places names no address")
        return value

    def choice(self, values: dict[str, Any], name: str, place: str, known: Sequence[str]) -> str:
        """Return one of the known values."""
        value = values.get(name)
        if isinstance(value, str) and value in known:
            return value
        self.complain(f"{place}.{name}", f"must be one of {', '.join(known)}")
        return ""

    def codes(
        self, values: dict[str, Any], name: str, place: str, is_code: Callable[[str], bool], what: str
    ) -> tuple[str, ...]:
        """Return a list of codes, which may be left out; each once."""
        found = [item for item, _ in self.items(values, name, place)]
        if not all(isinstance(code, str) and is_code(code) for code in found) or len(set(map(str, found))) < len(found):
            self.complain(f"{place}.{name}", f"must be {what}, each once")
            return ()
        return tuple(found)

    def yes(self, values: dict[str, Any], name: str, place: str) -> bool:
        """Return true or false; false where it is left out."""
        value = values.get(name, False)
        if not isinstance(value, bool):
            self.complain(f"{place}.{name}", "must be true or false")
        return value is True

    def day(self, values: dict[str, Any], name: str, place: str) -> date:
        """Return a day, written 2026-11-22."""
        value = values.get(name)
        try:
            if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.complain(f"{place}.{name}", "must be a day such as 2026-11-22")
        return _NO_DAY

    def uuid(self, values: dict[str, Any], name: str, place: str) -> UUID:
        """Return an id, written in lower case with hyphens."""
        value = values.get(name)
        try:
            if isinstance(value, str) and str(UUID(value)) == value:
                return UUID(value)
        except ValueError:
            pass
        self.complain(f"{place}.{name}", "must be an id (uuid) in lower case with hyphens")
        return _NO_ID
