"""The tree against the recursive definitions of RFC 6962 2.1, written out as they stand there.

The reference below shares no line with the implementation: it hashes whole lists, slowly.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.ledger.tree import Tree, leaf_hash, verify_consistency, verify_inclusion

some_entries = st.lists(st.binary(max_size=40), max_size=70)
distinct_entries = st.lists(st.binary(max_size=40), min_size=2, max_size=70, unique=True)


def split(size: int) -> int:
    """The largest power of two smaller than `size` (RFC 6962 2.1)."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def reference_root(entries: list[bytes]) -> bytes:
    """MTH(D[n]) of RFC 6962 2.1."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return sha256(b"\x01" + reference_root(entries[:k]) + reference_root(entries[k:])).digest()


def reference_path(m: int, entries: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of RFC 6962 2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*reference_path(m, entries[:k]), reference_root(entries[k:])]
    return [*reference_path(m - k, entries[k:]), reference_root(entries[:k])]


def reference_subproof(m: int, entries: list[bytes], *, known: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of RFC 6962 2.1.2; PROOF(m, D[n]) where b is true."""
    if m == len(entries):
        return [] if known else [reference_root(entries)]
    k = split(len(entries))
    if m <= k:
        left = reference_subproof(m, entries[:k], known=known)
        return [*left, reference_root(entries[k:])]
    return [*reference_subproof(m - k, entries[k:], known=False), reference_root(entries[:k])]


def reference_turns(m: int, size: int) -> list[str]:
    """On which side each hash of PATH(m, D[n]) stands: all that a verifier learns from a size."""
    if size == 1:
        return []
    k = split(size)
    if m < k:
        return [*reference_turns(m, k), "right"]
    return [*reference_turns(m - k, size - k), "left"]


def tree_of(entries: list[bytes]) -> Tree:
    tree = Tree()
    for entry in entries:
        tree.append(entry)
    return tree


def numbered(size: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(size)]


def mangled(proof: list[bytes], stranger: bytes) -> Iterator[list[bytes]]:
    """The proof with one hash dropped, one moved to the end, or `stranger` put somewhere."""
    for place in range(len(proof)):
        without = proof[:place] + proof[place + 1 :]
        yield without
        if (moved := [*without, proof[place]]) != proof:
            yield moved
    for place in range(len(proof) + 1):
        yield [*proof[:place], stranger, *proof[place:]]


@pytest.fixture(scope="module")
def forty() -> Tree:
    return tree_of(numbered(40))


@given(some_entries)
def test_the_root_of_every_size_is_the_recursive_one(entries: list[bytes]) -> None:
    tree = tree_of(entries)
    assert len(tree) == len(entries)
    for size in range(len(entries) + 1):
        assert tree.root(size) == reference_root(entries[:size])


@given(some_entries, st.lists(st.integers(0, 70), max_size=6))
def test_extending_in_any_portions_equals_appending_one_by_one(entries: list[bytes], cuts: list[int]) -> None:
    appended, extended = tree_of(entries), Tree()
    edges = [0, *sorted(min(cut, len(entries)) for cut in cuts), len(entries)]
    for number, (start, end) in enumerate(pairwise(edges)):
        if number % 2:
            extended.extend(iter(entries[start:end]))
        else:
            for entry in entries[start:end]:
                extended.append(entry)
    assert extended.root() == appended.root()
    for index in range(len(entries)):
        assert extended.inclusion(index) == appended.inclusion(index)


@pytest.mark.parametrize("size", range(1, 41))
def test_every_inclusion_proof_is_the_recursive_one_and_verifies(forty: Tree, size: int) -> None:
    entries = numbered(size)
    root = reference_root(entries)
    for index, entry in enumerate(entries):
        proof = forty.inclusion(index, size)
        assert proof == reference_path(index, entries)
        assert verify_inclusion(index, size, leaf_hash(entry), proof, root)


@pytest.mark.parametrize("size2", range(1, 41))
def test_every_consistency_proof_is_the_recursive_one_and_verifies(forty: Tree, size2: int) -> None:
    entries = numbered(size2)
    newer = reference_root(entries)
    for size1 in range(1, size2 + 1):
        proof = forty.consistency(size1, size2)
        assert proof == reference_subproof(size1, entries, known=True)
        assert verify_consistency(size1, size2, proof, reference_root(entries[:size1]), newer)


@given(distinct_entries, st.data())
def test_an_inclusion_proof_with_any_bit_flipped_fails(entries: list[bytes], data: st.DataObject) -> None:
    tree, index = tree_of(entries), data.draw(st.integers(0, len(entries) - 1))
    hashes = [leaf_hash(entries[index]), tree.root(), *tree.inclusion(index)]
    place, bit = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, 255))
    hashes[place] = (int.from_bytes(hashes[place], "big") ^ (1 << bit)).to_bytes(32, "big")
    assert not verify_inclusion(index, len(entries), hashes[0], hashes[2:], hashes[1])


@given(distinct_entries, st.data())
def test_a_consistency_proof_with_any_bit_flipped_fails(entries: list[bytes], data: st.DataObject) -> None:
    tree, size = tree_of(entries), data.draw(st.integers(1, len(entries)))
    hashes = [tree.root(size), tree.root(), *tree.consistency(size)]
    place, bit = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, 255))
    hashes[place] = (int.from_bytes(hashes[place], "big") ^ (1 << bit)).to_bytes(32, "big")
    assert not verify_consistency(size, len(entries), hashes[2:], hashes[0], hashes[1])


@pytest.mark.parametrize("size", range(2, 33))
def test_an_inclusion_proof_at_another_index_fails(forty: Tree, size: int) -> None:
    for index in range(size):
        leaf, proof = leaf_hash(numbered(size)[index]), forty.inclusion(index, size)
        verified = [
            other for other in range(-1, size + 2) if verify_inclusion(other, size, leaf, proof, forty.root(size))
        ]
        assert verified == [index]


@pytest.mark.parametrize("size", range(1, 33))
def test_an_inclusion_proof_under_another_size_verifies_only_on_an_identical_way(forty: Tree, size: int) -> None:
    for index in range(size):
        leaf, proof = leaf_hash(numbered(size)[index]), forty.inclusion(index, size)
        for other in range(34):
            answer = verify_inclusion(index, other, leaf, proof, forty.root(size))
            same = index < other and reference_turns(index, other) == reference_turns(index, size)
            assert answer is same


@pytest.mark.parametrize("size2", range(2, 33))
def test_a_consistency_proof_from_another_size_fails(forty: Tree, size2: int) -> None:
    for size1 in range(1, size2 + 1):
        proof = forty.consistency(size1, size2)
        verified = [
            other
            for other in range(size2 + 2)
            if verify_consistency(other, size2, proof, forty.root(size1), forty.root(size2))
        ]
        assert verified == [size1]


@given(distinct_entries, st.data())
def test_an_inclusion_proof_with_a_hash_dropped_added_or_moved_fails(entries: list[bytes], data: st.DataObject) -> None:
    tree, size = tree_of(entries), len(entries)
    index = data.draw(st.integers(0, size - 1))
    leaf, proof = leaf_hash(entries[index]), tree.inclusion(index)
    stranger = data.draw(st.sampled_from([tree.root(), leaf, bytes(32), *proof]))
    for bad in mangled(proof, stranger):
        assert not verify_inclusion(index, size, leaf, bad, tree.root())


@given(distinct_entries, st.data())
def test_a_consistency_proof_with_a_hash_dropped_added_or_moved_fails(
    entries: list[bytes], data: st.DataObject
) -> None:
    tree, size2 = tree_of(entries), len(entries)
    size1 = data.draw(st.integers(1, size2))
    older, proof = tree.root(size1), tree.consistency(size1)
    stranger = data.draw(st.sampled_from([tree.root(), older, bytes(32), *proof]))
    for bad in mangled(proof, stranger):
        assert not verify_consistency(size1, size2, bad, older, tree.root())


@given(distinct_entries, st.data())
def test_a_rewritten_history_has_no_proof_from_the_old_root(entries: list[bytes], data: st.DataObject) -> None:
    size1 = data.draw(st.integers(1, len(entries)))
    rewritten = list(entries)
    rewritten[data.draw(st.integers(0, size1 - 1))] += b"!"
    honest, forged = tree_of(entries), tree_of(rewritten)
    for proof in (honest.consistency(size1), forged.consistency(size1)):
        size2 = len(entries)
        assert not verify_consistency(size1, size2, proof, honest.root(size1), forged.root())


@given(distinct_entries, some_entries, st.data())
def test_growing_changes_no_earlier_root_or_proof(
    entries: list[bytes], later: list[bytes], data: st.DataObject
) -> None:
    tree, size = tree_of(entries), len(entries)
    index = data.draw(st.integers(0, size - 1))
    before = (tree.root(), tree.inclusion(index), tree.consistency(index + 1))
    tree.extend(later)
    assert (tree.root(size), tree.inclusion(index, size)) == before[:2]
    assert tree.consistency(index + 1, size) == before[2]
    assert verify_consistency(size, len(tree), tree.consistency(size), before[0], tree.root())


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.lists(anything, min_size=5, max_size=5))
def test_arbitrary_values_are_never_included(values: list[object]) -> None:
    assert verify_inclusion(*values) is False  # type: ignore[arg-type]


@given(st.lists(anything, min_size=3, max_size=3), st.binary(), st.binary(min_size=1))
def test_arbitrary_values_are_never_consistent(values: list[object], root: bytes, rest: bytes) -> None:
    size1, size2, proof = values
    assert verify_consistency(size1, size2, proof, root, root + rest) is False  # type: ignore[arg-type]
