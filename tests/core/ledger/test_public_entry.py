"""What stands in the log in clear: one spelling, nothing beyond the facts of its kind, and 32 bytes are never it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.public_entry import (
    FACTS,
    LONGEST_ENTRY,
    Kind,
    PublicEntry,
    read_public_entry,
    start_of,
)

DAY = date(2026, 11, 22)
ALIVE = PublicEntry(Kind.LOG_ALIVE, DAY, {"before": "8"})
WRITTEN = b'{"kind":"log_alive","facts":{"before":"8"},"on":"2026-11-22"}'
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ENTRIES = st.sampled_from(Kind).flatmap(
    lambda kind: st.builds(
        PublicEntry,
        st.just(kind),
        st.dates(),
        st.tuples(*(WORDS for _ in FACTS[kind])).map(lambda values: dict(zip(FACTS[kind], values, strict=True))),
    )
)


def test_a_heartbeat_says_that_the_log_is_alive_and_nothing_else() -> None:
    assert ALIVE.encoded() == WRITTEN
    assert read_public_entry(WRITTEN) == ALIVE


@given(ENTRIES)
def test_what_is_written_is_read_and_longer_than_a_commitment(entry: PublicEntry) -> None:
    encoded = entry.encoded()
    assert read_public_entry(encoded) == entry
    assert 32 < len(encoded) <= LONGEST_ENTRY
    assert encoded.startswith(start_of(entry.kind, next(iter(entry.facts.values()))))
    assert encoded.startswith(start_of(entry.kind))


@given(ENTRIES, WORDS)
def test_an_entry_begins_as_its_first_fact_does_and_as_no_other(entry: PublicEntry, other: str) -> None:
    first = next(iter(entry.facts.values()))
    assert entry.encoded().startswith(start_of(entry.kind, other)) == (other == first)


@given(st.binary(min_size=32, max_size=32))
def test_32_bytes_are_a_commitment_whatever_they_are(content: bytes) -> None:
    assert read_public_entry(content) is None


@given(ENTRIES, st.data())
def test_another_spelling_of_an_entry_is_none(entry: PublicEntry, data: st.DataObject) -> None:
    encoded = bytearray(entry.encoded())
    at = data.draw(st.integers(0, len(encoded) - 1))
    encoded.insert(at, data.draw(st.sampled_from(b' \n\t"{}')))
    try:
        read = read_public_entry(bytes(encoded))
    except BadInputError:
        return
    assert read is not None
    assert read.encoded() == bytes(encoded) != entry.encoded()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(31),
        bytes(33),
        b"{" * 33,
        b"[" * LONGEST_ENTRY,
        b'["kind","facts","on"]               ',
        WRITTEN.replace(b"log_alive", b"nothing_shared"),
        WRITTEN.replace(b'"8"', b"8"),
        WRITTEN.replace(b'{"before":"8"}', b'[["before","8"]]'),
        WRITTEN.replace(b'"before"', b'"after"'),
        WRITTEN.replace(b"2026-11-22", b"2026-11-31"),
        WRITTEN.replace(b"2026-11-22", b"20261122"),
        WRITTEN.replace(b"2026-11-22", b"2026-11-22T05:00"),
        WRITTEN[:-1] + b',"more":""}',
        b'{"on":"2026-11-22","kind":"log_alive","facts":{"before":"8"}}',
        WRITTEN.replace(b'{"before":"8"}', b'{"before":"8","before":"8"}'),
        WRITTEN.replace(b'"8"', b'"' + b"8" * LONGEST_ENTRY + b'"'),
        WRITTEN.replace(b'"8"', rb'"\ud800"'),
        WRITTEN.replace(b'"8"', b'"\xff"'),
    ],
)
def test_what_is_no_entry_is_bad_input(content: bytes) -> None:
    with pytest.raises(BadInputError):
        read_public_entry(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read = read_public_entry(content)
    except BadInputError:
        return
    assert read is None or read.encoded() == content


@pytest.mark.parametrize("facts", [{}, {"before": "8", "more": ""}, {"before": 8}, {"before": "\ud800"}])
def test_an_entry_of_other_facts_is_not_made(facts: dict[str, str]) -> None:
    with pytest.raises(BadInputError):
        PublicEntry(Kind.LOG_ALIVE, DAY, facts)


def test_an_entry_that_is_too_long_is_not_made() -> None:
    with pytest.raises(BadInputError, match="at most"):
        PublicEntry(Kind.LOG_ALIVE, DAY, {"before": "8" * LONGEST_ENTRY})


def test_the_longest_adoption_that_a_row_can_hold_fits() -> None:
    values = ("9" * 10, "f" * 36, "f" * 64, "f" * 64, "\U0001f600" * 200, "\U0001f600" * 120, "2026-11-22")
    assert PublicEntry(Kind.POLICY_ACTIVATED, DAY, dict(zip(FACTS[Kind.POLICY_ACTIVATED], values, strict=True)))
