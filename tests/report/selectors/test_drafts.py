from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import SealError
from safetoshare.report.selectors.drafts import Draft, read_draft, sealed_draft

ANSWERS = st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=200), max_size=4), max_size=6)


@given(ANSWERS, st.none() | st.dates())
def test_what_is_packed_comes_out_as_it_went_in(answers: dict[str, list[str]], day: date | None) -> None:
    draft = Draft(answers, day)
    assert Draft.unpacked(draft.packed()) == draft


def test_what_travels_says_nothing_and_comes_back_whole() -> None:
    draft = Draft({"account": ["the words"]}, date(2026, 11, 23))
    text = sealed_draft(draft)
    assert "the words" not in text
    assert read_draft(text) == draft


@pytest.mark.parametrize("spoil", [lambda text: text[:-4], lambda text: text[:-1] + "é", lambda _: "x", str.lower])
def test_what_is_altered_or_cut_off_is_not_read(spoil: object) -> None:
    assert callable(spoil)
    assert read_draft(spoil(sealed_draft(Draft({"account": ["x"]})))) is None


def test_where_nothing_came_along_nothing_was_written() -> None:
    assert read_draft("") == Draft()


@pytest.mark.parametrize("packed", [b"", b"x", b"\x78\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_is_no_draft_is_said_to_be_none(packed: bytes) -> None:
    with pytest.raises(SealError):
        Draft.unpacked(packed)
