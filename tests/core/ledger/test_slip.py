"""The slip: a proof's short form, which fits into a small square code and tells nobody anything by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.record import commitment
from safetoshare.core.ledger.slip import LONGEST_SLIP, Slip, is_slip, read_slip, verify_slip
from safetoshare.core.ledger.tree import Tree
from tests.core.ledger.records import ORIGIN, RECORD, REFUSAL, SALT

SLIP = Slip(ORIGIN, 5, SALT, commitment(SALT, RECORD.encoded()))


def tree_of(size: int, index: int) -> Tree:
    tree = Tree()
    tree.extend(SLIP.commitment if place == index else bytes([place % 256]) * 32 for place in range(size))
    return tree


def checkpoint(tree: Tree, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, len(tree), tree.root())


@given(st.data())
def test_a_slip_is_proved_by_the_log_it_names_wherever_its_entry_stands(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    tree, slip = tree_of(size, index), replace(SLIP, index=index)
    path = tree.inclusion(index)
    assert verify_slip(slip, checkpoint(tree), path)
    assert not verify_slip(slip, checkpoint(tree, "other.example/log"), path)
    assert not verify_slip(replace(slip, index=(index + 1) % size), checkpoint(tree), path) or size == 1
    assert not verify_slip(replace(slip, commitment=bytes(32)), checkpoint(tree), path)


def test_it_is_of_one_record_alone() -> None:
    assert SLIP.is_of(RECORD.encoded())
    assert not SLIP.is_of(REFUSAL.encoded())
    assert not replace(SLIP, salt=bytes(32)).is_of(RECORD.encoded())


def test_with_the_largest_index_and_a_long_origin_it_fits_the_code() -> None:
    text = replace(SLIP, origin="police.long-name-of-a-force.example/log/2", index=2**62).text()
    assert len(text.encode()) <= LONGEST_SLIP
    assert int(segno.make(text, error="m").version) <= 12
    with pytest.raises(BadInputError, match="too long"):
        replace(SLIP, origin="o" * 300).text()


def test_it_holds_the_place_and_what_opens_it_and_no_word_of_the_record() -> None:
    words = SLIP.text().split(" ")
    assert words[:3] == ["slip-1", ORIGIN, "5"]
    assert len(words) == 5
    assert RECORD.organisation_name not in SLIP.text()


@given(st.builds(Slip, st.just(ORIGIN), st.integers(0, 2**62), st.binary(min_size=32, max_size=32), st.just(bytes(32))))
def test_what_is_written_is_read_as_it_was(slip: Slip) -> None:
    assert read_slip(slip.text().encode()) == slip
    assert read_slip(f"\n {slip.text()} \r\n".encode()) == slip


@given(st.binary(max_size=400))
def test_anything_else_is_an_error_of_input(content: bytes) -> None:
    for tried in (content, b"slip-1 " + content, SLIP.text().encode() + content):
        try:
            assert read_slip(tried).text().encode() == tried.strip()
        except BadInputError:
            continue


@pytest.mark.parametrize(
    "text",
    [
        SLIP.text().replace("slip-1", "slip-2"),
        SLIP.text().replace(" 5 ", " 05 "),
        SLIP.text().replace(" 5 ", " -5 "),
        SLIP.text().replace(" 5 ", " ٥ "),
        SLIP.text().replace(" ", "  "),
        SLIP.text()[:-1],
        SLIP.text() + " more",
        SLIP.text().replace("=", "", 1),
    ],
)
def test_a_slip_has_one_spelling(text: str) -> None:
    with pytest.raises(BadInputError):
        read_slip(text.encode())


def test_a_file_that_is_no_slip_is_not_taken_for_one() -> None:
    assert is_slip(SLIP.text().encode())
    assert not is_slip(b'{"form": "safe-to-share proof, version 1"}')
