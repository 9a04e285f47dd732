import pytest

from safetoshare.core.policy.decide import decide, decider_of
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.policy.wording import alone, because, counterexample, listed, otherwise, request_in_words
from tests.core.policy.examples import REQUEST, SMALL_REQUEST, reduced, rule, small

VALUES = [str(value) for value in SMALL_REQUEST.values()]


def test_a_request_reads_as_a_sentence_made_of_the_labels() -> None:
    assert request_in_words([str(value) for value in REQUEST.values()], published()) == (
        "by the detective, with Immigration Enforcement (Home Office), about a victim, in a case of domestic abuse, "
        "telling who the person is, for immigration control, relying on a law enforcement task, consent: not asked, "
        "basis of what is believed about status: concern or doubt only, the person being an adult, danger: none known, "
        "at the stage of the report, an independent adviser not having been offered, "
        "a home or visa shared with a protected person: not known"
    )


def test_a_list_in_a_request_reads_as_people_list_things() -> None:
    sentence = request_in_words([*VALUES[:3], ["domestic_abuse", "other_crime"], *VALUES[4:]], reduced())
    assert ", in a case of domestic abuse and another crime, telling" in sentence


@pytest.mark.parametrize(
    ("rules", "end"),
    [
        ((), "not shared."),
        ((rule("H1", "human", {}),), "left to a human."),
        ((rule("M1", "may", {}),), "permitted."),
    ],
)
def test_what_is_decided_of_one_value_alone_or_of_another_value_is_said_shortly(
    rules: tuple[str, ...], end: str
) -> None:
    decision = decider_of(small(*(rules or (rule("N1", "never", {}),)))).point(VALUES)
    assert (
        alone(reduced().attribute("pathway"), "modern_slavery", decision)
        == f"In a case of modern slavery alone it is {end}"
    )
    assert otherwise(reduced().attribute("status_basis"), "doubt", decision).endswith(f": then it is {end}")


@pytest.mark.parametrize(
    ("rules", "start"),
    [
        ((rule("M1", "may", {}),), "Rule M1 permits sharing by the detective, with the NHS"),
        ((rule("M1", "may", {}), rule("M2", "may", {})), "Rules M1 and M2 permit sharing by the"),
        ((rule("H1", "human", {}),), "Rule H1 leaves to a human sharing by the"),
        ((rule("H1", "human", {}), rule("M1", "may", {})), "Rules H1 and M1 leave to a human sharing by the"),
        ((rule("N1", "never", {}),), "Rule N1 refuses sharing by the"),
        ((rule("M1", "may", {"recipient": ["public"]}),), "No rule permits sharing by the"),
    ],
)
def test_a_counterexample_names_the_rules_that_share_or_refuse(rules: tuple[str, ...], start: str) -> None:
    sentence = counterexample(VALUES, decider_of(small(*rules)).point(VALUES), reduced())
    assert sentence.startswith(start)
    assert sentence.endswith("status: nothing.")


def test_because_gives_one_reason_for_the_kinds_of_data_that_share_it() -> None:
    policy = small(
        rule("N1", "never", {"data": ["health"]}),
        rule("M1", "may", {"data": ["aggregate"]}),
        rule("H1", "human", {"data": ["identity"], "actor": ["system"]}, by=["chief_officer"]),
    )

    def told(**changed: object) -> str:
        request = parse_request({**SMALL_REQUEST, "data": ["aggregate", "identity", "health"], **changed}, reduced())
        return because(decide(policy, request), reduced())

    assert told(actor="system") == (
        "Figures: yes. Says M1. Who the person is: a human decides (the chief officer). Says H1. "
        "Facts about health: no. Says N1."
    )
    assert told() == (
        "Figures: yes. Says M1. Who the person is: no. No rule of this policy permits it. "
        "Facts about health: no. Says N1."
    )


def test_because_unites_kinds_of_data_with_the_same_decision() -> None:
    request = parse_request({**SMALL_REQUEST, "data": ["aggregate", "identity", "health"]}, reduced())
    decisions = decide(small(rule("N1", "never", {})), request)
    assert because(decisions, reduced()) == "Figures, who the person is and facts about health: no. Says N1."


def test_because_says_when_nobody_may_decide_alone() -> None:
    policy = small(rule("H1", "human", {}, by=["detective"]), rule("H2", "human", {}, by=["chief_officer"]))
    sentence = because(decide(policy, parse_request(SMALL_REQUEST, reduced())), reduced())
    assert sentence == "Who the person is: a human decides (nobody may decide alone). Says H1. Says H2."


def test_words_are_listed_as_people_list_them() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
