"""A version written to find out about somebody, not to share: no question put as a policy gets at a single case."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetoshare.core.ledger.record import DisclosureRecord
from safetoshare.core.measures import SMALLEST_SHOWN, STEP
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.services.replaying import replay_records
from tests.core.ledger.records import RECORD, REFUSAL

ATTRIBUTES = {attribute.id: sorted(attribute.bits) for attribute in published().attributes}
# What a record calls otherwise or holds several of.
LISTS = ("pathway", "data")


def oracle(*, spares: DisclosureRecord | None = None) -> str:
    """One rule for each value of each attribute, which leaves to a human whoever has it; not what `spares` has."""
    rules = [
        f'[[rule]]\nid = "{attribute}-{value}"\neffect = "human"\nwhen = {{ {attribute} = ["{value}"] }}\n'
        'says = "x"\ncites = ["own"]\n'
        for attribute, values in ATTRIBUTES.items()
        for value in values
        if spares is None or value not in values_of(spares, attribute)
    ]
    return 'id = "oracle"\ntitle = "O"\nin_force_from = 2026-01-01\nrequires = []\n' + "".join(rules)


def values_of(record: DisclosureRecord, attribute: str) -> tuple[str, ...]:
    if attribute in LISTS:
        return record.pathways if attribute == "pathway" else record.data
    return (getattr(record, attribute),)


@st.composite
def records(draw: st.DrawFn) -> DisclosureRecord:
    """A record of anybody, told or not told anything to any recipient."""
    some = {name: draw(st.sampled_from(values)) for name, values in ATTRIBUTES.items() if name not in LISTS}
    pathways = draw(st.lists(st.sampled_from(ATTRIBUTES["pathway"]), min_size=1, max_size=3, unique=True))
    data = sorted(draw(st.lists(st.sampled_from(ATTRIBUTES["data"]), min_size=1, unique=True)))
    answers = draw(st.lists(st.sampled_from(["yes", "no", "human"]), min_size=len(data), max_size=len(data)))
    more: dict[str, Any] = {**some, "pathways": tuple(sorted(pathways)), "data": tuple(data)}
    base = RECORD if set(answers) == {"yes"} else REFUSAL
    return replace(base, **more, answers=tuple(answers))


def survey(cases: list[list[DisclosureRecord]], policy: str) -> dict[str, Any]:
    """Replay the records of each case."""
    flat = [(record, number) for number, of_case in enumerate(cases) for record in of_case]
    plain = [
        json.dumps({"record": replace(record, id=UUID(int=place)).encoded().decode()}).encode()
        for place, (record, _) in enumerate(flat)
    ]
    found = replay_records(plain, {"document": "o.toml", "content": policy, "cases": [number for _, number in flat]})
    assert found["unreadable"] == 0
    return found


CROWD = [[RECORD]] * 30


@settings(max_examples=40, deadline=None)
@given(st.lists(records(), min_size=1, max_size=9))
def test_of_fewer_than_ten_cases_the_whole_answer_says_nothing(few: list[DisclosureRecord]) -> None:
    found = survey([[one] for one in few], oracle())
    assert found == {"records": None, "unreadable": 0, "changed": None, "rows": [], "others": None}


@settings(max_examples=40, deadline=None)
@given(st.lists(records(), min_size=9, max_size=9))
def test_fewer_than_ten_cases_in_a_crowd_that_does_not_change_say_nothing(few: list[DisclosureRecord]) -> None:
    unmoved = replace(REFUSAL, answers=("no", "no"))
    policy = oracle(spares=unmoved)
    crowd = [[unmoved]] * 31
    assert survey([*([one] for one in few), *crowd], policy) == survey([[unmoved]] * 40, policy)


@settings(max_examples=60, deadline=None)
@given(records())
def test_one_case_in_a_crowd_that_changes_says_nothing(one: DisclosureRecord) -> None:
    crowd = survey(CROWD, oracle())
    assert crowd["rows"]
    assert survey([[one], *CROWD], oracle()) == crowd


@settings(max_examples=40, deadline=None)
@given(st.lists(records(), min_size=1, max_size=25))
def test_a_case_of_many_records_counts_as_one(many: list[DisclosureRecord]) -> None:
    found = survey([many], oracle())
    assert (found["changed"], found["rows"], found["others"]) == (None, [], None)


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), min_size=8, max_size=16), st.lists(records(), min_size=1, max_size=1), st.integers(0, 20))
def test_two_surveys_a_record_apart_differ_only_where_a_step_of_the_gate_is_crossed(
    some: list[DisclosureRecord], one: list[DisclosureRecord], alike: int
) -> None:
    cases = [*([record] for record in some), *([[some[0]]] * alike)]
    before, after = (steps(survey(each, oracle())) for each in (cases, [*cases, one]))
    for name in before.keys() | after.keys():
        was, now = before.get(name, 0), after.get(name, 0)
        if name == "others" and len(after) > len(before):
            # Those of a row that becomes large enough to stand alone leave it together.
            continue
        assert (was, now) in {(was, was), (was, was + STEP), (0, SMALLEST_SHOWN)}, name


def steps(found: dict[str, Any]) -> dict[Any, int]:
    """Return every number of an answer by what it counts, and 10 for every name in it; few and none are 0."""
    numbers: dict[Any, int] = {name: found[name] or 0 for name in ("records", "unreadable", "changed", "others")}
    for row in found["rows"]:
        here = (row["recipient"], row["was"], row["now"])
        numbers[here] = row["count"]
        names = [*row["kinds"], *row["rules"], *(["by_silence"] if row["by_silence"] else [])]
        numbers |= {(*here, name): SMALLEST_SHOWN for name in names}
        assert row["count"] >= SMALLEST_SHOWN
    return numbers


def test_one_record_handed_over_ten_times_is_one() -> None:
    plain = json.dumps({"record": RECORD.encoded().decode()}).encode()
    body = {"document": "o.toml", "content": oracle(), "cases": list(range(20))}
    found = replay_records([plain] * 20, body)
    assert (found["records"], found["changed"], found["rows"]) == (None, None, [])


@pytest.mark.parametrize("pathway", ["modern_slavery", "sexual_violence"])
def test_in_a_large_row_a_rule_of_few_is_not_named(pathway: str) -> None:
    few = [[replace(RECORD, pathways=(pathway,), danger="immediate", data=("identity",), answers=("yes",))]] * 9
    (row,) = survey([*few, *CROWD], oracle())["rows"]
    assert row["count"] == 35
    assert not {f"pathway-{pathway}", "danger-immediate"} & set(row["rules"])
    (row,) = survey([*few, few[0], *CROWD], oracle())["rows"]
    assert {f"pathway-{pathway}", "danger-immediate"} <= set(row["rules"])


def test_small_rows_together_are_one_number() -> None:
    told = ("nhs", "marac")
    cases = [[replace(RECORD, recipient=recipient)] for recipient in told for _ in range(6)]
    found = survey(cases, oracle())
    assert (found["changed"], found["rows"], found["others"]) == (10, [], 10)
