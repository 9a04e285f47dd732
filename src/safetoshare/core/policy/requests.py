"""A request to share: one JSON object with every attribute of the vocabulary and no other.

Attributes of several values (`actor`, `subject`, `pathway`, `data`) may be lists; `id` is echoed,
and `at` and `promised_at` are days. Nothing is guessed: an unknown value is an error that names
the nearest one, never "other".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.fields import parse_day
from safetoshare.core.policy.spelling import choices, suggestion
from safetoshare.core.policy.vocabulary import Attribute, Vocabulary

DAYS = ("at", "promised_at")
EXTRA_FIELDS = ("id", *DAYS)


@dataclass(frozen=True, slots=True)
class Request:
    """A request: for each attribute, in order, the values given, sorted and each once."""

    values: tuple[tuple[str, ...], ...]
    id: str | int | None = None
    at: date | None = None
    promised_at: date | None = None


def read_request(text: str | bytes, vocabulary: Vocabulary) -> Request:
    """Return the request in one JSON text; PolicyError holds every problem."""
    return parse_request(read_object(text), vocabulary)


def read_object(text: str | bytes) -> dict[str, object]:
    """Return the object in one JSON text; PolicyError says what it is instead."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        content = json.loads(decoded, object_pairs_hook=_object)
    except RecursionError:
        raise PolicyError("nested too deeply: give one JSON object with all attributes") from None
    except ValueError as error:
        reason = "not UTF-8" if isinstance(error, UnicodeDecodeError) else f"not JSON: {error}"
        raise PolicyError(f"{reason}: give one JSON object with all attributes") from None
    if not isinstance(content, dict):
        raise PolicyError("not a JSON object: give one with all attributes")
    return content


def parse_request(content: Mapping[str, object], vocabulary: Vocabulary) -> Request:
    """Return the request of attribute -> value or values; PolicyError holds every problem."""
    known = [*vocabulary.positions, *EXTRA_FIELDS]
    problems = [f"there is no attribute {suggestion(name, known)}" for name in content if name not in known]
    values = tuple(_values(attribute, content, problems) for attribute in vocabulary.attributes)
    days = {name: _day(name, content, problems) for name in DAYS}
    name = _id(content, problems)
    if problems:
        raise PolicyError(*problems)
    return Request(values, name, days["at"], days["promised_at"])


def _values(attribute: Attribute, content: Mapping[str, object], problems: list[str]) -> tuple[str, ...]:
    if attribute.id not in content:
        problems.append(f"{attribute.id} is missing: {choices(attribute.bits)}")
        return ()
    given = content[attribute.id]
    if isinstance(given, list) and attribute.several == "no":
        problems.append(f"{attribute.id} must be one value, not a list")
        return ()
    members = given if isinstance(given, list) else [given]
    if not members:
        problems.append(f"{attribute.id} is an empty list: give at least one value")
    for member in members:
        if not isinstance(member, str):
            problems.append(f"{attribute.id} must be text")
        elif member not in attribute.bits:
            problems.append(f"{attribute.id} has no value {suggestion(member, attribute.bits)}")
    return tuple(value for value in attribute.bits if value in members)


def _id(content: Mapping[str, object], problems: list[str]) -> str | int | None:
    name = content.get("id")
    if name is None or isinstance(name, str) or (isinstance(name, int) and not isinstance(name, bool)):
        return name
    problems.append("id must be text or a whole number")
    return None


def _day(name: str, content: Mapping[str, object], problems: list[str]) -> date | None:
    if name not in content:
        return None
    day = parse_day(content[name])
    if day is None:
        problems.append(f'{name} must be a day such as "2026-11-22"')
    return day


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a name written twice: readers of JSON differ in which one counts."""
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a name is written twice")
    return content
