"""A list is read back from its one form, and from nothing else."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.key_list import KeyListError, ListedUnitKey, read_key_list
from safetoshare.core.vault import PublicKey
from tests.core.key_list.lists import a_list

_NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


def _unit(unit: UUID, public: bytes, name: str) -> ListedUnitKey:
    return ListedUnitKey(unit, name, "safeguarding", None, "ordinary", unit, PublicKey(public), "current")


@given(st.uuids(), st.binary(min_size=32, max_size=32), _NAMES, st.dates(), st.integers(2, 10**8))
def test_every_list_is_read_as_it_was(unit: UUID, public: bytes, name: str, on: date, number: int) -> None:
    listed = a_list(units=(_unit(unit, public, name),), on=on, number=number, previous="ab" * 32)
    assert read_key_list(listed.text()) == listed


@given(st.data())
def test_no_text_but_the_one_form_reads_as_a_list(data: st.DataObject) -> None:
    text = a_list().text()
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from(" \n-+0aZ=é\x00"))
    altered = text[:place] + letter + text[place + 1 :]
    try:
        read = read_key_list(altered)
    except KeyListError:
        return
    assert read.text() == altered


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Safe to Share key list, version 2\norigin a\nnumber 1\nprevious -\non 2026-11-22\n",
        a_list().text()[:-1],
        a_list().text() + "\n",
        a_list().text().replace("number 1", "number 01"),
        a_list().text().replace("number 1", "number one"),
        a_list().text().replace("on 2026-11-22", "on 20261122"),
        a_list().text().replace("on 2026", "day 2026"),
        a_list().text().replace("member ", "account ", 1),
        a_list().text().replace(" signs\n", " maybe\n"),
        a_list().text().replace("recovery 1", "recovery ١"),
        a_list().text().replace("\n", "\r\n"),
        "x" * 2_000_000,
    ],
)
def test_rubbish_is_refused_in_words(text: str) -> None:
    with pytest.raises(KeyListError):
        read_key_list(text)


def test_upper_case_identifiers_are_another_form_and_refused() -> None:
    text = a_list().text()
    account = str(a_list().members[0].account)
    with pytest.raises(KeyListError, match="one form"):
        read_key_list(text.replace(f"member {account}", f"member {account.upper()}"))
