"""State merging counts every request once, whatever its rules merge into."""

import math

from safetoshare.core.policy.oracles.merging import Count, count
from safetoshare.core.policy.oracles.plain import question
from safetoshare.core.policy.prove import regions
from tests.core.policy.examples import model, reduced, rule, small
from tests.core.policy.oracles.claimed import LISTS_ALONE, claim

EVERYTHING = claim("all", {"form": "never", "box": {}})


def test_a_rule_without_conditions_shares_every_request_there_is() -> None:
    assert count(question(small(rule("M", "may", {})), EVERYTHING)) == Count(reduced().states, 0)


def test_what_is_excepted_or_hit_by_a_never_is_not_counted() -> None:
    cut = {"data": ["health"], "actor": ["system"]}
    policy = small(rule("M", "may", {}, **{"except": cut}), rule("N", "never", {"recipient": ["public"]}))
    shared = reduced().states * 2 // 3
    assert count(question(policy, EVERYTHING)) == Count(shared - shared // 9, 0)


def test_a_request_in_two_parts_counts_once() -> None:
    parts = [{"form": "never", "box": {"recipient": ["nhs"]}}, {"form": "never", "box": {"data": ["health"]}}]
    found = count(question(small(rule("M", "may", {})), claim("both", *parts)))
    assert found == Count(reduced().states * 5 // 9, 0)


def test_members_that_lists_alone_open_are_counted_apart() -> None:
    policy = small(rule("M", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}))
    assert count(question(policy, claim("lists", LISTS_ALONE))) == Count(0, reduced().states // 9)


def test_a_never_that_hits_either_value_closes_the_list() -> None:
    policy = small(
        rule("M", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}),
        rule("N", "never", {"pathway": ["modern_slavery"], "subject": ["suspect"]}),
    )
    assert count(question(policy, claim("lists", LISTS_ALONE))) == Count(0, reduced().states // 18)


def test_over_the_whole_published_space_it_counts_what_the_regions_hold() -> None:
    policy = model()
    everything = claim("all", {"form": "never", "box": {}}, vocabulary=policy.vocabulary)
    shared = sum(math.prod(mask.bit_count() for mask in box) for box in regions(policy).shared)
    found = count(question(policy, everything))
    assert found.alone == shared
    assert found.in_lists > 0
