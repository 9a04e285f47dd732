"""Statutory and requested clocks: from a rule, a number and a day to the last day, with the working shown.

Which clock runs is never guessed: a super-complaint's report sets its own terms (Police Reform Act 2002 Part 2A has
none), an inspection report has 56 days "beginning with the day" it is published (Police Act 1996 s.55(5A)), and a
super-complaint is acknowledged within five working days "beginning with the day of receipt" (SI 2018/748 reg 5).
Each answer holds its base, its source and its steps, so that anyone can count again with a calendar on the wall.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safetoshare.core.errors import BadInputError
from safetoshare.core.working_days import WorkingCalendar, england_and_wales

LONGEST = {"months": 1200, "days": 36_525, "working days": 1_000}
_MONTHS_IN_A_YEAR = 12


class Rule(StrEnum):
    """How days are counted."""

    AT_ONCE = "at_once"
    FIXED_DAY = "fixed_day"
    CALENDAR_MONTHS = "calendar_months"
    DAYS_WITH_THE_FIRST = "days_with_the_first"
    WORKING_DAYS_WITH_THE_FIRST = "working_days_with_the_first"


class StepKind(StrEnum):
    """What one step of the working says."""

    BASE = "base"
    SAME_DAY = "same_day"
    NAMED_DAY = "named_day"
    MONTHS_LATER = "months_later"
    MONTH_IS_SHORT = "month_is_short"
    DAY_ONE = "day_one"
    LAST_DAY = "last_day"
    NOT_A_WORKING_DAY = "not_a_working_day"
    WORKING_DAY = "working_day"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the working: its day, the number counted there, and why a day does not count."""

    kind: StepKind
    day: date
    number: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and all that it follows from. `source` is the clause that sets the clock, as it is cited."""

    due_on: date
    rule: Rule
    base: date
    count: int
    source: str
    working: tuple[Step, ...]


def at_once(base: date, source: str) -> Deadline:
    """What is asked for at once is due on the day on which it is asked."""
    steps = (Step(StepKind.BASE, base), Step(StepKind.SAME_DAY, base))
    return Deadline(base, Rule.AT_ONCE, base, 0, source, steps)


def fixed_day(base: date, due_on: date, source: str) -> Deadline:
    """A day that the source itself names. It may not lie before the day on which it was asked for."""
    if due_on < base:
        raise BadInputError(f"The day {due_on} lies before {base}, on which it was asked for.")
    steps = (Step(StepKind.BASE, base), Step(StepKind.NAMED_DAY, due_on))
    return Deadline(due_on, Rule.FIXED_DAY, base, 0, source, steps)


def calendar_months(base: date, months: int, source: str) -> Deadline:
    """Months as the calendar has them, to the day of the same number: six months of 17 December end on 17 June.

    A month without that day ends the clock on its own last day, and the working says so.
    """
    _within(months, "months")
    years, month_before = divmod(base.month - 1 + months, _MONTHS_IN_A_YEAR)
    year, month = base.year + years, month_before + 1
    _in_the_calendar(year)
    last = calendar.monthrange(year, month)[1]
    due_on = date(year, month, min(base.day, last))
    steps = [Step(StepKind.BASE, base), Step(StepKind.MONTHS_LATER, due_on, months)]
    if last < base.day:
        steps.append(Step(StepKind.MONTH_IS_SHORT, due_on, base.day))
    return Deadline(due_on, Rule.CALENDAR_MONTHS, base, months, source, tuple(steps))


def days_with_the_first(base: date, days: int, source: str) -> Deadline:
    """Days "beginning with the day": the base is day 1, so that 56 days end 55 days after it."""
    _within(days, "days")
    _in_the_calendar(base.year + days // 365 + 1)
    due_on = base + timedelta(days=days - 1)
    steps = (
        Step(StepKind.BASE, base),
        Step(StepKind.DAY_ONE, base, 1),
        Step(StepKind.LAST_DAY, due_on, days),
    )
    return Deadline(due_on, Rule.DAYS_WITH_THE_FIRST, base, days, source, steps)


def working_days_with_the_first(base: date, days: int, source: str, holidays: WorkingCalendar) -> Deadline:
    """Working days of which the base is the first; if it is none, the next working day is (SI 2018/748 reg 5)."""
    _within(days, "working days")
    steps = [Step(StepKind.BASE, base)]
    day, counted = base, 0
    while True:
        reason = holidays.why_not_working(day)
        if reason is None:
            counted += 1
            steps.append(Step(StepKind.WORKING_DAY, day, counted))
        else:
            steps.append(Step(StepKind.NOT_A_WORKING_DAY, day, reason=reason))
        if counted == days:
            return Deadline(day, Rule.WORKING_DAYS_WITH_THE_FIRST, base, days, source, tuple(steps))
        day += timedelta(days=1)


def last_working_day(first: date, days: int, source: str) -> date:
    """Return the last of some working days of England and Wales, of which `first` is the first if it is one.

    Past the years whose bank holidays are known only weekends are left out: nothing is refused for want of a calendar,
    and the day is then no later than the right one.
    """
    try:
        return working_days_with_the_first(first, days, source, england_and_wales()).due_on
    except BadInputError:
        without_holidays = WorkingCalendar(date.min, date.max, {})
        return working_days_with_the_first(first, days, source, without_holidays).due_on


def deadline(rule: Rule, base: date, count: int, source: str, holidays: WorkingCalendar) -> Deadline:
    """Count by a rule that stands in a register. For `FIXED_DAY` the count is the days from the base."""
    match rule:
        case Rule.AT_ONCE:
            return at_once(base, source)
        case Rule.FIXED_DAY:
            if count:
                _within(count, "days")
                _in_the_calendar(base.year + count // 365 + 1)
            return fixed_day(base, base + timedelta(days=count), source)
        case Rule.CALENDAR_MONTHS:
            return calendar_months(base, count, source)
        case Rule.DAYS_WITH_THE_FIRST:
            return days_with_the_first(base, count, source)
        case Rule.WORKING_DAYS_WITH_THE_FIRST:
            return working_days_with_the_first(base, count, source, holidays)


def _within(count: int, unit: str) -> None:
    if not 1 <= count <= LONGEST[unit]:
        raise BadInputError(f"A clock runs for 1 to {LONGEST[unit]} {unit}, and not for {count}.")


def _in_the_calendar(year: int) -> None:
    if year > date.max.year:
        raise BadInputError(f"The calendar ends with the year {date.max.year}: this clock would run past it.")
