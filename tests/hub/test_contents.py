"""What is sealed of a case goes out as it came in, and a ledger of consents can only ever lose permission."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.needs import NEEDS
from safetoshare.hub.selectors.contents import (
    SHAREABLE,
    Assessment,
    Consent,
    ReferralSent,
    Triage,
    consents_of,
    withdrawal,
)

DAY = date(2026, 11, 22)
WHO = UUID("0c6a2d34-51c0-4d5e-9a52-5f1f2f3b7c11")
IDS = [uuid4() for _ in range(3)]


def consent(identifier: UUID = IDS[0], **changed: Any) -> Consent:  # noqa: ANN401  # any field
    made = Consent(
        id=identifier,
        service=uuid4(),
        service_name="Refuge",
        organisation=uuid4(),
        organisation_name="Next Link",
        recipient="specialist_service",
        purpose="support",
        data=("identity", "needs"),
        summary="A room",
        language="so",
        interpreter="yes",
        adviser_offered="no",
        is_agreed=True,
        until=DAY + timedelta(days=30),
        asked_by=WHO,
        asked_on=DAY,
    )
    return replace(made, **changed)


def ledger(*events: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Number events and pass them through JSON, as sealing does."""
    return [(number, json.loads(json.dumps(event))) for number, event in enumerate(events, start=1)]


def test_everything_goes_out_as_it_came_in() -> None:
    triage = Triage(("under_18",), "child_abuse", WHO, DAY, "note")
    assessment = Assessment(
        {need: "not_talked_about" for need in NEEDS}, "Amina", "so", "Maay", "child", "notes", WHO, DAY
    )
    sent = ReferralSent(uuid4(), uuid4(), uuid4(), "Next Link", "Refuge", DAY, DAY + timedelta(days=4), WHO)
    for kind, value in ((Triage, triage), (Assessment, assessment), (ReferralSent, sent)):
        assert kind.from_fields(json.loads(json.dumps(value.as_fields()))) == value


def test_a_consent_goes_out_as_it_came_in_with_its_version() -> None:
    asked = consent()
    assert consents_of(ledger(asked.as_fields())) == [replace(asked, version=1)]


def test_a_consent_stands_to_its_last_day_and_no_longer() -> None:
    asked = consent()
    assert asked.stands_on(asked.until)
    assert not asked.stands_on(asked.until + timedelta(days=1))
    assert not replace(asked, is_agreed=False).stands_on(DAY)
    assert not replace(asked, withdrawn_on=DAY).stands_on(DAY)


def test_the_newest_consent_comes_first() -> None:
    asked = [consent(identifier) for identifier in IDS]
    assert [one.id for one in consents_of(ledger(*(one.as_fields() for one in asked)))] == IDS[::-1]


EVENTS = st.lists(st.tuples(st.sampled_from(["asked", "withdrawn"]), st.sampled_from(IDS)), max_size=12)


@given(EVENTS, st.sampled_from(IDS))
def test_after_a_withdrawal_nothing_makes_the_consent_stand_again(events: list[tuple[str, UUID]], one: UUID) -> None:
    written = [consent(IDS[0]).as_fields(), consent(one).as_fields(), withdrawal(one, WHO, DAY)]
    for kind, identifier in events:
        written.append(consent(identifier).as_fields() if kind == "asked" else withdrawal(identifier, WHO, DAY))
    found = {asked.id: asked for asked in consents_of(ledger(*written))}
    assert not found[one].stands_on(DAY)


def test_no_content_has_a_field_for_immigration_status() -> None:
    names = {field.name for kind in (Triage, Assessment, Consent, ReferralSent) for field in fields(kind)}
    assert not [name for name in names if any(word in name for word in ("status", "immigra", "visa", "national"))]
    assert "immigration" not in SHAREABLE


def test_found_needs_are_those_answered_with_yes() -> None:
    needs: dict[str, Any] = dict(zip(NEEDS, ["yes", "no", "not_talked_about"] * 6, strict=False))
    found = Assessment(needs, "", "", "", "adult", "", WHO, DAY)
    assert set(found.found) == {need for need, answer in needs.items() if answer == "yes"}
    assert found.interpreter == needs["interpreter"]
