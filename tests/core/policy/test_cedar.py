"""A policy in Cedar: valid, safe against whatever its texts hold, and read again as the same rules."""

import dataclasses
import json
from typing import Any

import cedarpy
import pytest

from safetoshare.core.policy.cedar import BY_HUMAN, RESTRAINS, SHARE, cedar_question, cedar_schema, to_cedar
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.examples import HEADER, model, reduced, rule, small

HOSTILE = '" a backslash \\ a line\nbreak, */ and // and ); forbid(principal, action, resource); \u202e\u200b é 🐦'
POINT = ("detective", "nhs", "victim", "domestic_abuse", "identity", "none")


def _errors(text: str, schema: str | None = None) -> list[str]:
    return [str(error) for error in cedarpy.validate_policies(text, schema or cedar_schema(reduced())).errors]


def _read(text: str) -> list[dict[str, Any]]:
    """Return Cedar's own reading of the policies, in their order."""
    policies = json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"]
    return [policies[f"policy{number}"] for number in range(len(policies))]


def test_the_export_is_valid_under_the_schema_of_the_vocabulary() -> None:
    assert _errors(to_cedar(model()), cedar_schema(published())) == []


def test_a_misspelt_value_or_attribute_is_refused_by_cedars_own_validation() -> None:
    schema, text = cedar_schema(published()), to_cedar(model())
    assert "doubts" in _errors(text.replace('"doubt"', '"doubts"', 1), schema)[0]
    assert "concern" in _errors(text.replace("context.status_basis", "context.concern", 1), schema)[0]


def test_a_never_forbids_both_a_may_permits_both_and_a_human_permits_one_and_forbids_the_other() -> None:
    policy = small(rule("N", "never", {}), rule("M", "may", {}), rule("H", "human", {}))
    found = [
        (written["annotations"]["id"], written["effect"], sorted(e["id"] for e in _actions(written)))
        for written in _read(to_cedar(policy))
    ]
    assert found == [
        ("N", "forbid", [SHARE, BY_HUMAN]),
        ("M", "permit", [SHARE, BY_HUMAN]),
        ("H", "permit", [BY_HUMAN]),
        ("H" + RESTRAINS, "forbid", [SHARE]),
    ]


def _actions(written: dict[str, Any]) -> list[dict[str, str]]:
    action = written["action"]
    entities: list[dict[str, str]] = action.get("entities") or [action["entity"]]
    return entities


def test_each_rule_carries_what_it_says_cites_and_obliges_to_and_who_may_decide() -> None:
    policy = small(
        rule("N", "never", {}, instead=["link_to_third_party"], duty=["record_necessity"]),
        rule("H", "human", {}, duty=["tell_the_subject_before", "record_necessity"], by=["chief_officer"]),
        rule("M", "may", {}, cites=["Rec 1", "Rec 4"]),
    )
    never, human, restrains, may = (written["annotations"] for written in _read(to_cedar(policy)))
    assert (never["says"], never["cites"], never["instead"]) == ("Says N.", "Rec N", "link_to_third_party")
    assert "duty" not in never
    assert (human["duty"], human["by"]) == ("tell_the_subject_before, record_necessity", "chief_officer")
    assert restrains == {**human, "id": "H/restrains"}
    assert (may["cites"], may["duty"], "by" in may) == ("Rec 1; Rec 4", "", False)


def test_a_human_rule_that_names_nobody_lists_all_who_decide() -> None:
    assert _read(to_cedar(small(rule("H", "human", {}))))[0]["annotations"]["by"] == "detective, chief_officer"


@pytest.mark.parametrize("text", [HOSTILE, '"', "\\", '\\"', "\n@id(", "\\u{22}", "${x}", "\u2028)", "ٱلعربية"])
def test_no_text_of_a_policy_ends_its_string_or_its_comment(text: str) -> None:
    # The parser refuses invisible characters; the export does not rest on that.
    harmless = small(rule("N", "never", {}))
    hostile = dataclasses.replace(harmless.rules[0], says=f"Says {text}", cites=(f"Cites {text}",))
    written = _read(to_cedar(dataclasses.replace(harmless, title=f"Title {text}", rules=(hostile,))))
    assert len(written) == 1
    assert written[0]["annotations"]["says"] == f"Says {text}"
    assert written[0]["annotations"]["cites"] == f"Cites {text}"


def test_the_head_says_the_version_its_hash_and_what_goes_with_a_no_that_no_rule_gives() -> None:
    policy = small(rule("M", "may", {}), header=HEADER + '[default]\ninstead = ["link_to_third_party"]\n')
    head = to_cedar(policy).split("\n\n")[0]
    assert all(line.startswith("//") for line in head.splitlines())
    assert policy.sha256 in head
    assert "duty: none; instead: link_to_third_party." in head


def test_an_exception_becomes_an_unless_that_escapes_only_where_all_of_it_is_met() -> None:
    cut = {"status_basis": ["doubt"], "data": ["health"]}
    text = to_cedar(small(rule("M", "may", {"recipient": ["nhs", "public"]}, **{"except": cut})))
    assert _errors(text) == []
    policies = cedarpy.PolicySet.from_str(text)

    def allowed(data: str, status: str) -> bool:
        point = (*POINT[:4], data, status)
        return cedarpy.is_authorized(cedar_question(point, SHARE, reduced()), policies, "[]").allowed

    assert [allowed("health", "doubt"), allowed("health", "none"), allowed("identity", "doubt")] == [False, True, True]


def test_a_question_outside_the_vocabulary_gets_no_answer_at_all() -> None:
    policies, schema = cedarpy.PolicySet.from_str(to_cedar(small(rule("M", "may", {})))), cedar_schema(reduced())
    asked = cedarpy.is_authorized(
        cedar_question((*POINT[:5], "doubts"), SHARE, reduced()), policies, "[]", cedarpy.Schema.from_str(schema)
    )
    assert asked.decision is cedarpy.Decision.NoDecision
    good = cedar_question(POINT, SHARE, reduced())
    assert cedarpy.is_authorized(good, policies, "[]", cedarpy.Schema.from_str(schema)).allowed
