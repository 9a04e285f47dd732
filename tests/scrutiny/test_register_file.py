"""The file that describes a report: read whole, or refused with the place and what may stand there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.deadlines import Rule
from safetoshare.core.errors import DocumentError
from safetoshare.core.standing import Asked
from safetoshare.scrutiny.services.register_file import read_register_file
from tests.scrutiny.conftest import REGISTER

TEXT = REGISTER.read_text("utf-8")


def changed(old: str, new: str) -> bytes:
    assert old in TEXT
    return TEXT.replace(old, new, 1).encode()


def test_the_forces_own_file_holds_the_report_its_clocks_and_the_eleven_parts_of_recommendation_4() -> None:
    file = read_register_file(REGISTER.read_bytes())
    assert (file.code, file.published_on, file.received_on) == ("safe-to-share", date(2020, 12, 17), date(2018, 12, 18))
    assert [one.number for one in file.recommendations] == ["1", "4", "5", "6", "8"]
    assert [part.code for part in file.recommendations[1].parts] == [f"4({letter})" for letter in "abcdefghijk"]
    assert (file.clocks[0].asked, file.clocks[0].rule, file.clocks[0].count) == (Asked.UPDATE, Rule.CALENDAR_MONTHS, 6)
    assert file.recommendations[0].clocks[0].rule is Rule.AT_ONCE


def test_each_part_of_recommendation_4_is_in_its_own_words() -> None:
    recommendation = read_register_file(REGISTER.read_bytes()).recommendations[1]
    assert all(part.text in recommendation.text for part in recommendation.parts)
    assert all(part.natural_evidence for part in recommendation.parts)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "designated_body"', 'kind = "charity"', "'kind' says 'charity'; it may say designated_body"),
        ('to = ["chief_constables"]', 'to = ["home_office"]', "'to' says 'home_office'; it may say chief_constables"),
        ('to = ["chief_constables"]', "to = []", "'to' must be a list of texts"),
        ('rule = "calendar_months"', 'rule = "months"', "'rule' says 'months'; it may say at_once"),
        ('asked = "update"', 'asked = "reply"', "'asked' says 'reply'; it may say respond"),
        ("count = 6", "count = 0", "a clock cannot be counted"),
        ("count = 6", "count = true", "'count' must be a number"),
        ("received_on = 2018-12-18", 'received_on = "2018"', "'received_on' must be a day"),
        ("received_on = 2018-12-18", "received_on = 2018-12-18T10:00:00", "'received_on' must be a day"),
        ('made_by = ["liberty", ', 'made_by = ["freedom", ', "'made_by' says 'freedom'; it may say liberty"),
        ('code = "safe-to-share"', 'code = "Safe to share"', "the report code 'Safe to share' is not of the form"),
        ('number = "1"', 'number = "one"', "the number 'one' is not of the form"),
        ('number = "4"', 'number = "1"', "recommendation 1 is there more than once"),
        ('code = "4(b)"', 'code = "4(a)"', "part 4(a) is there more than once"),
        ('code = "iopc"', 'code = "liberty"', "body liberty is there more than once"),
        ("[super_complaint]", "[another]", "'super_complaint' must be a table"),
        ('overseen_by = "avon', 'overseen_by = "devon', "'overseen_by' says 'devon-and-somerset-commissioner'"),
        ("[[body]]", "[[body]", "this is not a register file in TOML"),
    ],
)
def test_what_is_missing_unknown_or_there_twice_is_named(old: str, new: str, says: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_register_file(changed(old, new))
    assert says in str(refused.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_rubbish_is_refused_and_never_breaks(content: bytes) -> None:
    with pytest.raises(DocumentError):
        read_register_file(content)


@pytest.mark.parametrize("content", [b"body = 3", b"body = [3]\n[super_complaint]\n[report]", b"[body]\n", b""])
def test_entries_of_another_kind_are_refused(content: bytes) -> None:
    with pytest.raises(DocumentError, match="must be a"):
        read_register_file(content)
