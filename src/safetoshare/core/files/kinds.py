"""What a file is, by its content: its name and what a browser says of it count for nothing.

The list is closed (`kinds.toml`): what it does not name is refused, and the person is told what to send instead.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

_ANY_BRAND: Final = "*"
# A text of less than this many kinds of control signs; a byte-order mark says which Unicode it is.
_TEXT_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROLS_OF_TEXT: Final = frozenset("\t\n\r\f")


class Group(StrEnum):
    """What a file is to a person."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    PDF = "pdf"
    TEXT = "text"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class Kind:
    """A kind of file: its short name, and what it is to a person."""

    name: str
    group: Group


TEXT: Final = Kind("text", Group.TEXT)


def prepare() -> None:
    """Load the list of kinds, and what reading a text takes."""
    _entries()
    for encoding in (*_TEXT_MARKS.values(), "latin-1", "ascii"):
        codecs.lookup(encoding)


def kind_of(content: bytes) -> Kind | None:
    """Return what a file is, None for a kind that is not taken."""
    brand = content[8:12].decode("latin-1") if content[4:8] == b"ftyp" else ""
    for entry in _entries():
        brands = entry.get("brands", ())
        is_it = brand and (brand in brands or _ANY_BRAND in brands)
        if is_it or any(_begins(content, start) for start in entry.get("starts", ())):
            return Kind(entry["name"], Group(entry["group"]))
    return TEXT if _is_text(content) else None


@cache
def _entries() -> list[dict[str, Any]]:
    text = files("safetoshare.core.files").joinpath("kinds.toml").read_text("utf-8")
    return list(tomllib.loads(text)["kind"])


def _begins(content: bytes, start: Mapping[str, Any]) -> bool:
    mark = bytes.fromhex(start["hex"]) if "hex" in start else str(start["text"]).encode("ascii")
    if "within" in start:
        return mark in content[: int(start["within"])]
    at = int(start["at"])
    return content[at : at + len(mark)] == mark and ("and" not in start or _begins(content, start["and"]))


def _is_text(content: bytes) -> bool:
    """Whether these are words: Unicode without control signs, as an export of a chat is."""
    encoding = next((name for mark, name in _TEXT_MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not any(sign < " " and sign not in _CONTROLS_OF_TEXT for sign in set(text))
