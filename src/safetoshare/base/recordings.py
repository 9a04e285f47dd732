"""Recordings of pages read aloud, and videos of them in British Sign Language, as files in the force's own folder.

A slot is a page, a language and a kind. What fills it stands in the folder that `force.toml` names under `recordings`:
the file itself, named by its SHA-256, and beside it `<page>.<language>.<kind>.toml`, which says who spoke, on which
day, and the SHA-256 of the words that were read. Whoever serves a page compares that with what the page says now (see
`web.recordings`): a recording of other words is worse than none.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from safetoshare.base.files import write_whole
from safetoshare.base.force import current_force
from safetoshare.core.errors import BadInputError

# A few minutes of speech take 3 MB, of a small video some 15.
LARGEST_BYTES: Final = 48 * 1024 * 1024
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ADDRESS_LETTERS: Final = 32
_FIRST_BYTES: Final = 16


class Kind(StrEnum):
    """What fills a slot: a voice, or a video in British Sign Language."""

    AUDIO = "audio"
    BSL = "bsl"


@dataclass(frozen=True)
class Slot:
    """A page in a language may have a recording of each kind."""

    page: str
    language: str
    kind: Kind

    @property
    def name(self) -> str:
        return f"{self.page}.{self.language}.{self.kind}"


@dataclass(frozen=True)
class Recording:
    """What fills a slot. The hashes are SHA-256 in hex; `text_sha256` is that of the page's words as they were."""

    spoken_by: str
    day: date
    text_sha256: str
    sha256: str = ""
    captions_sha256: str = ""


_TYPES: Final = {
    Kind.AUDIO: frozenset({"audio/mpeg", "audio/ogg", "audio/mp4"}),
    Kind.BSL: frozenset({"video/mp4", "video/webm"}),
}
_WANTED: Final = {Kind.AUDIO: "MP3, Ogg or M4A", Kind.BSL: "MP4 or WebM"}


def folder() -> Path:
    """Return the folder in which the force keeps its recordings; it need not be there."""
    return Path(settings.ENVIRONMENT.force) / current_force().recordings


def find(slot: Slot) -> Recording | None:
    """Return what fills a slot; None if nothing does, or if what is written of it cannot be read."""
    try:
        fields = tomllib.loads((folder() / f"{slot.name}.toml").read_text("utf-8"))
        found = Recording(**fields)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError):
        return None
    hashes = [found.sha256, found.text_sha256, *([found.captions_sha256] if found.captions_sha256 else [])]
    is_read = isinstance(found.spoken_by, str) and type(found.day) is date
    return found if is_read and all(isinstance(one, str) and _SHA256.fullmatch(one) for one in hashes) else None


def is_whole(recording: Recording) -> bool:
    """Whether the files of a recording are there and are those that were added."""
    hashes = [one for one in (recording.sha256, recording.captions_sha256) if one]
    return all(file_of(sha256[:_ADDRESS_LETTERS]) is not None for sha256 in hashes)


def address_of(sha256: str) -> str:
    """Return what the address of a file ends with."""
    return sha256[:_ADDRESS_LETTERS]


def file_of(address: str) -> Path | None:
    """Return the file with an address, if its bytes are still those that its name says."""
    for path in folder().glob(f"{address}*"):
        if _SHA256.fullmatch(path.name) and _is_hash_of(path, path.stat().st_size, path.stat().st_mtime_ns):
            return path
    return None


def content_type(path: Path) -> str:
    """Return the type of a stored file by its first bytes; what is neither voice nor video is captions."""
    with path.open("rb") as file:
        return _type_of(file.read(_FIRST_BYTES)) or "text/vtt; charset=utf-8"


def add(slot: Slot, recording: Recording, content: bytes, captions: bytes = b"") -> Recording:
    """Store a recording in its slot; what filled it before goes. Its hashes of files are those of what is given here.

    BadInputError says what is wrong with the file.
    """
    _refuse_other_kinds(slot.kind, content, captions)
    before = find(slot)
    added = replace(recording, sha256=_hash(content), captions_sha256=_hash(captions) if captions else "")
    folder().mkdir(parents=True, exist_ok=True)
    for one in filter(None, (content, captions)):
        write_whole(folder() / _hash(one), one)
    write_whole(folder() / f"{slot.name}.toml", _written(added).encode())
    if before is not None:
        _forget({before.sha256, before.captions_sha256})
    return added


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _written(recording: Recording) -> str:
    """Return a recording as TOML. A text of JSON is one of TOML too; a day is written as it is."""
    lines = {name: value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
             for name, value in asdict(recording).items()}  # fmt: skip
    return "".join(f"{name} = {value}\n" for name, value in lines.items())


def _forget(hashes: set[str]) -> None:
    """Delete files that no slot names any more."""
    named = "".join(path.read_text("utf-8") for path in folder().glob("*.toml"))
    for sha256 in hashes - {""}:
        if sha256 not in named:
            (folder() / sha256).unlink(missing_ok=True)


def _refuse_other_kinds(kind: Kind, content: bytes, captions: bytes) -> None:
    if len(content) > LARGEST_BYTES:
        raise BadInputError(f"The file is larger than {LARGEST_BYTES // 1024 // 1024} MB: no poor line brings it.")
    if _type_of(content[:_FIRST_BYTES]) not in _TYPES[kind]:
        raise BadInputError(f"The file is none that fills a slot for {kind}: it must be {_WANTED[kind]}.")
    if captions and not captions.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise BadInputError("The captions must be a WebVTT file: it begins with WEBVTT.")
    if captions and kind is Kind.AUDIO:
        raise BadInputError("A recording for the ear has no captions: the page itself is its text.")


def _type_of(start: bytes) -> str:
    """Tell what a file is by how it begins, whatever it is called; empty if it is none of ours."""
    if start[4:8] == b"ftyp":
        return "audio/mp4" if start[8:11] == b"M4A" else "video/mp4"
    if start.startswith(b"OggS"):
        return "audio/ogg"
    if start.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm"
    # MP3: with a label, or a frame of MPEG layer III at once.
    is_mp3 = start.startswith(b"ID3") or (start[:1] == b"\xff" and start[1:2] in (b"\xfb", b"\xf3", b"\xf2"))
    return "audio/mpeg" if is_mp3 else ""


@lru_cache(maxsize=256)
def _is_hash_of(path: Path, _size: int, _changed: int) -> bool:
    """Whether a file's bytes have the hash that it is named by; looked at again when it has changed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == path.name
