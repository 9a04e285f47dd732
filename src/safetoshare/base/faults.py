"""How an unforeseen error is told: its kind and the places it passed through, never its message.

A message may repeat what a frightened person wrote: a database's, for one, quotes the row that it refused.
"""

from __future__ import annotations

import traceback
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def kind_and_places(error: BaseException | None) -> str:
    """Return where it broke, then the way there through our own code: names of files and functions, no values."""
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    shown = [*[frame for frame in frames[:-1] if Path(frame.filename).is_relative_to(PACKAGE)], *frames[-1:]]
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(shown))
    return f"{type(error).__name__ if error else 'unknown'} at {places or 'no place'}"


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(PACKAGE)) if path.is_relative_to(PACKAGE) else path.name
