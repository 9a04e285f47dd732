"""Months are folded once they are over, notes are destroyed, and other parts are told what everybody may read."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from uuid import uuid4

import pytest

from safetoshare.base import schedule
from safetoshare.base.database import unit_of_work
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import RefusedError
from safetoshare.core.measures import Measure, PublishedCount
from safetoshare.core.tally import SealedTally, seal_tally, tally_keys
from safetoshare.sharing.api.figures import COUNTED, HELPERS, HOME_OFFICE, KINDS, What, figures, measures
from safetoshare.sharing.models import Entry, Figure, TallyNote, TallyTotal
from safetoshare.sharing.services.figures import fold_tallies
from safetoshare.sharing.tasks import JOBS
from tests.sharing.logs import SEED, signing_on

pytestmark = pytest.mark.django_db

KEYS = tally_keys(SEED)
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
NONE, FEW = PublishedCount(0, is_exact=True), PublishedCount(None, is_exact=False)
FEW_OF_EIGHT = PublishedCount(None, is_exact=False, fewer_than=8)


def note(month: date, recipient: str, what: What, how_many: int = 1, seed: bytes = SEED) -> None:
    sealed = [seal_tally(month, recipient, what, tally_keys(seed).public) for _ in range(how_many)]
    keep(*sealed)


def keep(*sealed: SealedTally) -> None:
    with unit_of_work(write=True):
        TallyNote.objects.bulk_create([TallyNote(**TallyNote.columns(one)) for one in sealed])


def fold(day: date) -> None:
    """What the worker's job does on a day."""
    with signing_on(day), unit_of_work(write=True):
        fold_tallies(day)


def published(until: date) -> dict[tuple[str, What], PublishedCount]:
    return {(one.recipients, one.what): one.count for one in figures() if one.until == until}


def by_name(since: date, until: date) -> dict[str, Measure]:
    return {measure.name: measure for measure in measures(since, until)}


def test_a_month_is_folded_into_every_figure_and_its_notes_are_destroyed() -> None:
    note(OCTOBER, "specialist_service", What.DISCLOSURE, 14)
    note(OCTOBER, "immigration_enforcement", What.REFUSAL, 3)
    note(OCTOBER, "", What.UNCOUNTED, 5)
    fold(date(2026, 11, 2))
    found = published(date(2026, 10, 31))
    assert set(found) == {(kind, what) for kind in KINDS for what in COUNTED}
    assert found.pop((HELPERS, What.DISCLOSURE)) == PublishedCount(10, is_exact=False)
    assert found.pop((HOME_OFFICE, What.REFUSAL)) == FEW_OF_EIGHT
    assert set(found.values()) == {NONE}
    assert not TallyNote.objects.exists()


def test_no_figure_is_published_before_a_month_is_over_for_a_day() -> None:
    note(OCTOBER, "specialist_service", What.DISCLOSURE, 30)
    for day in (date(2026, 10, 31), date(2026, 11, 1)):
        fold(day)
        assert figures() == []
        assert TallyNote.objects.count() == 30


def test_a_second_fold_of_the_same_day_changes_nothing() -> None:
    note(OCTOBER, "specialist_service", What.DISCLOSURE, 14)
    fold(date(2026, 11, 2))
    before = figures()
    fold(date(2026, 11, 2))
    assert figures() == before


def test_months_that_were_missed_are_folded_one_by_one_and_an_empty_one_is_published_too() -> None:
    note(date(2026, 8, 1), "dwp", What.REFUSAL, 12)
    note(OCTOBER, "dwp", What.REFUSAL, 10)
    fold(date(2026, 12, 2))
    shown = [one.count.at_least for one in figures() if (one.recipients, one.what) == ("others", What.REFUSAL)]
    assert shown == [0, 10, 0, 10]


def test_a_house_with_a_log_and_no_record_publishes_none_from_the_logs_first_day_on() -> None:
    with unit_of_work(write=True):
        Entry.objects.create(index=0, content=bytes(32), on=date(2026, 10, 20))
    fold(date(2026, 11, 2))
    assert set(published(date(2026, 10, 31)).values()) == {NONE}
    assert {one.since for one in figures()} == {date(2026, 10, 20)}
    fold(date(2026, 12, 2))
    newest = {one.recipients: one.since for one in figures() if one.until == date(2026, 11, 30)}
    assert newest == {HOME_OFFICE: date(2026, 10, 20), HELPERS: NOVEMBER, "others": NOVEMBER}


def test_before_there_is_a_log_or_a_note_nothing_is_folded() -> None:
    fold(date(2026, 12, 2))
    assert figures() == []


def test_towards_the_home_office_a_calendar_year_is_counted_and_the_next_begins_anew() -> None:
    for month in (OCTOBER, NOVEMBER, DECEMBER):
        note(month, "home_office_nrm", What.DISCLOSURE, 5)
    note(date(2027, 1, 1), "home_office_nrm", What.DISCLOSURE, 2)
    fold(date(2027, 2, 2))
    shown = [
        (one.since, one.count) for one in figures() if (one.recipients, one.what) == (HOME_OFFICE, What.DISCLOSURE)
    ]
    eight = PublishedCount(8, is_exact=False)
    assert shown == [
        (date(2027, 1, 1), FEW_OF_EIGHT),
        (OCTOBER, eight),
        (OCTOBER, eight),
        (OCTOBER, FEW_OF_EIGHT),
    ]
    assert TallyTotal.objects.count() == 1


def test_a_note_that_comes_after_its_month_was_folded_is_counted_in_the_next() -> None:
    note(OCTOBER, "dwp", What.REFUSAL, 10)
    fold(date(2026, 11, 2))
    note(OCTOBER, "dwp", What.REFUSAL, 10)
    fold(date(2026, 12, 2))
    assert published(date(2026, 11, 30))["others", What.REFUSAL].at_least == 10
    assert not TallyNote.objects.exists()


def test_a_year_whose_totals_are_lost_is_not_counted_too_low() -> None:
    note(OCTOBER, "home_office_nrm", What.DISCLOSURE, 9)
    fold(date(2026, 11, 2))
    with unit_of_work(write=True):
        TallyTotal.objects.all().delete()
    note(NOVEMBER, "home_office_nrm", What.DISCLOSURE)
    with pytest.raises(RefusedError, match="totals"):
        fold(date(2026, 12, 2))
    assert TallyNote.objects.count() == 1
    assert published(date(2026, 11, 30)) == {}


def test_without_the_unwrapper_nothing_is_folded_and_nothing_destroyed() -> None:
    note(OCTOBER, "dwp", What.REFUSAL, 10)
    with pytest.raises(UnwrapperAwayError), unit_of_work(write=True):
        fold_tallies(date(2026, 11, 2))
    assert TallyNote.objects.count() == 10
    assert figures() == []


def test_a_worker_whose_clock_is_ahead_of_the_unwrappers_waits(caplog: pytest.LogCaptureFixture) -> None:
    note(OCTOBER, "dwp", What.REFUSAL, 10)
    with signing_on(date(2026, 10, 31)), unit_of_work(write=True):
        fold_tallies(date(2026, 11, 2))
    assert figures() == []
    assert TallyNote.objects.count() == 10
    assert "the unwrapper's clock says that 2026-10 is not over" in caplog.text


def test_notes_that_cannot_be_read_are_reported_without_their_number(caplog: pytest.LogCaptureFixture) -> None:
    note(OCTOBER, "dwp", What.REFUSAL, 3, seed=bytes(32))
    with caplog.at_level(logging.ERROR, "safetoshare.sharing.figures"):
        fold(date(2026, 11, 2))
    assert [record.getMessage() for record in caplog.records] == [
        "tallies of 2026-10 could not all be read: the figures may be too low"
    ]
    assert set(published(date(2026, 10, 31)).values()) == {NONE}


def test_the_worker_folds_on_the_first_morning_on_which_it_can() -> None:
    job = next(job for job in JOBS if job.name == "sharing:fold_tallies")
    note(OCTOBER, "dwp", What.REFUSAL, 10)
    for day, folded in ((date(2026, 11, 1), False), (date(2026, 11, 2), True)):
        with signing_on(day):
            assert [done.succeeded for done in schedule.run_what_is_due([job])] == [True]
        assert Figure.objects.exists() == folded


def test_while_no_month_is_folded_there_is_no_measure() -> None:
    note(NOVEMBER, "specialist_service", What.DISCLOSURE, 30)
    assert measures(date(2025, 12, 1), date(2026, 11, 22)) == []


def test_a_measure_names_the_days_that_its_figures_count() -> None:
    note(OCTOBER, "specialist_service", What.DISCLOSURE, 14)
    note(NOVEMBER, "specialist_service", What.DISCLOSURE, 3)
    fold(date(2026, 12, 2))
    shown = by_name(date(2025, 12, 3), date(2026, 12, 2))
    assert (shown["disclosures_to_services"].since, shown["disclosures_to_services"].until) == (
        OCTOBER,
        date(2026, 11, 30),
    )
    assert shown["disclosures_to_services"].count == PublishedCount(11, is_exact=False)
    assert shown["disclosures_to_home_office"].count == NONE
    only_october = by_name(date(2026, 10, 15), date(2026, 11, 15))
    assert only_october["disclosures_to_services"].count == PublishedCount(10, is_exact=False)
    assert by_name(NOVEMBER, date(2026, 11, 30))["disclosures_to_services"].count == FEW


@pytest.mark.parametrize("what", [What.DISCLOSURE, What.DEPARTURE, What.SHARE_NOW, What.FOUND_OUTSIDE])
def test_whatever_was_told_to_the_home_office_in_whatever_way_its_measure_is_not_none(what: What) -> None:
    note(OCTOBER, "asylum_accommodation_or_detention", what)
    fold(date(2026, 11, 2))
    shown = by_name(OCTOBER, date(2026, 11, 22))
    assert shown["disclosures_to_home_office"].count == FEW_OF_EIGHT
    assert shown["refusals_to_home_office"].count == NONE
    assert shown["disclosures_to_services"].count == NONE


def test_a_request_is_no_telling() -> None:
    note(OCTOBER, "immigration_enforcement", What.REQUEST, 40)
    fold(date(2026, 11, 2))
    assert {one.count for one in measures(OCTOBER, date(2026, 11, 22))} == {NONE}


def test_each_measure_is_defined_and_bears_on_recommendations() -> None:
    note(OCTOBER, "dwp", What.REFUSAL)
    fold(date(2026, 11, 2))
    for measure in measures(OCTOBER, date(2026, 11, 22)):
        assert measure.definition.endswith(".")
        assert "4(g)" in measure.bears_on
    assert "1" in by_name(OCTOBER, date(2026, 11, 22))["disclosures_to_home_office"].bears_on


def test_a_note_that_was_copied_to_another_row_is_not_counted_twice() -> None:
    sealed = seal_tally(OCTOBER, "dwp", What.REFUSAL, KEYS.public)
    keep(sealed, *[SealedTally(uuid4(), OCTOBER, sealed.wrapped, sealed.sealed) for _ in range(20)])
    fold(OCTOBER + timedelta(days=40))
    assert published(date(2026, 10, 31))["others", What.REFUSAL] == FEW
