"""What the unwrapper does with tallies: it tells a public key, and folds what is over, and nothing else."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from safetoshare.base import clock
from safetoshare.base.unwrapper import operations
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import BadInputError, RefusedError, SealError
from safetoshare.core.measures import PublishedCount
from safetoshare.core.tally import SealedTally, What, open_totals, seal_tally, seal_totals, tally_keys
from safetoshare.core.transparency import HELPERS, HOME_OFFICE
from safetoshare.sharing.services.tallying import FOLD_TALLIES, TALLY_KEY, FoldedMonth, ask_to_fold, seal_one
from tests.base.unwrapper.in_process import InProcess
from tests.sharing.logs import SEED, signing_on

KEYS = tally_keys(SEED)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
FOLDED_ON = date(2026, 11, 2)
FEW_OF_EIGHT = PublishedCount(None, is_exact=False, fewer_than=8)


@pytest.fixture
def _here() -> Iterator[None]:
    with signing_on(FOLDED_ON):
        yield


def folded_of(sealed: list[SealedTally], totals: SealedTally | None = None) -> FoldedMonth:
    """October, folded."""
    folded = ask_to_fold(OCTOBER, sealed, totals)
    assert folded is not None
    return folded


def notes(count: int, recipient: str = "specialist_service", what: What = What.DISCLOSURE) -> list[SealedTally]:
    return [seal_tally(OCTOBER, recipient, what, KEYS.public) for _ in range(count)]


@pytest.mark.usefixtures("_here")
def test_a_note_is_sealed_to_the_key_that_folds_it() -> None:
    sealed = [seal_one(date(2026, 10, 31), "home_office_nrm", What.REFUSAL) for _ in range(3)]
    folded = folded_of(sealed)
    assert folded.counts[HOME_OFFICE, What.REFUSAL] == FEW_OF_EIGHT
    assert folded.unreadable == PublishedCount(0, is_exact=True)
    assert open_totals(folded.totals, KEYS.private)[What.REFUSAL] == 3


@pytest.mark.usefixtures("_here")
def test_the_key_that_is_told_opens_nothing() -> None:
    told = operations.ask(TALLY_KEY, {})
    assert set(told) == {"public"}
    assert KEYS.private.hex() not in json.dumps(told)


@pytest.mark.usefixtures("_here")
def test_what_leaves_the_fold_holds_no_small_number_and_no_recipient() -> None:
    body: dict[str, Any] = {
        "month": "2026-10-01",
        "totals": None,
        "notes": [
            {
                "id": str(note.id),
                "month": "2026-10-01",
                "wrapped": _base64(note.wrapped),
                "sealed": _base64(note.sealed),
            }
            for note in [*notes(3, "dwp", What.REQUEST), *notes(12)]
        ],
    }
    answer = operations.ask(FOLD_TALLIES, body)
    assert ["others", "request", [None, False, 10]] in answer["counts"]
    assert [HELPERS, "disclosure", [10, False, 10]] in answer["counts"]
    assert "dwp" not in json.dumps(answer)
    assert "specialist_service" not in json.dumps(answer)
    assert {count[0] for _, _, count in answer["counts"]} == {0, 10, None}


def _base64(value: bytes) -> str:
    return b64encode(value).decode()


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)])
def test_a_month_that_is_not_over_for_a_day_is_not_folded(day: date) -> None:
    with signing_on(day):
        assert ask_to_fold(OCTOBER, notes(20), None) is None


@pytest.mark.usefixtures("_here")
def test_a_note_of_a_later_month_is_not_folded_with_an_earlier_one() -> None:
    later = seal_tally(NOVEMBER, "dwp", What.REFUSAL, KEYS.public)
    with pytest.raises(BadInputError):
        ask_to_fold(OCTOBER, [*notes(20), later], None)


@pytest.mark.usefixtures("_here")
def test_a_note_that_says_it_is_of_an_earlier_month_does_not_open() -> None:
    later = seal_tally(NOVEMBER, "dwp", What.REFUSAL, KEYS.public)
    folded = folded_of([replace(later, month=OCTOBER)])
    assert {count.at_least for count in folded.counts.values()} == {0}
    assert folded.unreadable.at_least is None


@pytest.mark.usefixtures("_here")
def test_the_year_goes_on_from_totals_of_an_earlier_month_of_that_year_alone() -> None:
    before = seal_totals(SEPTEMBER, {What.REFUSAL: 7}, KEYS.public)
    folded = folded_of(notes(1, "home_office_nrm", What.REFUSAL), before)
    assert folded.counts[HOME_OFFICE, What.REFUSAL].at_least == 8
    for month in (OCTOBER, NOVEMBER, date(2025, 9, 1)):
        with pytest.raises(RefusedError):
            ask_to_fold(OCTOBER, notes(1), seal_totals(month, {}, KEYS.public))
    with pytest.raises(SealError):
        ask_to_fold(OCTOBER, notes(1), replace(before, month=date(2026, 8, 1)))


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"month": "2026-10-01", "notes": []},
        {"month": "2026-10-02", "notes": [], "totals": None},
        {"month": "soon", "notes": [], "totals": None},
        {"month": "2026-10-01", "notes": [{}], "totals": None},
        {"month": "2026-10-01", "notes": ["x"], "totals": None},
        {"month": "2026-10-01", "notes": [], "totals": "x"},
        {"month": "2026-10-01", "notes": None, "totals": None},
    ],
)
def test_rubbish_is_no_fold(body: dict[str, Any]) -> None:
    with pytest.raises(BadInputError):
        operations.ask(FOLD_TALLIES, body)


def test_without_the_unwrapper_no_note_is_sealed() -> None:
    with pytest.raises(UnwrapperAwayError):
        seal_one(FOLDED_ON - timedelta(days=1), "dwp", What.REFUSAL)


@pytest.mark.django_db
def test_the_unwrapper_itself_tells_the_key_folds_what_is_over_and_refuses_what_is_not(unwrapper: InProcess) -> None:
    with clock.clock_at(datetime(2026, 10, 31, 12, tzinfo=UTC)):
        sealed = [seal_one(clock.today(), "specialist_service", What.DISCLOSURE) for _ in range(11)]
        assert ask_to_fold(OCTOBER, sealed, None) is None
    with clock.clock_at(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        folded = folded_of(sealed)
    assert folded.counts[HELPERS, What.DISCLOSURE] == PublishedCount(10, is_exact=False)
    assert folded.unreadable == PublishedCount(0, is_exact=True)


@pytest.mark.django_db
def test_while_the_unwrapper_is_away_it_tells_no_key(unwrapper: InProcess) -> None:
    unwrapper.is_away = True
    with pytest.raises(UnwrapperAwayError):
        seal_one(FOLDED_ON, "dwp", What.REFUSAL)
