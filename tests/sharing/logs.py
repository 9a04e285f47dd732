"""What the tests of the log share: a key, days, commitments that wait, and what is in the database and on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.base.unwrapper import operations
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint
from safetoshare.core.ledger.note import keys_of_seed, open_note
from safetoshare.core.ledger.tree import Tree
from safetoshare.sharing.models import Entry, Pending, SignedCheckpoint, Tile
from safetoshare.sharing.services import log, log_files
from safetoshare.sharing.services.tiles import append

SEED = bytes(range(32))
DAY = date(2026, 11, 22)
# What the first batch has when nothing waits: the month's erasures and a heartbeat in clear, and eight dummies; then
# what each later one of the month has.
FIRST, NEXT = 10, 9
MORNING = datetime(2026, 11, 22, 6, tzinfo=UTC)


def log_keys(seed: bytes = SEED) -> tuple[str, str]:
    """Signer and verifier key of the force's log."""
    return keys_of_seed(current_force().log_origin, seed)


@contextmanager
def signing_on(day: date = DAY, seed: bytes = SEED) -> Iterator[None]:
    """Stand on a day, at six in the morning, with the log's key in this process."""
    with clock.clock_at(MORNING + (day - DAY)), operations.in_this_process(seed):
        yield


def wait_for(*commitments: bytes, include_by: date = DAY + timedelta(days=2)) -> None:
    """Let commitments wait to become entries."""
    for commitment in commitments:
        with unit_of_work(write=True):
            log.add_pending(commitment, include_by)


def entries() -> list[bytes]:
    with unit_of_work():
        rows = list(Entry.objects.order_by("index"))
    assert [row.index for row in rows] == list(range(len(rows)))
    return [bytes(row.content) for row in rows]


def commitments() -> list[bytes]:
    """The entries about people, and dummies."""
    return [content for content in entries() if len(content) == 32]


def checkpoints() -> list[Checkpoint]:
    with unit_of_work():
        notes = list(SignedCheckpoint.objects.order_by("size").values_list("note", flat=True))
    return [read_checkpoint(open_note(note, [log_keys()[1]]).text) for note in notes]


def waiting() -> int:
    with unit_of_work():
        return Pending.objects.count()


def root_of(entries: list[bytes]) -> bytes:
    tree = Tree()
    tree.extend(entries)
    return tree.root()


def folder() -> Path:
    return Path(settings.ENVIRONMENT.state) / "log"


def sizes() -> list[int]:
    with unit_of_work():
        return list(SignedCheckpoint.objects.order_by("size").values_list("size", flat=True))


def on_disk() -> Checkpoint:
    """The folder's checkpoint, once everything that it is over was found beside it and is right."""
    checkpoint = read_checkpoint(open_note((folder() / "checkpoint").read_text(), [log_keys()[1]]).text)

    def read(level: int, number: int, width: int) -> bytes:
        return (folder() / tiles.tile_path(level, number, width)).read_bytes()

    root = root_of(log_files.entries_in(folder(), checkpoint.size))
    assert checkpoint.root == root == tiles.root(checkpoint.size, read)
    return checkpoint


def signed_note() -> str:
    with unit_of_work():
        return SignedCheckpoint.objects.order_by("-size")[0].note


def restored(*, to: int) -> None:
    """The database as a backup has it: of the log's entries and checkpoints only the first."""
    with unit_of_work(write=True):
        entries = in_backup(to)
        for table in (Entry, Tile):
            table.objects.all().delete()
        SignedCheckpoint.objects.filter(size__gt=to).delete()
        append(0, entries)


def in_backup(to: int) -> list[tuple[bytes, date]]:
    return [(bytes(row.content), row.on) for row in Entry.objects.filter(index__lt=to).order_by("index")]


def origin(number: int | None = None) -> str:
    return current_force().log_origin + (f"/{number}" if number else "")
