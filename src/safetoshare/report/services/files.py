"""Taking files: sealed piece by piece as they arrive, looked at where that can do no harm, dropped if they are refused.

Nothing of a file is ever written in the clear. Its key is drawn here and handed back with what was found of it; until
the report is sent it stands nowhere but sealed in the person's own draft.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import BoundedSemaphore
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import Error as AnyDatabaseError
from django.db.models import QuerySet

from safetoshare.base.confined import ConfinedError, Limits, run_confined
from safetoshare.base.database import SecurityContext, let_go_of_connection, unit_of_work
from safetoshare.base.faults import kind_and_places
from safetoshare.base.force import current_force
from safetoshare.core.files import Group, Refusal
from safetoshare.core.files.examining import LARGEST
from safetoshare.core.receipt import LookUp, StretchedReceipt
from safetoshare.core.vault import DataKey, new_data_key, seal
from safetoshare.report.models import FilePart, ReportFile, ReportFileChunk, ReportFileOpening
from safetoshare.report.selectors.files import PIECE, SentFile, pieces_of
from safetoshare.report.selectors.places import chunk_place
from safetoshare.report.selectors.receipts import BusyError, look_up_of

_log = logging.getLogger("safetoshare.errors")
_LONGEST_NAME: Final = 200
# Each takes a gigabyte of memory at worst: more would take it from those who write.
_AT_ONCE: Final = 2
_WAIT_SECONDS: Final = 60.0
# A copy is never larger than what is taken: a picture of noise shrinks less, and is refused.
_LIMITS: Final = Limits(memory=1536 * 1024 * 1024, processor_seconds=30, seconds=60.0, answer=LARGEST + 4096)
_EXAMINE: Final = "safetoshare.core.files.examining:ready"
_looking = BoundedSemaphore(_AT_ONCE)


@dataclass
class Receiving:
    """A file that is arriving for a receipt. Give it the bytes with `add`, then call `end`. Database errors pass."""

    look_up: LookUp = field(repr=False)
    name: str = field(repr=False)
    on: date
    # Of a mailbox: the report that stands. None while it is being written.
    report: UUID | None = None
    id: UUID = field(default_factory=uuid4)
    key: DataKey = field(default_factory=new_data_key, repr=False)
    size: int = 0
    refusal: Refusal | None = None
    _number: int = 0
    _buffer: bytearray = field(default_factory=bytearray, repr=False)
    _hash: Any = field(default_factory=hashlib.sha256, repr=False)

    @property
    def context(self) -> SecurityContext:
        """On whose behalf its rows are written."""
        return SecurityContext(look_up=self.look_up.hex())

    @property
    def sha256(self) -> str:
        """The hash of all that arrived, in hexadecimal digits."""
        return str(self._hash.hexdigest())

    def add(self, content: bytes) -> None:
        """Take some more bytes. Once the file is too large, they are counted and left."""
        self.size += len(content)
        if self.size > LARGEST:
            if self.refusal is None:
                self.refusal = Refusal.TOO_LARGE
                self._buffer.clear()
                self.drop()
            return
        self._hash.update(content)
        self._buffer += content
        while len(self._buffer) >= PIECE:
            self._keep(bytes(self._buffer[:PIECE]))
            del self._buffer[:PIECE]

    def end(self) -> None:
        """Keep what is left: the file has arrived."""
        if self._buffer:
            self._keep(bytes(self._buffer))
            self._buffer.clear()

    def drop(self) -> None:
        """Delete what was kept of it."""
        with unit_of_work(write=True, context=self.context):
            delete_files(ReportFile.objects.filter(pk=self.id))

    def _keep(self, piece: bytes) -> None:
        _keep_piece(self, FilePart.ORIGINAL, self._number, piece)
        self._number += 1


def look_at(received: Receiving) -> SentFile | Refusal:
    """Look at a file that has arrived, and keep a clean copy of a picture. What is refused is dropped.

    BusyError when many are being looked at; database errors pass through.
    """
    found = received.refusal or _found(received)
    if isinstance(found, Refusal):
        if received.size:
            received.drop()
        return found
    said, copy = found
    for number, start in enumerate(range(0, len(copy), PIECE)):
        _keep_piece(received, FilePart.COPY, number, copy[start : start + PIECE])
    return SentFile(
        received.id,
        received.key,
        _safe_name(received.name),
        said["kind"],
        Group(said["group"]),
        received.size,
        received.sha256,
        received.on,
        said["copy_kind"],
        len(copy),
    )


def drop_file(stretched: StretchedReceipt, file: UUID) -> None:
    """Delete a file that was not sent. Database errors pass through."""
    look_up = look_up_of(stretched)
    with unit_of_work(write=True, context=SecurityContext(look_up=look_up.hex())):
        delete_files(ReportFile.objects.filter(pk=file, look_up=look_up, report=None))


def note_opening(file: UUID, part: FilePart, account: UUID, on: date) -> None:
    """Note that somebody opened a file, before it is shown."""
    with unit_of_work(write=True):
        ReportFileOpening.objects.create(file_id=file, part=part, account=account, opened_on=on)


def forget_files(day: date) -> int:
    """Delete files that were never sent, once nobody wrote under their receipt for as long as drafts are kept."""
    before = day - timedelta(days=current_force().drafts_kept_days)
    return delete_files(ReportFile.objects.filter(report=None, written_on__lt=before))


def delete_files(files: QuerySet[ReportFile]) -> int:
    """Delete files with their pieces, inside a unit of work. Return how many."""
    # Bare DELETEs: `delete()` reads whole rows, and asks for tables that not each login role may.
    chunks = ReportFileChunk.objects.filter(file__in=files.values("id"))
    chunks._raw_delete(chunks.db)
    return files._raw_delete(files.db)


def _found(received: Receiving) -> tuple[dict[str, Any], bytes] | Refusal:
    if not received.size:
        return Refusal.EMPTY
    pieces = pieces_of(received.id, received.key, FilePart.ORIGINAL, received.size, received.context)
    with _place():
        try:
            said, copy = run_confined(_EXAMINE, _letting_go(pieces), _LIMITS)
        except ConfinedError:
            return Refusal.NOT_LOOKED_AT
    return Refusal(said["refusal"]) if said["refusal"] else (said, copy)


def _keep_piece(received: Receiving, part: FilePart, number: int, piece: bytes) -> None:
    sealed = seal(received.key, piece, chunk_place(received.id, part, number))
    with unit_of_work(write=True, context=received.context):
        if part is FilePart.ORIGINAL and number == 0:
            ReportFile.objects.create(
                id=received.id, look_up=received.look_up, report_id=received.report, written_on=received.on
            )
        ReportFileChunk.objects.create(file_id=received.id, part=part, number=number, sealed=sealed)
    # The next piece may be long in coming.
    let_go_of_connection()


def _letting_go(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        let_go_of_connection()
        yield piece


@contextmanager
def _place() -> Iterator[None]:
    if not _looking.acquire(timeout=_WAIT_SECONDS):
        raise BusyError("Too many files are being looked at.")
    try:
        yield
    finally:
        _looking.release()


def _safe_name(name: str) -> str:
    """Return a name without a path and without signs that no one sees, as a file may be saved under."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:_LONGEST_NAME]


def try_to_drop(received: Receiving) -> None:
    """Delete what was kept of a file that did not arrive; the worker does it later where that fails."""
    try:
        received.drop()
    except AnyDatabaseError as error:
        _log.error("a file that did not arrive was not dropped: %s", kind_and_places(error))
