"""What is local to one force: its names, areas and languages, read from `force.toml` in the force's folder."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from safetoshare.base.languages import LANGUAGES
from safetoshare.core.errors import SettingError


@dataclass(frozen=True)
class Area:
    """A local authority area of the force, by its code of the Office for National Statistics."""

    code: str
    name: str


@dataclass(frozen=True)
class Force:
    """One police force, as its folder describes it."""

    name: str
    unit: str
    log_origin: str
    is_demonstration: bool
    areas: tuple[Area, ...]
    languages: tuple[str, ...]
    # After so many days the last backup that holds an erased report is destroyed.
    backups_kept_days: int
    # After so many days what somebody began to write and did not send is deleted.
    drafts_kept_days: int
    # What is asked with the receipt alone is erased so many days later at the soonest.
    erasure_wait_days: int
    # The folder below the force's own in which recordings of pages are kept.
    recordings: str = "recordings"


def read_force(folder: Path) -> Force:
    """Read `force.toml`. SettingError names what is missing or not of its kind."""
    path = folder / "force.toml"
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingError(f"SAFETOSHARE_FORCE: {path} cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: {error}") from None
    try:
        return Force(
            name=_entry(values, "name", str),
            unit=_entry(values, "unit", str),
            log_origin=_entry(values, "log_origin", str),
            is_demonstration=_entry(values, "is_demonstration", bool),
            areas=tuple(
                Area(_entry(area, "code", str), _entry(area, "name", str)) for area in _entry(values, "area", list)
            ),
            languages=tuple(_language(code) for code in _entry(values, "languages", list)),
            backups_kept_days=_days(values, "backups_kept_days"),
            drafts_kept_days=_days(values, "drafts_kept_days"),
            erasure_wait_days=_days(values, "erasure_wait_days"),
            recordings=_folder(values, "recordings"),
        )
    except _WrongEntryError as error:
        raise SettingError(f"{path}: {error}") from None


_Kind = TypeVar("_Kind", str, bool, int, list[Any])
_KINDS = {str: "a text", bool: "true or false", int: "a whole number", list: "a list"}


class _WrongEntryError(Exception):
    """An entry is missing or of another kind."""


def _entry(values: Any, name: str, kind: type[_Kind]) -> _Kind:  # noqa: ANN401  # whatever the file holds
    value = values.get(name) if isinstance(values, dict) else None
    if not isinstance(value, kind) or value == "":
        raise _WrongEntryError(f"the entry '{name}' must be {_KINDS[kind]}")
    return value


def _days(values: dict[str, Any], name: str) -> int:
    days = _entry(values, name, int)
    if isinstance(days, bool) or not 1 <= days <= 366:
        raise _WrongEntryError(f"the entry '{name}' must be a number of days from 1 to 366")
    return days


def _folder(values: dict[str, Any], name: str) -> str:
    """Return the name of a folder below the force's own; it has one by itself."""
    folder = _entry(values, name, str) if name in values else name
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", folder):
        raise _WrongEntryError(f"the entry '{name}' must be the name of a folder: letters, digits, - and _")
    return folder


def _language(code: object) -> str:
    known = [language.code for language in LANGUAGES]
    if code not in known:
        raise _WrongEntryError(f"the entry 'languages' may hold {', '.join(known)}")
    return str(code)


@cache
def current_force() -> Force:
    """Return the force whose folder SAFETOSHARE_FORCE names."""
    return read_force(settings.ENVIRONMENT.force)
