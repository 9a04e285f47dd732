import itertools
from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.decide import decider_of
from safetoshare.core.policy.outlook import Answer, Outlook, outlook
from safetoshare.core.policy.prove import regions
from safetoshare.core.policy.rules import Policy, parse_policy
from tests.core.policy.drawn import BOXES, policies
from tests.core.policy.examples import model, reduced

UNDER = "status_basis"


def outlook_of(policy: Policy, known: Mapping[str, Sequence[str]], under: str = "gateway") -> Outlook:
    return outlook(policy, regions(policy), known, under)


def points(known: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Every request of the reduced vocabulary that fits, one value each."""
    return itertools.product(*(known.get(a.id, list(a.bits)) for a in reduced().attributes))


def one_answer(answers: set[str]) -> Answer:
    return Answer(answers.pop()) if len(answers) == 1 else Answer.DEPENDS


@given(policies(), BOXES)
def test_each_kind_has_the_answer_that_trying_every_request_gives(content: bytes, known: dict[str, list[str]]) -> None:
    policy = parse_policy(content, "p.toml", reduced())
    decider, places = decider_of(policy), reduced().positions
    tried: dict[tuple[str, str], set[str]] = {}
    for point in points(known):
        tried.setdefault((point[places["data"]], point[places[UNDER]]), set()).add(decider.point(point).answer)
    expected = {key: one_answer(answers) for key, answers in tried.items() if answers != {"no"}}
    groups = outlook_of(policy, known, UNDER).groups
    assert {(kind, name): group.answer for group in groups for kind in group.data for name in group.under} == expected


@given(policies(), BOXES, st.sampled_from(sorted(reduced().positions)))
def test_what_does_not_matter_changes_no_answer(content: bytes, known: dict[str, list[str]], name: str) -> None:
    policy = parse_policy(content, "p.toml", reduced())
    decider, place = decider_of(policy), reduced().positions[name]
    by_rest: dict[tuple[str, ...], set[str]] = {}
    for point in points(known):
        by_rest.setdefault((*point[:place], *point[place + 1 :]), set()).add(decider.point(point).answer)
    varies = any(len(answers) > 1 for answers in by_rest.values())
    assert (name in outlook_of(policy, known, UNDER).matters) is varies


def test_nothing_that_fits_is_shared_and_the_rules_that_refuse_all_of_it_come_first() -> None:
    found = outlook_of(
        model(),
        {
            "recipient": ["immigration_enforcement"],
            "subject": ["victim"],
            "status_basis": ["doubt"],
            "gateway": ["none"],
        },
    )
    assert found.answer is Answer.NO
    assert [rule.id for rule in found.refusing] == ["N1"]
    assert found.granting == ()
    assert found.groups == ()


def test_a_rule_about_most_recipients_is_not_said_to_refuse_this_one_unless_it_refuses_all() -> None:
    asked = {"recipient": ["nhs"], "gateway": ["consent"], "data": ["personal"]}
    assert [r.id for r in outlook_of(model(), {**asked, "consent": ["refused"]}).refusing] == ["N3"]
    assert outlook_of(model(), asked).refusing == ()


def test_what_is_left_to_a_human_names_who_decides() -> None:
    found = outlook_of(model(), {"recipient": ["home_office_nrm"], "gateway": ["court_order"], "data": ["identity"]})
    assert found.answer is Answer.HUMAN
    assert found.by == ("chief_officer",)
    assert found.matters == ()


def test_an_unknown_value_is_an_error() -> None:
    with pytest.raises(PolicyError, match="did you mean nhs"):
        outlook_of(model(), {"recipient": ["nhss"]})


@given(policies(), BOXES)
def test_silence_is_the_reason_where_no_rule_forbids_most_of_it(content: bytes, known: dict[str, list[str]]) -> None:
    policy = parse_policy(content, "p.toml", reduced())
    decisions = [decider_of(policy).point(point) for point in points(known)]
    forbidden = [d for d in decisions if d.answer == "no" and d.rules]
    assert outlook_of(policy, known, UNDER).is_mostly_silence == (len(forbidden) * 2 < len(decisions))
