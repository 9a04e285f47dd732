"""The clocks, against the statutes' worked examples and a second way of counting."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.deadlines import (
    Rule,
    Step,
    StepKind,
    at_once,
    calendar_months,
    days_with_the_first,
    deadline,
    fixed_day,
    last_working_day,
    working_days_with_the_first,
)
from safetoshare.core.errors import BadInputError
from safetoshare.core.working_days import england_and_wales

HOLIDAYS = england_and_wales()
PUBLISHED = date(2020, 12, 17)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 240)


def test_six_months_of_the_day_of_publication_end_on_the_day_of_the_same_number() -> None:
    due = calendar_months(PUBLISHED, 6, "Recommendation 8")
    assert due.due_on == date(2021, 6, 17)
    assert (due.rule, due.base, due.count, due.source) == (Rule.CALENDAR_MONTHS, PUBLISHED, 6, "Recommendation 8")
    assert due.working == (Step(StepKind.BASE, PUBLISHED), Step(StepKind.MONTHS_LATER, date(2021, 6, 17), 6))


@pytest.mark.parametrize(
    ("base", "months", "due_on"),
    [
        (date(2020, 8, 31), 6, date(2021, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2021, 3, 31), 1, date(2021, 4, 30)),
        (date(2021, 1, 30), 1, date(2021, 2, 28)),
    ],
)
def test_a_month_without_that_day_ends_on_its_own_last_day_and_says_so(base: date, months: int, due_on: date) -> None:
    due = calendar_months(base, months, "")
    assert due.due_on == due_on
    assert due.working[-1] == Step(StepKind.MONTH_IS_SHORT, due_on, base.day)


@given(DAYS, MONTHS)
def test_months_go_as_many_months_forward_and_never_past_the_day(base: date, months: int) -> None:
    due_on = calendar_months(base, months, "").due_on
    assert (due_on.year - base.year) * 12 + due_on.month - base.month == months
    last = calendar.monthrange(due_on.year, due_on.month)[1]
    assert due_on.day == min(base.day, last)


@given(DAYS, MONTHS, MONTHS)
def test_more_months_never_end_earlier_and_a_later_base_neither(base: date, months: int, more: int) -> None:
    due_on = calendar_months(base, months, "").due_on
    assert due_on <= calendar_months(base, months + more, "").due_on
    assert due_on <= calendar_months(base + timedelta(days=more), months, "").due_on


def test_section_55_ends_55_days_after_publication_because_publication_is_the_first_day() -> None:
    due = days_with_the_first(PUBLISHED, 56, "Police Act 1996 s.55(5A)")
    assert due.due_on == PUBLISHED + timedelta(days=55) == date(2021, 2, 10)
    assert due.working[1] == Step(StepKind.DAY_ONE, PUBLISHED, 1)
    assert due.working[-1] == Step(StepKind.LAST_DAY, date(2021, 2, 10), 56)
    assert "s.55(5A)" in due.source


@given(DAYS, st.integers(1, 400))
def test_the_days_from_the_base_to_the_last_are_as_many_as_the_clock_has(base: date, days: int) -> None:
    due_on = days_with_the_first(base, days, "").due_on
    assert len([base + timedelta(days=n) for n in range((due_on - base).days + 1)]) == days


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2018, 12, 18), date(2018, 12, 24)),  # a Tuesday: it counts, and the weekend does not
        (date(2018, 12, 21), date(2018, 12, 31)),  # a Friday before Christmas Day and Boxing Day
        (date(2018, 12, 22), date(2019, 1, 2)),  # a Saturday: Christmas Eve is day 1, and New Year's Day rests too
        (date(2021, 4, 1), date(2021, 4, 9)),  # Maundy Thursday: Good Friday and Easter Monday rest
        (date(2021, 12, 25), date(2022, 1, 5)),  # Christmas Day on a Saturday: three substitute days follow
    ],
)
def test_an_acknowledgement_is_due_on_the_fifth_working_day_of_which_receipt_is_the_first(
    received_on: date, due_on: date
) -> None:
    assert working_days_with_the_first(received_on, 5, "SI 2018/748 reg 5", HOLIDAYS).due_on == due_on


def test_the_working_of_an_acknowledgement_names_each_day_that_does_not_count() -> None:
    steps = working_days_with_the_first(date(2021, 4, 1), 5, "SI 2018/748 reg 5", HOLIDAYS).working
    resting = {step.day: step.reason for step in steps if step.kind is StepKind.NOT_A_WORKING_DAY}
    assert resting == {
        date(2021, 4, 2): "Good Friday",
        date(2021, 4, 3): "Saturday",
        date(2021, 4, 4): "Sunday",
        date(2021, 4, 5): "Easter Monday",
    }
    assert [step.number for step in steps if step.kind is StepKind.WORKING_DAY] == [1, 2, 3, 4, 5]


@given(st.dates(date(2018, 1, 1), date(2026, 12, 31)), st.integers(1, 40))
def test_a_working_clock_ends_on_a_working_day_with_as_many_of_them_as_it_runs(base: date, days: int) -> None:
    due_on = working_days_with_the_first(base, days, "", HOLIDAYS).due_on
    between = [base + timedelta(days=n) for n in range((due_on - base).days + 1)]
    assert HOLIDAYS.why_not_working(due_on) is None
    assert len([day for day in between if HOLIDAYS.why_not_working(day) is None]) == days


def test_a_working_clock_into_a_year_without_known_holidays_is_an_error() -> None:
    with pytest.raises(BadInputError, match=r"2028-01-0\d lies outside"):
        working_days_with_the_first(date(2027, 12, 30), 5, "", HOLIDAYS)


def test_what_is_asked_at_once_is_due_on_the_day_it_is_asked() -> None:
    due = at_once(PUBLISHED, "Recommendation 1")
    assert due.due_on == PUBLISHED
    assert [step.kind for step in due.working] == [StepKind.BASE, StepKind.SAME_DAY]


def test_a_day_that_the_source_names_stands_as_it_is_and_not_before_its_base() -> None:
    assert fixed_day(date(2024, 9, 27), date(2025, 3, 27), "").due_on == date(2025, 3, 27)
    with pytest.raises(BadInputError, match="lies before 2024-09-27"):
        fixed_day(date(2024, 9, 27), date(2024, 9, 26), "")


@pytest.mark.parametrize("count", [0, -1, 10**9])
@pytest.mark.parametrize("rule", [Rule.CALENDAR_MONTHS, Rule.DAYS_WITH_THE_FIRST, Rule.WORKING_DAYS_WITH_THE_FIRST])
def test_a_clock_of_no_or_endless_length_is_an_error(rule: Rule, count: int) -> None:
    with pytest.raises(BadInputError, match="A clock runs for 1 to"):
        deadline(rule, PUBLISHED, count, "", HOLIDAYS)


@pytest.mark.parametrize("rule", [Rule.CALENDAR_MONTHS, Rule.DAYS_WITH_THE_FIRST])
def test_a_clock_past_the_end_of_the_calendar_is_an_error(rule: Rule) -> None:
    with pytest.raises(BadInputError, match="The calendar ends with the year 9999"):
        deadline(rule, date(9999, 12, 1), 300, "", HOLIDAYS)


@pytest.mark.parametrize(
    ("rule", "count", "due_on"),
    [
        (Rule.AT_ONCE, 0, PUBLISHED),
        (Rule.FIXED_DAY, 10, date(2020, 12, 27)),
        (Rule.CALENDAR_MONTHS, 6, date(2021, 6, 17)),
        (Rule.DAYS_WITH_THE_FIRST, 56, date(2021, 2, 10)),
        (Rule.WORKING_DAYS_WITH_THE_FIRST, 5, date(2020, 12, 23)),
    ],
)
def test_a_rule_of_a_register_counts_as_its_function_does(rule: Rule, count: int, due_on: date) -> None:
    due = deadline(rule, PUBLISHED, count, "source", HOLIDAYS)
    assert (due.due_on, due.rule, due.source) == (due_on, rule, "source")
    assert due.working[0] == Step(StepKind.BASE, PUBLISHED)
    assert due.working[-1].day == due.due_on


def test_past_the_known_bank_holidays_working_days_are_counted_without_them_and_nothing_is_refused() -> None:
    known = last_working_day(date(2026, 12, 24), 3, "")
    assert known == working_days_with_the_first(date(2026, 12, 24), 3, "", HOLIDAYS).due_on == date(2026, 12, 30)
    assert last_working_day(date(2091, 12, 24), 3, "") == date(2091, 12, 26)
