"""Recovery sheets on paper: printed by whoever holds the ceremony, and stored on no machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from safetoshare.cli.console import say
from safetoshare.core.errors import BadInputError

_SHEET = """Safe to Share: recovery sheet {number} of 3

Recovery key {number}:

{key}

Any two of the three sheets open every record of this force's unit. One sheet alone opens nothing.
Keep it sealed, apart from the other two; one of the three is kept outside the force.
Key list of this sheet: {fingerprint}
"""


def give_out(keys: Sequence[str], fingerprint: str, folder: str | None) -> None:
    """Print the sheets, or write each to a file of its own for the printer. BadInputError when one stands there."""
    texts = [_SHEET.format(number=number, key=key, fingerprint=fingerprint) for number, key in enumerate(keys, start=1)]
    if folder is None:
        for text in texts:
            say(text)
        return
    Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    for number, text in enumerate(texts, start=1):
        _write(Path(folder) / f"recovery-sheet-{number}.txt", text)
    say(f"The sheets are in {folder}: print each, hand it over, and destroy the files (`shred -u`).")


def check_free(folder: str | None) -> None:
    """BadInputError when a sheet stands in the folder already: it is asked before anything is made."""
    if folder is not None and list(Path(folder).glob("recovery-sheet-*.txt")):
        raise BadInputError(f"{folder} holds recovery sheets already: choose another folder.")


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
