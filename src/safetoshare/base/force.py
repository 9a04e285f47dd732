"""What is local to one force: its names, areas and languages, read from `force.toml` in the force's folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

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
    local_policing_body: str
    unit: str
    log_origin: str
    is_demonstration: bool
    areas: tuple[Area, ...]
    languages: tuple[str, ...]


def read_force(folder: Path) -> Force:
    """Read `force.toml`. SettingError names what is missing or not a text."""
    path = folder / "force.toml"
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        return Force(
            name=values["name"],
            local_policing_body=values["local_policing_body"],
            unit=values["unit"],
            log_origin=values["log_origin"],
            is_demonstration=values["is_demonstration"],
            areas=tuple(Area(area["code"], area["name"]) for area in values["area"]),
            languages=tuple(values["languages"]),
        )
    except OSError as error:
        raise SettingError(f"SAFETOSHARE_FORCE: {path} cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: {error}") from None
    except KeyError as error:
        raise SettingError(f"{path}: the entry {error} is missing") from None


@cache
def current_force() -> Force:
    """Return the force whose folder SAFETOSHARE_FORCE names."""
    return read_force(settings.ENVIRONMENT.force)
