"""When nothing is sent: refused, left to a human, or something is lacking."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps

from safetoshare.base.models import UnitKey
from safetoshare.base.models.keys import KeyState
from safetoshare.base.permissions import PARTNER_ROLES, Role
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import NotPermittedError, RefusedError
from safetoshare.sharing.api.disclosures import (
    Because,
    Disclosed,
    DisclosureOrder,
    ForHuman,
    Refused,
    decide,
    preview,
)
from safetoshare.sharing.services import disclosures as services
from safetoshare.sharing.services import recording
from safetoshare.sharing.services.log import DAYS_TO_INCLUDE
from tests.sharing.disclosing import ANOTHER, ORGANISATION, Scene, press, refused, rows
from tests.sharing.logs import DAY, signing_on

pytestmark = pytest.mark.django_db


def test_a_refusal_is_recorded_and_told_to_the_person_and_nothing_is_sent(scene: Scene) -> None:
    order = scene.order(recipient="immigration_enforcement", purpose="status_check", status_basis="doubt")
    done = refused(order)
    assert isinstance(done.outcome.together, Refused)
    assert (done.number, done.include_by) == (1, DAY + timedelta(days=DAYS_TO_INCLUDE))
    (notice,) = scene.notices()
    assert (notice.decision, notice.recipient) == ("refused", "immigration_enforcement")
    assert [rule.id for rule in notice.rules] == ["N1"]
    assert notice.instead == ("link_to_third_party",)
    assert rows() == {"Disclosure": 1, "Package": 0, "SubjectNotice": 1, "TallyNote": 1, "Pending": 1}


def test_a_refusal_needs_no_key_of_whoever_was_refused(scene: Scene) -> None:
    order = scene.order(recipient="immigration_enforcement", organisation=uuid4())
    assert refused(order).number == 1


def test_nothing_happens_within_when_it_is_refused(scene: Scene) -> None:
    seen: list[UUID] = []
    press(scene.order(consent="withdrawn"), within=lambda package, _on: seen.append(package))
    assert seen == []


def stopped(scene: Scene, order: DisclosureOrder, because: Because) -> None:
    """Expect that nothing is sent nor recorded, for this reason."""
    before = rows()
    done = refused(order)
    assert isinstance(done.outcome.together, Refused)
    assert (done.outcome.together.because, done.number, done.include_by) == (because, None, None)
    assert rows() == before
    assert scene.notices() == []


def test_without_an_adopted_policy_nothing_is_sent(scene: Scene) -> None:
    for adoption in apps.get_model("sharing", "Adoption").objects.all():
        adoption.delete()
    stopped(scene, scene.order(), Because.NO_POLICY)


def test_a_policy_that_was_altered_in_the_database_sends_nothing(scene: Scene) -> None:
    version = apps.get_model("sharing", "PolicyVersion").objects.get()
    version.content = bytes(version.content).replace(b'"never"', b'"may"')
    version.save()
    stopped(scene, scene.order(), Because.NO_POLICY)


def test_without_a_key_of_the_organisation_nothing_is_sent(scene: Scene) -> None:
    stopped(scene, scene.order(organisation=ANOTHER), Because.NO_KEY)
    shown = preview(scene.order())
    assert shown.outcome.is_permitted
    # Revoked between preview and release.
    UnitKey.objects.filter(unit__organisation=ORGANISATION).update(state=KeyState.RETIRED)
    stopped(scene, scene.order(), Because.NO_KEY)


def test_without_a_restricted_key_of_the_unit_nothing_is_sent(scene: Scene) -> None:
    UnitKey.objects.filter(unit__organisation=None).update(state=KeyState.RETIRED)
    stopped(scene, scene.order(), Because.NO_KEY)


def test_without_the_logs_promise_nothing_is_sent(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_commitment: bytes) -> str:
        raise UnwrapperAwayError

    monkeypatch.setattr(recording, "promise_inclusion", away)
    stopped(scene, scene.order(), Because.NO_LOG)
    stopped(scene, scene.order(recipient="immigration_enforcement"), Because.NO_LOG)


def test_a_duty_that_is_not_met_sends_nothing_and_is_no_decision_yet(scene: Scene) -> None:
    order = scene.order(recipient="nca", fields={"identity": {"name": "A"}})
    stopped(scene, order, Because.DUTY)


def test_what_is_left_to_a_human_sends_nothing_and_is_no_decision_yet(scene: Scene) -> None:
    done = refused(scene.order(fields={"messages": {"text": "A"}}))
    assert isinstance(done.outcome.together, ForHuman)
    assert set(rows().values()) == {0}


def test_it_is_decided_anew_whatever_was_shown_before(scene: Scene) -> None:
    assert decide(scene.order()).is_permitted
    for adoption in apps.get_model("sharing", "Adoption").objects.all():
        adoption.delete()
    stopped(scene, scene.order(), Because.NO_POLICY)


def test_what_is_no_longer_what_was_shown_is_not_sent(scene: Scene) -> None:
    shown = preview(scene.order()).sha256
    with pytest.raises(RefusedError, match="has changed since it was shown"):
        press(scene.order(fields={"identity": {"name": "Another"}}), previewed=shown)
    assert set(rows().values()) == {0}
    assert isinstance(press(scene.order(), previewed=shown), Disclosed)


@pytest.mark.parametrize("days", [-1, 1, 30])
def test_what_was_shown_on_another_day_is_not_sent(scene: Scene, days: int) -> None:
    with signing_on(DAY + timedelta(days=days)):
        shown = preview(scene.order()).sha256
    with pytest.raises(RefusedError, match="has changed since it was shown"):
        press(scene.order(), previewed=shown)
    assert set(rows().values()) == {0}


@pytest.mark.parametrize("role", ["unit_supervisor", "chief_officer", "system_administrator", "", "victim_care"])
def test_nobody_shares_in_a_role_that_is_not_her_own(scene: Scene, role: str) -> None:
    with pytest.raises(NotPermittedError):
        press(scene.order(), role=role)
    assert set(rows().values()) == {0}


def test_each_role_acts_in_the_policy_as_one_actor_and_partners_and_administrators_as_none() -> None:
    actors = services.ACTOR_OF_ROLE
    assert len(set(actors.values())) == len(actors)
    assert not PARTNER_ROLES & set(actors)
    assert Role.SYSTEM_ADMINISTRATOR not in actors
    assert not {"partner_worker", "system"} & set(actors.values())
