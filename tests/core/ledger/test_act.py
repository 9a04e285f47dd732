"""The act record: one spelling, exactly its fields, and no act without what makes it one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.act import Act, ActRecord, act_of, read_act
from safetoshare.core.ledger.record import read_record
from safetoshare.core.ledger.records import any_record_of, read_any
from tests.core.ledger.records import RECORD, act_record

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


@st.composite
def drawn_acts(draw: st.DrawFn) -> ActRecord:
    return act_record(
        draw(st.sampled_from(Act)),
        id=draw(st.uuids()),
        number=2,
        previous=draw(hashes),
        concerns=draw(hashes | st.just("")),
        at=datetime.fromtimestamp(draw(st.integers(10**9, 7 * 10**9)), UTC),
        purpose=draw(words),
        evidence=draw(words),
        rules=draw(st.lists(words, max_size=3).map(tuple)),
    )


@given(drawn_acts())
def test_what_is_written_is_read_again_and_by_its_own_form_only(record: ActRecord) -> None:
    encoded = record.encoded()
    assert read_act(encoded) == record == read_any(encoded)
    with pytest.raises(BadInputError):
        read_record(encoded)
    with pytest.raises(BadInputError):
        read_act(RECORD.encoded())
    assert read_any(RECORD.encoded()) == RECORD == any_record_of(json.loads(RECORD.encoded()))


@given(drawn_acts(), st.data())
def test_another_spelling_is_no_record(record: ActRecord, data: st.DataObject) -> None:
    content = json.loads(record.encoded())
    assert act_of(content) == record
    with pytest.raises(BadInputError):
        read_act(json.dumps(content).encode())
    del content[data.draw(st.sampled_from(sorted(content)))]
    with pytest.raises(BadInputError):
        act_of(content)


LACKING: list[tuple[Act, dict[str, Any], str]] = [
    (Act.HUMAN_DECISION, {"answer": ""}, "yes or no"),
    (Act.HUMAN_DECISION, {"answer": "perhaps"}, "yes or no"),
    (Act.OPENED, {"answer": "yes"}, "yes or no"),
    (Act.HUMAN_DECISION, {"necessity": " "}, "necessary"),
    (Act.DEPARTURE, {"proportionality": ""}, "necessary"),
    (Act.SHARE_NOW, {"until": None}, "the day"),
    (Act.OPENED, {"until": date(2026, 12, 1)}, "the day"),
    (Act.FOUND_OUTSIDE, {"recipient": ""}, "to whom"),
    (Act.SHARE_NOW, {"organisation_name": " "}, "to whom"),
    (Act.DEPARTURE, {"data": ()}, "to whom"),
    (Act.ERASED, {"second_role": ""}, "two people"),
    (Act.OPENED, {"second_role": "inspector"}, "two people"),
    (Act.FOUND_OUTSIDE, {"happened_on": date(2026, 11, 24)}, "on its day, or later"),
    (Act.OPENED, {"concerns": "abc"}, "64 hexadecimal"),
    (Act.OPENED, {"number": 0}, "whole number"),
    (Act.OPENED, {"number": 1}, "first record"),
    (Act.OPENED, {"at": datetime(2026, 11, 23, 9)}, "time zone"),  # noqa: DTZ001  # that is the point
    (Act.OPENED, {"act": "hidden"}, "known"),
]


@pytest.mark.parametrize(("act", "changed", "says"), LACKING)
def test_an_act_that_lacks_what_makes_it_one_is_no_record(act: Act, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        replace(act_record(act), **changed)


def test_each_act_can_be_recorded() -> None:
    assert {act_record(act).act for act in Act} == set(Act)
