"""The promise says what was proved, and what it leaves open it lists exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.policy.boxes import Box, contains, intersect, subtract_all, total
from safetoshare.core.policy.claims import parse_claims
from safetoshare.core.policy.decide import decider_of
from safetoshare.core.policy.limits import parse_limits
from safetoshare.core.policy.promise import Promise, Towards, conditions_beyond, promise_of, promise_text, question
from safetoshare.core.policy.prove import prove, regions
from safetoshare.core.policy.rules import parse_policy
from safetoshare.core.policy.vocabulary_file import published

POLICY = """
id = "small"
title = "A small rule"
in_force_from = 2026-01-01

[[rule]]
id = "N1"
effect = "never"
when = { recipient = ["immigration_enforcement"], status_basis = ["doubt"] }
says = "Never on a doubt."
cites = ["Rec 1"]

[[rule]]
id = "H1"
effect = "human"
when = { recipient = ["immigration_enforcement"], stage = ["court"], consent = ["given"], data = ["personal"] }
by = ["chief_officer"]
says = "A chief officer decides."
cites = ["Rec 4"]

[[rule]]
id = "M1"
effect = "may"
when = { recipient = ["home_office_nrm", "nhs"], consent = ["given"], data = ["identity", "aggregate"] }
says = "With her agreement."
cites = ["Rec 4"]
"""
CLAIMS = """
[[claim]]
id = "doubt"
layer = "sentence"
says = { en = "We do not tell on a doubt.", ar = "لا نبلغ بسبب الشك." }
[[claim.part]]
form = "never"
box = { recipient = ["immigration_enforcement"], status_basis = ["doubt"] }

[[claim]]
id = "consent"
layer = "short"
says = { en = "Nothing without your agreement." }
[[claim.part]]
form = "never"
box = { consent = ["refused"] }

[[claim]]
id = "never-at-all"
layer = "short"
says = { en = "The Home Office is told nothing." }
[[claim.part]]
form = "never"
box = { recipient = ["home_office_bodies"] }

[[claim]]
id = "media"
says = { en = "The media are told nothing." }
[[claim.part]]
form = "never"
box = { recipient = ["media"] }
"""
LIMITS = """
[[limit]]
id = "life"
says = { en = "A life in danger." }

[[limit]]
id = "told"
says = { en = "The Home Office is told something." }
when_claim_fails = "never-at-all"

[[limit]]
id = "school"
says = { en = "Schools are told." }
box = { recipient = ["school"] }
"""


def the_promise(policy: str = POLICY) -> Promise:
    vocabulary = published()
    version = parse_policy(policy.encode(), "small.toml", vocabulary)
    claims = parse_claims(CLAIMS.encode(), "claims.toml", vocabulary)
    limits = parse_limits(LIMITS.encode(), "limits.toml", vocabulary)
    return promise_of(version, claims, prove(version, claims), limits, regions(version))


def towards(recipient: str) -> Towards:
    return next(one for one in the_promise().towards if one.recipient == recipient)


def untranslated(text: str) -> str:
    return text


def test_the_promise_is_layered_and_says_what_was_proved_alone() -> None:
    promise = the_promise()
    assert promise.sentence is not None
    assert promise.sentence.id == "doubt"
    assert [claim.id for claim in promise.short] == ["consent"]
    assert [claim.id for claim in promise.further] == ["media"]
    assert [claim.id for claim in promise.holding] == ["doubt", "consent", "media"]
    (failing,) = promise.failing
    assert failing.claim.id == "never-at-all"
    assert "H1" in failing.counterexample or "M1" in failing.counterexample


def test_a_sentence_that_is_not_proved_is_not_said() -> None:
    promise = the_promise(POLICY.replace('effect = "never"', 'effect = "may"'))
    assert promise.sentence is None
    assert "doubt" not in [claim.id for claim in promise.holding]
    assert "We do not tell on a doubt." not in promise_text(promise, "en", untranslated).split("does not promise")[0]


def test_limits_stand_where_they_apply() -> None:
    assert [limit.id for limit in the_promise().limits] == ["life", "told"]


def test_what_a_person_decides_and_what_is_told_outright_are_kept_apart() -> None:
    assert (len(towards("immigration_enforcement").by_human), towards("immigration_enforcement").outright) == (1, ())
    assert (towards("home_office_nrm").by_human, len(towards("home_office_nrm").outright)) == ((), 1)
    assert towards("forced_marriage_unit").is_closed
    assert not towards("home_office_nrm").is_closed


def test_every_home_office_body_has_its_place() -> None:
    group = published().attribute("recipient")
    assert [one.recipient for one in the_promise().towards] == [
        value.id for value in group.inside(group.masks["home_office_bodies"])
    ]


def test_the_openings_are_the_proved_region_no_more_and_no_less() -> None:
    promise = the_promise()
    version = parse_policy(POLICY.encode(), "small.toml", published())
    asked = published().box({"recipient": ["home_office_bodies"], "subject": ["protected"], "data": ["personal"]})
    proved = [box for box in (intersect(one, asked) for one in regions(version).shared) if box is not None]
    said = [box for one in promise.towards for box in (*one.by_human, *one.outright)]
    assert not subtract_all(said, proved)
    assert not subtract_all(proved, said)
    assert total(said) == total(proved) > 0


@given(st.data())
def test_each_request_is_answered_as_the_openings_say(data: st.DataObject) -> None:
    version = parse_policy(POLICY.encode(), "small.toml", published())
    one = data.draw(st.sampled_from(the_promise().towards))
    asked = question(published(), one.recipient)
    boxes = [asked, *one.by_human, *one.outright]
    box = data.draw(st.sampled_from(boxes))
    values = [
        data.draw(st.sampled_from(list(attribute.inside(mask))))
        for attribute, mask in zip(published().attributes, box, strict=True)
    ]
    point: Box = tuple(a.bits[v.id] for a, v in zip(published().attributes, values, strict=True))
    answer = decider_of(version).point([value.id for value in values]).answer
    assert (answer == "human") == any(contains(each, point) for each in one.by_human)
    assert (answer == "yes") == any(contains(each, point) for each in one.outright)


def test_the_conditions_beyond_the_question_make_the_box_again() -> None:
    for one in the_promise().towards:
        asked = question(published(), one.recipient)
        for box in (*one.by_human, *one.outright):
            conditions = conditions_beyond(box, asked, published())
            names = {"recipient": [one.recipient], "subject": ["protected"], "data": ["personal"]}
            assert published().box({**names, **conditions}) == box


def test_the_text_holds_each_layer_and_the_openings() -> None:
    text = promise_text(the_promise(), "en", untranslated)
    first, rest = text.split("In short")
    assert "We do not tell on a doubt." in first
    assert the_promise().sha256 in first
    short, rest = rest.split("When this rule does not protect you")
    assert "Nothing without your agreement." in short
    limits, rest = rest.split("What each part of the Home Office may be told")
    assert "A life in danger." in limits
    assert "Schools are told." not in limits
    assert "How far it has come: court" in rest
    assert "A person decides whether" in rest
    assert "without a person deciding" in rest
    assert "The Home Office is told nothing." in rest.split("What this rule does not promise")[1]
    assert "[English]" not in text


def test_in_another_language_what_is_translated_is_and_the_rest_says_that_it_is_english() -> None:
    words = {"In short": "باختصار", "How far it has come": "أين وصل"}
    text = promise_text(the_promise(), "ar", lambda text: words.get(text, text))
    assert "لا نبلغ بسبب الشك." in text
    assert "باختصار" in text
    assert "أين وصل: court [English]" in text
    assert "- Nothing without your agreement. [English]" in text
    assert "We do not tell on a doubt." not in text


def test_a_rule_of_which_nothing_is_proved_promises_nothing() -> None:
    head = POLICY.split("[[rule]]", maxsplit=1)[0]
    everything = head + '[[rule]]\nid = "M"\neffect = "may"\nsays = "All."\ncites = ["x"]\n'
    promise = the_promise(everything + 'when = { gateway = ["none", "consent"] }\n')
    text = promise_text(promise, "en", untranslated)
    assert promise.holding == ()
    assert "Nothing is promised by this rule." in text
    assert "This is our rule" not in text
    assert "In short" not in text
