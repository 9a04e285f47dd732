import dataclasses

import pytest

from safetoshare.core.policy import decide as module
from safetoshare.core.policy.decide import Decision, ForHuman, Permitted, Refused, decide, decider_of
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.examples import HEADER, REQUEST, SMALL_REQUEST, model, reduced, rule, small

BEFORE, RECORD, LINK = "tell_the_subject_before", "record_necessity", "link_to_third_party"
ALL: dict[str, list[str]] = {}


def ask(policy: Policy, **changed: object) -> Decision:
    """Return the decision about the one kind of data asked for."""
    (decision,) = decide(policy, parse_request({**SMALL_REQUEST, **changed}, reduced())).values()
    return decision


def test_a_doubt_about_a_victim_never_reaches_immigration_enforcement() -> None:
    (decision,) = decide(model(), parse_request(REQUEST, published())).values()
    assert decision == Refused(
        rules=("N1",),
        cites=("Rec 1 [R]",),
        says=("A concern or doubt about status is never a reason to tell Immigration Enforcement.",),
        duties=(),
        instead=(LINK, "offer_independent_adviser"),
    )


def test_never_outranks_human_which_outranks_may() -> None:
    may, human, never = (rule(name, name, ALL) for name in ("may", "human", "never"))
    assert ask(small(may)).answer == "yes"
    assert ask(small(may, human)).answer == "human"
    assert ask(small(never, may, human)).answer == "no"


def test_what_no_rule_hits_is_refused_with_the_versions_default() -> None:
    header = HEADER + f'[default]\nduty = ["{RECORD}"]\ninstead = ["{LINK}"]\n'
    policy = small(rule("M1", "may", {"recipient": ["public"]}), header=header)
    assert ask(policy) == Refused((), (), (), duties=(RECORD,), instead=(LINK,))


def test_the_default_does_not_go_with_a_rule_that_hits() -> None:
    header = HEADER + f'[default]\nduty = ["{RECORD}"]\ninstead = ["{LINK}"]\n'
    assert ask(small(rule("N1", "never", ALL), header=header)) == Refused(
        ("N1",), ("Rec N1",), ("Says N1.",), duties=(), instead=()
    )
    assert ask(small(rule("M1", "may", ALL), header=header)) == Permitted(
        ("M1",), ("Rec M1",), ("Says M1.",), duties=()
    )


def test_a_yes_carries_the_duties_of_every_rule_that_permits_it_in_the_closed_lists_order() -> None:
    policy = small(
        rule("M1", "may", ALL, duty=[LINK]), rule("M2", "may", ALL, duty=[BEFORE], cites=["Rec M1", "Rec 4"])
    )
    assert ask(policy) == Permitted(
        rules=("M1", "M2"), cites=("Rec M1", "Rec 4"), says=("Says M1.", "Says M2."), duties=(BEFORE, LINK)
    )


def test_a_human_carries_the_duties_of_human_and_may_rules_and_who_decides() -> None:
    policy = small(rule("M1", "may", ALL, duty=[BEFORE]), rule("H1", "human", ALL, duty=[RECORD], by=["chief_officer"]))
    decision = ask(policy)
    assert isinstance(decision, ForHuman)
    assert decision.rules == ("M1", "H1")
    assert decision.duties == (BEFORE, RECORD)
    assert decision.by == ("chief_officer",)


def test_a_no_carries_what_to_do_instead_of_the_never_rules_alone() -> None:
    policy = small(
        rule("N1", "never", ALL, instead=[LINK], duty=[BEFORE]),
        rule("M1", "may", ALL, instead=[RECORD], duty=[RECORD]),
    )
    assert ask(policy) == Refused(("N1",), ("Rec N1",), ("Says N1.",), duties=(), instead=(LINK,))


def test_one_who_decides_must_be_named_by_every_human_rule_that_hits() -> None:
    one = rule("H1", "human", ALL, by=["detective", "chief_officer"])
    other = rule("H2", "human", {"data": ["identity"]}, by=["chief_officer"])
    unnamed = rule("H3", "human", ALL)
    clash = rule("H4", "human", {"data": ["health"]}, by=["detective"])
    policy = small(one, other, unnamed, clash)
    by = {}
    for kind in ("aggregate", "identity", "health"):
        decision = ask(policy, data=kind)
        assert isinstance(decision, ForHuman)
        by[kind] = decision.by
    assert by == {
        "aggregate": ("detective", "chief_officer"),
        "identity": ("chief_officer",),
        "health": ("detective",),
    }


def test_nobody_may_decide_alone_where_the_rules_name_nobody_in_common() -> None:
    decision = ask(small(rule("H1", "human", ALL, by=["detective"]), rule("H2", "human", ALL, by=["chief_officer"])))
    assert isinstance(decision, ForHuman)
    assert decision.by == ()


def test_each_kind_of_data_has_a_decision_of_its_own() -> None:
    policy = small(rule("M1", "may", {"data": ["aggregate"]}), rule("N1", "never", {"data": ["health"]}))
    decisions = decide(policy, parse_request({**SMALL_REQUEST, "data": ["health", "aggregate", "identity"]}, reduced()))
    assert {kind: decision.answer for kind, decision in decisions.items()} == {
        "aggregate": "yes",
        "identity": "no",
        "health": "no",
    }
    assert decisions["identity"].rules == ()
    assert decisions["health"].rules == ("N1",)


@pytest.mark.parametrize(
    ("attribute", "first", "second"), [("actor", "detective", "system"), ("subject", "victim", "suspect")]
)
def test_several_actors_or_subjects_get_the_strictest_answer_everywhere(
    attribute: str, first: str, second: str
) -> None:
    policy = small(
        rule("M1", "may", {attribute: [first]}), rule("H1", "human", {attribute: [second], "data": ["health"]})
    )
    both = {attribute: [first, second]}
    for recipient in ("nhs", "public"):
        assert ask(policy, recipient=recipient, **{attribute: [first]}).answer == "yes"
        assert ask(policy, recipient=recipient, **both) == Refused((), (), (), (), ())
        assert ask(policy, recipient=recipient, data="health", **both).answer == "human"


def test_several_pathways_get_the_most_helpful_answer_towards_those_who_help() -> None:
    policy = small(
        rule("M1", "may", {"pathway": ["modern_slavery"]}, duty=[BEFORE]),
        rule("H1", "human", {"pathway": ["domestic_abuse"]}, duty=[RECORD]),
    )
    several = ["domestic_abuse", "modern_slavery", "other_crime"]
    # The duties of whatever else any pathway hits go with it.
    assert ask(policy, pathway=several) == Permitted(("M1",), ("Rec M1",), ("Says M1.",), (BEFORE, RECORD))
    assert ask(policy, pathway=["domestic_abuse", "other_crime"]).answer == "human"


def test_several_pathways_get_the_strictest_answer_towards_all_others() -> None:
    policy = small(
        rule("M1", "may", {"pathway": ["modern_slavery"]}), rule("H1", "human", {"pathway": ["domestic_abuse"]})
    )
    public = {"recipient": "public"}
    assert ask(policy, pathway=["domestic_abuse", "modern_slavery"], **public).answer == "human"
    assert ask(policy, pathway=["modern_slavery", "other_crime"], **public) == Refused((), (), (), (), ())


def test_a_vocabulary_that_names_no_helpers_reads_pathways_strictly_towards_all() -> None:
    vocabulary = dataclasses.replace(reduced(), most_helpful_when=None)
    text = HEADER + rule("M1", "may", {"pathway": ["modern_slavery"]})
    policy = parse_policy(text.encode(), "p.toml", vocabulary)
    asked = parse_request({**SMALL_REQUEST, "pathway": ["modern_slavery", "other_crime"]}, vocabulary)
    assert decide(policy, asked)["identity"].answer == "no"


def test_a_helpful_reading_of_pathways_still_takes_the_strictest_subject() -> None:
    policy = small(rule("M1", "may", {"pathway": ["modern_slavery"], "subject": ["victim"]}))
    assert ask(policy, pathway=["modern_slavery", "other_crime"]).answer == "yes"
    assert ask(policy, pathway=["modern_slavery", "other_crime"], subject=["victim", "suspect"]).answer == "no"


@pytest.mark.parametrize("recipient", ["nhs", "public"])
def test_a_never_hit_by_any_member_always_wins(recipient: str) -> None:
    policy = small(
        rule("M1", "may", {"pathway": ["modern_slavery"]}),
        rule("N1", "never", {"pathway": ["domestic_abuse"], "subject": ["suspect"]}, instead=[LINK]),
    )
    decision = ask(
        policy, recipient=recipient, pathway=["modern_slavery", "domestic_abuse"], subject=["victim", "suspect"]
    )
    assert decision == Refused(("N1",), ("Rec N1",), ("Says N1.",), (), (LINK,))


def test_the_nevers_of_all_members_give_the_reasons() -> None:
    policy = small(rule("N1", "never", {"subject": ["victim"]}), rule("N2", "never", {"subject": ["suspect"]}))
    assert ask(policy, subject=["victim", "suspect"]).rules == ("N1", "N2")


def test_a_list_of_one_is_the_same_as_its_value() -> None:
    policy = small(rule("M1", "may", {"pathway": ["domestic_abuse"]}))
    lists = {name: [SMALL_REQUEST[name]] for name in ("actor", "subject", "pathway", "data")}
    assert ask(policy, **lists) == ask(policy)


def test_an_exception_lets_a_request_escape_its_rule() -> None:
    policy = small(
        rule("M1", "may", ALL),
        rule("N1", "never", {"recipient": ["nhs"]}, **{"except": {"data": ["health"], "subject": ["victim"]}}),
    )
    assert ask(policy, data="health").answer == "yes"
    assert ask(policy, data="health", subject="suspect").answer == "no"
    assert ask(policy, data="identity").answer == "no"


def test_a_point_is_decided_like_the_request_of_its_values() -> None:
    policy = small(rule("M1", "may", {"data": ["identity"]}))
    assert decider_of(policy).point([str(value) for value in SMALL_REQUEST.values()]) == ask(policy)


def test_forgetting_old_hit_sets_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_REMEMBERED", 1)
    policy = small(rule("M1", "may", {"data": ["identity"]}), rule("H1", "human", {"data": ["health"]}))
    kinds = ["identity", "health", "aggregate"] * 2
    assert [ask(policy, data=kind).answer for kind in kinds] == ["yes", "human", "no"] * 2
