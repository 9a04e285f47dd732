import itertools

import pytest
from hypothesis import given

from safetoshare.core.policy.decide import Decision, ForHuman, Refused, decide
from safetoshare.core.policy.promised import STRICTEST_FIRST, decide_as_promised
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.drawn import policies
from tests.core.policy.examples import HEADER, REQUEST, SMALL_REQUEST, model, reduced, rule

ENFORCING = {"recipient": {"enforcing_bodies": reduced().attribute("recipient").mask(["immigration_enforcement"])}}
WORDS = reduced().with_groups(ENFORCING)
BEFORE, RECORD, LINK = "tell_the_subject_before", "record_necessity", "link_to_third_party"


def version(*rules: str, default: str = "") -> Policy:
    """Return the policy of these rules; Immigration Enforcement is an enforcing body of its vocabulary."""
    return parse_policy("\n".join([HEADER, default, *rules]).encode(), "p.toml", WORDS)


def one(effect: str, **fields: object) -> Policy:
    """Return a version that has one answer for everything; its rule is named for the effect and the fields."""
    return version(rule("-".join([effect, *fields]), effect, {}, **fields))


def ask(in_force: Policy, shown: Policy | None, recipient: str = "immigration_enforcement") -> Decision:
    request = parse_request({**SMALL_REQUEST, "recipient": recipient}, WORDS)
    (decision,) = decide_as_promised(in_force, shown, request).values()
    return decision


@pytest.mark.parametrize(
    ("today", "then", "answer"),
    [
        ("may", "never", "no"),
        ("never", "may", "no"),
        ("human", "never", "no"),
        ("may", "human", "human"),
        ("human", "may", "human"),
        ("may", "may", "yes"),
    ],
)
def test_towards_an_enforcing_body_the_stricter_version_answers(today: str, then: str, answer: str) -> None:
    assert ask(one(today), one(then)).answer == answer


def test_the_reasons_are_those_of_the_version_that_answers() -> None:
    assert ask(one("may"), one("never")).says == ("Says never.",)
    assert ask(one("never"), one("may")).says == ("Says never.",)


@pytest.mark.parametrize("recipient", ["nhs", "public"])
def test_towards_everybody_else_an_older_rule_changes_nothing(recipient: str) -> None:
    assert ask(one("may"), one("never"), recipient) == ask(one("may"), None, recipient)
    assert ask(one("may"), one("never"), recipient).answer == "yes"


def test_without_a_promise_that_was_shown_today_decides_alone() -> None:
    assert ask(one("may", duty=[RECORD]), None) == ask(one("may", duty=[RECORD]), None, "nhs")


def test_of_the_same_answer_the_duties_of_both_are_done() -> None:
    assert ask(one("may", duty=[RECORD]), one("may", duty=[BEFORE])).duties == (BEFORE, RECORD)


@pytest.mark.parametrize(("today", "then"), [("may", "human"), ("human", "may")])
def test_a_human_who_decides_by_one_version_does_the_duties_of_both(today: str, then: str) -> None:
    assert ask(one(today, duty=[RECORD]), one(then, duty=[BEFORE])).duties == (BEFORE, RECORD)


def test_of_two_refusals_what_both_ask_instead_is_done() -> None:
    silent = version(
        rule("M", "may", {"recipient": ["nhs"]}), default=f'[default]\nduty = ["{RECORD}"]\ninstead = ["{BEFORE}"]\n'
    )
    for today, then in ((one("never", instead=[LINK]), silent), (silent, one("never", instead=[LINK]))):
        decision = ask(today, then)
        assert isinstance(decision, Refused)
        assert (decision.duties, decision.instead) == ((RECORD,), (BEFORE, LINK))


def test_only_those_decide_whom_both_versions_name() -> None:
    detective, both = one("human", by=["detective"]), one("human", by=["detective", "chief_officer"])
    for today, then in ((detective, both), (both, detective)):
        decision = ask(today, then)
        assert isinstance(decision, ForHuman)
        assert decision.by == ("detective",)
    nobody = ask(detective, one("human", by=["chief_officer"]))
    assert isinstance(nobody, ForHuman)
    assert nobody.by == ()


def test_each_kind_of_data_is_answered_by_itself() -> None:
    request = parse_request(
        {**SMALL_REQUEST, "recipient": "immigration_enforcement", "data": ["identity", "health", "aggregate"]}, WORDS
    )
    today = version(rule("M", "may", {"data": ["identity", "health"]}))
    then = version(rule("H", "human", {"data": ["aggregate", "health"]}))
    answers = {kind: d.answer for kind, d in decide_as_promised(today, then, request).items()}
    assert answers == {"aggregate": "no", "identity": "no", "health": "human"}


@given(policies(), policies())
def test_nothing_is_told_that_either_version_would_not_tell(today: bytes, then: bytes) -> None:
    in_force, shown = (parse_policy(content, "p.toml", WORDS) for content in (today, then))
    for values in itertools.product(*(attribute.bits for attribute in WORDS.attributes)):
        request = parse_request(dict(zip(WORDS.positions, values, strict=True)), WORDS)
        (both,), (now,), (before,) = (
            decisions.values()
            for decisions in (
                decide_as_promised(in_force, shown, request),
                decide(in_force, request),
                decide(shown, request),
            )
        )
        if values[WORDS.positions["recipient"]] == "immigration_enforcement":
            assert both.answer == min(now.answer, before.answer, key=STRICTEST_FIRST.index)
            if "no" not in {now.answer, before.answer}:
                assert set(both.duties) == {*now.duties, *before.duties}
        else:
            assert both == now


def test_the_published_vocabulary_names_the_home_office_among_the_enforcing_bodies() -> None:
    groups = published().attribute("recipient").groups
    assert not groups["home_office_bodies"] & ~groups["enforcing_bodies"]


def test_a_promise_of_the_published_vocabulary_binds() -> None:
    everything = parse_policy((HEADER + rule("M", "may", {})).encode(), "p.toml", published())
    request = parse_request(REQUEST, published())
    assert decide(everything, request)["identity"].answer == "yes"
    assert decide_as_promised(everything, model(), request)["identity"].answer == "no"
