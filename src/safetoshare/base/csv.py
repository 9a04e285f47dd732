"""Tables as CSV (RFC 4180) that no spreadsheet runs: a cell that would be a formula is made a text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

# What a spreadsheet takes for the beginning of a formula, or passes over to find one.
_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # their wide forms


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Return a table as CSV in UTF-8, a line at a time.

    It begins with a byte order mark, by which spreadsheets read other scripts rightly.
    """
    yield codecs.BOM_UTF8
    for row in chain([columns], rows):
        line = io.StringIO(newline="")
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow([safe_cell(value) for value in row])
        yield line.getvalue().encode()


def safe_cell(value: object) -> str:
    """Return a cell as text. With ' before it, what looks like a formula is shown and not carried out."""
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_FORMULA) else text
