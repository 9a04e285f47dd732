import itertools

from hypothesis import given, settings

from safetoshare.core.policy.boxes import Box, Budget
from safetoshare.core.policy.compared import Outcome, Pair, compare
from safetoshare.core.policy.decide import ForHuman, Refused, decider_of
from safetoshare.core.policy.diagrams import NOTHING
from safetoshare.core.policy.rules import Policy
from tests.core.policy.drawn import policies
from tests.core.policy.examples import model, reduced, rule, small

WORDS = reduced()


def decided(policy: Policy, point: tuple[str, ...]) -> tuple[str, int, int, int]:
    """Return what the engine decides for a point, as an outcome's decision."""
    decision = decider_of(policy).point(point)
    obligations = list(WORDS.obligations)
    duties = sum(1 << obligations.index(name) for name in decision.duties)
    instead = decision.instead if isinstance(decision, Refused) else ()
    by = decision.by if isinstance(decision, ForHuman) else ()
    return (
        decision.answer,
        duties,
        sum(1 << obligations.index(name) for name in instead),
        sum(1 << WORDS.deciders.index(name) for name in by),
    )


def points(box: Box) -> set[tuple[str, ...]]:
    pairs = zip(WORDS.attributes, box, strict=True)
    return set(itertools.product(*([value.id for value in attribute.inside(mask)] for attribute, mask in pairs)))


def differing(pair: Pair) -> bool:
    return pair.old.decision != pair.new.decision


@given(policies(), policies())
@settings(max_examples=100)
def test_every_leaf_is_what_the_engine_decides_by_both_and_no_difference_is_missed(was: bytes, now: bytes) -> None:
    old, new = (small(content.decode(), header="") for content in (was, now))
    diagrams, root = compare(old, new, Budget())
    found: dict[tuple[str, ...], Pair] = {}
    for leaf in diagrams.leaves(root):
        assert isinstance(leaf, Pair)
        for box in diagrams.boxes(diagrams.map(root, {leaf: "x"}.get)):  # type: ignore[arg-type]
            found |= dict.fromkeys(points(box), leaf)
    for point in itertools.product(*(attribute.bits for attribute in WORDS.attributes)):
        decisions = decided(old, point), decided(new, point)
        if point in found:
            assert (found[point].old.decision, found[point].new.decision) == decisions
        if decisions[0] != decisions[1]:
            assert differing(found[point])
        else:
            assert point not in found or found[point].listed


def test_a_policy_compared_with_itself_is_not_searched() -> None:
    budget = Budget(4 * len(model().rules) * 4)
    assert compare(model(), model(), budget)[1] == NOTHING


def test_a_refusal_by_silence_is_told_from_one_by_rule() -> None:
    old = small(rule("N1", "never", {}, instead=["record_necessity"]))
    new = small(rule("M1", "may", {"data": ["identity"]}))
    diagrams, root = compare(old, new, Budget())
    leaves = {leaf for leaf in diagrams.leaves(root) if isinstance(leaf, Pair)}
    refused = Outcome("no", 0, 2, 0, never=True)
    assert leaves == {
        Pair(refused, Outcome("no", 0, 0, 0, never=False), None),
        Pair(refused, Outcome("yes", 0, 0, 0, never=False), None),
    }
