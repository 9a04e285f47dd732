import itertools
from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.decide import decider_of
from safetoshare.core.policy.near import MOST_CHANGES, NearMiss, near_misses
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.drawn import WORDS, policies
from tests.core.policy.examples import REQUEST, SMALL_REQUEST, reduced, rule, small

POINTS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in WORDS.items()})


def known(point: Mapping[str, str], **changed: str) -> dict[str, list[str]]:
    return {name: [value] for name, value in {**point, **changed}.items()}


def answer(policy: Policy, point: Mapping[str, str]) -> str:
    return decider_of(policy).point([point[name] for name in WORDS]).answer


def changed_requests(point: Mapping[str, str], places: int) -> Iterator[tuple[dict[str, str], set[str]]]:
    """Every request that differs from the point in at most so many attributes, and in which."""
    for names in itertools.combinations(WORDS, places):
        for values in itertools.product(*(WORDS[name] for name in names)):
            other = {**point, **dict(zip(names, values, strict=True))}
            yield other, {name for name in names if other[name] != point[name]}


@given(policies(), POINTS)
def test_each_change_leads_to_its_answer_and_none_that_is_smaller_is_missed(
    content: bytes, point: dict[str, str]
) -> None:
    policy = parse_policy(content, "p.toml", reduced())
    found = near_misses(policy, known(point), facts=(), coaching=True, most=1000)
    if answer(policy, point) != "no":
        assert found == ()
        return
    for miss in found:
        for values in itertools.product(*(values for _, values in miss.changes)):
            other = {**point, **dict(zip((name for name, _ in miss.changes), values, strict=True))}
            assert answer(policy, other) == miss.answer
    shared = [d for other, d in changed_requests(point, MOST_CHANGES) if answer(policy, other) != "no"]
    smallest = {frozenset(d) for d in shared if not any(e < d for e in shared)}
    assert smallest <= {frozenset(name for name, _ in miss.changes) for miss in found}


def test_what_is_enough_by_itself_is_not_told_again_with_something_else_beside_it() -> None:
    policy = small(
        rule("M1", "may", {"recipient": ["nhs"], "data": ["identity"], "actor": ["chief_officer"]}),
        rule("M2", "may", {"recipient": ["nhs"], "data": ["health"], "actor": ["chief_officer"]}),
    )
    assert near_misses(policy, known(_small(), actor="detective")) == (
        NearMiss((("actor", ("chief_officer",)),), "yes"),
    )


def test_facts_about_the_person_are_never_to_be_called_something_else() -> None:
    policy = small(rule("M1", "may", {"recipient": ["nhs"], "status_basis": ["doubt"]}))
    assert near_misses(policy, known(_small())) == ()
    (miss,) = near_misses(policy, known(_small()), facts=("recipient",))
    assert miss.changes == (("status_basis", ("doubt",)),)


@pytest.mark.parametrize(
    "recipient", ["immigration_enforcement", "home_office_other", "alleged_perpetrator", "employer", "public"]
)
def test_nobody_is_coached_about_those_who_act_against_the_person(recipient: str) -> None:
    content = f"""id = "p"
title = "A policy"
in_force_from = 2026-01-01
{rule("M1", "may", {"recipient": [recipient], "consent": ["given"]})}"""
    policy = parse_policy(content.encode(), "p.toml", published())
    asked = {name: [str(value)] for name, value in {**REQUEST, "recipient": recipient}.items()}
    assert near_misses(policy, asked) == ()
    assert near_misses(policy, {**asked, "recipient": [recipient, "nhs"]}) == ()
    (miss,) = near_misses(policy, asked, coaching=True)
    assert miss.changes == (("consent", ("given",)),)


def test_a_question_with_open_attributes_has_near_misses_only_if_it_is_refused_whatever_the_rest() -> None:
    policy = small(rule("M1", "may", {"recipient": ["nhs"], "data": ["identity"], "actor": ["chief_officer"]}))
    asked: dict[str, Sequence[str]] = {"recipient": ["nhs"], "data": ["identity"]}
    assert near_misses(policy, asked) == ()
    (miss,) = near_misses(policy, {**asked, "actor": ["detective"]})
    assert miss == NearMiss((("actor", ("chief_officer",)),), "yes")


def test_an_unknown_value_is_an_error() -> None:
    with pytest.raises(PolicyError, match="did you mean nhs"):
        near_misses(small(rule("M1", "may", {})), {"recipient": ["nhss"]})


def _small() -> dict[str, str]:
    return {name: str(value) for name, value in SMALL_REQUEST.items()}
