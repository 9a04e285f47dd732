"""The file that describes a report: read whole, or refused with the place and what may stand there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.deadlines import Rule
from safetoshare.core.errors import DocumentError
from safetoshare.core.standing import Asked
from safetoshare.scrutiny.services.register_entries import ReportEntry
from safetoshare.scrutiny.services.register_file import read_register_file
from tests.scrutiny.conftest import REGISTER

TEXT = REGISTER.read_text("utf-8")


def the_report() -> ReportEntry:
    report = read_register_file(REGISTER.read_bytes()).report
    assert report is not None
    return report


def changed(old: str, new: str) -> bytes:
    assert old in TEXT
    return TEXT.replace(old, new, 1).encode()


def test_the_forces_own_file_holds_the_report_its_clocks_and_the_eleven_parts_of_recommendation_4() -> None:
    file = the_report()
    assert (file.code, file.published_on, file.super_complaint) == (
        "safe-to-share",
        date(2020, 12, 17),
        "safe-to-share",
    )
    assert [one.number for one in file.recommendations] == ["1", "4", "5", "6", "8"]
    assert [part.code for part in file.recommendations[1].parts] == [f"4({letter})" for letter in "abcdefghijk"]
    assert (file.clocks[0].asked, file.clocks[0].rule, file.clocks[0].count) == (Asked.UPDATE, Rule.CALENDAR_MONTHS, 6)
    assert file.recommendations[0].clocks[0].rule is Rule.AT_ONCE


def test_each_part_of_recommendation_4_is_in_its_own_words() -> None:
    recommendation = the_report().recommendations[1]
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
        ("on = 2018-12-18", 'on = "18.12.2018"', "stage received: '18.12.2018' is no day, and no month or year"),
        ("on = 2018-12-18", "on = 2018-12-18T10:00:00", "stage received: '2018-12-18 10:00:00' is no day"),
        ("on = 2018-12-18", "on = 2021-12-18", "'report_published' (2020-12-17) lies before 'received' (2021-12-18)"),
        ('stage = "received"', 'stage = "report_published"', "a super-complaint has a stage 'received'"),
        ('stage = "received"', 'stage = "lost"', "'stage' says 'lost'; it may say received"),
        ('mark = "R"', 'mark = "sure"', "'mark' says 'sure'; it may say R"),
        ("base = 2020-12-17", "base = 2020-12-16", "a clock starts on 2020-12-16, before the report was published"),
        ("[[report.clock]]", "[[report.clocks]]", "a report has no entry 'clocks'; it may have code"),
        ("since = 2021-06-17", "since = 2021-12-17", "a wait since 2021-12-17 cannot be looked at again on 2021-12-17"),
        ("may_be_policy = true", 'may_be_policy = "yes"', "'may_be_policy' must be true or false"),
        ('ends = "2028-05"', 'ends = "2028-13"', "'ends': '2028-13' is no month or year of the calendar"),
        ('made_by = ["liberty", ', 'made_by = ["freedom", ', "'made_by' says 'freedom'; it may say liberty"),
        (
            'code = "safe-to-share"',
            'code = "Safe to share"',
            "the super-complaint code 'Safe to share' is not of the form",
        ),
        ('number = "1"', 'number = "one"', "the number 'one' is not of the form"),
        ('number = "4"', 'number = "1"', "recommendation 1 is there more than once"),
        ('code = "4(b)"', 'code = "4(a)"', "part 4(a) is there more than once"),
        ('code = "iopc"', 'code = "liberty"', "body liberty is there more than once"),
        ("[[super_complaint]]", "[[another]]", "a register file has no entry 'another'"),
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


@pytest.mark.parametrize("content", [b"body = 3", b"body = [3]", b"[body]\n", b"", b"[report]\n", b"wait = [1]"])
def test_entries_of_another_kind_are_refused(content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"must be a|holds nothing"):
        read_register_file(content)
