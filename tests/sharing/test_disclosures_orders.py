"""An order is decided kind by kind and stands or falls as one; nothing about immigration makes help less."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.settings.environment import PACKAGE
from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.vault import generate_key_pair
from safetoshare.sharing.selectors.policies import Lacking, NoPromise
from safetoshare.sharing.services.deciding import outcome_of
from safetoshare.sharing.services.orders import (
    Because,
    DisclosureOrder,
    ForHuman,
    Outcome,
    Permitted,
    Refused,
)
from tests.sharing.disclosing import POLICY, in_force, order_of

BASE = order_of(UnitPublicKey(UUID(int=7), generate_key_pair().public), UUID(int=8))
KINDS = tuple(published().attribute("data").bits)
BASES = tuple(published().attribute("status_basis").bits)
HELPERS = tuple(
    value.id for value in published().attribute("recipient").inside(published().attribute("recipient").masks["helpers"])
)
FORCES_OWN = (PACKAGE / "forces" / "avon_and_somerset" / "policy" / "model-firewall.toml").read_bytes()
PERMITTED_KINDS = ("identity", "contact_and_location", "account_of_offence", "needs", "health", "children")


def order(**changed: Any) -> DisclosureOrder:  # noqa: ANN401  # any field of an order
    return replace(BASE, **changed)


def fields(*kinds: str) -> dict[str, dict[str, str]]:
    return {kind: {"told": "something"} for kind in kinds}


def decided(**changed: Any) -> Outcome:  # noqa: ANN401
    return outcome_of(order(**changed), in_force())


def test_what_the_policy_permits_is_permitted_with_its_rules_citations_and_duties() -> None:
    outcome = decided()
    assert outcome.is_permitted
    assert outcome.together == Permitted(
        rules=("M1",),
        citations=("Rec 4 [R]", "Rec 6 [R]"),
        says=("Those who support the person are told what she or he agrees to.",),
        duties=("tell_the_subject_after", "minimise", "ask_no_onward_to_immigration"),
    )
    assert set(outcome.by_kind) == {"identity", "needs"}
    assert (outcome.policy, outcome.policy_sha256) == ("test-policy", in_force().sha256)
    assert outcome.adopted_by == "A force of the tests"


def test_a_kind_that_is_not_permitted_refuses_the_whole_and_is_named() -> None:
    outcome = decided(fields=fields("identity", "immigration", "third_party"))
    assert isinstance(outcome.together, Refused)
    assert outcome.together.kinds == ("immigration", "third_party")
    assert outcome.together.because is Because.RULE
    assert outcome.together.instead == ("offer_independent_adviser",)
    assert isinstance(outcome.by_kind["identity"], Permitted)


def test_a_refusal_weighs_more_than_what_is_left_to_a_human_and_that_more_than_a_yes() -> None:
    human = decided(fields=fields("identity", "messages")).together
    assert human == ForHuman(
        ("H2",), ("Rec 4 [R]",), ("A supervisor decides about messages.",), ("minimise",), ("messages",),
        ("chief_officer", "supervisor"),
    )  # fmt: skip
    assert isinstance(decided(fields=fields("messages", "immigration")).together, Refused)


def test_what_several_leave_to_a_human_is_decided_by_who_may_decide_all_of_it() -> None:
    human = decided(fields=fields("messages", "evidence_files")).together
    assert isinstance(human, ForHuman)
    assert human.by == ("supervisor",)
    assert human.kinds == ("evidence_files", "messages")
    assert human.rules == ("H3", "H2")


def test_a_doubt_is_no_reason_to_tell_immigration_enforcement_and_a_link_to_help_is_what_to_do_instead() -> None:
    refused = decided(recipient="immigration_enforcement", purpose="status_check", status_basis="doubt").together
    assert isinstance(refused, Refused)
    assert refused.rules == ("N1",)
    assert refused.instead == ("link_to_third_party",)


def test_a_no_to_being_asked_and_an_agreement_taken_back_are_no_agreement() -> None:
    for consent in ("refused", "withdrawn", "not_asked", "unsafe_to_ask"):
        refused = decided(consent=consent).together
        assert isinstance(refused, Refused)
        assert refused.rules == ("N2",)


def test_without_a_policy_in_force_everything_is_refused_and_nothing_is_invented() -> None:
    outcome = outcome_of(order(), NoPromise(Lacking.ADOPTION))
    assert isinstance(outcome.together, Refused)
    assert outcome.together.because is Because.NO_POLICY
    assert outcome.together.rules == ()
    assert outcome.together.instead == ("link_to_third_party",)
    assert (outcome.policy, outcome.policy_sha256, outcome.adopted_by) == ("", "", "")
    assert all(isinstance(answer, Refused) for answer in outcome.by_kind.values())


MARAC: dict[str, Any] = {
    "recipient": "marac", "gateway": "safeguarding_at_risk", "danger": "likely_harm", "fields": fields("identity"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        (MARAC, ()),
        (MARAC | {"necessity": " \n"}, ("record_necessity",)),
        (MARAC | {"consent": "not_asked", "consent_on": None}, ("tell_the_subject_before",)),
        ({"recipient": "home_office_nrm", "fields": fields("identity")}, ("offer_independent_adviser",)),
        ({"recipient": "home_office_nrm", "fields": fields("identity"), "adviser_offered": "yes"}, ()),
        ({"recipient": "nca", "fields": fields("identity")}, ("supervisor_signature",)),
    ],
)
def test_a_yes_waits_for_the_duties_that_come_first(changed: dict[str, Any], missing: tuple[str, ...]) -> None:
    together = decided(**changed).together
    if missing:
        assert isinstance(together, Refused)
        assert (together.because, together.missing, together.kinds) == (Because.DUTY, missing, ("identity",))
    else:
        assert isinstance(together, Permitted)


def test_each_obligation_of_the_vocabulary_is_met_by_a_full_order_or_stops_it() -> None:
    unmet = set()
    for duty in published().obligations:
        policy = in_force().policy
        rules = tuple(replace(rule, duty=(duty,)) for rule in policy.rules if rule.id == "M1")
        changed = replace(in_force(), policy=replace(policy, rules=rules))
        if not outcome_of(order(adviser_offered="yes"), changed).is_permitted:
            unmet.add(duty)
    assert unmet == {
        "supervisor_signature", "chief_officer_signature", "lawyer_reads_the_order", "only_what_the_order_names",
        "anonymise",
    }  # fmt: skip


@pytest.mark.parametrize("policy", [POLICY, FORCES_OWN], ids=["of the tests", "of the force"])
@given(
    kinds=st.sets(st.sampled_from(PERMITTED_KINDS), min_size=1),
    basis=st.sampled_from(BASES),
    recipient=st.sampled_from(["specialist_service", "immigration_adviser"]),
    needs=st.sampled_from(["Advice about immigration", "A place that takes no public funds", "A safe place"]),
)
def test_nothing_about_immigration_lowers_what_may_be_shared_for_help(
    policy: bytes, kinds: set[str], basis: str, recipient: str, needs: str
) -> None:
    def answer(needs: str, basis: str) -> Outcome:
        asked = fields(*kinds) | {"needs": {"needs": needs}}
        return outcome_of(order(fields=asked, recipient=recipient, status_basis=basis), in_force(policy))

    assert answer("A safe place", "none").is_permitted
    assert answer(needs, basis) == answer("A safe place", "none")


@given(
    kinds=st.sets(st.sampled_from(PERMITTED_KINDS), min_size=1),
    basis=st.sampled_from(BASES),
    data=st.data(),
)
def test_by_the_forces_own_policy_no_belief_about_status_changes_an_answer_to_one_who_helps(
    kinds: set[str], basis: str, data: st.DataObject
) -> None:
    changed = {
        name: data.draw(st.sampled_from(tuple(published().attribute(name).bits)), name)
        for name in ("subject", "purpose", "gateway", "consent", "age", "danger", "stage", "adviser_offered")
    } | {"recipient": data.draw(st.sampled_from(HELPERS))}
    before, after = (
        outcome_of(order(fields=fields(*kinds), status_basis=believed, **changed), in_force(FORCES_OWN))
        for believed in ("none", basis)
    )
    assert after == before


@given(
    kinds=st.sets(st.sampled_from(PERMITTED_KINDS), min_size=1),
    recipient=st.sampled_from(tuple(published().attribute("recipient").bits)),
    consent=st.sampled_from(tuple(published().attribute("consent").bits)),
)
def test_asking_to_tell_immigration_facts_too_changes_the_answer_to_no_other_kind(
    kinds: set[str], recipient: str, consent: str
) -> None:
    alone = decided(fields=fields(*kinds), recipient=recipient, consent=consent)
    beside = decided(fields=fields(*kinds, "immigration"), recipient=recipient, consent=consent)
    assert {kind: answer for kind, answer in beside.by_kind.items() if kind != "immigration"} == alone.by_kind


@given(kinds=st.sets(st.sampled_from(KINDS), min_size=1), basis=st.sampled_from(BASES))
def test_an_order_is_permitted_only_if_each_of_its_kinds_is(kinds: set[str], basis: str) -> None:
    for recipient in ("specialist_service", "immigration_adviser", "immigration_enforcement"):
        outcome = decided(fields=fields(*kinds), recipient=recipient, status_basis=basis)
        alone = {kind: decided(fields=fields(kind), recipient=recipient, status_basis=basis).together for kind in kinds}
        assert outcome.by_kind == alone
        assert outcome.is_permitted == all(isinstance(answer, Permitted) for answer in alone.values())
        if isinstance(outcome.together, Refused):
            assert set(outcome.together.kinds) == {kind for kind in kinds if isinstance(alone[kind], Refused)}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"recipient": "home office"}, "recipient has no value"),
        ({"recipient": "other"}, "recipient has no value"),
        ({"subject": ""}, "subject has no value"),
        ({"pathways": ()}, "pathway is an empty list"),
        ({"fields": {}}, "data is an empty list"),
        ({"fields": {"everything": {"a": "b"}}}, "data has no value"),
        ({"actor": "system administrator"}, "actor has no value"),
        ({"age": "17"}, "age has no value"),
    ],
)
def test_an_unknown_or_missing_value_is_an_error_that_names_it(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(PolicyError, match=says):
        decided(**changed)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"fields": {"identity": {}}}, "holds no field"),
        ({"fields": {"identity": {"name": "\ud800"}}}, "valid Unicode"),
        ({"fields": {"identity": {"name": 3}}}, "is text"),
        ({"necessity": "\udfff"}, "valid Unicode"),
        ({"consent_on": None}, "an agreement has a day"),
        ({"consent_language": ""}, "an agreement has a day"),
        ({"consent_version": ""}, "an agreement has a day"),
    ],
)
def test_what_no_policy_can_judge_is_an_error(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        decided(**changed)


def test_an_order_shows_nothing_that_it_would_send_when_it_is_printed() -> None:
    shown = repr(order(fields={"identity": {"name": "Canary"}}, necessity="Canary", nonce=uuid4()))
    assert "Canary" not in shown
    assert str(date.today().year) in shown  # noqa: DTZ011  # the rest of it is there
