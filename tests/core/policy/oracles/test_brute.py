"""Brute force tries what it says it tries, and chooses its requests where a claim could break."""

import math

import pytest

from safetoshare.core.policy.oracles.brute import reduced_space, try_all, within
from safetoshare.core.policy.oracles.merging import count
from safetoshare.core.policy.oracles.plain import question
from tests.core.policy.examples import model, reduced, rule, small
from tests.core.policy.oracles.claimed import LISTS_ALONE, PLANTED, claim, faulty

WHOLE = tuple(frozenset(attribute.bits) for attribute in reduced().attributes)
POINT = (("system",), ("nhs",), ("suspect",), ("other_crime", "modern_slavery"), ("health",), ("doubt",))


@pytest.mark.parametrize("name", PLANTED)
def test_over_a_whole_small_space_it_counts_what_state_merging_counts(name: str) -> None:
    asked = question(faulty(name), claim(name, PLANTED[name].claim))
    tried, counted = try_all(asked, WHOLE), count(asked)
    assert (tried.requests, tried.alone, tried.in_lists) == (reduced().states, counted.alone, counted.in_lists)
    assert tried.alone > 0


@pytest.mark.parametrize("name", PLANTED)
def test_in_a_space_of_few_requests_it_still_finds_the_fault(name: str) -> None:
    asked = question(faulty(name), claim(name, PLANTED[name].claim))
    tried = try_all(asked, reduced_space(asked, None, name, most=60))
    assert tried.requests <= 60
    assert tried.alone > 0


def test_it_tries_lists_of_two_also_with_a_value_that_the_space_does_not_have() -> None:
    policy = small(rule("M", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}))
    space = tuple(names & {"nhs", "modern_slavery"} or names for names in WHOLE)
    tried = try_all(question(policy, claim("lists", LISTS_ALONE)), space)
    assert (tried.alone, tried.in_lists) == (0, tried.requests)


def test_the_space_holds_the_given_request_and_no_more_requests_than_it_may() -> None:
    asked = question(faulty("never"), claim("never", PLANTED["never"].claim))
    for most in (2, 10, 100, 1_000):
        space = reduced_space(asked, POINT, "seed", most)
        assert all(set(values) <= names for values, names in zip(POINT, space, strict=True))
        assert math.prod(map(len, space)) <= most
    assert space == WHOLE


def test_what_may_move_an_answer_is_there_with_all_its_values() -> None:
    asked = question(faulty("unmoved"), claim("unmoved", PLANTED["unmoved"].claim))
    assert reduced_space(asked, POINT, "seed", most=2)[5] == WHOLE[5]


def test_the_same_seed_gives_the_same_space() -> None:
    asked = question(faulty("never"), claim("never", PLANTED["never"].claim))
    assert reduced_space(asked, None, "a", 50) == reduced_space(asked, None, "a", 50)


def test_the_published_space_is_reduced_to_as_many_requests_as_were_asked_for() -> None:
    policy = model()
    asked = question(policy, claim("never", {"form": "never", "box": {}}, vocabulary=policy.vocabulary))
    given = [(values[0],) for values in asked.values]
    space = reduced_space(asked, given, "seed", most=20_000)
    assert 10_000 <= math.prod(map(len, space)) <= 20_000


def test_a_part_that_lies_outside_the_space_is_left_out() -> None:
    parts = [{"form": "never", "box": {"recipient": ["public"]}}, {"form": "never", "box": {"data": ["health"]}}]
    space = tuple(names - {"public"} for names in WHOLE)
    asked = within(question(faulty("never"), claim("two", *parts)), space)
    assert [part.boxes for part in asked.parts] == [((*space[:4], frozenset({"health"}), space[5]),)]
