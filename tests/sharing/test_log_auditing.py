"""The log is looked through: any altered entry, tile, checkpoint, file, or promise is found, and the first is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.note import keys_of_seed, sign_note
from safetoshare.sharing.models import Entry, Pending, SignedCheckpoint, SubjectNotice, Tile
from safetoshare.sharing.services import auditing, log
from safetoshare.sharing.services.tiles import append
from tests.base.people import LOG_SEED
from tests.sharing.disclosing import Scene, sent
from tests.sharing.logs import DAY, entries, folder, log_keys, root_of, signing_on

NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture
def published(scene: Scene) -> Iterator[Scene]:
    """Two days of the log, with a disclosure in the second one's batch and one that still waits."""
    log.publish_log(DAY)
    sent(scene.order())
    with signing_on(NEXT_DAY, LOG_SEED):
        log.publish_log(NEXT_DAY)
        sent(scene.order(nonce=uuid4(), consent_on=NEXT_DAY))
        yield scene


def differences() -> tuple[str, ...]:
    return auditing.audit_log().differences


def test_a_log_that_was_left_alone_fits_together(published: Scene) -> None:
    seen: list[tuple[int, int]] = []
    audited = auditing.audit_log(lambda done, count: seen.append((done, count)))
    assert (audited.entries, audited.checkpoints, audited.notices) == (len(entries()), 2, 2)
    assert audited.differences == ()
    assert seen == [(audited.entries, audited.entries)]


def alter_an_entry() -> None:
    Entry.objects.filter(index=3).update(content=b"\x07" * 32)


def lose_an_entry() -> None:
    Entry.objects.filter(index=5).delete()


def spoil_an_entry() -> None:
    Entry.objects.filter(index=2).update(content=b"{" + b"x" * 40)


def alter_a_tile() -> None:
    Tile.objects.filter(level=0).update(hashes=b"\x01" * len(bytes(Tile.objects.get(level=0).hashes)))


def lose_a_tile() -> None:
    Tile.objects.filter(level=0).delete()


def sign_with_another_key() -> None:
    row = SignedCheckpoint.objects.order_by("size")[0]
    text = row.note.rpartition("\n\n")[0] + "\n"
    origin = text.split("\n", maxsplit=1)[0]
    SignedCheckpoint.objects.filter(size=row.size).update(note=sign_note(text, [keys_of_seed(origin, bytes(32))[0]]))


def lose_a_notices_entry() -> None:
    Pending.objects.all().delete()


def let_an_entry_wait() -> None:
    contents = [bytes(one) for one in Entry.objects.values_list("content", flat=True)]
    Pending.objects.create(content=next(one for one in contents if len(one) == 32), include_by=date(2026, 12, 1))


def damage_the_folder() -> None:
    bundle = next(one for one in (folder() / "tile" / "entries").rglob("*") if one.is_file())
    bundle.write_bytes(b"torn")


@pytest.mark.parametrize(
    ("alter", "says"),
    [
        (alter_an_entry, "entry 3 is not what the log's folder has"),
        (alter_an_entry, "tile 0 of level 0"),
        (alter_an_entry, "are not those that were signed on 2026-11-22"),
        (lose_an_entry, "entry 5 is missing"),
        (spoil_an_entry, "entry 2 is neither"),
        (alter_a_tile, "tile 0 of level 0"),
        (lose_a_tile, "tile 0 of level 0"),
        (sign_with_another_key, "is not signed with the log's key"),
        (lose_a_notices_entry, "is no entry of the log, and does not wait"),
        (let_an_entry_wait, "still waits to be one"),
        (damage_the_folder, "missing or damaged"),
    ],
)
def test_what_was_altered_is_named(published: Scene, alter: Callable[[], None], says: str) -> None:
    with unit_of_work(write=True):
        alter()
    assert any(says in one for one in differences()), differences()


def test_all_rows_rewritten_and_signed_anew_differ_from_the_folder(published: Scene) -> None:
    signer = log_keys(LOG_SEED)[0]
    before = entries()
    with unit_of_work(write=True):
        others = [content if len(content) > 32 else bytes([index]) * 32 for index, content in enumerate(before)]
        Tile.objects.all().delete()
        Entry.objects.all().delete()
        append(0, [(content, DAY) for content in others])
        for row in SignedCheckpoint.objects.all():
            text = Checkpoint(log.current_origin(), row.size, root_of(others[: row.size])).text()
            SignedCheckpoint.objects.filter(size=row.size).update(note=sign_note(text, [signer]))
    first = next(index for index, (one, other) in enumerate(zip(before, others, strict=True)) if one != other)
    found = differences()
    assert f"entry {first} is not what the log's folder has" in found
    assert any(SubjectNotice.objects.order_by("number")[0].commitment.hex() in one for one in found)
