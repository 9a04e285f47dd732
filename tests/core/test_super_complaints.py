"""The course of a super-complaint on any day: what had come, what nobody can tell, and the clock of receipt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.duties import Mark
from safetoshare.core.errors import BadInputError
from safetoshare.core.known_days import known_day
from safetoshare.core.standing import Timeliness
from safetoshare.core.super_complaints import KnownStage, Stage, check_stages, course_on

RECEIVED = date(2018, 12, 18)
LAST_DAY = date(2018, 12, 24)


def stage(name: str, on: object) -> KnownStage:
    return KnownStage(Stage(name), known_day(on), Mark.READ, "a source")


SAFE_TO_SHARE = [stage("report_published", date(2020, 12, 17)), stage("received", RECEIVED)]
BY_MONTHS = [stage("received", "2019-03"), stage("report_published", "2021-08")]


def names(stages: list[KnownStage], day: date) -> list[tuple[str, bool]] | None:
    course = course_on(stages, day)
    return [(one.known.stage.value, one.is_certain) for one in course.stages] if course else None


def test_each_day_shows_what_had_come_by_then() -> None:
    assert names(SAFE_TO_SHARE, date(2018, 12, 17)) is None
    assert names(SAFE_TO_SHARE, RECEIVED) == [("received", True)]
    assert names(SAFE_TO_SHARE, date(2020, 12, 16)) == [("received", True)]
    assert names(SAFE_TO_SHARE, date(2020, 12, 17)) == [("received", True), ("report_published", True)]


def test_within_a_month_that_alone_is_known_nobody_can_tell() -> None:
    assert names(BY_MONTHS, date(2019, 2, 28)) is None
    assert names(BY_MONTHS, date(2019, 3, 15)) == [("received", False)]
    assert names(BY_MONTHS, date(2021, 8, 15)) == [("received", True), ("report_published", False)]
    course = course_on(BY_MONTHS, date(2021, 8, 15))
    assert course is not None
    assert course.latest.stage is Stage.RECEIVED


def test_the_clock_of_receipt_cannot_be_counted_from_a_month() -> None:
    course = course_on(BY_MONTHS, date(2022, 1, 1))
    assert course is not None
    assert (course.acknowledgement.deadline, course.acknowledgement.timeliness) == (None, Timeliness.UNKNOWN)


@pytest.mark.parametrize(
    ("acknowledged", "day", "timeliness", "days_late"),
    [
        (None, LAST_DAY, Timeliness.NOT_YET_DUE, 0),
        (None, LAST_DAY + timedelta(days=1), Timeliness.UNKNOWN, 0),
        (LAST_DAY, LAST_DAY, Timeliness.IN_TIME, 0),
        (date(2018, 12, 28), LAST_DAY + timedelta(days=1), Timeliness.UNKNOWN, 0),
        (date(2018, 12, 28), date(2018, 12, 28), Timeliness.MET_LATE, 4),
    ],
)
def test_what_the_register_does_not_hold_is_unknown_and_never_called_late(
    acknowledged: date | None, day: date, timeliness: Timeliness, days_late: int
) -> None:
    stages = SAFE_TO_SHARE + ([stage("acknowledged", acknowledged)] if acknowledged else [])
    course = course_on(stages, day)
    assert course is not None
    clock = course.acknowledgement
    assert clock.deadline is not None
    assert clock.deadline.due_on == LAST_DAY
    assert (clock.timeliness, clock.days_late) == (timeliness, days_late)


@pytest.mark.parametrize(
    ("stages", "says"),
    [
        ([stage("report_published", "2020")], "has a stage 'received'"),
        ([stage("received", "2020"), stage("received", "2021")], "'received' is there more than once"),
        ([stage("received", "2021"), stage("report_published", "2020")], "lies before 'received'"),
        ([stage("received", "2020"), stage("not_eligible", "2020"), stage("report_published", "2021")], "not eligible"),
        (
            [stage("received", "2020"), stage("report_published", "2021"), stage("responses_published", "2020")],
            "'responses_published' (2020) lies before 'report_published' (2021)",
        ),
    ],
)
def test_a_course_that_cannot_have_been_is_refused(stages: list[KnownStage], says: str) -> None:
    with pytest.raises(BadInputError) as refused:
        check_stages(stages)
    assert says in str(refused.value)


def test_progress_is_reported_more_than_once() -> None:
    check_stages([*SAFE_TO_SHARE, stage("progress_reported", "2019-02"), stage("progress_reported", "2019-03")])


@given(
    st.dates(min_value=date(2018, 11, 1), max_value=date(2026, 1, 1)),
    st.integers(0, 900),
    st.integers(-100, 1200),
    st.integers(0, 300),
)
def test_as_days_go_by_nothing_that_was_certain_becomes_less(received: date, took: int, away: int, more: int) -> None:
    stages = [stage("received", received), stage("report_published", received + timedelta(days=took))]
    earlier, later = (names(stages, received + timedelta(days=one)) or [] for one in (away, away + more))
    assert {one for one, certain in earlier if certain} <= {one for one, certain in later if certain}
