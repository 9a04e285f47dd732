import dataclasses
import re

import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import Budget, intersect, total
from safetoshare.core.policy.claims import Claim, Form, Part, parse_claims
from safetoshare.core.policy.decide import decide
from safetoshare.core.policy.prove import Property, prove, regions
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.examples import CLAIMS, MODEL, model, reduced, rule, small


def proved(policy: Policy) -> dict[str, Property]:
    """Return the results of the model's claims by their names."""
    claims = parse_claims(CLAIMS.read_bytes(), "claims.toml", published())
    return {result.id: result for result in prove(policy, claims).properties}


def model_without(name: str) -> Policy:
    """Return the model less one rule."""
    text, dropped = re.subn(rf'\[\[rule\]\]\nid = "{name}"\n(?:.+\n)+', "", MODEL.read_text("utf-8"))
    assert dropped == 1
    return parse_policy(text.encode(), "model.toml", published())


def never(**box: list[str]) -> Claim:
    """Return the claim that nothing of a box is shared."""
    return Claim("c", {"en": "It."}, (Part(Form.NEVER, (reduced().box(box),), ()),))


def test_the_models_claims_hold_but_for_the_one_that_is_meant_to_fail() -> None:
    assert {name: result.holds for name, result in proved(model()).items()} == {
        "doubt-never-to-immigration-enforcement": True,
        "immigration-enforcement-only-when": True,
        "whereabouts-never-to-the-suspects-side": True,
        "services-only-with-consent": True,
        "home-office-never": False,
    }


def test_a_proof_names_its_policy_and_the_whole_space() -> None:
    proof = prove(model(), parse_claims(CLAIMS.read_bytes(), "claims.toml", published()))
    assert (proof.policy, proof.sha256, proof.states) == ("test-model", model().sha256, 469_425_378_240)
    assert not proof.holds
    assert [result.form for result in proof.properties][2:4] == ["never", "only_when and never"]


def test_a_claim_that_holds_has_no_violation_and_no_counterexample() -> None:
    result = proved(model())["doubt-never-to-immigration-enforcement"]
    assert (result.violations, result.counterexample, result.request) == (0, None, None)


def test_a_failing_claim_is_counted_told_in_words_and_reproduced_by_decide() -> None:
    result = proved(model())["home-office-never"]
    # H2: 5 bodies of 39, one gateway of 9, 12 kinds of data of 13, and all of everything else.
    by_order = 469_425_378_240 // 39 // 9 // 13 * 5 * 12
    # M6: actors, subjects, consent, status_basis, age, danger, stage, adviser_offered, shares_home_or_visa.
    notice = 4 * 8 * 5 * 7 * 3 * 3 * 7 * 2 * 3
    # H1: actors, subjects, pathways, data, status_basis, age, danger, stage, shares_home_or_visa.
    suspects = 2 * 1 * 9 * 2 * 7 * 3 * 3 * 2 * 3
    protected = 2 * 7 * 9 * 2 * 1 * 3 * 3 * 2 * 3
    assert result.violations == by_order + notice + suspects + protected
    assert result.request is not None
    (decision,) = decide(model(), parse_request(result.request, published())).values()
    assert decision.answer == "human"
    assert result.counterexample is not None
    assert result.counterexample.startswith(
        "Rule H2 leaves to a human sharing by the response officer, with Immigration Enforcement (Home Office), about a"
    )


@pytest.mark.parametrize(
    ("dropped", "broken"),
    [
        ("N1", {"doubt-never-to-immigration-enforcement", "immigration-enforcement-only-when"}),
        ("N2", {"immigration-enforcement-only-when"}),
        ("N3", {"services-only-with-consent"}),
        ("N4", {"whereabouts-never-to-the-suspects-side"}),
    ],
)
def test_a_claim_fails_without_the_rule_that_it_rests_on(dropped: str, broken: set[str]) -> None:
    policy = model_without(dropped)
    results = proved(policy)
    assert {name for name, result in results.items() if not result.holds} == broken | {"home-office-never"}
    for name in broken:
        request = results[name].request
        assert request is not None
        (decision,) = decide(policy, parse_request(request, published())).values()
        assert decision.answer in {"yes", "human"}


def test_an_exception_that_is_lost_from_a_permission_is_noticed() -> None:
    text = MODEL.read_text("utf-8").replace('except = { stage = ["enquiry"] }\n', "")
    result = proved(parse_policy(text.encode(), "model.toml", published()))["services-only-with-consent"]
    assert not result.holds
    assert result.request is not None
    assert result.request["stage"] == "enquiry"


def test_regions_are_disjoint_and_never_overlap_each_other() -> None:
    found = regions(model())
    boxes = found.shared
    assert not any(intersect(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert total(boxes) == total(found.yes) + total(found.human)


def test_what_is_left_to_a_human_counts_as_shared() -> None:
    policy = small(rule("H1", "human", {"recipient": ["public"], "data": ["health"]}))
    (result,) = prove(policy, [never(recipient=["public"])]).properties
    assert result.violations == 54
    assert result.counterexample is not None
    assert result.counterexample.startswith("Rule H1 leaves to a human sharing by the detective, with the public")


def test_a_request_that_breaks_two_parts_counts_once() -> None:
    policy = small(rule("M1", "may", {"recipient": ["public"]}))
    parts = never(recipient=["public"]).parts + never(data=["health"]).parts
    (result,) = prove(policy, [Claim("c", {"en": "It."}, parts)]).properties
    assert result.violations == 162


def test_a_policy_that_permits_nothing_keeps_every_never() -> None:
    policy = small(rule("N1", "never", {}), rule("M1", "may", {}))
    assert prove(policy, [never()]).holds
    assert regions(policy).shared == ()


def test_a_policy_that_permits_all_breaks_a_never_in_every_request() -> None:
    (result,) = prove(small(rule("M1", "may", {})), [never()]).properties
    assert result.violations == reduced().states


def test_a_claim_that_only_a_list_breaks_fails_with_the_list_that_decide_shares() -> None:
    policy = small(rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}))
    (result,) = prove(policy, [never(recipient=["nhs"], pathway=["modern_slavery"])]).properties
    assert not result.holds
    # All that a case of domestic abuse opens beside itself: actors, subjects, data, status_basis.
    assert result.violations == 3 * 2 * 3 * 3
    assert result.request is not None
    assert result.request["pathway"] == ["domestic_abuse", "modern_slavery"]
    (decision,) = decide(policy, parse_request(result.request, reduced())).values()
    assert decision.answer == "yes"
    assert result.counterexample == (
        "Rule M1 permits sharing by the detective, with the NHS, about a victim, in a case of domestic abuse and "
        "modern slavery, telling figures, status: nothing. In a case of modern slavery alone it is not shared."
    )


def test_a_list_opens_nothing_where_the_strictest_answer_counts() -> None:
    policy = small(rule("M1", "may", {"recipient": ["public"], "pathway": ["domestic_abuse"]}))
    claim = never(recipient=["public", "immigration_enforcement"], pathway=["modern_slavery"])
    assert prove(policy, [claim]).holds
    unhelpful = dataclasses.replace(reduced(), most_helpful_when=None)
    helped = small(rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}))
    assert prove(dataclasses.replace(helped, vocabulary=unhelpful), [never(pathway=["modern_slavery"])]).holds


def test_a_never_keeps_a_claim_against_lists_as_far_as_it_reaches() -> None:
    may = rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]})
    claim = never(recipient=["nhs"], pathway=["modern_slavery"])
    assert prove(small(may, rule("N1", "never", {"pathway": ["modern_slavery"]})), [claim]).holds
    partly = small(may, rule("N1", "never", {"pathway": ["modern_slavery"], "data": ["identity", "health"]}))
    (result,) = prove(partly, [claim]).properties
    assert result.violations == 3 * 2 * 1 * 3


def test_a_list_breaks_only_when_unless_each_of_its_members_meets_a_condition() -> None:
    policy = small(rule("H1", "human", {"recipient": ["nhs"], "pathway": ["domestic_abuse"], "data": ["identity"]}))

    def only_when(*conditions: dict[str, list[str]]) -> Property:
        part = Part(Form.ONLY_WHEN, (reduced().box({"recipient": ["nhs"]}),), tuple(map(reduced().box, conditions)))
        return prove(policy, [Claim("c", {"en": "It."}, (part,))]).properties[0]

    assert only_when({"data": ["identity"]}).holds
    result = only_when({"pathway": ["domestic_abuse"]})
    assert (result.holds, result.violations) == (False, 3 * 2 * 2 * 1 * 3)
    assert result.request is not None
    assert result.request["pathway"] == ["domestic_abuse", "modern_slavery"]


def test_requests_of_one_value_are_counted_where_they_break_the_claim_themselves() -> None:
    policy = small(rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}))
    (result,) = prove(policy, [never(recipient=["nhs"])]).properties
    assert result.violations == 3 * 2 * 3 * 3
    assert result.request is not None
    assert result.request["pathway"] == "domestic_abuse"


def test_a_list_that_a_published_policy_opens_is_found_in_the_whole_space() -> None:
    text = '[[claim]]\nid = "c"\nsays = { en = "It." }\n[[claim.part]]\nform = "never"\n'
    text += 'box = { recipient = ["marac"], pathway = ["modern_slavery"], consent = ["given"], data = ["personal"] }\n'
    (result,) = prove(model(), parse_claims(text.encode(), "claims.toml", published())).properties
    assert not result.holds
    assert result.request is not None
    assert result.request["pathway"] == ["domestic_abuse", "modern_slavery"]
    (decision,) = decide(model(), parse_request(result.request, published())).values()
    assert (decision.answer, decision.rules) == ("yes", ("M3",))


def test_rules_that_overlap_beyond_the_budget_are_refused() -> None:
    policy = small(
        rule("M1", "may", {}), rule("N1", "never", {"actor": ["system"], "data": ["health"], "recipient": ["nhs"]})
    )
    with pytest.raises(PolicyError, match="no proof is given"):
        regions(policy, Budget(1))
