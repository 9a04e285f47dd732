"""An order is decided by the version in force and, towards those who could act against the person, the one shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.services.deciding import outcome_of
from safetoshare.sharing.services.orders import ForHuman, Permitted, Refused
from tests.sharing.disclosing import POLICY, in_force
from tests.sharing.test_disclosures_orders import BASES, KINDS, fields, order

OLDER = in_force().policy
WIDER = in_force(
    POLICY.replace(b'id = "test-policy"', b'id = "wider-policy"')
    .replace(b'"doubt", "none"', b'"none"')
    .replace(b'effect = "human"\nby = ["police_inspector", "chief_officer"]', b'effect = "may"')
    + b"""
[[rule]]
id = "N9"
effect = "may"
when = { recipient = ["immigration_enforcement", "specialist_service"], data = ["identity", "immigration"] }
says = "Immigration Enforcement is told."
cites = ["Working term [own]"]
duty = ["minimise"]
"""
)
TOLD: dict[str, Any] = {
    "recipient": "immigration_enforcement", "purpose": "investigation", "fields": fields("identity"),
}  # fmt: skip


def test_an_older_promise_refuses_what_the_version_in_force_would_tell_and_its_rule_is_named() -> None:
    asked = order(status_basis="doubt", **TOLD)
    assert outcome_of(asked, WIDER).is_permitted
    outcome = outcome_of(asked, WIDER, OLDER)
    assert outcome.together == Refused(
        ("test-policy/N1",),
        ("Rec 1 [R]",),
        ("A doubt is never a reason to tell Immigration Enforcement.",),
        ("link_to_third_party",),
        ("identity",),
    )
    assert (outcome.policy, outcome.promised_policy) == ("wider-policy", "test-policy")
    assert outcome.promised_policy_sha256 == OLDER.sha256


def test_what_the_older_version_refused_by_silence_is_refused_and_that_version_is_named() -> None:
    outcome = outcome_of(order(status_basis="documented", **TOLD), WIDER, OLDER)
    assert isinstance(outcome.together, Refused)
    assert (outcome.together.rules, outcome.promised_policy) == ((), "test-policy")
    assert outcome.together.instead == ("offer_independent_adviser",)


def test_what_the_older_version_left_to_a_human_is_left_to_a_human() -> None:
    outcome = outcome_of(order(status_basis="evidence_of_other_offence", **TOLD), WIDER, OLDER)
    assert isinstance(outcome.together, ForHuman)
    assert outcome.together.by == ("police_inspector", "chief_officer")
    assert outcome.promised_policy == "test-policy"


def test_rules_of_the_same_name_in_two_versions_are_told_apart() -> None:
    health = replace(WIDER.policy.rules[0], says="Health is never told.")
    kinds = published().attribute("data")
    place = published().positions["data"]
    box = tuple(kinds.bits["health"] if i == place else mask for i, mask in enumerate(OLDER.rules[0].when))
    health = replace(health, when=box)
    wider = replace(WIDER, policy=replace(WIDER.policy, rules=(health, *WIDER.policy.rules[1:])))
    asked = order(status_basis="doubt", **TOLD | {"fields": fields("identity", "health")})
    outcome = outcome_of(asked, wider, OLDER)
    assert isinstance(outcome.together, Refused)
    assert dict(zip(outcome.together.rules, outcome.together.says, strict=True)) == {
        "N1": "Health is never told.",
        "test-policy/N1": "A doubt is never a reason to tell Immigration Enforcement.",
    }


def test_towards_a_helper_an_older_promise_lowers_nothing() -> None:
    asked = order(fields=fields("identity", "immigration"))
    assert isinstance(outcome_of(asked, in_force()).together, Refused)
    assert outcome_of(asked, WIDER, OLDER) == outcome_of(asked, WIDER)
    assert outcome_of(asked, WIDER, OLDER).is_permitted


def test_the_version_in_force_itself_as_the_one_shown_changes_nothing() -> None:
    asked = order(status_basis="doubt", **TOLD)
    assert outcome_of(asked, in_force(), OLDER) == outcome_of(asked, in_force())


@given(
    recipient=st.sampled_from(tuple(published().attribute("recipient").bits)),
    basis=st.sampled_from(BASES),
    kinds=st.sets(st.sampled_from(KINDS), min_size=1),
    consent=st.sampled_from(tuple(published().attribute("consent").bits)),
)
def test_a_promise_that_was_shown_never_lets_more_be_told(
    recipient: str, basis: str, kinds: set[str], consent: str
) -> None:
    asked = order(recipient=recipient, status_basis=basis, fields=fields(*kinds), consent=consent)
    strictness = [Refused, ForHuman, Permitted]
    alone, shown = outcome_of(asked, WIDER), outcome_of(asked, WIDER, OLDER)
    for kind in kinds:
        assert strictness.index(type(shown.by_kind[kind])) <= strictness.index(type(alone.by_kind[kind]))
