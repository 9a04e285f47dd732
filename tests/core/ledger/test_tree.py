"""The tree at its edges, and the verifiers against hostile input; see also test_tree_vectors."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.tree import (
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

EIGHT = [f"entry {number}".encode() for number in range(8)]


class Hostile:
    """Answers every question with an exception."""

    def __getattribute__(self, name: str) -> object:
        if name == "__class__":
            return list
        raise RuntimeError(name)

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("eq")

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        raise RuntimeError("len")

    def __iter__(self) -> Iterator[bytes]:
        raise RuntimeError("iter")

    def __index__(self) -> int:
        raise RuntimeError("index")


class AgreeableBytes(bytes):
    """Claims to equal everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class HostileList(list[bytes]):
    """A list whose length raises."""

    def __len__(self) -> int:
        raise RuntimeError("len")


JUNK: dict[str, Any] = {
    "nothing": None,
    "true": True,
    "minus one": -1,
    "a float": 6.0,
    "not a number": float("nan"),
    "beyond uint64": 2**64,
    "a huge number": 1 << 50_000_000,
    "a huge negative number": -(1 << 50_000_000),
    "digits": "6",
    "right-to-left digits": "\u202e\u0666",
    "no bytes": b"",
    "31 bytes": bytes(31),
    "33 bytes": bytes(33),
    "a bytearray": bytearray(32),
    "a view": memoryview(bytes(32)),
    "32 characters": "\0" * 32,
    "bytes that agree": AgreeableBytes(bytes(32)),
    "an iterator": iter([bytes(32)] * 3),
    "a set": {bytes(32)},
    "a mapping": dict.fromkeys(range(3), bytes(32)),
    "a list of texts": ["\0" * 32] * 3,
    "a list of nothing": [None] * 3,
    "a list of short hashes": [bytes(31)] * 3,
    "a list of hostile things": [Hostile()] * 3,
    "a million hashes": [bytes(32)] * 1_000_000,
    "a hostile list": HostileList([bytes(32)] * 3),
    "a hostile thing": Hostile(),
    "a type": int,
}


@pytest.fixture
def eight() -> Tree:
    tree = Tree()
    tree.extend(EIGHT)
    return tree


def test_an_entry_that_looks_like_an_inner_node_is_hashed_otherwise() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert leaf_hash(b"entry") == sha256(b"\x00entry").digest()
    assert node_hash(left, right) == sha256(b"\x01" + left + right).digest()


def test_a_single_entry_is_its_own_root_and_needs_no_proof() -> None:
    tree = Tree()
    tree.append(b"only")
    assert tree.root() == leaf_hash(b"only")
    assert tree.inclusion(0) == []
    assert verify_inclusion(0, 1, leaf_hash(b"only"), [], tree.root())


def test_a_proof_may_be_a_tuple(eight: Tree) -> None:
    inclusion = tuple(eight.inclusion(5))
    assert verify_inclusion(5, 8, leaf_hash(EIGHT[5]), inclusion, eight.root())
    consistency = tuple(eight.consistency(6))
    assert verify_consistency(6, 8, consistency, eight.root(6), eight.root())


def test_extending_by_a_bad_entry_appends_nothing(eight: Tree) -> None:
    before = eight.root()
    mixed: list[Any] = [b"good", "text"]
    with pytest.raises(TypeError):
        eight.extend(mixed)
    assert len(eight) == 8
    assert eight.root() == before


def test_extending_from_a_source_that_breaks_appends_nothing(eight: Tree) -> None:
    before = eight.root()

    def breaks() -> Iterator[bytes]:
        yield b"one"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        eight.extend(breaks())
    assert len(eight) == 8
    assert eight.root() == before


def test_extending_by_nothing_changes_nothing(eight: Tree) -> None:
    before = eight.root()
    eight.extend([])
    assert eight.root() == before


def test_appending_what_is_not_bytes_appends_nothing(eight: Tree) -> None:
    before = eight.root()
    text: Any = "text"
    with pytest.raises(TypeError):
        eight.append(text)
    assert eight.root() == before


def test_what_a_caller_does_to_a_proof_leaves_the_tree_alone(eight: Tree) -> None:
    eight.inclusion(5).clear()
    eight.consistency(6).append(b"")
    assert len(eight.inclusion(5)) == 3
    assert len(eight.consistency(6)) == 3


@pytest.mark.parametrize("name", ["nine", "true", "minus one", "a float", "digits", "a huge number"])
def test_a_size_beyond_the_tree_is_refused(eight: Tree, name: str) -> None:
    size = {"nine": 9, **JUNK}[name]
    with pytest.raises(BadInputError, match="The log has 8 entries, not"):
        eight.root(size)
    with pytest.raises(BadInputError, match="The log has 8 entries, not"):
        eight.inclusion(0, size)
    with pytest.raises(BadInputError, match="The log has 8 entries, not"):
        eight.consistency(1, size)


@pytest.mark.parametrize(("index", "size"), [(8, 8), (5, 5), (0, 0), (-1, 8), (False, 8), (None, 8), (2**64, 8)])
def test_an_entry_that_is_not_there_has_no_proof(eight: Tree, index: object, size: int) -> None:
    with pytest.raises(BadInputError, match=f"is not among the first {size} of the log"):
        eight.inclusion(index, size)  # type: ignore[arg-type]


@pytest.mark.parametrize(("size1", "size2"), [(0, 8), (7, 6), (9, 8), (-1, 8), (True, 8), ("1", 8)])
def test_sizes_in_the_wrong_order_have_no_proof(eight: Tree, size1: object, size2: int) -> None:
    with pytest.raises(BadInputError, match=f"No proof leads from .* to {size2} entries"):
        eight.consistency(size1, size2)  # type: ignore[arg-type]


def test_an_empty_tree_has_a_root_and_no_proofs() -> None:
    assert Tree().root() == sha256(b"").digest()
    with pytest.raises(BadInputError):
        Tree().inclusion(0)
    with pytest.raises(BadInputError):
        Tree().consistency(0)


def test_a_message_never_repeats_what_was_given(eight: Tree) -> None:
    with pytest.raises(BadInputError) as refused:
        eight.root("Amina was here")  # type: ignore[arg-type]
    assert str(refused.value) == "The log has 8 entries, not a value of type str."
    with pytest.raises(BadInputError) as refused:
        eight.root(9)
    assert str(refused.value) == "The log has 8 entries, not 9."


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("name", JUNK)
def test_junk_in_any_place_of_an_inclusion_is_false(eight: Tree, place: int, name: str) -> None:
    good: list[Any] = [5, 8, leaf_hash(EIGHT[5]), eight.inclusion(5), eight.root()]
    assert verify_inclusion(*good) is True
    good[place] = JUNK[name]
    assert verify_inclusion(*good) is False


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("name", JUNK)
def test_junk_in_any_place_of_a_consistency_is_false(eight: Tree, place: int, name: str) -> None:
    good: list[Any] = [6, 8, eight.consistency(6), eight.root(6), eight.root()]
    assert verify_consistency(*good) is True
    good[place] = JUNK[name]
    assert verify_consistency(*good) is False


@pytest.mark.parametrize("name", JUNK)
def test_junk_for_a_root_of_equal_sizes_is_false(eight: Tree, name: str) -> None:
    junk: Any = JUNK[name]
    assert verify_consistency(8, 8, [], eight.root(), eight.root()) is True
    assert verify_consistency(8, 8, [], eight.root(), junk) is False
    assert verify_consistency(8, 8, [], junk, eight.root()) is False
    assert verify_consistency(8, 8, junk, eight.root(), eight.root()) is False


@pytest.mark.parametrize("junk", [None, 0, "", "root", bytearray(32), AgreeableBytes(32)])
def test_equal_junk_for_both_roots_of_equal_sizes_is_false(junk: object) -> None:
    assert verify_consistency(8, 8, [], junk, junk) is False  # type: ignore[arg-type]


def test_the_largest_tree_verifies_and_one_entry_more_does_not() -> None:
    proof = [bytes([level]) * 32 for level in range(64)]
    root = leaf_hash(b"first")
    for sibling in proof:
        root = node_hash(root, sibling)
    assert verify_inclusion(0, 2**64 - 1, leaf_hash(b"first"), proof, root) is True
    assert verify_inclusion(0, 2**64, leaf_hash(b"first"), proof, root) is False
    assert verify_consistency(1, 2**64 - 1, proof, leaf_hash(b"first"), root) is True
    assert verify_consistency(1, 2**64, proof, leaf_hash(b"first"), root) is False
