"""Statutory duties: to the day, by their source, and only while they hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.deadlines import StepKind
from safetoshare.core.duties import ACKNOWLEDGEMENT, Mark, duties, read_duties
from safetoshare.core.errors import BadInputError
from safetoshare.core.working_days import england_and_wales

ACKNOWLEDGED = duties()[ACKNOWLEDGEMENT]
SECTION_55 = duties()["police_act_s55"]
GOOD = """
[duties.one]
asked = "respond"
rule = "days_with_the_first"
count = 56
binds = []
says = "Something."
source = "Some Act s.1"
mark = "R"
valid_from = 2020-01-01
valid_until = 2020-12-31
"""


@pytest.mark.parametrize(
    ("received", "due_on"),
    [
        # A Tuesday before Christmas: the day of receipt is day 1.
        (date(2018, 12, 18), date(2018, 12, 24)),
        # A Friday, a Saturday and a Sunday: the first working day after is day 1.
        (date(2019, 5, 31), date(2019, 6, 6)),
        (date(2019, 6, 1), date(2019, 6, 7)),
        (date(2019, 6, 2), date(2019, 6, 7)),
        # Christmas Day and the bank holiday after it do not count.
        (date(2018, 12, 25), date(2019, 1, 3)),
        # Good Friday and Easter Monday do not count.
        (date(2021, 4, 1), date(2021, 4, 9)),
    ],
)
def test_a_super_complaint_is_acknowledged_within_five_working_days_with_the_day_of_receipt(
    received: date, due_on: date
) -> None:
    assert ACKNOWLEDGED.deadline(received).due_on == due_on


def test_comments_on_an_inspection_are_due_55_days_after_its_publication() -> None:
    due = SECTION_55.deadline(date(2020, 12, 17))
    assert due.due_on == date(2021, 2, 10) == date(2020, 12, 17) + timedelta(days=55)
    assert [(step.kind, step.number) for step in due.working[1:]] == [(StepKind.DAY_ONE, 1), (StepKind.LAST_DAY, 56)]


@given(st.dates(min_value=date(2018, 11, 1), max_value=date(2027, 12, 1)))
def test_five_working_days_lie_between_receipt_and_the_last_day_and_no_more(received: date) -> None:
    calendar = england_and_wales()
    due = ACKNOWLEDGED.deadline(received).due_on
    days = [received + timedelta(days=number) for number in range((due - received).days + 1)]
    assert sum(calendar.why_not_working(day) is None for day in days) == 5
    assert calendar.why_not_working(due) is None


@given(st.dates(min_value=date(2017, 1, 31), max_value=date(2099, 12, 31)))
def test_section_55_never_rolls_over_a_weekend_or_a_holiday(published: date) -> None:
    assert SECTION_55.deadline(published).due_on - published == timedelta(days=55)


def test_every_duty_says_its_source_and_how_sure_it_is_and_what_is_believed_is_marked() -> None:
    assert {name: duty.mark for name, duty in duties().items()} == {
        ACKNOWLEDGEMENT: Mark.READ,
        "police_act_s55": Mark.READ,
        "victims_commissioner": Mark.READ_ELSEWHERE,
        "domestic_abuse_commissioner": Mark.BELIEVED,
    }
    assert SECTION_55.binds == ("local_policing_body",)


@pytest.mark.parametrize("base", [date(2019, 12, 31), date(2021, 1, 1)])
def test_no_clock_runs_by_a_duty_that_does_not_hold(base: date) -> None:
    with pytest.raises(BadInputError, match="does not hold on"):
        read_duties(GOOD)["one"].deadline(base)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("count = 56", "count = 0"),
        ('rule = "days_with_the_first"', 'rule = "56 days"'),
        ('mark = "R"', 'mark = "sure"'),
        ('source = "Some Act s.1"', 'source = ""'),
        ('says = "Something."', ""),
        ("valid_from = 2020-01-01", 'valid_from = "2020"'),
        ("count = 56", "count = 56\nunknown = 1"),
        ("[duties.one]", "[duties]"),
        ("[duties.one]", "[other.one]"),
        ("[duties.one]", "[duties.one"),
    ],
)
def test_a_duty_that_is_not_whole_is_refused(old: str, new: str) -> None:
    with pytest.raises(BadInputError):
        read_duties(GOOD.replace(old, new))
