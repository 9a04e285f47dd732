"""No sequence of calls adopts a version whose required claim fails, or that two others have not signed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import NotPermittedError
from safetoshare.sharing.api.adoption import Done, adopt_version, withdraw_signature
from safetoshare.sharing.api.policies import InForce, policy_in_force
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, ProofResult, Signature
from tests.sharing.policies import AUTHOR, CHIEF, SIGNERS, Officer, details, loaded, now_of, sign
from tests.sharing.versions import A_CLAIM, claims_of, version_of

VERSIONS = {
    "small": version_of(),
    "worse": version_of("worse", refuses=("doubt",)),
    "breach": version_of("breach", refuses=("documented",)),
    "more": version_of("more", tells=("home_office_other",)),
}
FAILING = frozenset({"breach"})
PEOPLE = (AUTHOR, *SIGNERS, CHIEF, Officer(AUTHOR.id, SIGNERS[0].role))
TABLES = (Adoption, Signature, ProofResult, PolicyVersion)


class Locks(RuleBasedStateMachine):
    """People who load, sign, withdraw and adopt in any order, on days that pass."""

    def __init__(self) -> None:
        super().__init__()
        self.day = date(2026, 3, 1)
        self.ids: dict[str, UUID] = {}
        # What the test itself knows: who has signed each version since anything was adopted last.
        self.signed: dict[str, set[UUID]] = {}
        self.in_effect: list[tuple[date, str]] = []
        with unit_of_work(write=True):
            for table in TABLES:
                table.objects.all().delete()

    @rule(name=st.sampled_from(sorted(VERSIONS)))
    def load(self, name: str) -> None:
        with self._today():
            self.ids[name] = loaded(VERSIONS[name], claims_of(), f"{name}.toml").version_id

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def sign(self, data: st.DataObject, by: Officer) -> None:
        name = data.draw(st.sampled_from(sorted(self.ids)))
        with self._today():
            try:
                outcome = sign(self.ids[name], by)
            except NotPermittedError:
                return
        if outcome == Done():
            assert name not in FAILING
            assert by.id != AUTHOR.id
            self.signed.setdefault(name, set()).add(by.id)

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), by=st.sampled_from(SIGNERS))
    def withdraw(self, data: st.DataObject, by: Officer) -> None:
        name = data.draw(st.sampled_from(sorted(self.ids)))
        with self._today():
            if withdraw_signature(self.ids[name], by=by) == Done():
                self.signed[name].discard(by.id)

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), by=st.sampled_from(PEOPLE), waits=st.integers(0, 40))
    def adopt(self, data: st.DataObject, by: Officer, waits: int) -> None:
        name = data.draw(st.sampled_from(sorted(self.ids)))
        with self._today():
            was_worse = now_of(self.ids[name], self.day).is_worse
            effect = self.day + timedelta(days=waits)
            try:
                outcome = adopt_version(self.ids[name], details(self.day, in_effect_on=effect), by=by)
            except NotPermittedError:
                return
        if outcome == Done():
            assert name not in FAILING
            assert len(self.signed.get(name, set())) >= 2
            assert waits >= 28 or not was_worse
            self.in_effect.append((effect, name))
            self.signed = {}

    @rule(days=st.integers(1, 30))
    def pass_days(self, days: int) -> None:
        self.day += timedelta(days=days)

    @invariant()
    def in_force_is_what_was_adopted_last_and_keeps_its_claim(self) -> None:
        with self._today():
            found = policy_in_force(self.day)
        due = [name for effect, name in self.in_effect if effect <= self.day]
        if isinstance(found, InForce):
            assert A_CLAIM in {claim.id for claim in found.claims}
            assert found.version_id == self.ids[due[-1]]
        else:
            assert not due

    def _today(self) -> AbstractContextManager[None]:
        return clock.clock_at(datetime.combine(self.day, time(12), clock.LONDON))


@pytest.mark.django_db
def test_no_sequence_of_calls_opens_a_lock() -> None:
    run_state_machine_as_test(
        Locks,
        settings=settings(
            max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
