"""Triage: any one reason suffices, more facts never lower anything, and nothing about immigration can be said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.triage import FACTS, PATHWAYS, all_reasons, propose, read_reasons, reasons_on

DAY = date(2026, 11, 22)
facts = st.frozensets(st.sampled_from(FACTS))


@given(facts, facts)
def test_adding_facts_never_removes_a_right(told: frozenset[str], more: frozenset[str]) -> None:
    assert set(propose(told, DAY).reasons) <= set(propose(told | more, DAY).reasons)


@given(facts, facts)
def test_adding_facts_never_leads_to_a_pathway_further_back(told: frozenset[str], more: frozenset[str]) -> None:
    before, after = propose(told, DAY).pathway, propose(told | more, DAY).pathway
    assert PATHWAYS.index(after) <= PATHWAYS.index(before)


@given(facts)
def test_a_reason_is_proposed_exactly_when_one_of_its_facts_is_told(told: frozenset[str]) -> None:
    expected = [reason.code for reason in all_reasons() if reason.proposed_by & told and reason.holds_on(DAY)]
    assert list(propose(told, DAY).reasons) == expected


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ("domestic_abuse", "domestic_abuse"),
        ("modern_slavery", "modern_slavery"),
        ("sexual_violence", "sexual_offence"),
        ("hate_crime", "hate_crime"),
        ("stalking", "persistently_targeted"),
        ("child_abuse", "under_18"),
        ("danger_now", "fear_or_distress"),
    ],
)
def test_one_fact_suffices(fact: str, reason: str) -> None:
    assert propose({fact}, DAY).reasons == (reason,)


def test_domestic_abuse_and_modern_slavery_are_told_apart() -> None:
    assert propose({"domestic_abuse"}, DAY).pathway == "domestic_abuse"
    assert propose({"modern_slavery"}, DAY).pathway == "modern_slavery"


def test_without_any_fact_there_is_a_pathway_and_no_reason() -> None:
    assert (propose((), DAY).reasons, propose((), DAY).pathway) == ((), "other_crime")


def test_the_pathways_are_those_of_the_policy() -> None:
    vocabulary = published()
    (pathway,) = (attribute for attribute in vocabulary.attributes if attribute.id == "pathway")
    assert set(PATHWAYS) == set(pathway.bits)


@pytest.mark.parametrize("fact", ["no_recourse", "visa", "undocumented", "", "DOMESTIC_ABUSE"])
def test_a_fact_outside_the_list_is_an_error(fact: str) -> None:
    with pytest.raises(BadInputError, match="Triage knows no fact"):
        propose({"stalking", fact}, DAY)


@pytest.mark.parametrize("word", ["immigra", "visa", "status", "recourse", "asylum", "national", "passport"])
def test_no_fact_and_no_reason_is_about_immigration(word: str) -> None:
    texts = [*FACTS, *(text for reason in all_reasons() for text in (reason.code, reason.says, reason.category))]
    assert not [text for text in texts if word in text.lower()]


def test_each_reason_has_its_citation_mark_and_first_day() -> None:
    for reason in all_reasons():
        assert reason.source.startswith("Victims' Code 2020")
        assert reason.mark in {"R", "R2", "B", "own"}
        assert reason.valid_from == date(2021, 4, 1)


def test_a_reason_holds_from_its_first_day_to_its_last() -> None:
    first = date(2021, 4, 1)
    assert reasons_on(first - timedelta(days=1)) == ()
    assert reasons_on(first) == all_reasons()
    (reason,) = read_reasons(
        '[reasons.one]\nsays = "One"\ncategory = "discretion"\nproposed_by = ["stalking"]\n'
        'source = "x"\nmark = "B"\nvalid_from = 2021-04-01\nvalid_until = 2022-01-31\n'
    )
    assert [reason.holds_on(date(2022, 1, day)) for day in (30, 31)] == [True, True]
    assert not reason.holds_on(date(2022, 2, 1))


def test_data_that_names_an_unknown_fact_is_refused() -> None:
    with pytest.raises(BadInputError):
        read_reasons(
            '[reasons.one]\nsays = "One"\ncategory = "x"\nproposed_by = ["status"]\nsource = "x"\nmark = "B"\n'
            "valid_from = 2021-04-01\n"
        )
