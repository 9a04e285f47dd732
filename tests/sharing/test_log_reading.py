"""Proofs and tiles of the public log: made of its entries, right for any reader, and of nothing unpublished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.checkpoint import read_checkpoint
from safetoshare.core.ledger.note import open_note
from safetoshare.core.ledger.proof import Verified, verify_proof
from safetoshare.core.ledger.record import commitment
from safetoshare.core.ledger.tiles import entries_of
from safetoshare.core.ledger.tree import Tree, leaf_hash
from safetoshare.sharing.api import log as api
from safetoshare.sharing.models import Entry, Tile
from safetoshare.sharing.services import log
from safetoshare.sharing.services.tiles import append
from tests.core.ledger.records import RECORD, SALT
from tests.sharing.logs import DAY, FIRST, NEXT, SEED, log_keys, signing_on, wait_for

ENCODED = RECORD.encoded()
MINE = commitment(SALT, ENCODED)
# Entry, checkpoint and tiles; the savepoint about them; on PostgreSQL on whose behalf they are read.
QUERIES = {"sqlite": 5, "postgresql": 6}


@pytest.fixture(autouse=True)
def _log_here(db: None) -> Iterator[None]:
    with signing_on():
        yield


def published() -> list[bytes]:
    with unit_of_work():
        return [bytes(row) for row in Entry.objects.order_by("index").values_list("content", flat=True)]


def large_log(size: int) -> list[bytes]:
    """A published log of `size` entries, signed once."""
    with unit_of_work(write=True):
        append(0, [(index.to_bytes(32), DAY) for index in range(size)])
        log.sign_checkpoint(DAY)
    return published()


def test_a_record_is_proved_once_it_is_published_and_never_before() -> None:
    promise = log.promise_inclusion(MINE)
    wait_for(MINE)
    assert api.proof_of(MINE, ENCODED, SALT, promise) is None
    assert api.in_log_since(MINE) is None
    with unit_of_work(write=True):
        log.append_batch(DAY)
    assert api.proof_of(MINE, ENCODED, SALT, promise) is None
    assert api.in_log_since(MINE) is None
    api.publish_log(DAY)
    document = api.proof_of(MINE, ENCODED, SALT, promise)
    assert document is not None
    index = published().index(MINE)
    verified = verify_proof(document, log_keys()[1])
    assert isinstance(verified, Verified)
    include_by = DAY + timedelta(days=2)
    expected = Verified(RECORD, index, FIRST, RECORD.on, include_by, read_checkpoint_origin(), verified.root)
    assert verified == expected
    assert api.in_log_since(MINE) == DAY


def read_checkpoint_origin() -> str:
    state = api.log_state()
    assert state is not None
    return state.origin


def test_an_old_record_is_proved_in_the_newest_checkpoint() -> None:
    promise = log.promise_inclusion(MINE)
    wait_for(MINE)
    for days in range(3):
        api.publish_log(DAY + timedelta(days=days))
    document = api.proof_of(MINE, ENCODED, SALT, promise)
    assert document is not None
    verified = verify_proof(document, log_keys()[1])
    assert isinstance(verified, Verified)
    assert (verified.size, verified.index < FIRST) == (FIRST + 2 * NEXT, True)
    assert api.in_log_since(MINE) == DAY


def test_parts_that_do_not_belong_together_make_no_proof() -> None:
    other = replace(RECORD, necessity="Something else.").encoded()
    for committed, record, salt in ((bytes(32), ENCODED, SALT), (MINE, other, SALT), (MINE, ENCODED, bytes(32))):
        with pytest.raises(BadInputError, match="do not belong"):
            api.proof_of(committed, record, salt, "")


def test_bytes_that_are_no_record_make_no_proof() -> None:
    odd = commitment(SALT, b"{}")
    wait_for(odd)
    api.publish_log(DAY)
    with pytest.raises(BadInputError, match="not a disclosure record"):
        api.proof_of(odd, b"{}", SALT, "")


def test_the_state_is_that_of_the_newest_checkpoint() -> None:
    assert api.log_state() is None
    api.publish_log(DAY)
    api.publish_log(DAY + timedelta(days=1))
    state = api.log_state()
    assert state is not None
    tree = Tree()
    tree.extend(published())
    assert (state.size, state.root, state.on) == (FIRST + NEXT, tree.root().hex(), DAY + timedelta(days=1))
    assert state.verifier_key == log_keys()[1]
    assert read_checkpoint(open_note(state.checkpoint_note, [state.verifier_key]).text).size == FIRST + NEXT


def test_a_promise_that_was_not_kept_in_time_shows() -> None:
    api.publish_log(DAY)
    wait_for(MINE, include_by=DAY)
    with signing_on(DAY):
        assert not state_is_overdue()
    with signing_on(DAY + timedelta(days=1)):
        assert state_is_overdue()
        api.publish_log(DAY + timedelta(days=1))
        assert not state_is_overdue()


def state_is_overdue() -> bool:
    state = api.log_state()
    assert state is not None
    return state.is_overdue


def test_the_tiles_of_a_small_log_are_its_leaf_hashes_as_far_as_it_is_signed() -> None:
    assert api.hash_tile(0, 0, 1) is None
    api.publish_log(DAY)
    assert api.hash_tile(0, 0, FIRST) == b"".join(map(leaf_hash, published()))
    assert api.hash_tile(0, 0, 3) == b"".join(map(leaf_hash, published()[:3]))
    for level, number, width in ((0, 0, FIRST + 1), (0, 0, 256), (0, 1, 1), (1, 0, 1), (8, 0, 1), (63, 10**30, 255)):
        assert api.hash_tile(level, number, width) is None


def test_the_bundles_of_a_small_log_are_its_entries_after_their_lengths() -> None:
    assert api.entry_bundle(0, 1) is None
    api.publish_log(DAY)
    bundle = api.entry_bundle(0, FIRST)
    assert bundle == b"".join(len(entry).to_bytes(2) + entry for entry in published())
    assert entries_of(bundle) == published() == api.entries_between(0, FIRST)
    assert api.entry_bundle(0, FIRST + 1) is None
    assert api.entry_bundle(10**30, 1) is None


@pytest.mark.parametrize(("start", "end"), [(0, FIRST + 1), (-1, 2), (3, 2)])
def test_entries_that_are_not_published_are_not_given(start: int, end: int) -> None:
    api.publish_log(DAY)
    with pytest.raises(BadInputError, match="no such entries"):
        api.entries_between(start, end)


def test_entries_beyond_the_signed_size_are_told_to_nobody() -> None:
    api.publish_log(DAY)
    promise = log.promise_inclusion(MINE)
    wait_for(MINE)
    with unit_of_work(write=True):
        log.append_batch(DAY + timedelta(days=1))
    assert len(published()) == FIRST + NEXT
    assert api.proof_of(MINE, ENCODED, SALT, promise) is None
    assert api.in_log_since(MINE) is None
    assert api.hash_tile(0, 0, FIRST + 1) is None
    assert api.entry_bundle(0, FIRST + 1) is None
    with pytest.raises(BadInputError):
        api.entries_between(0, FIRST + 1)


def test_a_tile_of_256_is_served_whole() -> None:
    entries = large_log(264)
    assert api.hash_tile(0, 0, 256) == b"".join(map(leaf_hash, entries[:256]))
    tree = Tree()
    tree.extend(entries[:256])
    assert api.hash_tile(1, 0, 1) == tree.root()
    assert api.hash_tile(0, 1, 8) == b"".join(map(leaf_hash, entries[256:]))


@pytest.mark.parametrize("size", [300, 70_000])
def test_a_proof_takes_the_same_few_queries_however_large_the_log_is(
    size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    large_log(size - 1)
    promise = log.promise_inclusion(MINE)
    with unit_of_work(write=True):
        append(size - 1, [(MINE, DAY + timedelta(days=1))])
        log.sign_checkpoint(DAY + timedelta(days=1))
    with django_assert_num_queries(QUERIES[connection.vendor]):
        document = api.proof_of(MINE, ENCODED, SALT, promise)
    assert document is not None
    assert isinstance(verify_proof(document, log_keys()[1]), Verified)


def test_with_a_tile_missing_there_is_no_false_proof() -> None:
    promise = log.promise_inclusion(MINE)
    wait_for(MINE)
    api.publish_log(DAY)
    with unit_of_work(write=True):
        Tile.objects.all().delete()
    with pytest.raises(BadInputError, match="not there whole"):
        api.proof_of(MINE, ENCODED, SALT, promise)


def test_the_loader_of_a_demonstration_signs_through_the_api() -> None:
    with api.signing_in_this_process(SEED):
        assert open_note(log.promise_inclusion(MINE), [log_keys()[1]])
