"""How many sign a version, and how long before a worse one takes effect: the force's `policy/activation.toml`.

People who were shown an older promise are told before a worse one takes effect: the days here say how long before.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from safetoshare.core.errors import SettingError

# A file cannot switch the locks off: fewer than these are not read.
FEWEST_SIGNATURES = 2
FEWEST_DAYS = 7


@dataclass(frozen=True)
class Activation:
    """What a force asks of a version that is to come into force."""

    signatures: int
    notice_days: int


@lru_cache(maxsize=4)
def activation_of(folder: Path) -> Activation:
    """Return what a force's folder asks. SettingError: there is no such file, or it asks for too little."""
    path = folder / "policy" / "activation.toml"
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: {error}") from None
    match content:
        case {"signatures": int() as signatures, "notice_days": int() as days, "source": str(), "mark": str()} if (
            signatures >= FEWEST_SIGNATURES and days >= FEWEST_DAYS
        ):
            return Activation(signatures, days)
    raise SettingError(
        f"{path} needs signatures (at least {FEWEST_SIGNATURES}), notice_days (at least {FEWEST_DAYS}), source and mark"
    )
