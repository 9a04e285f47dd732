"""The part's figures: exact inside, and through the gate for small numbers outside."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.core.measures import Measure, PublishedCount, published
from safetoshare.core.policy.vocabulary_file import published as vocabulary
from safetoshare.sharing.api.disclosures import disclosure_counts, measures
from safetoshare.sharing.models import DisclosureCount

NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
HOME_OFFICE = (
    "immigration_enforcement", "home_office_nrm", "home_office_other", "forced_marriage_unit",
    "asylum_accommodation_or_detention",
)  # fmt: skip
RECIPIENTS = tuple(vocabulary().attribute("recipient").bits)


def count(month: date, recipient: str, decision: str, how_many: int) -> None:
    with unit_of_work(write=True):
        DisclosureCount.objects.create(month=month, recipient=recipient, decision=decision, count=how_many)


def by_name(since: date = NOVEMBER, until: date = date(2026, 11, 30)) -> dict[str, Measure]:
    return {measure.name: measure for measure in measures(since, until)}


@pytest.mark.django_db
def test_no_disclosure_to_the_home_office_is_shown_as_none() -> None:
    assert {name: measure.count for name, measure in by_name().items()} == dict.fromkeys(
        ("disclosures_to_home_office", "refusals_to_home_office", "disclosures_to_services", "refusals_to_services"),
        PublishedCount(0, is_exact=True),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("recipient", HOME_OFFICE)
def test_each_home_office_body_counts_as_the_home_office(recipient: str) -> None:
    count(NOVEMBER, recipient, "permitted", 1)
    shown = by_name()
    assert shown["disclosures_to_home_office"].count == PublishedCount(None, is_exact=False)
    assert shown["refusals_to_home_office"].count == PublishedCount(0, is_exact=True)
    assert shown["disclosures_to_services"].count == PublishedCount(0, is_exact=True)


@pytest.mark.django_db
def test_disclosures_and_refusals_of_the_months_touched_are_added_up() -> None:
    count(NOVEMBER, "specialist_service", "permitted", 12)
    count(NOVEMBER, "immigration_adviser", "permitted", 9)
    count(OCTOBER, "specialist_service", "permitted", 30)
    count(NOVEMBER, "immigration_enforcement", "refused", 14)
    assert by_name()["disclosures_to_services"].count == PublishedCount(20, is_exact=False)
    assert by_name()["refusals_to_home_office"].count == PublishedCount(10, is_exact=False)
    assert by_name(since=date(2026, 10, 31))["disclosures_to_services"].count.at_least == 50
    assert by_name(until=date(2026, 11, 1))["disclosures_to_services"].count.at_least == 20
    assert [one.count for one in disclosure_counts(NOVEMBER, NOVEMBER)] == [9, 14, 12]


@pytest.mark.django_db
def test_a_figure_names_the_months_that_it_counts_and_of_this_month_the_days_up_to_today() -> None:
    with clock.clock_at(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        shown = by_name(date(2026, 1, 31), date(2026, 2, 3))["disclosures_to_services"]
        assert (shown.since, shown.until) == (date(2026, 1, 1), date(2026, 2, 28))
        shown = by_name(date(2026, 11, 10), date(2026, 11, 12))["disclosures_to_services"]
        assert (shown.since, shown.until) == (NOVEMBER, date(2026, 11, 22))
        shown = by_name(date(2026, 11, 10), date(2026, 11, 30))["disclosures_to_services"]
        assert (shown.since, shown.until) == (NOVEMBER, date(2026, 11, 30))


@pytest.mark.django_db
def test_each_figure_is_defined_and_bears_on_recommendations() -> None:
    for measure in by_name().values():
        assert measure.definition.endswith(".")
        assert "4(g)" in measure.bears_on
    assert "1" in by_name()["disclosures_to_home_office"].bears_on


class TestTheGate(TestCase):
    """Whatever was counted, what is published is the gate's answer to the exact sum."""

    @given(
        counted=st.dictionaries(
            st.tuples(st.sampled_from(RECIPIENTS), st.sampled_from(["permitted", "refused"])),
            st.integers(1, 40),
            max_size=12,
        )
    )
    def test_what_is_published_is_the_gates_answer_to_the_exact_sum(self, counted: dict[tuple[str, str], int]) -> None:
        for (recipient, decision), how_many in counted.items():
            count(NOVEMBER, recipient, decision, how_many)
        exact = {(one.recipient, one.decision): one.count for one in disclosure_counts(NOVEMBER, NOVEMBER)}
        assert exact == counted
        for name, decision in (("disclosures_to_home_office", "permitted"), ("refusals_to_home_office", "refused")):
            total = sum(counted.get((recipient, decision), 0) for recipient in HOME_OFFICE)
            assert by_name()[name].count == published(total)
