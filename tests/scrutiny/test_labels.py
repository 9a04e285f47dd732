"""Codes in words: every code has words, and the working of a clock can be read."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from safetoshare.core.deadlines import (
    Deadline,
    StepKind,
    at_once,
    calendar_months,
    days_with_the_first,
    fixed_day,
    working_days_with_the_first,
)
from safetoshare.core.documents.stances import Stance
from safetoshare.core.duties import Mark
from safetoshare.core.known_days import known_day
from safetoshare.core.measures import exact, published
from safetoshare.core.standing import Asked, ClockStanding, Progress, Timeliness
from safetoshare.core.super_complaints import Stage
from safetoshare.core.waiting import WaitState
from safetoshare.core.working_days import england_and_wales
from safetoshare.scrutiny import labels

DAY = date(2020, 12, 17)
DUE = calendar_months(DAY, 6, "Recommendation 8")
CLOCKS = [
    DUE,
    at_once(DAY, ""),
    fixed_day(DAY, date(2021, 1, 1), ""),
    calendar_months(date(2020, 8, 31), 6, ""),
    days_with_the_first(DAY, 56, ""),
    working_days_with_the_first(date(2021, 4, 1), 5, "SI 2018/748 reg 5", england_and_wales()),
]


def plain(deadline: Deadline) -> str:
    return " ".join(labels.working(deadline)).replace('<bdi dir="ltr">', "").replace("</bdi>", "")


def test_every_code_has_words() -> None:
    assert set(labels.STANCES) == {None, *Stance}
    assert set(labels.PROGRESS) == set(Progress)
    assert set(labels.ASKED) == set(Asked)


def test_every_kind_of_step_is_said_in_the_clocks_of_this_test() -> None:
    assert {step.kind for clock in CLOCKS for step in clock.working} == set(StepKind)


def test_six_months_are_worked_out_in_two_sentences() -> None:
    assert plain(DUE) == "The clock starts on 17 December 2020. 6 calendar months later is 17 June 2021."


def test_a_short_month_and_a_holiday_are_named() -> None:
    assert "That month has no day 31, so its last day counts: 28 February 2021." in plain(CLOCKS[3])
    assert "2 April 2021 does not count: <span lang=" in plain(CLOCKS[5])
    assert "Good Friday" in plain(CLOCKS[5])
    assert "9 April 2021 is working day 5." in plain(CLOCKS[5])


@pytest.mark.parametrize("language", ["pa", "ur", "ar", "so"])
def test_no_language_loses_a_day_or_a_number_of_the_working(language: str) -> None:
    with translation.override(language):
        assert all('dir="ltr">6</bdi>' in step for step in labels.working(DUE)[1:])
        for clock in CLOCKS:
            for step, said in zip(clock.working, labels.working(clock), strict=True):
                if step.kind is not StepKind.SAME_DAY:
                    assert str(step.day.year) in said


@pytest.mark.parametrize(
    ("timeliness", "days", "said"),
    [
        (Timeliness.NOT_YET_DUE, 0, "not due yet"),
        (Timeliness.IN_TIME, 0, "in time"),
        (Timeliness.UNKNOWN, 0, "unknown: the answer has no date"),
        (Timeliness.NO_LONGER_ASKED, 0, "no longer asked for: something newer took its place"),
        (Timeliness.MET_LATE, 1, "there, but 1 day late"),
        (Timeliness.MET_LATE, 7, "there, but 7 days late"),
        (Timeliness.LATE, 1, "1 day late: nothing here shows it"),
        (Timeliness.LATE, 183, "183 days late: nothing here shows it"),
    ],
)
def test_how_a_clock_stands_is_said_with_its_days(timeliness: Timeliness, days: int, said: str) -> None:
    words = labels.timeliness_words(ClockStanding(Asked.UPDATE, DUE, timeliness, days))
    assert words.replace('<bdi dir="ltr">', "").replace("</bdi>", "") == said


def test_a_figure_is_shown_as_the_gate_lets_it_pass() -> None:
    assert labels.figure(published(0)) == '<bdi dir="ltr">0</bdi>'
    assert labels.figure(published(7)) == 'fewer than <bdi dir="ltr">10</bdi>'
    assert labels.figure(published(24)) == 'at least <bdi dir="ltr">20</bdi>'
    assert labels.figure(exact(3)) == '<bdi dir="ltr">3</bdi>'


def test_a_fingerprint_breaks_on_a_narrow_screen_and_copies_whole() -> None:
    shown = labels.fingerprint("0123456789abcdef")
    assert shown == '<bdi dir="ltr">01234567<wbr>89abcdef<wbr></bdi>'


def test_every_stage_mark_and_wait_has_words() -> None:
    assert set(labels.STAGES) == set(Stage)
    assert set(labels.MARKS) == set(Mark)
    assert set(labels.WAITS) == set(WaitState)


@pytest.mark.parametrize(
    ("written", "said"), [(date(2019, 5, 31), "31 May 2019"), ("2019-03", "March 2019"), ("2020", "2020")]
)
def test_a_day_is_said_as_far_as_it_is_known(written: object, said: str) -> None:
    assert labels.known_day_words(known_day(written)) == said
