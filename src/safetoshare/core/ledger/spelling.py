"""One spelling for each record: a JSON object of exactly a dataclass's fields, which two programs write alike.

Names are sorted, nothing stands between them, and there is no number but whole ones (as RFC 8785 would write it). What
is read back and written again gives the same bytes, or it was not a record: so a commitment is to one record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from safetoshare.core.errors import BadInputError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LARGEST_NUMBER: Final = 2**53 - 1  # what every reader of JSON can hold

_HASH = re.compile(r"[0-9a-f]{64}")
_MINUTE: Final = "%Y-%m-%dT%H:%MZ"
Record = TypeVar("Record", bound="DataclassInstance")


def encode(form: str, record: DataclassInstance) -> bytes:
    """Return a record's bytes under the name of its form. BadInputError for text that is no Unicode text."""
    content = {name: _KINDS[kind].write(getattr(record, name)) for name, kind in _fields(type(record)).items()}
    try:
        return json.dumps(
            {"form": form, **content}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        ).encode()
    except UnicodeEncodeError:
        raise BadInputError("a record's texts are valid Unicode") from None


def read(form: str, of: type[Record], encoded: bytes) -> Record:
    """Read what `encode` wrote. BadInputError for anything else, another spelling of the same record included."""
    record = record_of(form, of, content_of(encoded))
    if encode(form, record) != encoded:
        raise BadInputError("a record has one spelling only, and this is another")
    return record


def content_of(encoded: bytes) -> object:
    """Return what the bytes of a record hold. BadInputError for what is not JSON."""
    try:
        return json.loads(encoded)
    except (ValueError, RecursionError):
        raise BadInputError("a record is one JSON object in UTF-8") from None


def record_of(form: str, of: type[Record], content: object) -> Record:
    """Return the record of a JSON object. BadInputError names fields that are unknown, missing or of another kind."""
    if not isinstance(content, dict) or content.get("form") != form:
        raise BadInputError(f"this is not a {form.partition(',')[0].removeprefix('safe-to-share ')} known here")
    wrong = sorted(set(content) ^ {"form", *_fields(of)})
    if wrong:
        raise BadInputError(f"a record has exactly its own fields; unknown or missing: {', '.join(wrong)[:200]}")
    values: dict[str, Any] = {}
    for name, kind in _fields(of).items():
        try:
            values[name] = _KINDS[kind].read(content[name])
        except (AttributeError, TypeError, ValueError):
            raise BadInputError(f"a record's {name} is not of its kind") from None
        if _KINDS[kind].write(values[name]) != content[name]:
            # A day or an identifier can be written in several ways: a record has one.
            raise BadInputError(f"a record's {name} has one spelling only, and this is another")
    return of(**values)


def check_place(number: int, previous: str) -> None:
    """Refuse a running number that is none, and a first record with one before it. BadInputError."""
    if not 1 <= number <= LARGEST_NUMBER:
        raise BadInputError("a record's number is a whole number from 1")
    if (number == 1) != (previous == ""):
        raise BadInputError("a person's first record has none before it, every other one has")


def check_hashes(record: DataclassInstance, names: Iterable[str]) -> None:
    """Refuse a field that is neither empty nor the digits of a hash. BadInputError."""
    for name in names:
        value = getattr(record, name)
        if value and not _HASH.fullmatch(value):
            raise BadInputError(f"a record's {name} is 64 hexadecimal digits, or empty")


def minute_of(moment: datetime) -> datetime:
    """Return a moment in UTC without its seconds. BadInputError without a time zone."""
    if moment.tzinfo is None:
        raise BadInputError("a record's time needs its time zone")
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How values of one kind stand in JSON."""

    write: Callable[[Any], object]
    read: Callable[[Any], object]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return [_text(one) for one in value]


def _number(value: object) -> int:
    if type(value) is not int:  # True is none
        raise TypeError
    return value


def _moment(value: object) -> datetime:
    return datetime.strptime(_text(value), _MINUTE).replace(tzinfo=UTC)


_KINDS: Final = {
    "str": _Kind(_text, _text),
    "int": _Kind(_number, _number),
    "UUID": _Kind(str, UUID),
    "date": _Kind(date.isoformat, date.fromisoformat),
    "date | None": _Kind(lambda day: day and day.isoformat(), lambda text: text and date.fromisoformat(text)),
    "datetime": _Kind(lambda moment: moment.strftime(_MINUTE), _moment),
    "tuple[str, ...]": _Kind(_texts, lambda value: tuple(_texts(value))),
}


@cache
def _fields(of: type[DataclassInstance]) -> dict[str, str]:
    """Return name -> kind. Annotations are text in the modules of records (`from __future__ import annotations`)."""
    return {field.name: str(field.type) for field in fields(of)}
