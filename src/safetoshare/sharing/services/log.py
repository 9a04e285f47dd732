"""The public log: a promise first, the entry soon after (as certificate logs do), once a day.

Each day's batch takes what waits, in random order, and dummies up to the next multiple of eight; on a day when nothing
waits it is eight dummies. So neither the order, nor the number, nor the time of an entry tells anything of a decision,
and the log is seen to be alive.

Entries are committed before their checkpoint is signed, in a unit of work of its own: a crash between the two leads to
the same checkpoint again, and never to two of one size. Before signing, the entries are checked against the checkpoint
before. Two at once: the indices, and one batch and one checkpoint a day, are unique in the database, so one wins.
"""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import IntegrityError

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint, InclusionPromise, read_checkpoint, read_inclusion_promise
from safetoshare.core.ledger.note import open_note
from safetoshare.core.ledger.record import COMMITMENT_BYTES
from safetoshare.core.ledger.tree import Tree, verify_consistency
from safetoshare.sharing.models import Entry, LogKey, Pending, SignedCheckpoint
from safetoshare.sharing.selectors import log as selectors
from safetoshare.sharing.services import signing

STEP = 8
# The next batch may fail and be mended: the promise is for the morning after it.
DAYS_TO_INCLUDE = 2


def promise_inclusion(commitment: bytes) -> str:
    """Return the log's signed promise to include a commitment: a signed note.

    Call it before the unit of work that commits the decision. UnwrapperAwayError while nobody can sign.
    """
    include_by = clock.today() + timedelta(days=DAYS_TO_INCLUDE)
    return signing.ask_for_promise(InclusionPromise(current_force().log_origin, commitment, include_by))


def promised_by(promise_note: str) -> date:
    """Return the day by which a promise of ours says that the entry will be in. NoteError for another text."""
    text, _, _signatures = promise_note.rpartition("\n\n")
    return read_inclusion_promise(f"{text}\n").include_by


def add_pending(commitment: bytes, include_by: date) -> None:
    """Let a commitment become an entry of the next batch. Call it inside the unit of work of the decision."""
    if len(commitment) != COMMITMENT_BYTES or selectors.entry_of(commitment) is not None:
        raise BadInputError("a commitment has 32 bytes and is an entry once")
    Pending.objects.create(commitment=commitment, include_by=include_by)


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

    On a day before the newest batch nothing is done: the clock has gone back.
    """
    last = selectors.last_entry()
    if last is not None and last.on >= day:
        return
    waiting = selectors.pending()
    batch = [bytes(one.commitment) for one in waiting]
    batch += [secrets.token_bytes(COMMITMENT_BYTES) for _ in range(-len(batch) % STEP if batch else STEP)]
    secrets.SystemRandom().shuffle(batch)
    start = 0 if last is None else last.index + 1
    Entry.objects.bulk_create(
        Entry(index=index, commitment=commitment, on=day) for index, commitment in enumerate(batch, start)
    )
    Pending.objects.filter(id__in=[one.id for one in waiting]).delete()


def sign_checkpoint(day: date) -> None:
    """Have the log signed as it stands, unless it is. Call it inside a writing unit of work, after the batch's.

    RefusedError when the day's batch is missing, or the entries do not continue what was signed before.
    """
    last = selectors.last_entry()
    if last is None or last.on < day:
        raise RefusedError("The log has no batch of this day yet: it is appended first.")
    size = last.index + 1
    latest = selectors.latest_checkpoint()
    if latest is not None and latest.size == size:
        return
    key = _verifier_key()
    tree = Tree()
    tree.extend(selectors.commitments(0, size))
    if len(tree) != size or (latest is not None and not _continues(tree, latest, key)):
        raise RefusedError("The log's entries are not those that were signed: nothing more is signed. Compare backups.")
    checkpoint = Checkpoint(current_force().log_origin, size, tree.root())
    note = signing.ask_for_checkpoint(checkpoint)
    if open_note(note, [key]).text != checkpoint.text():
        raise RefusedError("What was signed is not the log's checkpoint.")
    SignedCheckpoint.objects.create(size=size, note=note, on=last.on)


def _continues(tree: Tree, latest: SignedCheckpoint, key: str) -> bool:
    """Whether the entries begin with those under the checkpoint before, whose signature is checked again."""
    before = read_checkpoint(open_note(latest.note, [key]).text)
    if before.size != latest.size or not 0 < before.size <= len(tree):
        return False
    return tree.root(before.size) == before.root and verify_consistency(
        before.size, len(tree), tree.consistency(before.size), before.root, tree.root()
    )


def _verifier_key() -> str:
    """Return the log's key, kept at the first signing. RefusedError when the unwrapper now holds another."""
    origin, told = current_force().log_origin, signing.ask_for_key()
    kept = selectors.log_key()
    if kept is None:
        kept = LogKey.objects.create(origin=origin, verifier_key=told)
    if (kept.origin, kept.verifier_key) != (origin, told):
        raise RefusedError("The log was signed with another key or under another origin: put its key file back.")
    return kept.verifier_key
