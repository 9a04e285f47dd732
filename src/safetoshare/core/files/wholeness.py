"""Whether a file is whole, is one file, and opens to no more than it says.

A cut file may lose what mattered, and nobody would know when it was cut: it is refused while the person still has it.
What shows no end in its own format (MP3, AMR, text) cannot be told to be cut, and is taken.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

# An archive may open to so much: a chat of years with its pictures stays far below.
LARGEST_UNPACKED: Final = 2 * 1024**3
MOST_ENTRIES: Final = 20_000
# What does not shrink so far is a bomb: words shrink to a tenth, repeated ones to a fiftieth.
STRONGEST_PACKING: Final = 200
# The last record of a ZIP stands so near the end of the file (APPNOTE 4.3.16: 22 bytes and a comment).
_END_OF_ZIP: Final = b"PK\x05\x06"
_ENTRY_OF_ZIP: Final = b"PK\x01\x02"
_TAIL_OF_ZIP: Final = 22 + 65_535
_TAIL_OF_PDF: Final = 2048
_PDF_WITHIN: Final = 1024
_UNKNOWN_LENGTHS: Final = frozenset({0, 0xFFFFFFFF})
_SEGMENT: Final = 0x18538067
_PIECE: Final = 1024 * 1024


class Refusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    # It is cut off, or broken inside.
    NOT_WHOLE = "not_whole"
    TWO_IN_ONE = "two_in_one"
    # Small as it is, it would open to more than anyone can look at.
    OPENS_TO_TOO_MUCH = "opens_to_too_much"
    # Looking at it took too long or too much memory, or broke.
    NOT_LOOKED_AT = "not_looked_at"


def fault_of(kind: str, content: bytes) -> Refusal | None:
    """Return what is wrong with a file of this kind; None if nothing is. Pictures are judged by opening them too."""
    if _hides_another(kind, content):
        return Refusal.TWO_IN_ONE
    check = _CHECKS.get(kind)
    return check(content) if check else None


def prepare() -> None:
    """Load what unpacking takes, by unpacking something."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        # Of letters that stand in the two tables of names.
        packed.writestr("a", b"a")
        packed.writestr("\u00e9", b"a")
    _zip(written.getvalue())


def _hides_another(kind: str, content: bytes) -> bool:
    """Whether a reader of archives or of PDF would find one here too: then two people would see two things."""
    if kind != "pdf" and b"%PDF-" in content[:_PDF_WITHIN] and kind not in ("text", "zip"):
        return True
    return kind != "zip" and _ends_as_zip(content)


def _ends_as_zip(content: bytes) -> bool:
    tail = content[-_TAIL_OF_ZIP:]
    before = len(content) - len(tail)
    at = tail.rfind(_END_OF_ZIP)
    while at >= 0:
        record = tail[at : at + 22]
        if len(record) == 22:
            size = struct.unpack_from("<I", record, 12)[0]
            begins = before + at - size
            # An archive after other bytes counts from its own beginning: only the size tells where its list stands.
            if size and begins >= 0 and content[begins : begins + 4] == _ENTRY_OF_ZIP:
                return True
        at = tail.rfind(_END_OF_ZIP, 0, at)
    return False


def _boxes(content: bytes) -> Refusal | None:
    """Judge a file of boxes: its table of contents is there, and each box that counts is whole."""
    seen: set[bytes] = set()
    for name, is_whole in _top_boxes(content):
        if name in (b"moov", b"moof", b"mdat", b"meta") and not is_whole:
            return Refusal.NOT_WHOLE
        seen.add(name)
    return None if {b"ftyp", b"moov"} <= seen else Refusal.NOT_WHOLE


def _top_boxes(content: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield the name of each outermost box, and whether it is whole. A tail that is no box ends it."""
    at = 0
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        if size == 1 and at + 16 <= len(content):
            size = struct.unpack_from(">Q", content, at + 8)[0]
        elif size == 0:
            # The last box, to the end of the file.
            size = len(content) - at
        if size < 8 or not name.isalnum():
            return
        yield name, at + size <= len(content)
        at += size


def _riff(content: bytes) -> Refusal | None:
    length = struct.unpack_from("<I", content, 4)[0]
    is_whole = length in _UNKNOWN_LENGTHS or length + 8 <= len(content) + 1
    return None if is_whole else Refusal.NOT_WHOLE


def _ebml(content: bytes) -> Refusal | None:
    """Judge a file of EBML elements (RFC 8794): a header, then a segment with its length or without."""
    at = 0
    while at < len(content):
        try:
            identifier, after = _number(content, at, keep_mark=True)
            size, begins = _number(content, after, keep_mark=False)
        except IndexError:
            return Refusal.NOT_WHOLE
        if size is None:
            return None
        if begins + size > len(content):
            return Refusal.NOT_WHOLE
        if identifier == _SEGMENT:
            return None
        at = begins + size
    return Refusal.NOT_WHOLE


def _number(content: bytes, at: int, *, keep_mark: bool) -> tuple[int | None, int]:
    """Return a number of variable length and where it ends; None if all its bits are set: not known."""
    first = content[at]
    length = 9 - first.bit_length() if first else 9
    if length > 8 or at + length > len(content):
        raise IndexError
    value = int.from_bytes(content[at : at + length], "big")
    if keep_mark:
        return value, at + length
    value &= (1 << 7 * length) - 1
    return (None if value == (1 << 7 * length) - 1 else value), at + length


def _pdf(content: bytes) -> Refusal | None:
    return None if b"%%EOF" in content[-_TAIL_OF_PDF:] else Refusal.NOT_WHOLE


def _zip(content: bytes) -> Refusal | None:
    """Judge an archive by its list, then by unpacking it piece by piece into nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            packed, unpacked = (sum(sizes) for sizes in zip(*_sizes(entries), strict=True)) if entries else (0, 0)
            # Entries that lie over each other are packed once and counted often.
            if packed > len(content) or _is_too_much(len(entries), unpacked, len(content)):
                return Refusal.OPENS_TO_TOO_MUCH
            return _unpacked(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        return Refusal.NOT_WHOLE


def _sizes(entries: list[zipfile.ZipInfo]) -> list[tuple[int, int]]:
    return [(entry.compress_size, entry.file_size) for entry in entries]


def _is_too_much(entries: int, unpacked: int, size: int) -> bool:
    return entries > MOST_ENTRIES or unpacked > min(LARGEST_UNPACKED, STRONGEST_PACKING * size)


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Refusal | None:
    for entry in entries:
        if entry.flag_bits & 1:
            # Locked with a word of hers: it is taken as it is.
            continue
        left = entry.file_size
        with archive.open(entry) as unpacking:
            # A sum that does not fit is found at the end: BadZipFile.
            while piece := unpacking.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    return Refusal.OPENS_TO_TOO_MUCH
    return None


_CHECKS: Final[dict[str, Callable[[bytes], Refusal | None]]] = {
    "mp4": _boxes,
    "m4a": _boxes,
    "wav": _riff,
    "avi": _riff,
    "webm": _ebml,
    "pdf": _pdf,
    "zip": _zip,
}
