import hashlib
from datetime import date

import pytest

from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.boxes import total
from safetoshare.core.policy.rules import Effect, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.examples import HEADER, MODEL, model, problems, reduced, rule, small

NHS = {"recipient": ["nhs"]}
GOOD = rule("M1", "may", NHS)


def test_a_sound_file_becomes_a_policy_with_all_that_it_says() -> None:
    policy = model()
    assert policy.id == "test-model"
    assert policy.in_force_from == date(2026, 1, 1)
    assert policy.sources == ("Rec 1 [R]", "Rec 4 [R]", "Rec 5 [R]")
    assert policy.default_duty == ("record_necessity",)
    assert policy.default_instead == ("link_to_third_party",)
    assert [rule.id for rule in policy.rules] == [
        "N1", "N2", "N3", "N4", "N5", "H1", "H2", "H3", "M1", "M2", "M3", "M4", "M5", "M6",
    ]  # fmt: skip
    assert policy.remarks == ()


def test_a_rule_keeps_its_words_sources_obligations_and_line() -> None:
    first = model().rules[0]
    assert first.effect is Effect.NEVER
    assert first.says == "A concern or doubt about status is never a reason to tell Immigration Enforcement."
    assert first.cites == ("Rec 1 [R]",)
    assert first.instead == ("link_to_third_party", "offer_independent_adviser")
    assert MODEL.read_text("utf-8").splitlines()[first.line - 1] == "[[rule]]"


def test_the_hash_is_of_the_files_bytes() -> None:
    assert model().sha256 == hashlib.sha256(MODEL.read_bytes()).hexdigest()


def test_a_rule_without_an_exception_hits_its_one_box() -> None:
    (only,) = small(GOOD).rules
    assert only.boxes == (reduced().box(NHS),)


def test_an_exception_is_taken_out_only_where_all_of_it_is_met() -> None:
    (only,) = small(rule("M1", "may", NHS, **{"except": {"data": ["health"], "subject": ["victim"]}})).rules
    assert total(only.boxes) == 162 - 27
    assert len(only.boxes) == 2


def test_a_group_of_the_file_stands_for_its_values() -> None:
    groups = '[groups.recipient]\noutsiders = ["public", "immigration_enforcement"]\n'
    (only,) = small(groups, rule("N1", "never", {"recipient": ["outsiders"]})).rules
    assert reduced().conditions(only.when) == {"recipient": ["immigration_enforcement", "public"]}


def test_actors_who_decide_may_be_named_by_a_group() -> None:
    (only,) = small(rule("H1", "human", NHS, by=["deciders"])).rules
    assert only.by == ("detective", "chief_officer")


def test_every_problem_of_a_file_is_told_in_one_go_with_line_rule_and_cure() -> None:
    text = "\n".join(
        [
            'id = "a policy"',
            "in_force_from = 7",
            "",
            "[[rule]]",
            'id = "N1"',
            'effect = "nevr"',
            'when = { recipient = ["immigration_enforcment"], status_basis = ["doubts"] }',
            'says = ""',
            "",
            "[[rule]]",
            'id = "N1"',
            'effect = "never"',
            "when = { danger = [] }",
            'says = "Words."',
            'cites = ["Rec 1"]',
            'insted = ["link_to_third_party"]',
            'instead = ["link_to_a_third_party"]',
            "",
            "[default]",
            'duty = "record_necessity"',
        ]
    )
    assert problems(text, published()) == (
        "p.toml:1: id a policy must be letters, digits and . _ - only, at most 80",
        'p.toml:1: title is missing: write title = "…"',
        "p.toml:2: in_force_from must be a day: in_force_from = 2026-11-22",
        'p.toml:4: rule N1: cites is missing: write cites = ["…"]',
        "p.toml:6: rule N1: effect nevr: did you mean never?",
        "p.toml:7: rule N1: when: recipient has no value immigration_enforcment: did you mean immigration_enforcement?",
        "p.toml:7: rule N1: when: status_basis has no value doubts: did you mean doubt?",
        "p.toml:8: rule N1: says must be text in quotes, and not empty",
        "p.toml:11: rule N1: line 4 has this id already: give each rule its own",
        "p.toml:13: rule N1: when: danger is an empty list, which nothing can meet: name a value",
        "p.toml:16: rule N1: there is no field insted: did you mean instead?",
        "p.toml:17: rule N1: instead has no value link_to_a_third_party: did you mean link_to_third_party?",
        'p.toml:20: default: duty must be a list of texts: duty = ["…"]',
    )


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (rule("M1", "may", NHS, **{"except": NHS}), "rule M1: except takes away all of when"),
        (rule("M1", "may", NHS, **{"except": {"recipient": ["public"]}}), "except takes nothing away: its recipient"),
        (rule("H1", "human", NHS, by=["system"]), "by: system is no human who could decide"),
        (rule("H1", "human", NHS, by=["chef_officer"]), "chef_officer: did you mean chief_officer?"),
        (rule("H1", "human", NHS, by=[]), "by: actor is an empty list"),
        (rule("M1", "may", {"danger": ["none"]}), "there is no attribute danger"),
        (rule("M1", "may", NHS).replace("when", "were"), "rule M1: when is missing"),
        (rule("M1", "may", NHS).replace('"may"', "7"), "effect must be text in quotes"),
        (rule("M1", "may", NHS, cites=[]), "cites must be a list of texts"),
        (rule("M1", "may", NHS).replace('id = "M1"', ""), "rule 1: id is missing"),
        (rule("M\u202e1", "may", NHS), "rule M\\u202e1: id holds the invisible character U+202E"),
        (rule("M1", "may", NHS, says="yes\u202eno"), "says holds the invisible character U+202E"),
        ("rule = 3", "needs at least one [[rule]]"),
        ("", "needs at least one [[rule]]"),
        ("default = 1\n" + GOOD, "default must be a table: [default]"),
        ("groups = 1\n" + GOOD, "groups must be tables: [groups.recipient]"),
        ("[groups.recipent]\na = []\n" + GOOD, "recipent: did you mean recipient?"),
        ('[groups.recipient]\nhelpers = ["public"]\n' + GOOD, "helpers is a name of the vocabulary: choose another"),
        ('[groups.recipient]\nus = ["pubic"]\n' + GOOD, "group of recipient: us: recipient has no value pubic"),
        ("[defaults]\n" + GOOD, "there is no field defaults: did you mean default?"),
    ],
)
def test_a_fault_is_told_with_what_to_do(written: str, problem: str) -> None:
    assert any(problem in line for line in problems(HEADER + written))


def test_a_group_stands_on_its_own_line_when_it_is_wrong() -> None:
    (problem,) = problems(HEADER + '[groups.data]\nfine = ["health"]\nwrong = ["helth"]\n' + GOOD)
    assert problem == "p.toml:6: group of data: wrong: data has no value helth: did you mean health?"


def test_a_table_that_should_not_be_there_is_found_on_its_line() -> None:
    (problem,) = problems(HEADER + GOOD + "[[exception]]\n")
    assert problem.startswith("p.toml:10: there is no field exception")


def test_a_file_that_is_no_toml_is_unreadable_and_not_a_policy_with_problems() -> None:
    with pytest.raises(BadInputError) as caught:
        parse_policy(b"[[rule]", "p.toml", reduced())
    assert not isinstance(caught.value, PolicyError)


@pytest.mark.parametrize(
    ("written", "remark"),
    [
        (rule("N1", "never", NHS, duty=["record_necessity"]), "rule N1: duty has no effect"),
        (rule("M1", "may", NHS, instead=["link_to_third_party"]), "rule M1: instead has no effect"),
        (rule("M1", "may", NHS, by=["detective"]), "rule M1: by has no effect"),
        (rule("H1", "human", NHS), "rule H1: by is missing: any member of staff may decide"),
    ],
)
def test_what_is_allowed_and_does_nothing_is_remarked_on(written: str, remark: str) -> None:
    (line,) = small(written).remarks
    assert line.startswith(f"p.toml:5: {remark}")


def test_a_rule_for_every_request_is_written_with_an_empty_table() -> None:
    (only,) = small(rule("N1", "never", {})).rules
    assert only.when == reduced().everything


def test_a_thousand_faulty_rules_are_all_told() -> None:
    assert len(problems(HEADER + "\n".join(rule(f"M{n}", "may", {"data": ["helth"]}) for n in range(1000)))) == 1000
