"""Two axes and lateness, derived for any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.deadlines import at_once, calendar_months, days_with_the_first
from safetoshare.core.documents.stances import Stance
from safetoshare.core.standing import Asked, DatedAnswer, Finding, Progress, Standing, Timeliness, answers_by, standing

DUE = calendar_months(date(2020, 12, 17), 6, "Recommendation 8")
LAST_DAY = date(2021, 6, 17)
DAYS = st.dates(date(2020, 12, 17), date(2024, 12, 31))
ANSWERS = st.lists(
    st.builds(DatedAnswer, st.none() | DAYS, st.sampled_from(list(Stance)), st.sampled_from(list(Progress))), max_size=4
)


def answered(day: date | None, progress: Progress = Progress.IN_PROGRESS) -> DatedAnswer:
    return DatedAnswer(day, Stance.AWAITING_NATIONAL_POSITION, progress)


def on(day: date, *answers: DatedAnswer, asked: Asked = Asked.UPDATE) -> Standing:
    return standing(answers, [(asked, DUE)], day)


def test_an_answer_on_the_last_day_is_in_time() -> None:
    stands = on(date(2021, 6, 18), answered(LAST_DAY))
    assert stands.clocks[0].timeliness is Timeliness.IN_TIME
    assert not stands.is_late


def test_silence_is_not_due_on_the_last_day_and_late_on_the_next() -> None:
    assert on(LAST_DAY).clocks[0].timeliness is Timeliness.NOT_YET_DUE
    stands = on(LAST_DAY + timedelta(days=1))
    assert (stands.clocks[0].timeliness, stands.clocks[0].days_late) == (Timeliness.LATE, 1)
    assert stands.is_late


def test_an_answer_after_the_last_day_stays_late_by_as_many_days_for_ever() -> None:
    stands = on(date(2024, 1, 1), answered(LAST_DAY + timedelta(days=7)))
    assert (stands.clocks[0].timeliness, stands.clocks[0].days_late) == (Timeliness.MET_LATE, 7)
    assert not stands.is_late


def test_an_answer_is_not_there_before_its_day() -> None:
    stands = on(date(2021, 6, 16), answered(LAST_DAY))
    assert (stands.stance, stands.progress) == (None, Progress.UNKNOWN)
    assert stands.clocks[0].timeliness is Timeliness.NOT_YET_DUE


def test_an_undated_answer_is_never_called_punctual() -> None:
    stands = on(date(2021, 6, 18), answered(None))
    assert stands.clocks[0].timeliness is Timeliness.UNKNOWN
    assert stands.stance is Stance.AWAITING_NATIONAL_POSITION


def test_an_action_asked_at_once_stays_late_while_the_answer_only_waits() -> None:
    clock = [(Asked.ACT, at_once(date(2020, 12, 17), "Recommendation 1"))]
    waiting = standing([answered(LAST_DAY)], clock, date(2021, 6, 18))
    assert (waiting.clocks[0].timeliness, waiting.clocks[0].days_late) == (Timeliness.LATE, 183)
    done = standing(
        [answered(LAST_DAY), answered(date(2021, 7, 1), Progress.COMPLETED_CLAIMED)], clock, date(2021, 7, 2)
    )
    assert (done.clocks[0].timeliness, done.clocks[0].days_late) == (Timeliness.MET_LATE, 196)


def test_the_two_axes_are_apart() -> None:
    stands = on(date(2022, 1, 1), DatedAnswer(LAST_DAY, Stance.NOT_ACCEPTED, Progress.COMPLETED_CLAIMED))
    assert (stands.stance, stands.progress) == (Stance.NOT_ACCEPTED, Progress.COMPLETED_CLAIMED)


def test_no_answer_and_an_answer_without_a_statement_are_two_things() -> None:
    silent = on(date(2022, 1, 1), DatedAnswer(LAST_DAY, Stance.NO_STATEMENT, Progress.UNKNOWN))
    assert silent.stance is Stance.NO_STATEMENT
    assert on(date(2022, 1, 1)).stance is None


def test_of_two_answers_of_one_day_the_later_in_the_sequence_holds() -> None:
    first, second = answered(LAST_DAY), answered(LAST_DAY, Progress.COMPLETED_CLAIMED)
    assert on(LAST_DAY, first, second).progress is Progress.COMPLETED_CLAIMED


@given(ANSWERS, DAYS)
def test_the_answer_that_holds_is_the_newest_by_that_day(answers: list[DatedAnswer], day: date) -> None:
    there = answers_by(answers, day)
    assert all(one.dated_on is None or one.dated_on <= day for one in there)
    dated = [one.dated_on for one in there if one.dated_on]
    if dated:
        assert there[-1].dated_on == max(dated)


@given(ANSWERS, DAYS, st.sampled_from(list(Asked)))
def test_nothing_is_late_before_its_day_or_by_no_days(answers: list[DatedAnswer], day: date, asked: Asked) -> None:
    clock = on(day, *answers, asked=asked).clocks[0]
    assert (clock.days_late > 0) == (clock.timeliness in {Timeliness.LATE, Timeliness.MET_LATE})
    if day <= LAST_DAY:
        assert clock.timeliness is not Timeliness.LATE


@given(ANSWERS, DAYS)
def test_what_was_late_is_never_in_time_later(answers: list[DatedAnswer], day: date) -> None:
    if on(day, *answers).clocks[0].timeliness in {Timeliness.LATE, Timeliness.MET_LATE}:
        later = on(day + timedelta(days=400), *answers).clocks[0]
        assert later.timeliness in {Timeliness.LATE, Timeliness.MET_LATE, Timeliness.UNKNOWN}


@pytest.mark.parametrize("progress", [Progress.UNKNOWN, Progress.NOT_STARTED, Progress.IN_PROGRESS])
def test_an_action_is_met_by_nothing_less_than_a_claim_that_it_is_done(progress: Progress) -> None:
    stands = on(date(2022, 1, 1), answered(LAST_DAY, progress), asked=Asked.ACT)
    assert stands.is_late


def test_only_the_commissioner_verifies_and_a_later_finding_takes_it_back() -> None:
    claimed = [DatedAnswer(date(2021, 6, 1), Stance.ACCEPTED, Progress.COMPLETED_CLAIMED)]
    findings = [Finding(date(2022, 2, 1), is_confirmed=False), Finding(date(2021, 9, 1), is_confirmed=True)]
    days = (date(2021, 8, 31), date(2021, 9, 1), date(2022, 1, 31), date(2022, 2, 1))
    assert [standing(claimed, [], day, findings=findings).progress for day in days] == [
        Progress.COMPLETED_CLAIMED,
        Progress.COMPLETED_VERIFIED,
        Progress.COMPLETED_VERIFIED,
        Progress.COMPLETED_CLAIMED,
    ]


def test_what_was_replaced_asks_no_longer_and_what_was_late_by_then_stays_late_by_as_many_days() -> None:
    last = days_with_the_first(date(2021, 1, 1), 10, "source")
    assert last.due_on == date(2021, 1, 10)

    def clock(day: date, superseded_on: date) -> tuple[Timeliness, int]:
        found = standing([], [(Asked.ACT, last)], day, superseded_on=superseded_on)
        assert (found.progress is Progress.SUPERSEDED) is (superseded_on <= day)
        return found.clocks[0].timeliness, found.clocks[0].days_late

    assert clock(date(2021, 2, 1), date(2021, 1, 10)) == (Timeliness.NO_LONGER_ASKED, 0)
    assert clock(date(2021, 2, 1), date(2021, 1, 14)) == (Timeliness.LATE, 4)
    assert clock(date(2021, 1, 12), date(2021, 1, 14)) == (Timeliness.LATE, 2)
    assert clock(date(2021, 1, 5), date(2021, 1, 14)) == (Timeliness.NOT_YET_DUE, 0)
