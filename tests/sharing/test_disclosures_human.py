"""What the policy leaves to a human is decided by one: of the rank it names, with reasons, and never by who asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from safetoshare.base.accounts.services import create_account
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from safetoshare.core.errors import BadInputError, NotPermittedError
from safetoshare.core.ledger.record import read_record
from safetoshare.sharing.api.disclosures import Because, ForHuman, HumanDecision, Refused, decide
from tests.sharing.disclosing import OFFICER, Scene, press, refused, rows, sent

MESSAGES = {"identity": {"name": "A name"}, "messages": {"first": "A message"}}


@pytest.fixture
def supervisor(scene: Scene) -> Account:
    return create_account("supervisor", Role.UNIT_SUPERVISOR)


def decision(by: UUID, **changed: Any) -> HumanDecision:  # noqa: ANN401  # any field
    said = HumanDecision(
        rank="supervisor",
        by=by,
        is_yes=True,
        necessity="The service cannot protect her without them.",
        proportionality="The two newest messages alone.",
        evidence="Case note of the day",
    )
    return replace(said, **changed)


def test_without_a_decision_nothing_is_sent_or_recorded(scene: Scene) -> None:
    assert isinstance(refused(scene.order(fields=MESSAGES)).outcome.together, ForHuman)
    assert set(rows().values()) == {0}


def test_a_yes_is_sent_and_the_person_finds_the_rank_and_the_reasons(scene: Scene, supervisor: Account) -> None:
    sent(scene.order(fields=MESSAGES, human=decision(supervisor.id)))
    (notice,) = scene.notices()
    record = read_record(notice.record)
    assert (record.decision, record.data, record.answers) == ("permitted", ("identity", "messages"), ("yes", "human"))
    assert (record.authorised_by, record.role) == ("supervisor", "victim_care_officer")
    assert record.necessity == "The service cannot protect her without them."
    assert record.proportionality == "The two newest messages alone."
    assert record.evidence == "Case note of the day"
    assert notice.rules[0].id in ("H2", "M1")


def test_a_no_is_recorded_with_its_reasons_and_told(scene: Scene, supervisor: Account) -> None:
    done = refused(scene.order(fields=MESSAGES, human=decision(supervisor.id, is_yes=False)))
    assert isinstance(done.outcome.together, Refused)
    assert done.outcome.together.because is Because.HUMAN
    (notice,) = scene.notices()
    record = read_record(notice.record)
    assert (record.decision, record.authorised_by, record.package_hash) == ("refused", "supervisor", "")
    assert rows()["Package"] == 0


def test_who_asks_does_not_decide(scene: Scene) -> None:
    create_account("asker", Role.UNIT_SUPERVISOR)
    with pytest.raises(NotPermittedError, match="Who asks"):
        press(scene.order(fields=MESSAGES, human=decision(OFFICER)))
    assert set(rows().values()) == {0}


@pytest.mark.parametrize("role", [Role.VICTIM_CARE_OFFICER, Role.INSPECTOR, Role.PARTNER_WORKER])
def test_a_rank_is_the_accounts_own_and_not_what_the_order_says(scene: Scene, role: Role) -> None:
    other = create_account("other", role, organisation=uuid4() if role is Role.PARTNER_WORKER else None)
    with pytest.raises(NotPermittedError, match="rank"):
        press(scene.order(fields=MESSAGES, human=decision(other.id)))
    with pytest.raises(NotPermittedError, match="rank"):
        press(scene.order(fields=MESSAGES, human=decision(uuid4())))
    assert set(rows().values()) == {0}


def test_a_rank_that_the_policy_does_not_name_changes_nothing(scene: Scene) -> None:
    inspector = create_account("inspector", Role.INSPECTOR)
    order = scene.order(fields=MESSAGES, human=decision(inspector.id, rank="police_inspector"))
    assert isinstance(refused(order).outcome.together, ForHuman)
    assert set(rows().values()) == {0}


def test_no_human_turns_a_rules_no_into_a_yes(scene: Scene, supervisor: Account) -> None:
    order = scene.order(fields=MESSAGES, consent="withdrawn", human=decision(supervisor.id))
    together = refused(order).outcome.together
    assert isinstance(together, Refused)
    assert together.because is Because.RULE
    assert rows()["Package"] == 0


def test_where_the_policy_says_yes_nobody_is_named_as_having_decided(scene: Scene, supervisor: Account) -> None:
    sent(scene.order(human=decision(supervisor.id)))
    assert read_record(scene.notices()[0].record).authorised_by == ""


@pytest.mark.parametrize("lacking", ["necessity", "proportionality", "evidence"])
def test_a_decision_without_its_reasons_is_none(scene: Scene, supervisor: Account, lacking: str) -> None:
    order = scene.order(fields=MESSAGES, human=decision(supervisor.id, **{lacking: " "}))
    with pytest.raises(BadInputError, match="why it is necessary"):
        decide(order)
