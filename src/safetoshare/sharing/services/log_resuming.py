"""The log after a restore: taken up where its folder shows that it was, or closed in public and opened anew.

Both are an operator's decision, by command. `resume_log` needs no more rights than the worker has. `reopen_log` writes
the log's tables anew, which in production only the tables' owner may.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import BadInputError, NoteError, RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint
from safetoshare.core.ledger.note import open_note
from safetoshare.core.ledger.public_entry import read_public_entry
from safetoshare.core.ledger.tree import Tree
from safetoshare.sharing.models import ClosedLog, Entry, LogKey, Pending, SignedCheckpoint, Tile
from safetoshare.sharing.selectors import log as selectors
from safetoshare.sharing.services import log_files, signing
from safetoshare.sharing.services.log import current_origin, published_files, sign_checkpoint
from safetoshare.sharing.services.log_facts import continues
from safetoshare.sharing.services.tiles import append

_REOPEN = "If no copy has them, `safetoshare ledger reopen` closes this log in public and opens another"
_ROWS_AT_ONCE = 1_000


def export_log(folder: Path) -> int:
    """Write the published log as files for any web server; return its size. RefusedError before its first checkpoint.

    The same content as `/log/` serves: `checkpoint`, `vkey`, `tile/...`. Run again, it adds what is new.
    """
    with unit_of_work():
        latest, key, contents, hashes = published_files()
    log_files.export(folder, contents, hashes)
    log_files.keep_key(folder, key.verifier_key)
    log_files.keep_checkpoint(folder, latest.note)
    return latest.size


def resume_log() -> int:
    """Take entries that the folder has, and the database lacks, back into it; return the log's size.

    Where the database has all, a folder that lacks something gets it back. RefusedError unless the one continues the
    other under the log's key. UnwrapperAwayError when only the unwrapper knows that key, and nobody can ask it.
    """
    with log_files.one_at_a_time():
        with unit_of_work(write=True):
            _take_back(log_files.log_folder())
        return export_log(log_files.log_folder())


def reopen_log(origin: str) -> None:
    """Close the log in public and open one of a new origin, whose first entry says which log it continues.

    The entries that the database holds are taken over, so that each record can still be proved. The old folder is
    kept beside the new one. RefusedError for an origin that is not new, or not this force's.
    """
    day = clock.today()
    if not signing.is_of_this_force(origin):
        raise RefusedError("A new log's origin is the force's with a number after it, such as example.org/log/2.")
    told = signing.ask_for_key(origin)
    with log_files.one_at_a_time(), unit_of_work(write=True):
        kept, last = selectors.log_key(), selectors.last_entry()
        if kept is None or last is None:
            raise RefusedError("The log has not been published yet: there is none to close.")
        if origin == kept.origin or any(origin == closed.origin for closed in selectors.closed_logs()):
            raise RefusedError("A log of this origin is there already: the new one needs another.")
        if last.on > day:
            raise RefusedError(f"The clock is behind the log, whose last day is {last.on.isoformat()}: set it right.")
        _begin_anew(LogKey(origin=origin, verifier_key=told), kept, day)
    # Whatever happens from here on: what is signed next puts the closed log's folder aside.
    with unit_of_work(write=True):
        sign_checkpoint(day)


def _take_back(folder: Path) -> None:
    """Add to the database what the folder has more, once it is certain that it continues what is there."""
    key, last = _key(), selectors.last_entry()
    count = 0 if last is None else last.index + 1
    note = _readable_note(folder, count)
    if note is None:
        return
    try:
        signed = read_checkpoint(open_note(note, [key.verifier_key]).text)
    except NoteError:
        raise RefusedError(f"The folder's checkpoint is not signed with the log's key. {_REOPEN}.") from None
    contents = _continuing(log_files.entries_in(folder, signed.size), signed, key.origin, count)
    latest = selectors.latest_checkpoint()
    if latest is not None and latest.size >= signed.size:
        return
    added = contents[count:]
    days = _days(contents, clock.today())
    append(count, list(zip(added, days[count:], strict=True)))
    for start in range(0, len(added), _ROWS_AT_ONCE):
        Pending.objects.filter(content__in=added[start : start + _ROWS_AT_ONCE]).delete()
    if selectors.log_key() is None:
        key.save(force_insert=True)
    SignedCheckpoint.objects.create(size=signed.size, note=note, on=days[-1])


def _readable_note(folder: Path, count: int) -> str | None:
    """Return the folder's checkpoint; None where it is lost and the database has all that the folder has."""
    try:
        note = log_files.checkpoint_note(folder) if log_files.checkpoint_of(folder) is not None else None
    except RefusedError:
        note = None
    if note is None and log_files.has_entries_beyond(folder, count):
        raise RefusedError(
            f"The folder has entries that the database lacks, and no checkpoint over them: put it back from a copy. "
            f"{_REOPEN}."
        )
    return note


def _continuing(held: Sequence[bytes], signed: Checkpoint, origin: str, count: int) -> Sequence[bytes]:
    """Return the folder's entries, if they are what was signed and begin with those of the database."""
    tree = Tree()
    tree.extend(held)
    if signed.origin != origin or tree.root() != signed.root:
        raise RefusedError(f"The folder's entries are not those that its checkpoint is over. {_REOPEN}.")
    here = selectors.contents(0, min(count, signed.size))
    for index, (mine, its) in enumerate(zip(here, held, strict=False)):
        if mine != its:
            raise RefusedError(f"Entry {index} of the database is not the folder's: one was altered. {_REOPEN}.")
    latest = selectors.latest_checkpoint()
    if latest is not None and latest.size <= signed.size:
        before = read_checkpoint(latest.note.rpartition("\n\n")[0] + "\n")
        if tree.root(latest.size) != before.root:
            raise RefusedError(f"The folder does not continue the checkpoint of {latest.on.isoformat()}. {_REOPEN}.")
    return held


def _days(contents: Sequence[bytes], today: date) -> list[date]:
    """Return each entry's day: that of the last entry in clear before it, as each batch has one, and never earlier.

    RefusedError for an entry of a day to come: the clock is behind.
    """
    days: list[date] = []
    day = date.min
    for content in contents:
        try:
            clear = read_public_entry(content)
        except BadInputError:
            raise RefusedError(f"Entry {len(days)} of the folder is none that this program wrote. {_REOPEN}.") from None
        if clear is not None:
            day = max(day, clear.on)
        days.append(day)
    if day > today:
        raise RefusedError(f"The clock is behind the log, whose last day is {day.isoformat()}: set it right.")
    return days


def _key() -> LogKey:
    """Return the log's key as it is kept, or as the unwrapper tells it; not saved."""
    kept = selectors.log_key()
    if kept is not None:
        return kept
    origin = current_origin()
    return LogKey(origin=origin, verifier_key=signing.ask_for_key(origin))


def _begin_anew(following: LogKey, kept: LogKey, day: date) -> None:
    contents = selectors.contents(0, 1 + (selectors.last_entry() or Entry(index=-1)).index)
    note = _last_note(kept.verifier_key)
    signed = read_checkpoint(note.rpartition("\n\n")[0] + "\n")
    ClosedLog.objects.create(
        origin=kept.origin, verifier_key=kept.verifier_key, size=signed.size, note=note, closed_on=day
    )
    for table in (Entry, Tile, SignedCheckpoint, LogKey):
        table.objects.all().delete()
    following.save(force_insert=True)
    first = continues(day, kept.origin, signed.size, signed.root).encoded()
    append(0, [(content, day) for content in (first, *contents)])


def _last_note(verifier_key: str) -> str:
    """Return the newest checkpoint that was signed, of the database's and the folder's."""
    latest = selectors.latest_checkpoint()
    if latest is None:
        raise RefusedError("The log has not been published yet: there is none to close.")
    try:
        note = log_files.checkpoint_note(log_files.log_folder())
        held = None if note is None else read_checkpoint(open_note(note, [verifier_key]).text)
    except (RefusedError, NoteError):
        return latest.note
    return note if note is not None and held is not None and held.size > latest.size else latest.note
