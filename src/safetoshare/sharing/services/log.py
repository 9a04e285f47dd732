"""The public log: a promise first, the entry soon after (as certificate logs do), once a day.

Each day's batch takes what waits, in random order, and dummies up to the next multiple of eight; on a day when nothing
waits it is eight dummies. Beside them stand a heartbeat and what the force says in clear (see `log_facts`). So neither
the order, nor the number, nor the time of an entry tells anything of a decision, and the log is seen to be alive.

Entries and tiles are committed first. Then, in a unit of work of its own, they are brought to the log's folder, the
checkpoint over them is signed, and its file is written; its row comes last. A crash at any step leads to the same
checkpoint again, and never to two of one size: the signature is the same for the same text. Before signing, entries
and tiles are compared with each other, with the checkpoint before, and with the folder. Two at once: the indices, and
one batch and one checkpoint a day, are unique in the database, and one at a time writes the folder, so one wins.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import IntegrityError

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import Checkpoint, InclusionPromise, read_checkpoint, read_inclusion_promise
from safetoshare.core.ledger.note import open_note
from safetoshare.core.ledger.record import COMMITMENT_BYTES
from safetoshare.core.ledger.tree import Tree, verify_consistency
from safetoshare.sharing.models import LogKey, Pending, SignedCheckpoint
from safetoshare.sharing.selectors import log as selectors
from safetoshare.sharing.services import log_files, signing
from safetoshare.sharing.services.log_facts import facts_to_log, heartbeat
from safetoshare.sharing.services.tiles import append

STEP = 8
# A batch holds no more. What waits beyond it makes further batches of this size, each filled up: so a day on which many
# were decided, as after a large operation, shows as more than 64 and not as how many. A force's ordinary day is far
# below, and 64 entries are two kilobytes for whoever copies the log.
BATCH = 64
# The next batch may fail and be mended: the promise is for the morning after it.
DAYS_TO_INCLUDE = 2


def promise_inclusion(commitment: bytes) -> str:
    """Return the log's signed promise to include a commitment: a signed note.

    Call it before the unit of work that commits the decision. UnwrapperAwayError while nobody can sign.
    """
    include_by = clock.today() + timedelta(days=DAYS_TO_INCLUDE)
    with unit_of_work():
        origin = current_origin()
    return signing.ask_for_promise(InclusionPromise(origin, commitment, include_by))


def current_origin() -> str:
    """Return the origin under which the log signs: its key's, before the first signature the force's."""
    kept = selectors.log_key()
    return current_force().log_origin if kept is None else kept.origin


def promised_by(promise_note: str) -> date:
    """Return the day by which a promise of ours says that the entry will be in. NoteError for another text."""
    text, _, _signatures = promise_note.rpartition("\n\n")
    return read_inclusion_promise(f"{text}\n").include_by


def add_pending(commitment: bytes, include_by: date) -> None:
    """Let a commitment become an entry of the next batch. Call it inside the unit of work of the decision."""
    if len(commitment) != COMMITMENT_BYTES or selectors.entry_of(commitment) is not None:
        raise BadInputError("a commitment has 32 bytes and is an entry once")
    Pending.objects.create(content=commitment, include_by=include_by)


def publish_log(day: date) -> int:
    """Append the day's batch and sign the checkpoint; return the log's size. A second time changes nothing.

    Opens its own units of work. The worker does the same in two jobs (see `tasks`).
    """
    for step in (append_batch, sign_checkpoint):
        try:
            with unit_of_work(write=True):
                step(day)
        except IntegrityError:
            # Another was a moment faster. Had it been anything else, the check below would find it.
            continue
    with unit_of_work():
        last, checkpoint = selectors.last_entry(), selectors.latest_checkpoint()
    if last is None or last.on < day or checkpoint is None or checkpoint.size != last.index + 1:
        raise RefusedError("The log could not be published: it is tried again.")
    return checkpoint.size


def append_batch(day: date) -> None:
    """Append what waits, and dummies, unless the day has its batch. Call it inside a writing unit of work.

    RefusedError when the clock is behind the newest batch, or the folder holds more or other than the database.
    """
    last = selectors.last_entry()
    if last is not None and last.on > day:
        raise RefusedError(f"The clock is behind the log, whose last day is {last.on.isoformat()}: set it right.")
    if last is not None and last.on == day:
        return
    size = 0 if last is None else last.index + 1
    _check_folder(size)
    waiting = selectors.pending()
    batches = _batches([bytes(one.content) for one in waiting])
    added = [entry.encoded() for entry in facts_to_log(day)]
    for batch in batches:
        added += [heartbeat(day, size + len(added)).encoded(), *batch]
    append(size, [(content, day) for content in added])
    Pending.objects.filter(id__in=[one.id for one in waiting]).delete()


def sign_checkpoint(day: date) -> None:
    """Export the log and have it signed as it stands, unless it is. Inside a writing unit of work, after the batch's.

    RefusedError when the clock is behind, the day's batch is missing, the entries do not continue what was signed
    before, or the folder holds more or other, or cannot be written.
    """
    latest = selectors.latest_checkpoint()
    if latest is not None and latest.on > day:
        raise RefusedError(f"The clock is behind the log, which was signed on {latest.on.isoformat()}: set it right.")
    last = selectors.last_entry()
    if last is None or last.on < day:
        raise RefusedError("The log has no batch of this day yet: it is appended first.")
    size = last.index + 1
    if latest is not None and latest.size == size:
        return
    with log_files.one_at_a_time():
        _sign(size, latest, last.on)


def refuse_broken_promises(day: date) -> None:
    """Raise the alarm: RefusedError while a commitment waits that was promised by an earlier day, or unsigned entries.

    Call it inside a unit of work. The log's page says the same in public.
    """
    last, latest = selectors.last_entry(), selectors.latest_checkpoint()
    signed = 0 if latest is None else latest.size
    is_late = last is not None and last.index >= signed and last.on < day
    if is_late or selectors.is_overdue(day):
        raise RefusedError("The log has not kept a promise: what was to be in it by an earlier day is not published.")


def published_files() -> tuple[SignedCheckpoint, LogKey, Sequence[bytes], Mapping[tuple[int, int], bytes]]:
    """Return the log as it is published: checkpoint, key, entries and tiles. RefusedError before its first checkpoint.

    Call it inside a unit of work.
    """
    latest, key = selectors.latest_checkpoint(), selectors.log_key()
    if latest is None or key is None:
        raise RefusedError("The log has not been published yet.")
    return latest, key, selectors.contents(0, latest.size), selectors.all_tiles()


def _batches(waiting: list[bytes]) -> list[list[bytes]]:
    """Return the commitments of a day in random order, filled up with dummies: one batch, or several full ones."""
    secrets.SystemRandom().shuffle(waiting)
    unit = STEP if len(waiting) <= BATCH else BATCH
    missing = -len(waiting) % unit if waiting else STEP
    filled = waiting + [secrets.token_bytes(COMMITMENT_BYTES) for _ in range(missing)]
    batches = [filled[start : start + BATCH] for start in range(0, len(filled), BATCH)]
    for batch in batches:
        secrets.SystemRandom().shuffle(batch)
    return batches


def _check_folder(size: int) -> None:
    """Refuse to go on from `size` entries if the log's folder says that more, or others, were signed."""
    signed = log_files.checkpoint_of(log_files.log_folder())
    if signed is None or signed.origin in _closed_origins():
        if selectors.latest_checkpoint() is not None:
            raise RefusedError(f"The log was signed before, and its folder is gone: {log_files.RESUME}.")
        return
    if signed.origin != current_origin():
        raise RefusedError(f"The log's folder is of {signed.origin}: put the right one in its place.")
    if signed.size > size:
        raise RefusedError(
            f"The database lacks the log's entries {size} to {signed.size - 1}, as after a restore: {log_files.RESUME}."
        )
    if tiles.root(signed.size, selectors.tile) != signed.root:
        raise RefusedError("The log's folder was signed over other entries: nothing more is signed. Compare backups.")


def _closed_origins() -> list[str]:
    return [closed.origin for closed in selectors.closed_logs()]


def _put_aside_a_closed_log() -> None:
    """Keep the folder of a log that was closed beside that of the one which takes its place."""
    folder, closed = log_files.log_folder(), _closed_origins()
    signed = log_files.checkpoint_of(folder) if closed else None
    if signed is not None and signed.origin in closed:
        folder.rename(folder.with_name(f"{folder.name}-closed-{closed.index(signed.origin) + 1}"))


def _sign(size: int, latest: SignedCheckpoint | None, on: date) -> None:
    origin = current_origin()
    key = _verifier_key(origin)
    contents = selectors.contents(0, size)
    tree, hashes = Tree(), selectors.all_tiles()
    tree.extend(contents)
    if len(tree) != size or (latest is not None and not _continues(tree, latest, key)):
        raise RefusedError("The log's entries are not those that were signed: nothing more is signed. Compare backups.")
    if hashes != {(one.level, one.number): one.hashes for one in tiles.grow(0, contents, selectors.tile)}:
        raise RefusedError("The log's tiles are not those of its entries: `safetoshare ledger audit` names the first.")
    _put_aside_a_closed_log()
    _check_folder(size)
    folder = log_files.log_folder()
    log_files.export(folder, contents, hashes)
    checkpoint = Checkpoint(origin, size, tree.root())
    note = signing.ask_for_checkpoint(checkpoint)
    if open_note(note, [key]).text != checkpoint.text():
        raise RefusedError("What was signed is not the log's checkpoint.")
    log_files.keep_key(folder, key)
    log_files.keep_checkpoint(folder, note)
    SignedCheckpoint.objects.create(size=size, note=note, on=on)


def _continues(tree: Tree, latest: SignedCheckpoint, key: str) -> bool:
    """Whether the entries begin with those under the checkpoint before, whose signature is checked again."""
    before = read_checkpoint(open_note(latest.note, [key]).text)
    if before.size != latest.size or not 0 < before.size <= len(tree):
        return False
    return tree.root(before.size) == before.root and verify_consistency(
        before.size, len(tree), tree.consistency(before.size), before.root, tree.root()
    )


def _verifier_key(origin: str) -> str:
    """Return the log's key, kept at the first signing. RefusedError when the unwrapper now holds another."""
    told, kept = signing.ask_for_key(origin), selectors.log_key()
    if kept is None:
        kept = LogKey.objects.create(origin=origin, verifier_key=told)
    if kept.verifier_key != told:
        raise RefusedError("The log was signed with another key: put its key file back.")
    return kept.verifier_key
