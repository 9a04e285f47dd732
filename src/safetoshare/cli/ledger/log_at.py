"""The log itself, as files in a folder or under an address, compared with a proof.

Only what is needed is read: the checkpoint and a handful of tiles. An address is fetched because somebody typed it, and
never because a proof names one; nothing is followed to another place.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from safetoshare.cli.console import read_bytes
from safetoshare.core.errors import BadInputError, NoteError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint
from safetoshare.core.ledger.note import name_of_key, open_note
from safetoshare.core.ledger.proof import Verified
from safetoshare.core.ledger.slip import Slip, verify_slip
from safetoshare.core.ledger.tree import verify_consistency
from safetoshare.core.ledger.witness import cosigners

_SECONDS: Final = 20
_LARGEST: Final = 1_000_000
_CONTINUES = "The log that you named still holds it, and has changed nothing of what stood before it."
_OLDER = "The log that you named is an older copy, which ends before this proof: it says nothing of it."
_OTHER = "The log that you named is another one than the proof's."
_REWRITTEN = (
    "Not proved: the log that you named has been REWRITTEN. It does not hold what this proof was signed over. Keep "
    "both, and show them to somebody independent."
)


@dataclass(frozen=True)
class Trusted:
    """The keys that a reader trusts, from elsewhere than what is checked: the log's, and those of witnesses."""

    keys: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compared:
    """Whether the log goes on from where a proof was signed, and what to say of it."""

    continues: bool
    says: str


def compare_with_log(where: str, proof: Verified, keys: Sequence[str]) -> Compared:
    """Compare a proof that is verified with the log itself. BadInputError where that cannot be read or trusted."""
    read = _reader(where)
    checkpoint = signed_by_any(read("checkpoint"), where, keys)
    if checkpoint.origin != proof.origin:
        return Compared(True, _OTHER)
    if checkpoint.size < proof.size:
        return Compared(True, _OLDER)

    def tile(level: int, number: int, width: int) -> bytes:
        return read(tiles.tile_path(level, number, tiles.width_of(level, number, checkpoint.size)))[: width * 32]

    path = tiles.consistency(proof.size, checkpoint.size, tile)
    continues = verify_consistency(proof.size, checkpoint.size, path, proof.root, checkpoint.root)
    return Compared(continues, _CONTINUES if continues else _REWRITTEN)


def slip_in_log(where: str, slip: Slip, trusted: Trusted) -> tuple[Checkpoint, bool, tuple[str, ...]]:
    """Return the log's checkpoint, whether the slip's entry stands in it, and which trusted witnesses cosigned it.

    BadInputError where the log cannot be read or trusted, or a witness's word on it is false.
    """
    read = _reader(where)
    note = read("checkpoint")
    checkpoint = signed_by_any(note, where, trusted.keys)
    try:
        witnesses = cosigners(note.decode(), trusted.witnesses)
    except (NoteError, UnicodeDecodeError):
        raise BadInputError(f"{where}: a witness's cosignature on its checkpoint is false") from None
    if slip.index >= checkpoint.size:
        return checkpoint, False, witnesses

    def tile(level: int, number: int, width: int) -> bytes:
        return read(tiles.tile_path(level, number, tiles.width_of(level, number, checkpoint.size)))[: width * 32]

    path = tiles.inclusion(slip.index, checkpoint.size, tile)
    return checkpoint, verify_slip(slip, checkpoint, path), witnesses


def signed_by_any(content: bytes, name: str, keys: Sequence[str]) -> Checkpoint:
    """Return the checkpoint that one of the keys signed. BadInputError where none did, or for another log's."""
    for key in keys:
        try:
            checkpoint = read_checkpoint(open_note(content.decode(), [key]).text)
        except (NoteError, UnicodeDecodeError):
            continue
        if checkpoint.origin != name_of_key(key):
            raise BadInputError(f"{name}: is a checkpoint of another log")
        return checkpoint
    raise BadInputError(f"{name}: is no checkpoint that this key signed")


def _reader(where: str) -> Callable[[str], bytes]:
    if where.startswith(("http://", "https://")):
        return lambda path: _fetched(f"{where.rstrip('/')}/{path}")
    return lambda path: read_bytes(str(Path(where) / path))


class _StaysHere(urllib.request.HTTPRedirectHandler):
    """Follows nothing: what was typed is what is asked."""

    def redirect_request(self, *_: object, **__: object) -> NoReturn:
        raise BadInputError("the log's address leads elsewhere: type the address that it leads to, if you trust it")


def _fetched(address: str) -> bytes:
    opener = urllib.request.build_opener(_StaysHere, urllib.request.ProxyHandler())
    try:
        with opener.open(address, timeout=_SECONDS) as answer:
            content: bytes = answer.read(_LARGEST + 1)
    except (urllib.error.URLError, TimeoutError, OSError, ValueError):
        raise BadInputError(f"{address}: cannot be fetched") from None
    if len(content) > _LARGEST:
        raise BadInputError(f"{address}: is too large to be a part of a log")
    return content
