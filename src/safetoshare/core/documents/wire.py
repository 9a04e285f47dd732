"""A document as plain values, to be handed from one process to another.

What arrives is believed in nothing: `from_values` lays the blocks out anew, so that the promises of `blocks` hold
whatever was sent.
"""

from __future__ import annotations

from typing import Any

from safetoshare.core.documents.blocks import Block, CountedIn, Document, DocumentBuilder, Kind, Look, Place
from safetoshare.core.documents.flow import MAX_BLOCKS, MAX_CHARACTERS
from safetoshare.core.documents.troubles import Trouble, refused

_MOST_NOTES = 1_000


def to_values(document: Document) -> dict[str, Any]:
    """Return the document as dictionaries, lists, strings and numbers."""
    return {
        "counted_in": document.counted_in.value,
        "notes": list(document.notes),
        "blocks": [_row(block) for block in document.blocks],
    }


def _row(block: Block) -> list[Any]:
    look, place = block.look, block.place
    at = (place.table, place.row, place.column) if place else (None, None, None)
    setting = (look.strong, look.italic, look.quoted, look.lead)
    return [block.kind.value, block.text, block.line, block.level, block.marker, *setting, *at, block.has_lines]


def from_values(value: object) -> Document:
    """Return the document that `to_values` took apart. DocumentError for anything else."""
    try:
        return _document(value)
    except (LookupError, TypeError, ValueError):
        raise refused(Trouble.BROKEN, "the reading of the document broke off: have the sender save it anew") from None


def _document(value: Any) -> Document:  # noqa: ANN401  (anything may have been sent)
    rows, notes = value["blocks"], value["notes"]
    if len(rows) > MAX_BLOCKS or len(notes) > _MOST_NOTES or sum(len(row[1]) for row in rows) > 2 * MAX_CHARACTERS:
        raise ValueError
    counted_in = CountedIn(value["counted_in"])
    builder = DocumentBuilder(counted_in)
    for kind, text, line, level, marker, strong, italic, quoted, lead, table, row, column, has_lines in rows:
        place = None if table is None else Place(_count(table), _count(row), _count(column))
        builder.breaks_are_lines = has_lines is True
        builder.add(
            Kind(kind),
            _text(text),
            line=_count(line),
            level=_count(level),
            marker=_text(marker),
            look=Look(strong is True, italic is True, quoted is True, _count(lead)),
            place=place,
        )
    return builder.document(tuple(_text(note) for note in notes))


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half of a surrogate pair is no text
    return value
