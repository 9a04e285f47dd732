"""The log's tree in tiles: the same roots and proofs as the tree in memory, from few tiles, and of nothing damaged."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.tiles import TILE, Place
from safetoshare.core.ledger.tree import Tree, leaf_hash, verify_consistency, verify_inclusion
from tests.core.ledger.test_tree_vectors import EIGHT_LEAVES, EIGHT_ROOTS

Stored = dict[tuple[int, int], bytes]
LARGEST = 70_000
SOME = Random(7)  # noqa: S311  # which sizes are tried, and no secret


def entry(index: int) -> bytes:
    return index.to_bytes(4)


def reader(stored: Stored, asked: list[tuple[int, int]] | None = None) -> tiles.Read:
    def read(level: int, number: int, width: int) -> bytes:
        if asked is not None:
            asked.append((level, number))
        return stored[level, number][: width * 32]

    return read


def grown(stored: Stored, size: int, to: int) -> Stored:
    """What is stored once entries were appended."""
    more = tiles.grow(size, map(entry, range(size, to)), reader(stored))
    return stored | {(one.level, one.number): one.hashes for one in more}


@pytest.fixture(scope="module")
def tree() -> Tree:
    tree = Tree()
    tree.extend(map(entry, range(LARGEST)))
    return tree


@pytest.fixture(scope="module")
def stored() -> Stored:
    return grown({}, 0, LARGEST)


def test_roots_of_all_small_sizes_are_those_of_the_tree(tree: Tree, stored: Stored) -> None:
    for size in range(601):
        assert tiles.root(size, reader(stored)) == tree.root(size)


@pytest.mark.parametrize(("size", "root"), list(enumerate(EIGHT_ROOTS)))
def test_the_public_vectors_have_the_same_roots(size: int, root: str) -> None:
    public = {(one.level, one.number): one.hashes for one in tiles.grow(0, EIGHT_LEAVES, reader({}))}
    assert tiles.root(size, reader(public)).hex() == root


def test_inclusion_proofs_of_all_small_sizes_are_those_of_the_tree(tree: Tree, stored: Stored) -> None:
    for size in range(1, 601):
        for index in {0, size // 3, size // 2, SOME.randrange(size), size - 1}:
            assert tiles.inclusion(index, size, reader(stored)) == tree.inclusion(index, size)


def test_consistency_proofs_of_all_small_sizes_are_those_of_the_tree(tree: Tree, stored: Stored) -> None:
    for size in range(1, 601):
        for older in {1, (size + 1) // 2, SOME.randint(1, size), size}:
            assert tiles.consistency(older, size, reader(stored)) == tree.consistency(older, size)


@given(st.integers(1, LARGEST), st.data())
def test_large_logs_prove_what_they_hold(tree: Tree, stored: Stored, size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    read = reader(stored)
    root = tiles.root(size, read)
    assert root == tree.root(size)
    path = tiles.inclusion(index, size, read)
    assert verify_inclusion(index, size, leaf_hash(entry(index)), path, root)
    grew = tiles.consistency(index + 1, size, read)
    assert verify_consistency(index + 1, size, grew, tiles.root(index + 1, read), root)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=5))
def test_grown_in_any_steps_the_tiles_are_the_same(steps: list[int]) -> None:
    by_steps: Stored = {}
    size = 0
    for step in steps:
        by_steps = grown(by_steps, size, size + step)
        size += step
    assert by_steps == grown({}, 0, size)
    assert {(place.level, place.number, place.width) for place in tiles.places(size) if place.level is not None} == {
        (level, number, len(hashes) // 32) for (level, number), hashes in by_steps.items()
    }


@given(st.integers(0, 140_000), st.integers(0, 3_000))
def test_the_places_of_a_growth_are_those_that_are_new_or_wider(size: int, more: int) -> None:
    assert set(tiles.places(size + more, since=size)) == set(tiles.places(size + more)) - set(tiles.places(size))


@given(st.integers(1, LARGEST), st.data())
def test_a_proof_reads_the_tiles_on_its_way_and_no_others(stored: Stored, size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    asked: list[tuple[int, int]] = []
    tiles.inclusion(index, size, reader(stored, asked))
    way = tiles.on_the_way(index, size)
    assert set(asked) <= {(place.level, place.number) for place in way}
    assert len(asked) == len(set(asked)) <= 2 * 3
    assert set(way) <= set(tiles.places(size))


def test_of_a_log_of_many_million_entries_a_proof_reads_two_tiles_a_level() -> None:
    assert len(tiles.on_the_way(123_456_789, 10**9)) == 7
    assert tiles.on_the_way(0, 1) == [Place(0, 0, 1)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda read: tiles.inclusion(5, 5, read),
        lambda read: tiles.inclusion(-1, 5, read),
        lambda read: tiles.consistency(0, 5, read),
        lambda read: tiles.consistency(6, 5, read),
        lambda read: tiles.root(-1, read),
        lambda read: tiles.root(2**64 - 1, read),
    ],
)
def test_what_no_log_has_is_bad_input(ask: Callable[[tiles.Read], object], stored: Stored) -> None:
    with pytest.raises(BadInputError):
        ask(reader(stored))


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(32 * 256)])
def test_a_tile_that_is_too_short_or_too_long_is_bad_input(wrong: bytes) -> None:
    for ask in (lambda read: tiles.root(300, read), lambda read: tiles.inclusion(0, 300, read)):
        with pytest.raises(BadInputError, match="not there whole"):
            ask(lambda _level, _number, _width: wrong)
    with pytest.raises(BadInputError, match="not there whole"):
        list(tiles.grow(300, [b""], lambda _level, _number, _width: wrong))


@pytest.mark.parametrize(
    ("place", "path"),
    [
        # C2SP tlog-tiles gives 1234067 as its example.
        (Place(0, 1_234_067, TILE), "tile/0/x001/x234/067"),
        (Place(1, 67, 17), "tile/1/067.p/17"),
        (Place(7, 0, 1), "tile/7/000.p/1"),
        (Place(None, 1_234_067, TILE), "tile/entries/x001/x234/067"),
        (Place(None, 5, 255), "tile/entries/005.p/255"),
        (Place(0, 1_000, TILE), "tile/0/x001/000"),
    ],
)
def test_the_paths_are_those_of_the_specification(place: Place, path: str) -> None:
    assert place.path == path
    assert tiles.read_path(path) == place


@given(st.none() | st.integers(0, 7), st.integers(0, 2**56), st.integers(1, TILE))
def test_a_path_leads_back(level: int | None, number: int, width: int) -> None:
    assert tiles.read_path(Place(level, number, width).path) == Place(level, number, width)


@pytest.mark.parametrize(
    "path",
    ["tile/8/000", "tile/0/00", "tile/0/0000", "tile/0/x000/001", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001/",
     "tile/0/001.p/08", "/tile/0/001", "tile/0/../000", "tile/0/٠٠٠", "tile/x/000", ""],
)  # fmt: skip
def test_what_is_no_path_leads_nowhere(path: str) -> None:
    assert tiles.read_path(path) is None


@given(st.lists(st.binary(max_size=70), max_size=TILE))
def test_a_bundle_leads_back_to_its_entries(entries: list[bytes]) -> None:
    assert tiles.entries_of(tiles.bundle_of(entries)) == entries


@given(st.binary(max_size=300))
def test_any_bytes_are_a_bundle_of_one_spelling_or_refused(content: bytes) -> None:
    try:
        entries = tiles.entries_of(content)
    except BadInputError:
        return
    assert tiles.bundle_of(entries) == content


def test_a_bundle_holds_no_more_and_no_longer_entries_than_it_may() -> None:
    with pytest.raises(BadInputError):
        tiles.bundle_of([bytes(65_536)])
    with pytest.raises(BadInputError):
        tiles.entries_of(tiles.bundle_of([b""] * (TILE + 1)))
    for torn in (b"\x00", b"\x00\x02a", b"\x00\x01a\x00"):
        with pytest.raises(BadInputError):
            tiles.entries_of(torn)
