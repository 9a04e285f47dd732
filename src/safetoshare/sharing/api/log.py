"""The public log, for other parts: whether a record is in it, and the proof that a person keeps.

Each function opens its own unit of work: call it outside of one.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safetoshare.base import clock
from safetoshare.base.unwrapper import operations
from safetoshare.sharing.services import auditing, log_reading, log_resuming
from safetoshare.sharing.services import log as services
from safetoshare.sharing.services.auditing import Audited, Progress, nobody_looks

TILE = log_reading.TILE


@dataclass(frozen=True)
class LogState:
    """What the public log shows of itself: how many entries, since which day, and the key to check it with."""

    origin: str
    size: int
    root: str
    on: date
    verifier_key: str
    checkpoint_note: str
    # A promise of inclusion was not kept in time.
    is_overdue: bool


@dataclass(frozen=True)
class ClosedLog:
    """A log that was closed in public: its origin, key, and last checkpoint."""

    origin: str
    verifier_key: str
    size: int
    checkpoint_note: str
    closed_on: date


def log_state() -> LogState | None:
    """Return the state of the published log, or None before its first checkpoint."""
    published = log_reading.published_log(clock.today())
    if published is None:
        return None
    return LogState(
        origin=published.checkpoint.origin,
        size=published.checkpoint.size,
        root=published.checkpoint.root.hex(),
        on=published.on,
        verifier_key=published.verifier_key,
        checkpoint_note=published.note,
        is_overdue=published.is_overdue,
    )


def proof_of(commitment: bytes, record: bytes, salt: bytes, promise_note: str) -> bytes | None:
    """Return the proof document of a record, for the person to keep; None while it is not in the log.

    The promise names the day by which it will be. BadInputError when the parts do not belong together.
    """
    return log_reading.prove(commitment, record, salt, promise_note)


def slip_of(commitment: bytes, salt: bytes) -> str | None:
    """Return the proof's short form, one line of at most 300 bytes; None while the record is not in the log."""
    slip = log_reading.slip_of(commitment, salt)
    return slip.text() if slip else None


def in_log_since(commitment: bytes) -> date | None:
    """Return the day on which a commitment was published in the log, or None while it is not."""
    return log_reading.in_log_since(commitment)


def hash_tile(level: int, number: int, width: int) -> bytes | None:
    """Return the first `width` hashes of a tile of the log (C2SP tlog-tiles), or None where there are not so many."""
    return log_reading.hash_tile(level, number, width)


def entry_bundle(number: int, width: int) -> bytes | None:
    """Return the first `width` entries of a bundle (C2SP tlog-tiles), or None where there are not so many."""
    return log_reading.entry_bundle(number, width)


def entries_between(start: int, end: int) -> list[bytes]:
    """Return the published entries from index `start` up to `end`. BadInputError where there are not so many."""
    return log_reading.entries_between(start, end)


def closed_logs() -> list[ClosedLog]:
    """Return the logs that were closed before this one, the oldest first."""
    return [
        ClosedLog(one.origin, one.verifier_key, one.size, one.note, one.closed_on) for one in log_reading.closed_logs()
    ]


def publish_log(day: date) -> int:
    """Publish the day's batch at once, as the worker's two jobs do it, and return the log's size."""
    return services.publish_log(day)


def export_log(folder: Path) -> int:
    """Write the published log as files for any web server; return its size.

    RefusedError before its first checkpoint, or when a file cannot be written.
    """
    return log_resuming.export_log(folder)


def resume_log() -> int:
    """Take the log up where its folder shows that it was, after a restore; return its size.

    RefusedError unless folder and database continue each other under the log's key.
    """
    return log_resuming.resume_log()


def reopen_log(origin: str) -> None:
    """Close the log in public and open one of a new origin: the force's, with a number after it.

    RefusedError for another origin, or before anything was published. In production the tables' owner does this.
    """
    log_resuming.reopen_log(origin)


def signing_in_this_process(seed: bytes) -> AbstractContextManager[None]:
    """Sign in this process inside the block: for the loading of a demonstration, before an unwrapper runs."""
    return operations.in_this_process(seed)


def audit_log(progress: Progress = nobody_looks) -> Audited:
    """Compare the log in the database with all that was signed, written to files, or promised."""
    return auditing.audit_log(progress)
