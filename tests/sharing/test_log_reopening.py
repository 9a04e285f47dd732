"""A log that is closed in public, and the one that continues it under a new origin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Model

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import NoteError, RefusedError
from safetoshare.core.ledger.checkpoint import read_checkpoint, read_inclusion_promise
from safetoshare.core.ledger.note import open_note
from safetoshare.core.ledger.public_entry import Kind, PublicEntry, read_public_entry
from safetoshare.sharing.api import log as api
from safetoshare.sharing.models import ClosedLog, Entry, LogKey
from safetoshare.sharing.services import log, log_files, log_resuming, signing
from tests.sharing.logs import (
    DAY,
    FIRST,
    NEXT,
    SEED,
    entries,
    folder,
    log_keys,
    on_disk,
    origin,
    restored,
    signed_note,
    signing_on,
    sizes,
    wait_for,
)

NEXT_DAY = DAY + timedelta(days=1)
THIRD_DAY = DAY + timedelta(days=2)
MINE = [bytes([number]) * 32 for number in range(1, 6)]


@pytest.fixture(autouse=True)
def _log_here(db: None) -> Iterator[None]:
    with signing_on():
        yield


def rows(table: type[Model]) -> int:
    with unit_of_work():
        return table._default_manager.count()


def test_a_log_that_cannot_be_taken_up_is_closed_in_public_and_another_opened(two_days: list[bytes]) -> None:
    last = signed_note()
    restored(to=FIRST)
    wait_for(bytes(32))
    api.reopen_log(origin(2))
    first, *kept = entries()
    lost = read_checkpoint(open_note(last, [log_keys()[1]]).text)
    assert read_public_entry(first) == PublicEntry(
        Kind.LOG_CONTINUES,
        NEXT_DAY,
        {"origin": origin(), "size": str(FIRST + NEXT), "root": lost.root.hex()},
    )
    assert kept == two_days[:FIRST]
    assert [(one.origin, one.verifier_key, one.checkpoint_note) for one in api.closed_logs()] == [
        (origin(), log_keys()[1], last)
    ]
    state = api.log_state()
    assert state is not None
    assert (state.origin, state.size, state.on) == (origin(2), FIRST + 1, NEXT_DAY)
    note = open_note((folder() / "checkpoint").read_text(), [state.verifier_key])
    assert read_checkpoint(note.text).origin == origin(2)
    assert log_files.checkpoint_of(folder().with_name("log-closed-1")) == lost


def test_the_new_log_goes_on_under_its_origin_and_promises_under_it(two_days: list[bytes]) -> None:
    api.reopen_log(origin(2))
    promise = log.promise_inclusion(bytes(32))
    assert read_inclusion_promise(promise.rpartition("\n\n")[0] + "\n").origin == origin(2)
    wait_for(bytes(32))
    with signing_on(THIRD_DAY):
        assert log.publish_log(THIRD_DAY) == FIRST + 2 * NEXT + 1
    assert set(two_days) | {bytes(32)} < set(entries())


def test_a_new_log_too_is_taken_up_after_a_restore(two_days: list[bytes]) -> None:
    api.reopen_log(origin(2))
    with signing_on(THIRD_DAY):
        log.publish_log(THIRD_DAY)
        whole = entries()
        with unit_of_work():
            days = list(Entry.objects.order_by("index").values_list("on", flat=True))
        restored(to=FIRST + NEXT + 1)
        assert api.resume_log() == len(whole)
    assert entries() == whole
    with unit_of_work():
        assert list(Entry.objects.order_by("index").values_list("on", flat=True)) == days


def test_a_third_log_follows_the_second_and_no_origin_comes_again(two_days: list[bytes]) -> None:
    api.reopen_log(origin(2))
    for again in (origin(), origin(2)):
        with pytest.raises(RefusedError, match="there already"):
            api.reopen_log(again)
    api.reopen_log(origin(3))
    assert [closed.origin for closed in api.closed_logs()] == [origin(), origin(2)]
    assert entries()[2:] == two_days
    assert folder().with_name("log-closed-2").is_dir()


@pytest.mark.parametrize("name", ["other.example/log", "", "{}/1", "{}/0", "{}/02", "{}/x", "{}2", "{}/2/3", "{}/٢"])
def test_an_origin_that_is_not_this_forces_is_refused(two_days: list[bytes], name: str) -> None:
    with pytest.raises(RefusedError, match="number after it"):
        api.reopen_log(name.format(origin()))
    with pytest.raises(NoteError):
        signing.log_key(SEED, {"origin": name.format(origin())})
    assert (entries(), rows(ClosedLog)) == (two_days, 0)


def test_with_the_clock_behind_the_log_is_not_closed(two_days: list[bytes]) -> None:
    with signing_on(DAY), pytest.raises(RefusedError, match="clock is behind"):
        api.reopen_log(origin(2))
    assert entries() == two_days


def test_a_crash_while_closing_leaves_the_old_log_or_the_new_one(
    two_days: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_given: object, **_named: object) -> object:
        raise ZeroDivisionError

    def reopened_but_for(place: object, name: str) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(place, name, stop)
            with pytest.raises(ZeroDivisionError):
                api.reopen_log(origin(2))

    for place, name in ((ClosedLog.objects, "create"), (LogKey, "save"), (log_resuming, "append")):
        reopened_but_for(place, name)
        assert (entries(), rows(ClosedLog), on_disk().size) == (two_days, 0, FIRST + NEXT)
    reopened_but_for(Path, "rename")
    assert (rows(ClosedLog), sizes(), on_disk().size) == (1, [], FIRST + NEXT)
    reopened = entries()
    with signing_on(THIRD_DAY), unit_of_work(write=True):
        log.append_batch(THIRD_DAY)
    assert entries()[: len(reopened)] == reopened
    with signing_on(THIRD_DAY):
        assert log.publish_log(THIRD_DAY) == FIRST + 2 * NEXT + 1
    assert folder().with_name("log-closed-1").is_dir()
