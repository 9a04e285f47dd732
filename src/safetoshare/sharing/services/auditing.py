"""Whether the log in the database is the one that was signed: entries, tiles, checkpoints, files, and promises.

An entry about a person cannot be told from a dummy, so nobody can say of an entry alone that its record is missing. The
other way it can be said: each notice has its commitment in the clear, and it is an entry, or waits to become one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import BadInputError, NoteError, RefusedError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import read_checkpoint
from safetoshare.core.ledger.note import open_note
from safetoshare.core.ledger.public_entry import read_public_entry
from safetoshare.core.ledger.tree import Tree
from safetoshare.sharing.models import Entry, SignedCheckpoint, SubjectNotice
from safetoshare.sharing.selectors import log as selectors
from safetoshare.sharing.services import log_files

_AT_ONCE = 10_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Audited:
    """How much was looked through, and what differs: of each kind the first."""

    entries: int
    checkpoints: int
    notices: int
    differences: tuple[str, ...]


def nobody_looks(_done: int, _all: int) -> None:
    """Show no progress."""


def audit_log(progress: Progress = nobody_looks) -> Audited:
    """Recompute the log from its entries and compare it with all that was signed, written or promised over it.

    `progress` is told how many entries of how many were read.
    """
    with unit_of_work():
        contents, gap = _contents(progress)
        tree = Tree()
        tree.extend(contents)
        checkpoints = list(SignedCheckpoint.objects.order_by("size"))
        looks = (gap, _unreadable(contents), _tiles(contents), _checkpoints(tree, checkpoints), _files(contents))
        notices = [bytes(one) for one in SubjectNotice.objects.values_list("commitment", flat=True)]
        differences = [difference for difference in looks if difference]
        differences += _promises(contents, notices)
    return Audited(len(contents), len(checkpoints), len(notices), tuple(differences))


def _contents(progress: Progress) -> tuple[list[bytes], str]:
    """Return the entries as they stand, and where an index is missing."""
    count, contents, gap = Entry.objects.count(), list[bytes](), ""
    rows = Entry.objects.order_by("index").values_list("index", "content").iterator(chunk_size=_AT_ONCE)
    for index, content in rows:
        if index != len(contents) and not gap:
            gap = f"entry {len(contents)} is missing"
        contents.append(bytes(content))
        if len(contents) % _AT_ONCE == 0:
            progress(len(contents), count)
    progress(len(contents), count)
    return contents, gap


def _unreadable(contents: Sequence[bytes]) -> str:
    """Return the first entry that is neither a commitment nor a public entry."""
    for index, content in enumerate(contents):
        try:
            read_public_entry(content)
        except BadInputError:
            return f"entry {index} is neither a commitment nor a public entry"
    return ""


def _tiles(contents: Sequence[bytes]) -> str:
    """Return the first tile whose row is not what the entries make."""
    kept = selectors.all_tiles()
    right = {(one.level, one.number): one.hashes for one in tiles.grow(0, contents, selectors.tile)}
    for level, number in sorted(kept.keys() | right.keys()):
        if kept.get((level, number)) != right.get((level, number)):
            return f"tile {number} of level {level} is not what its entries make"
    return ""


def _checkpoints(tree: Tree, checkpoints: Sequence[SignedCheckpoint]) -> str:
    """Return the first checkpoint that the key did not sign, or that the entries do not fit."""
    key = selectors.log_key()
    if key is None:
        return "there are checkpoints and no key" if checkpoints else ""
    for row in checkpoints:
        try:
            signed = read_checkpoint(open_note(row.note, [key.verifier_key]).text)
        except NoteError:
            return f"the checkpoint of {row.size} entries is not signed with the log's key"
        if (signed.origin, signed.size) != (key.origin, row.size):
            return f"the checkpoint of {row.size} entries is of another log or size"
        if row.size > len(tree):
            return f"entry {len(tree)} is missing: the checkpoint of {row.size} entries was signed over it"
        if tree.root(row.size) != signed.root:
            return f"the first {row.size} entries are not those that were signed on {row.on.isoformat()}"
    return ""


def _files(contents: Sequence[bytes]) -> str:
    """Return the first entry that differs from the log's folder, which no restore of the database touches."""
    folder = log_files.log_folder()
    try:
        signed = log_files.checkpoint_of(folder)
        if signed is None:
            return ""
        kept = log_files.entries_in(folder, signed.size)
    except RefusedError as error:
        return str(error)
    if len(kept) > len(contents):
        return f"entry {len(contents)} is missing: the log's folder has it"
    for index, (content, in_folder) in enumerate(zip(contents, kept, strict=False)):
        if content != in_folder:
            return f"entry {index} is not what the log's folder has"
    return ""


def _promises(contents: Sequence[bytes], notices: Sequence[bytes]) -> Iterator[str]:
    """Return the first notice that is no entry and waits for none, and the first that waits though it is one."""
    entries, waiting = set(contents), {bytes(one.content) for one in selectors.pending()}
    lost = next((one for one in notices if one not in entries and one not in waiting), None)
    if lost is not None:
        yield f"the notice with commitment {lost.hex()} is no entry of the log, and does not wait to be one"
    twice = min(entries & waiting, default=None)
    if twice is not None:
        yield f"the commitment {twice.hex()} is an entry, and still waits to be one"
