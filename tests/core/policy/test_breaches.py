"""Each form of claim: when it holds, how often it is broken, and by which request, alone or in a list."""

import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import Budget
from safetoshare.core.policy.claims import Claim, parse_claims
from safetoshare.core.policy.decide import decide
from safetoshare.core.policy.parts import Form, Part
from safetoshare.core.policy.prove import Property, prove, unmet
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Policy
from tests.core.policy.examples import HEADER, reduced, rule, small

BEFORE, LINK = "tell_the_subject_before", "link_to_third_party"
# How many of the requests with single values are about one recipient of the three.
TOWARDS_ONE = 486 // 3


def box(**values: list[str]) -> tuple[tuple[int, ...], ...]:
    return (reduced().box(values),)


def result_of(policy: Policy, part: Part) -> Property:
    (result,) = prove(policy, [Claim("c", {"en": "It."}, (part,))]).properties
    if result.request is not None:
        (decision,) = decide(policy, parse_request(result.request, reduced())).values()
        assert all(name in str(result.counterexample) for name in decision.rules)
    return result


def test_by_human_forbids_a_yes_and_nothing_else() -> None:
    part = Part(Form.BY_HUMAN, box(recipient=["nhs"]))
    assert result_of(small(rule("H1", "human", {"recipient": ["nhs"]})), part).holds
    assert result_of(small(rule("N1", "never", {})), part).holds
    broken = result_of(small(rule("M1", "may", {"recipient": ["nhs"], "data": ["health"]})), part)
    assert (broken.holds, broken.violations) == (False, TOWARDS_ONE // 3)
    assert str(broken.counterexample).startswith("Rule M1 permits sharing")


def test_by_human_is_broken_by_a_list_that_another_pathway_opens_with_a_yes() -> None:
    policy = small(
        rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}),
        rule("H1", "human", {"recipient": ["nhs"], "pathway": ["modern_slavery"]}),
    )
    broken = result_of(policy, Part(Form.BY_HUMAN, box(recipient=["nhs"], pathway=["modern_slavery"])))
    assert broken.request is not None
    assert broken.request["pathway"] == ["domestic_abuse", "modern_slavery"]
    assert "alone it is left to a human." in str(broken.counterexample)


def test_what_is_shared_carries_its_duty_by_whichever_rule_names_it() -> None:
    part = Part(Form.ALWAYS_WITH, box(recipient=["nhs"]), obligation=BEFORE, on="shared")
    plain, telling = rule("M1", "may", {"recipient": ["nhs"]}), rule("M2", "may", {"data": ["health"]}, duty=[BEFORE])
    broken = result_of(small(plain, telling), part)
    assert (broken.holds, broken.violations) == (False, TOWARDS_ONE * 2 // 3)
    assert str(broken.counterexample).endswith(f"With it it does not say: {reduced().obligations[BEFORE].label}.")
    assert result_of(small(plain, rule("M2", "may", {}, duty=[BEFORE])), part).holds


def test_a_list_carries_the_duties_of_all_its_pathways_and_breaks_where_none_has_it() -> None:
    part = Part(Form.ALWAYS_WITH, box(recipient=["nhs"], pathway=["modern_slavery"]), obligation=BEFORE, on="shared")
    opening = rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]})
    carried = rule("H1", "human", {"recipient": ["nhs"], "pathway": ["modern_slavery"]}, duty=[BEFORE])
    assert result_of(small(opening, carried), part).holds
    broken = result_of(small(opening), part)
    assert broken.request is not None
    assert broken.request["pathway"] == ["domestic_abuse", "modern_slavery"]


def test_what_is_refused_says_what_to_do_instead_by_a_rule_or_by_default() -> None:
    part = Part(Form.ALWAYS_WITH, box(recipient=["nhs"]), obligation=LINK, on="refused")
    silent = HEADER + f'[default]\ninstead = ["{LINK}"]\n'
    refusing = rule("N1", "never", {"recipient": ["nhs"], "data": ["health"]})
    linking = rule("N2", "never", {"data": ["health"]}, instead=[LINK])
    assert result_of(small(rule("M1", "may", {"data": ["aggregate"]}), header=silent), part).holds
    broken = result_of(small(refusing, header=silent), part)
    assert (broken.holds, broken.violations) == (False, TOWARDS_ONE // 3)
    assert "refuses sharing" in str(broken.counterexample)
    assert result_of(small(refusing, linking, header=silent), part).holds
    assert result_of(small(refusing, linking), part).violations == TOWARDS_ONE * 2 // 3


def test_assured_is_broken_by_silence_and_exactly_yes_by_a_human_too() -> None:
    never_no = Part(Form.ASSURED, box(recipient=["nhs"]))
    exactly = Part(Form.ASSURED, box(recipient=["nhs"]), answer="yes")
    policy = small(rule("M1", "may", {"recipient": ["nhs"]}), rule("H1", "human", {"data": ["health"]}))
    assert result_of(policy, never_no).holds
    assert result_of(policy, exactly).violations == TOWARDS_ONE // 3
    broken = result_of(small(rule("M1", "may", {"recipient": ["nhs"], "data": ["health"]})), never_no)
    assert broken.violations == TOWARDS_ONE * 2 // 3
    assert str(broken.counterexample).startswith("No rule permits sharing")


def test_monotone_names_the_answer_with_the_upper_value() -> None:
    part = Part(Form.MONOTONE, box(recipient=["nhs"]), attribute="status_basis", lower=("doubt",), upper="none")
    policy = small(
        rule("M1", "may", {"recipient": ["nhs"]}), rule("H1", "human", {"status_basis": ["none"], "data": ["health"]})
    )
    broken = result_of(policy, part)
    assert (broken.holds, broken.violations) == (False, TOWARDS_ONE // 9)
    assert broken.request is not None
    assert broken.request["status_basis"] == "doubt"
    assert str(broken.counterexample).endswith("then it is left to a human.")
    assert result_of(small(rule("M1", "may", {"status_basis": ["none"]})), part).holds


def test_monotone_is_broken_by_a_list_that_the_upper_value_closes() -> None:
    part = Part(Form.MONOTONE, box(), attribute="status_basis", lower=("doubt",), upper="none")
    policy = small(
        rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}),
        rule("N1", "never", {"pathway": ["other_crime"], "status_basis": ["none"]}),
    )
    broken = result_of(policy, part)
    assert broken.request is not None
    assert broken.request["pathway"] == ["domestic_abuse", "other_crime"]
    assert "then it is not shared." in str(broken.counterexample)


def test_unmoved_is_broken_where_the_attribute_changes_an_answer_and_not_where_it_changes_a_duty() -> None:
    part = Part(Form.UNMOVED, box(recipient=["nhs"]), attribute="status_basis")
    same = rule("M1", "may", {"recipient": ["nhs"]})
    assert result_of(small(same, rule("M2", "may", {"status_basis": ["doubt"]}, duty=[BEFORE])), part).holds
    assert result_of(small(same, rule("N1", "never", {"recipient": ["public"], "status_basis": ["none"]})), part).holds
    broken = result_of(small(same, rule("N1", "never", {"status_basis": ["doubt"], "data": ["health"]})), part)
    assert (broken.holds, broken.violations) == (False, TOWARDS_ONE // 9)
    assert "then it is permitted." in str(broken.counterexample)


def test_unmoved_is_broken_by_a_list_though_no_single_request_is_moved() -> None:
    part = Part(Form.UNMOVED, box(recipient=["nhs"]), attribute="status_basis")
    policy = small(
        rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}),
        rule("N1", "never", {"pathway": ["other_crime"], "status_basis": ["doubt"]}),
    )
    broken = result_of(policy, part)
    assert broken.request is not None
    assert broken.request["pathway"] == ["domestic_abuse", "other_crime"]
    assert not result_of(policy, Part(Form.UNMOVED, box(), attribute="status_basis")).holds


def test_a_claim_of_several_forms_names_them_and_counts_each_broken_request_once() -> None:
    parts = (
        Part(Form.NEVER, box(recipient=["nhs"], data=["health"])),
        Part(Form.BY_HUMAN, box(recipient=["nhs"])),
    )
    (result,) = prove(small(rule("M1", "may", {"recipient": ["nhs"]})), [Claim("c", {"en": "It."}, parts)]).properties
    assert result.form == "never and by_human"
    assert result.violations == TOWARDS_ONE


def test_a_version_requires_claims_by_name_and_a_failing_or_missing_one_is_unmet() -> None:
    claims = parse_claims(
        b"""
[[claim]]
id = "kept"
says = { en = "It." }
[[claim.part]]
form = "never"
box = { recipient = ["public"] }
[[claim]]
id = "broken"
says = { en = "It." }
[[claim.part]]
form = "never"
box = { recipient = ["nhs"] }
""",
        "c.toml",
        reduced(),
    )
    policy = small(rule("M1", "may", {"recipient": ["nhs"]}), header=f'{HEADER}requires = ["kept", "broken", "gone"]\n')
    assert policy.requires == ("kept", "broken", "gone")
    assert unmet(policy, prove(policy, claims)) == ("broken", "gone")


def test_a_claim_that_is_required_twice_is_a_fault() -> None:
    with pytest.raises(PolicyError, match="requires names a twice: take one out"):
        small(rule("M1", "may", {}), header=f'{HEADER}requires = ["a", "a"]\n')


def test_a_proof_beyond_its_budget_is_refused_whatever_the_form() -> None:
    policy = small(rule("M1", "may", {"recipient": ["nhs"]}), rule("N1", "never", {"data": ["health"]}))
    part = Part(Form.UNMOVED, box(), attribute="status_basis")
    with pytest.raises(PolicyError, match="no proof is given"):
        prove(policy, [Claim("c", {"en": "It."}, (part,))], Budget(5))
