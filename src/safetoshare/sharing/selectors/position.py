"""What the force itself is on record as having said about sharing (Rec 1): its folder's `policy/position.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from safetoshare.base.languages import said
from safetoshare.core.errors import SettingError


@dataclass(frozen=True)
class RecordedPosition:
    """A statement with its day and source; `says` holds it in each language."""

    on: date
    source: str
    says: Mapping[str, str]

    @property
    def text(self) -> str:
        """The statement in the language of the page, else in English."""
        return said(self.says)


@lru_cache(maxsize=4)
def recorded_position(folder: Path) -> RecordedPosition | None:
    """Return the position in a force's folder, None if it records none. SettingError: the file is not complete."""
    path = folder / "policy" / "position.toml"
    if not path.is_file():
        return None
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: {error}") from None
    match content:
        case {"on": date() as day, "source": str(source), "says": {"en": str()}}:
            return RecordedPosition(day, source, content["says"])
    raise SettingError(f"{path} needs on (a day), source and says.en")
