"""Looking for what was typed in whatever a house leaves behind, in every form in which it could stand there."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from base64 import b64decode, b64encode, urlsafe_b64decode
from binascii import Error as NotBase64Error
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from safetoshare.core.names import name_keys

_HASHES: Final = ("md5", "sha1", "sha256", "sha512", "blake2b", "sha3_256")
# A gzip or zlib stream begins so; what follows is tried.
_STREAM: Final = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_MOST_STREAM_BYTES: Final = 1 << 22
# A shorter key of consonants stands by chance in any file of some size.
_SHORTEST_SOUND: Final = 6


def forms_of(canary: str) -> dict[str, bytes]:
    """Return the forms in which a text could stand somewhere, by the name of the form."""
    forms = {"plain": canary.encode(), "lower case": canary.lower().encode(), "upper case": canary.upper().encode()}
    forms |= {name: canary.encode(name) for name in ("utf-16-le", "utf-16-be", "utf-32-le")}
    forms["JSON"] = json.dumps(canary)[1:-1].encode()
    forms["in an address"] = quote(canary).encode()
    forms["hexadecimal"] = canary.encode().hex().encode()
    forms["XML"] = canary.encode("ascii", "xmlcharrefreplace")
    for shift in range(3):
        # Of base64 in the middle of more, the groups that hold the text alone stay the same.
        whole = b64encode(b"\x00" * shift + canary.encode())
        forms[f"base64, shifted by {shift}"] = whole[4 if shift else 0 : -4]
    for name in _HASHES:
        digest = hashlib.new(name, canary.encode()).digest()
        said = {"": digest, ", hexadecimal": digest.hex().encode(), ", base64": b64encode(digest)[:20]}
        forms |= {name + how: looks for how, looks in said.items()}
    return forms | _phonetic(canary)


def found_in(content: bytes, wanted: Mapping[str, Mapping[str, bytes]]) -> list[tuple[str, str]]:
    """Return which canaries stand in these bytes or in what they hold packed, and in which form."""
    found = []
    for piece in (content, *_unpacked(content)):
        found += [(field, form) for field, forms in wanted.items() for form, looks in forms.items() if looks in piece]
    return sorted(set(found))


def leaks(where: Path, canaries: Mapping[str, str], *, passed_over: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    """Return file, field and form of each canary that stands in a file, or in one below a folder."""
    wanted = {field: forms_of(canary) for field, canary in canaries.items()}
    files = sorted(file for file in (where.rglob("*") if where.is_dir() else [where]) if file.is_file())
    return [
        (file.name, field, form)
        for file in files
        if file.name not in passed_over
        for field, form in found_in(file.read_bytes(), wanted)
    ]


def _phonetic(canary: str) -> dict[str, bytes]:
    """Return what the search by sound would keep of a name, which nothing on disk may hold."""
    keys = sorted(key for word in name_keys(canary) for key in word if len(key) >= _SHORTEST_SOUND)
    return {f"by sound, {number}": key.encode() for number, key in enumerate(keys)}


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Yield what stands in the bytes compressed, or in base64, or in base64 compressed."""
    for match in _BASE64.finditer(content):
        for decode in (b64decode, urlsafe_b64decode):
            text = match[0].rstrip(b"=")
            try:
                piece = decode(text + b"=" * (-len(text) % 4))
            except NotBase64Error:
                continue
            yield piece
            yield from _inflated(piece)
    yield from _inflated(content)


def _inflated(content: bytes) -> Iterator[bytes]:
    for match in _STREAM.finditer(content):
        # 32 more than the window: either kind of header.
        stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            yield stream.decompress(content[match.start() :], _MOST_STREAM_BYTES)
        except zlib.error:
            continue
