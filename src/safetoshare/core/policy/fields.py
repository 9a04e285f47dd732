"""Reads the fields of a policy or claims file and notes each problem with its line and cure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import Box, contains, intersect
from safetoshare.core.policy.spelling import shown, suggestion, unprintable
from safetoshare.core.policy.toml_file import TomlFile
from safetoshare.core.policy.vocabulary import Vocabulary

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class Fields:
    """One table of a file: `header` and `number` find its lines, `place` names it to people."""

    file: TomlFile
    content: Mapping[str, Any]
    header: str = ""
    number: int = 0
    place: str = ""

    def problem(self, message: str, key: str = "") -> None:
        """Note a problem at the line of a key, or of the table."""
        line = self.file.line(self.header, self.number, key)
        self.file.problems.append((line, f"{self.place}: {message}" if self.place else message))

    @property
    def line(self) -> int:
        """The line of the table's header."""
        return self.file.line(self.header, self.number)

    def only(self, known: Iterable[str]) -> None:
        """Note every key that is not known."""
        valid = list(known)
        for key in self.content:
            if key not in valid:
                self.problem(f"there is no field {suggestion(key, valid)}", key)

    def name(self, key: str) -> str:
        """Return a name of at most 80 letters, digits and . _ -, or "" after a problem."""
        value = self.text(key)
        if value and not _NAME.fullmatch(value):
            self.problem(f"{key} {shown(value)} must be letters, digits and . _ - only, at most 80", key)
            return ""
        return value

    def text(self, key: str) -> str:
        """Return a text that must stand here and not be empty; "" after a problem."""
        if key not in self.content:
            self.problem(f'{key} is missing: write {key} = "…"')
            return ""
        return self._text(self.content[key], key)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts, () if it may be absent and is, or after a problem."""
        if key not in self.content:
            if required:
                self.problem(f'{key} is missing: write {key} = ["…"]')
            return ()
        value = self.content[key]
        if not isinstance(value, list) or (required and not value):
            self.problem(f'{key} must be a list of texts: {key} = ["…"]', key)
            return ()
        return tuple(self._text(item, key) for item in value)

    def words(self, key: str, known: Mapping[str, object]) -> tuple[str, ...]:
        """Return a list of words of a closed list, in that list's order and each once."""
        written = self.texts(key)
        for word in written:
            if word and word not in known:
                self.problem(f"{key} has no value {suggestion(word, known)}", key)
        return tuple(word for word in known if word in written)

    def day(self, key: str) -> date:
        """Return a day, a TOML date or "YYYY-MM-DD"; some day after a problem."""
        value = self.content.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        found = parse_day(value)
        if found is None:
            self.problem(f"{key} must be a day: {key} = 2026-11-22", key)
            return date.min
        return found

    def tables(self, key: str, header: str) -> list[Mapping[str, Any]]:
        """Return the tables written as `[[header]]`, of which there must be one; [] after a problem."""
        value = self.content.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(x, dict) for x in value):
            self.problem(f"needs at least one [[{header}]]", key)
            return []
        return value

    def box(self, key: str, vocabulary: Vocabulary) -> Box | None:
        """Return the box of a table attribute -> values; None after a problem."""
        if key not in self.content:
            self.problem(f'{key} is missing: write {key} = {{ recipient = ["…"] }}')
            return None
        return self.read_box(self.content[key], key, vocabulary)

    def cut_box(self, key: str, vocabulary: Vocabulary) -> tuple[Box | None, Box | None]:
        """Return the box under a key and the one under `except`, if any, that is taken out of it.

        None in a problem's place; an `except` that takes away nothing or everything is one.
        """
        box = self.box(key, vocabulary)
        if "except" not in self.content:
            return box, None
        cut = self.box("except", vocabulary)
        if box is None or cut is None:
            return box, cut
        if contains(cut, box):
            self.problem(f"except takes away all of {key}, so nothing is left", "except")
        elif intersect(box, cut) is None:
            pairs = zip(vocabulary.attributes, box, cut, strict=True)
            outside = ", ".join(attribute.id for attribute, a, b in pairs if not a & b)
            self.problem(
                f"except takes nothing away: its {outside} lies outside {key}; correct one of them",
                "except",
            )
        return box, cut

    def read_box(self, value: object, key: str, vocabulary: Vocabulary) -> Box | None:
        """Return the box of a value that stands under a key; None after a problem."""
        if not isinstance(value, dict):
            self.problem(f'{key} must be a table: {key} = {{ recipient = ["…"] }}', key)
            return None
        try:
            return vocabulary.box(value)
        except PolicyError as error:
            for problem in error.problems:
                self.problem(f"{key}: {problem}", key)
            return None

    def _text(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value.strip():
            self.problem(f"{key} must be text in quotes, and not empty", key)
            return ""
        if hidden := unprintable(value):
            self.problem(f"{key} holds the invisible character {hidden}: take it out", key)
            return ""
        return value.strip()


def parse_day(value: object) -> date | None:
    """Return the day written as "YYYY-MM-DD", or None if it is not one."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
