from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.report.selectors.content import Message, ReportContent, SafeContact

CONTENTS = st.builds(
    ReportContent,
    account=st.text(),
    needs=st.lists(st.text()).map(tuple),
    danger=st.text(),
    promise_shown_on=st.none() | st.dates(),
)


@given(CONTENTS)
def test_what_was_sealed_is_read_back_as_it_was(content: ReportContent) -> None:
    assert ReportContent.from_fields(json.loads(json.dumps(content.as_fields()))) == content


@pytest.mark.parametrize(
    "fields",
    [
        {"more": "x"},
        {"account": 1},
        {"account": None},
        {"needs": "safety"},
        {"needs": [1]},
        {"promise_shown_on": "yesterday"},
        {"promise_shown_on": 20261123},
        {"promise_shown_on": ""},
    ],
)
def test_an_unknown_field_or_one_of_another_kind_is_an_error_that_repeats_nothing(fields: dict[str, Any]) -> None:
    with pytest.raises(BadInputError) as error:
        ReportContent.from_fields(fields)
    assert not any(name in str(error.value) for name in fields)


def test_a_field_that_did_not_exist_when_it_was_sealed_is_empty() -> None:
    assert SafeContact.from_fields({"how": "call"}) == SafeContact(how="call")
    assert Message.from_fields({}) == Message("", "")


def test_no_field_is_about_immigration() -> None:
    names = set(ReportContent().as_fields()) | set(SafeContact().as_fields())
    assert not [name for name in names if any(word in name for word in ("status", "immigra", "visa", "national"))]
