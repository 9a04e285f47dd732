from safetoshare.core.policy.rules import parse_policy
from safetoshare.core.policy.soundness import undecidable
from safetoshare.core.policy.vocabulary_file import parse_vocabulary
from tests.core.policy.examples import HEADER, REDUCED, model, rule, small

CHIEF = rule("H1", "human", {"recipient": ["nhs"]}, by=["chief_officer"])
DETECTIVE = rule("H2", "human", {"data": ["health"]}, by=["detective"])


def test_the_model_leaves_nothing_to_nobody() -> None:
    assert undecidable(model()) == ()


def test_two_rules_that_name_nobody_in_common_are_told_with_a_request_that_both_hit() -> None:
    (problem,) = undecidable(small(CHIEF, DETECTIVE, rule("M1", "may", {})))
    assert problem.startswith("p: rules H1 and H2: no actor is in `by` of all of them")
    assert "with the NHS" in problem
    assert "telling facts about health" in problem


def test_rules_that_never_hit_together_may_name_different_people() -> None:
    other = rule("H2", "human", {"recipient": ["public"]}, by=["detective"])
    assert undecidable(small(CHIEF, other)) == ()


def test_a_never_over_the_overlap_leaves_nothing_to_decide() -> None:
    never = rule("N1", "never", {"recipient": ["nhs"], "data": ["health"]})
    assert undecidable(small(CHIEF, DETECTIVE, never)) == ()


def test_a_rule_that_names_nobody_leaves_it_to_those_whom_the_other_names() -> None:
    assert undecidable(small(CHIEF, rule("H2", "human", {}))) == ()


def test_a_vocabulary_without_deciders_leaves_nothing_to_check() -> None:
    vocabulary = parse_vocabulary(REDUCED.read_text("utf-8").replace("deciders =", "others ="))
    assert vocabulary.deciders == ()
    policy = parse_policy((HEADER + rule("H1", "human", {})).encode(), "p.toml", vocabulary)
    assert undecidable(policy) == ()
