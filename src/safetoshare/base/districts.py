"""Which areas of the force a postcode's first half lies in, read from `postcodes.toml` in the force's folder.

The table holds districts and areas alone: no coordinate, no address. It is looked up in memory, so that nobody
outside learns where somebody asks for help.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from safetoshare.base.force import current_force
from safetoshare.core.errors import SettingError
from safetoshare.core.postcodes import is_district

_MARKS = ("R", "R2", "B")


@dataclass(frozen=True)
class Districts:
    """The areas of each district by their codes, in the force's order; and where the table was read, and how surely."""

    areas: Mapping[str, tuple[str, ...]]
    source: str
    mark: str
    read_on: date


def read_districts(folder: Path, areas: Sequence[str]) -> Districts:
    """Read `postcodes.toml`, of which each area is one of `areas`. SettingError names what is wrong with it."""
    path = folder / "postcodes.toml"
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingError(f"SAFETOSHARE_FORCE: {path} cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: {error}") from None
    source, mark, read_on = values.get("source"), values.get("mark"), values.get("read_on")
    if not isinstance(source, str) or not source:
        raise SettingError(f"{path}: the entry 'source' must be a text")
    if mark not in _MARKS:
        raise SettingError(f"{path}: the entry 'mark' must be one of {', '.join(_MARKS)}")
    if type(read_on) is not date:
        raise SettingError(f"{path}: the entry 'read_on' must be a day such as 2026-11-22")
    found: dict[str, tuple[str, ...]] = {}
    for lie in _lists(path, values.get("lie")):
        codes = _known(path, "areas", lie.get("areas"), set(areas))
        for district in _known(path, "districts", lie.get("districts"), None):
            if district in found:
                raise SettingError(f"{path}: the district {district} stands twice")
            found[district] = tuple(area for area in areas if area in codes)
    return Districts(found, source, str(mark), read_on)


@cache
def current_districts() -> Districts:
    """Return the table of the force whose folder SAFETOSHARE_FORCE names."""
    return read_districts(settings.ENVIRONMENT.force, [area.code for area in current_force().areas])


def _lists(path: Path, values: object) -> list[dict[str, Any]]:
    if not isinstance(values, list) or not values or not all(isinstance(one, dict) for one in values):
        raise SettingError(f"{path}: must hold [[lie]], each with 'areas' and 'districts'")
    return values


def _known(path: Path, name: str, values: object, areas: set[str] | None) -> list[str]:
    """Return a list of areas that the force has or, without `areas`, of districts."""
    found = [one for one in values if isinstance(one, str)] if isinstance(values, list) else []
    if found and found == values and all(is_district(one) if areas is None else one in areas for one in found):
        return found
    what = "districts such as BS1" if areas is None else "codes of areas in force.toml"
    raise SettingError(f"{path}: each entry '{name}' must be a list of {what}")
