"""What is published of a month's tallies: no small number, and none by taking one figure off another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.measures import PublishedCount, published
from safetoshare.core.policy.vocabulary_file import published as vocabulary
from safetoshare.core.tally import What
from safetoshare.core.transparency import (
    COUNTED,
    HELPERS,
    HOME_OFFICE,
    KINDS,
    OTHERS,
    added_up,
    fold_month,
    kind_of,
    last_of_month,
    may_be_folded,
    next_month,
)

RECIPIENTS = sorted(vocabulary().attribute("recipient").bits)
NONE = PublishedCount(0, is_exact=True)
COUNTS = st.dictionaries(st.tuples(st.sampled_from(RECIPIENTS), st.sampled_from(COUNTED)), st.integers(1, 40))
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_each_recipient_belongs_to_one_kind_and_no_kind_is_one_recipient() -> None:
    members = {kind: [one for one in RECIPIENTS if kind_of(one) == kind] for kind in KINDS}
    assert sum(map(len, members.values())) == len(RECIPIENTS)
    assert min(map(len, members.values())) > 1
    assert set(members[HOME_OFFICE]) == {
        *("immigration_enforcement", "home_office_nrm", "home_office_other", "forced_marriage_unit"),
        "asylum_accommodation_or_detention",
    }
    assert kind_of("") == kind_of("nobody knows") == OTHERS
    assert kind_of("specialist_service") == HELPERS


def test_a_month_without_anything_is_published_as_none_everywhere() -> None:
    folded = fold_month({}, {})
    assert dict(folded.counts) == dict.fromkeys(product(KINDS, COUNTED), NONE)


@pytest.mark.parametrize(("count", "at_least"), [(1, None), (7, None), (8, 8), (15, 8), (16, 16), (23, 16), (24, 24)])
def test_one_to_seven_to_the_home_office_is_fewer_than_eight_not_none(count: int, at_least: int | None) -> None:
    shown = fold_month({("home_office_nrm", What.REFUSAL): count}, {}).counts[HOME_OFFICE, What.REFUSAL]
    assert shown.at_least == at_least
    assert not shown.is_exact
    assert at_least is not None or shown.fewer_than == 8


def test_towards_the_home_office_the_year_goes_on_and_towards_others_each_month_begins_anew() -> None:
    month = {("home_office_nrm", What.REFUSAL): 5, ("dwp", What.REFUSAL): 12}
    first = fold_month(month, {})
    second = fold_month(month, first.totals)
    assert second.totals[What.REFUSAL] == 10
    assert second.counts[HOME_OFFICE, What.REFUSAL].at_least == 8
    assert second.counts[OTHERS, What.REFUSAL] == first.counts[OTHERS, What.REFUSAL] == published(12)


def test_bodies_of_the_home_office_are_counted_together() -> None:
    month = {("home_office_nrm", What.REQUEST): 4, ("immigration_enforcement", What.REQUEST): 4}
    assert fold_month(month, {}).counts[HOME_OFFICE, What.REQUEST].at_least == 8


@given(COUNTS, COUNTS)
def test_no_published_figure_is_small_or_more_than_there_were(
    first: dict[tuple[str, What], int], second: dict[tuple[str, What], int]
) -> None:
    year = fold_month(first, {})
    for (kind, what), shown in fold_month(second, year.totals).counts.items():
        months = (first, second) if kind == HOME_OFFICE else (second,)
        exact = sum(month.get((one, what), 0) for month in months for one in RECIPIENTS if kind_of(one) == kind)
        assert (exact == 0) == (shown == NONE)
        assert shown.at_least is None or shown.at_least == 0 or 8 <= shown.at_least <= exact
        assert shown.at_least is not None or 0 < exact < shown.fewer_than


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12), st.integers(0, 11), st.integers(1, 7))
def test_one_act_more_in_a_month_moves_no_figure_of_the_home_office_by_less_than_a_step(
    months: list[int], place: int, more: int
) -> None:
    def shown(year: list[int]) -> list[PublishedCount]:
        totals: dict[What, int] = {}
        told = []
        for count in year:
            folded = fold_month({("home_office_nrm", What.REFUSAL): count} if count else {}, totals)
            totals = dict(folded.totals)
            told.append(folded.counts[HOME_OFFICE, What.REFUSAL])
        return told

    changed = [count + more * (number == place % len(months)) for number, count in enumerate(months)]
    for before, after in zip(shown(months), shown(changed), strict=True):
        steps = [0 if one == NONE else 1 if one.at_least is None else one.at_least // 8 + 1 for one in (before, after)]
        assert steps[1] - steps[0] in (0, 1)


def test_what_is_added_up_is_added_up_from_what_was_published() -> None:
    few = PublishedCount(None, is_exact=False)
    assert added_up([]) == added_up([NONE, NONE]) == NONE
    assert added_up([NONE, few]) == few
    assert added_up([few, few, NONE]) == PublishedCount(2, is_exact=False)
    assert added_up([published(23), few]) == PublishedCount(21, is_exact=False)


@given(st.lists(st.integers(0, 60), max_size=12))
def test_what_is_added_up_is_never_more_than_there_were(months: list[int]) -> None:
    shown = added_up(map(published, months))
    assert (shown == NONE) == (sum(months) == 0)
    assert shown.at_least is None or shown.at_least <= sum(months)


@given(DAYS)
def test_a_month_may_be_folded_from_the_second_day_of_the_next_month_on(day: date) -> None:
    month = day.replace(day=1)
    assert not may_be_folded(month, day)
    assert not may_be_folded(month, next_month(month))
    assert may_be_folded(month, next_month(month) + timedelta(days=1))
    assert last_of_month(day) + timedelta(days=1) == next_month(day)
    assert next_month(day).day == 1
