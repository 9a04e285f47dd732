"""The two texts that the log signs: read as written, and neither taken for the other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError, NoteError
from safetoshare.core.ledger.checkpoint import (
    Checkpoint,
    InclusionPromise,
    read_checkpoint,
    read_inclusion_promise,
)

# The example of the C2SP specification tlog-checkpoint.
EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

origins = st.from_regex(r"[a-z]{1,9}\.example/[a-z]{0,5}", fullmatch=True)
hashes = st.binary(min_size=32, max_size=32)


def test_the_specifications_example_is_read_and_written_alike() -> None:
    checkpoint = read_checkpoint(EXAMPLE)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex().startswith("0ac5186a")
    assert checkpoint.text() == EXAMPLE


def test_extension_lines_of_another_log_are_read_past() -> None:
    assert read_checkpoint(EXAMPLE + "more\n") == read_checkpoint(EXAMPLE)


@given(origins, st.integers(0, 2**64 - 1), hashes)
def test_a_checkpoint_is_read_as_it_was_written_and_is_no_promise(origin: str, size: int, root: bytes) -> None:
    checkpoint = Checkpoint(origin, size, root)
    assert read_checkpoint(checkpoint.text()) == checkpoint
    with pytest.raises(NoteError):
        read_inclusion_promise(checkpoint.text())


@given(origins, hashes, st.dates(date(1990, 1, 1)))
def test_a_promise_is_read_as_it_was_written_and_is_no_checkpoint(origin: str, commitment: bytes, day: date) -> None:
    promise = InclusionPromise(origin, commitment, day)
    assert read_inclusion_promise(promise.text()) == promise
    with pytest.raises(NoteError):
        read_checkpoint(promise.text())


def test_a_promise_says_by_which_day() -> None:
    lines = InclusionPromise("log.example", bytes(32), date(2026, 11, 24)).text().splitlines()
    assert (lines[0], lines[2]) == ("log.example/promise", "include by 2026-11-24")


@pytest.mark.parametrize(
    "wrong",
    [
        EXAMPLE.replace("2085", "02085"),
        EXAMPLE.replace("20852163", "-1"),
        EXAMPLE.replace("20852163", "٢"),
        EXAMPLE.replace("20852163", str(2**64)),
        EXAMPLE.replace("q2I=", "q2J="),
        EXAMPLE.replace("q2I=", "q2I"),
        EXAMPLE.replace("CsUY", ""),
        EXAMPLE.removesuffix("\n"),
        EXAMPLE + "\n",
        EXAMPLE.replace("\n2085", "\n\n2085"),
        "\n" + EXAMPLE,
        "two words" + EXAMPLE,
    ],
)
def test_what_is_no_checkpoint_is_refused(wrong: str) -> None:
    with pytest.raises(NoteError):
        read_checkpoint(wrong)


PROMISE = InclusionPromise("log.example", bytes(32), date(2026, 11, 24)).text()


@pytest.mark.parametrize(
    "wrong",
    [
        PROMISE.replace("/promise", ""),
        PROMISE.replace("2026-11-24", "20261124"),
        PROMISE.replace("2026-11-24", "2026-13-24"),
        PROMISE.replace("include by ", ""),
        PROMISE.replace("AAA", ""),
        PROMISE + "more\n",
        PROMISE.removesuffix("\n"),
        "",
    ],
)
def test_what_is_no_promise_is_refused(wrong: str) -> None:
    with pytest.raises(NoteError):
        read_inclusion_promise(wrong)


@given(st.text())
def test_whatever_is_read_the_only_error_is_a_note_error(text: str) -> None:
    for read in (read_checkpoint, read_inclusion_promise):
        with pytest.raises(NoteError):
            read(text)


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "a\nb", "log.example/promise"])
def test_an_origin_that_could_be_read_in_two_ways_is_refused(origin: str) -> None:
    with pytest.raises(BadInputError):
        Checkpoint(origin, 1, bytes(32))
    with pytest.raises(BadInputError):
        InclusionPromise(origin, bytes(32), date(2026, 11, 24))


def test_a_root_or_commitment_of_another_length_and_a_size_below_nothing_are_refused() -> None:
    for size, root in ((1, bytes(31)), (-1, bytes(32)), (2**64, bytes(32))):
        with pytest.raises(BadInputError):
            Checkpoint("log.example", size, root)
    with pytest.raises(BadInputError):
        InclusionPromise("log.example", bytes(33), date(2026, 11, 24))
