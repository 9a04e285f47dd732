"""The promise that a person was shown goes on binding towards those who could act against her with what they learn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.ledger.record import DisclosureRecord, read_record
from safetoshare.sharing.api.disclosures import Because, Disclosed, NotDisclosed, Refused, decide, preview
from safetoshare.sharing.selectors.versions import Read, read_version
from tests.base.people import LOG_SEED
from tests.sharing.disclosing import POLICY, Scene, press, refused, sent
from tests.sharing.logs import DAY, signing_on
from tests.sharing.policies import Done, adopt, loaded

pytestmark = pytest.mark.django_db

IN_EFFECT_ON = DAY + timedelta(days=60)
LATER = IN_EFFECT_ON + timedelta(days=3)
WIDER = (
    POLICY.replace(b'id = "test-policy"', b'id = "wider-policy"')
    .replace(b"in_force_from = 2026-01-01", b"in_force_from = 2026-12-01")
    .replace(b'status_basis = ["doubt", "none"]', b'status_basis = ["none"]')
    + b"""
[[rule]]
id = "M9"
effect = "may"
when = { recipient = ["immigration_enforcement", "specialist_service"], data = ["identity", "immigration"] }
says = "Immigration Enforcement is told."
cites = ["Working term [own]"]
"""
)
CLAIMS = b"""
[[claim]]
id = "public-never"
[claim.says]
en = "We do not tell the public."

[[claim.part]]
form = "never"
box = { recipient = ["public"] }
"""
TOLD: dict[str, Any] = {
    "recipient": "immigration_enforcement",
    "purpose": "investigation",
    "status_basis": "doubt",
    "fields": {"identity": {"name": "Canary Nightingale"}},
}


@pytest.fixture
def widened(scene: Scene) -> Iterator[Scene]:
    """A version that widens towards Immigration Enforcement came into effect, and three days have gone by."""
    version = loaded(WIDER, CLAIMS, "wider.toml")
    assert adopt(version.version_id, DAY, in_effect_on=IN_EFFECT_ON, review_on=date(2100, 1, 1)) == Done()
    with signing_on(LATER, LOG_SEED):
        yield scene


def record_of(scene: Scene) -> DisclosureRecord:
    (notice,) = scene.notices()
    return read_record(notice.record)


def test_what_was_told_before_is_kept_from_immigration_enforcement_by_the_older_rule(widened: Scene) -> None:
    done = refused(widened.order(promised_on=DAY, **TOLD))
    assert isinstance(done.outcome.together, Refused)
    assert done.outcome.promised_policy == "test-policy"
    record = record_of(widened)
    assert (record.decision, record.rules, record.answers) == ("refused", ("test-policy/N1",), ("no",))
    assert record.says == ("A doubt is never a reason to tell Immigration Enforcement.",)
    assert (record.policy, record.promised_policy, record.promised_on) == ("wider-policy", "test-policy", DAY)
    assert record.promised_policy_sha256 == done.outcome.promised_policy_sha256 != record.policy_sha256


@pytest.mark.parametrize("shown_on", [IN_EFFECT_ON, LATER, None, date(2025, 6, 1)])
def test_a_newer_promise_or_none_is_decided_by_the_version_in_force_alone(
    widened: Scene, shown_on: date | None
) -> None:
    order = widened.order(promised_on=shown_on, **TOLD)
    assert isinstance(press(order), Disclosed)
    record = record_of(widened)
    assert (record.decision, record.rules, record.policy) == ("permitted", ("M9",), "wider-policy")
    assert (record.promised_on, record.promised_policy, record.promised_policy_sha256) == (shown_on, "", "")


def test_the_day_before_the_version_takes_effect_still_has_the_older_promise(widened: Scene) -> None:
    assert isinstance(press(widened.order(promised_on=IN_EFFECT_ON - timedelta(days=1), **TOLD)), NotDisclosed)


def test_towards_one_who_helps_the_version_in_force_alone_decides(widened: Scene) -> None:
    more = {"fields": {"identity": {"name": "A name"}, "immigration": {"visa": "A visa"}}}
    assert isinstance(press(widened.order(promised_on=DAY, **more)), Disclosed)
    assert record_of(widened).promised_policy == ""


@pytest.fixture
def unreadable(scene: Scene) -> Iterator[Scene]:
    """Words of the older version left the vocabulary, and another was adopted since: nobody can read the promise."""

    def read(content: bytes, document: str, claims_content: bytes) -> Read:
        if b'id = "test-policy"' in content:
            raise PolicyError("there is no such word")
        return read_version(content, document, claims_content)

    with patch("safetoshare.sharing.selectors.versions.read_version", read):
        version = loaded(WIDER, CLAIMS, "wider.toml")
        assert adopt(version.version_id, DAY, in_effect_on=IN_EFFECT_ON, review_on=date(2100, 1, 1)) == Done()
        with signing_on(LATER, LOG_SEED):
            yield scene


def test_where_the_older_promise_cannot_be_read_those_who_could_act_against_her_are_told_nothing(
    unreadable: Scene,
) -> None:
    together = refused(unreadable.order(promised_on=DAY, **TOLD)).outcome.together
    assert isinstance(together, Refused)
    assert together.because is Because.PROMISE
    assert together.instead == ("link_to_third_party",)
    assert unreadable.notices() == []


def test_and_those_who_help_are_told_as_ever(unreadable: Scene) -> None:
    assert isinstance(press(unreadable.order(promised_on=DAY)), Disclosed)


def test_decision_and_preview_are_what_the_sending_decides(widened: Scene) -> None:
    order = widened.order(promised_on=DAY, **TOLD)
    done = refused(order)
    assert decide(order) == done.outcome == preview(order).outcome
    assert preview(order).payload == b""


def test_a_record_holds_the_whole_request_and_the_answer_to_each_kind(scene: Scene) -> None:
    whole = {
        "age": "child", "danger": "likely_harm", "stage": "investigation", "adviser_offered": "yes",
        "shares_home_or_visa": "no",
    }  # fmt: skip
    sent(scene.order(**whole))
    record = record_of(scene)
    assert {name: getattr(record, name) for name in whole} == whole
    assert (record.actor, record.data, record.answers) == (
        "victim_care_officer", ("identity", "needs"), ("yes", "yes"),
    )  # fmt: skip


def test_a_refusal_says_which_kinds_alone_would_have_been_told(scene: Scene) -> None:
    some = {kind: {"told": "something"} for kind in ("identity", "immigration", "messages")}
    refused(scene.order(fields=some))
    assert record_of(scene).answers == ("yes", "no", "human")
    assert json.loads(scene.notices()[0].record)["data"] == ["identity", "immigration", "messages"]
