"""Evidence is what the parts say of themselves, gathered as they give it."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.core.measures import Measure, exact
from safetoshare.scrutiny import api
from safetoshare.scrutiny.labels import FIGURES, PARTS
from safetoshare.scrutiny.selectors.evidence import Evidence
from safetoshare.sharing.api.figures import COUNTED, KINDS
from safetoshare.sharing.models import Figure

DAY = date(2026, 11, 22)


def evidence(*bears_on: str) -> Evidence:
    return Evidence("sharing", Measure("name", "definition", bears_on, DAY, DAY, exact(0)))


def test_a_figure_for_a_part_is_evidence_for_its_recommendation_and_for_no_other() -> None:
    assert evidence("4(j)").bears_on("4")
    assert evidence("1", "4(e)").bears_on("1")
    assert not evidence("4(j)").bears_on("1")
    assert not evidence("14").bears_on("1")
    assert not evidence("1").bears_on("14")
    assert not evidence("41(a)").bears_on("4")


@pytest.fixture
def _a_folded_month(db: None) -> None:
    """A month that is over, in which nothing was told to anybody."""
    for recipients, what in product(KINDS, COUNTED):
        month = {"since": date(2026, 10, 1), "until": date(2026, 10, 31), "recipients": recipients, "what": what}
        with unit_of_work(write=True):
            Figure.objects.create(**month, at_least=0, is_exact=True, fewer_than=10)


@pytest.mark.django_db
def test_before_a_month_is_over_nothing_is_said_of_what_was_told() -> None:
    assert "sharing" not in {one.part for one in api.evidence_until(DAY)}


@pytest.mark.usefixtures("_a_folded_month")
def test_a_month_without_records_says_that_nothing_was_told_to_the_home_office() -> None:
    by_name = {one.measure.name: one for one in api.evidence_until(DAY)}
    assert by_name["disclosures_to_home_office"].measure.count == exact(0)
    assert by_name["disclosures_to_home_office"].bears_on("1")
    assert by_name["staff_who_confirmed_reading"].measure.bears_on == ("4(j)",)


@pytest.mark.usefixtures("_a_folded_month")
def test_every_figure_names_its_part_its_definition_and_its_days() -> None:
    gathered = api.evidence_until(DAY)
    assert {one.part for one in gathered} == set(PARTS)
    for one in gathered:
        assert one.measure.definition
        assert one.measure.since <= one.measure.until


@pytest.mark.usefixtures("_a_folded_month")
def test_every_name_that_is_translated_is_the_name_of_a_figure() -> None:
    assert set(FIGURES) <= {one.measure.name for one in api.evidence_until(DAY)}
