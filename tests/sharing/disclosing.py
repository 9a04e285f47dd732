"""What the tests of disclosures share: a small policy in force, units whose private keys are at hand, and orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.models import Unit, UnitKey
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.sealing import fields_of, open_with
from safetoshare.core.policy.prove import regions
from safetoshare.core.policy.rules import parse_policy
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.tally import What, read_tallies, tally_keys
from safetoshare.core.vault import KeyPair, generate_key_pair
from safetoshare.sharing.api.acts import ActNotice
from safetoshare.sharing.api.adoption import Done
from safetoshare.sharing.api.disclosures import (
    Disclosed,
    DisclosureOrder,
    NotDisclosed,
    Notice,
    disclose,
    notices_for,
    read_notice,
)
from safetoshare.sharing.models import Disclosure, Package, Pending, SubjectNotice, TallyNote
from safetoshare.sharing.selectors.policies import InForce
from tests.base.people import LOG_SEED, trust_keys
from tests.sharing.policies import adopt, loaded

ORGANISATION = UUID("5b1f6c1e-8d2a-4f57-9a0e-3d1c7b2e9f10")
ANOTHER = UUID("c2a7d9b4-1e63-4b08-8f75-6a90d1e4b3c2")
OFFICER = UUID("0c6a2d34-51c0-4d5e-9a52-5f1f2f3b7c11")
ROLE = "victim_care_officer"
ADOPTED_ON = date(2026, 1, 1)

POLICY = Path(__file__).with_name("disclosing.toml").read_bytes()
CLAIMS = b"""
[[claim]]
id = "doubt-never"
[claim.says]
en = "We do not tell Immigration Enforcement because of a doubt."

[[claim.part]]
form = "never"
box = { recipient = ["immigration_enforcement"], subject = ["protected"], status_basis = ["doubt"] }
"""
TABLES = (Disclosure, Package, SubjectNotice, TallyNote, Pending)
FIELDS: Mapping[str, Mapping[str, str]] = {
    "identity": {"name": "Canary Nightingale"},
    "needs": {"needs": "A safe place to stay, a place that takes no public funds"},
}


@cache
def in_force(content: bytes = POLICY) -> InForce:
    """The small policy as in force, or another one, without a database."""
    vocabulary = published()
    policy = parse_policy(content, "test.toml", vocabulary)
    return InForce(
        policy=policy,
        version_id=UUID(int=1),
        sha256=policy.sha256,
        document="test.toml",
        claims=(),
        regions=regions(policy),
        adopted_by="A force of the tests",
        officer_role="Chief constable",
        adopted_on=ADOPTED_ON,
        in_effect_on=ADOPTED_ON,
        adoption_document="A minute",
        review_on=date(2100, 1, 1),
        review_lapsed=False,
        is_demonstration=True,
    )


def adopt_policy() -> None:
    """Put the small policy in force."""
    version = loaded(POLICY, CLAIMS, "test.toml")
    assert adopt(version.version_id, ADOPTED_ON, review_on=date(2100, 1, 1)) == Done()


@dataclass(frozen=True)
class Scene:
    """A policy in force, a safeguarding unit, an organisation and a person's mailbox, with their private keys."""

    unit: KeyPair
    organisation: KeyPair
    mailbox: KeyPair
    mailbox_key: UnitPublicKey
    case: UUID

    def order(self, **changed: Any) -> DisclosureOrder:  # noqa: ANN401  # any field of an order
        """Return an order about this person, permitted unless it is changed."""
        return replace(order_of(self.mailbox_key, self.case), **changed)

    def notices(self) -> list[Notice]:
        """What decisions the person reads of with her or his mailbox key."""
        return [notice for notice in self.told() if isinstance(notice, Notice)]

    def told(self) -> list[Notice | ActNotice]:
        """The same, with what other acts she is told of."""
        return [read_notice(open_with(self.mailbox.private, value)) for value in notices_for(self.mailbox_key.id)]

    def record_of_unit(self, disclosure: Disclosure) -> dict[str, Any]:
        """What the unit reads of a disclosure with its restricted key."""
        return fields_of(open_with(self.unit.private, disclosure.at(Disclosure.place(disclosure.id))))


def order_of(mailbox: UnitPublicKey, case: UUID) -> DisclosureOrder:
    """Return an order that the small policy permits."""
    return DisclosureOrder(
        case=case,
        mailbox=mailbox,
        organisation=ORGANISATION,
        organisation_name="Next Link",
        recipient="specialist_service",
        subject="victim",
        pathways=("domestic_abuse",),
        purpose="support",
        gateway="consent",
        consent="given",
        status_basis="none",
        fields=FIELDS,
        necessity="She asked for a safe place.",
        actor="victim_care_officer",
        nonce=uuid4(),
        consent_on=clock.today(),
        consent_language="so",
        consent_version="1",
        age="may_be_child",
    )


def set_scene() -> Scene:
    """Put the policy in force and create the units."""
    adopt_policy()
    unit, organisation, mailbox = (generate_key_pair() for _ in range(3))
    with unit_of_work(write=True):
        safeguarding = Unit.objects.create(name="Safeguarding", purpose=UnitPurpose.SAFEGUARDING.value)
        UnitKey.objects.create(unit=safeguarding, kind=KeyKind.RESTRICTED.value, public=unit.public)
        theirs = Unit.objects.create(
            name="An organisation", purpose=UnitPurpose.ORGANISATION.value, organisation=ORGANISATION
        )
        UnitKey.objects.create(unit=theirs, kind=KeyKind.ORDINARY.value, public=organisation.public)
    trust_keys()
    return Scene(unit, organisation, mailbox, UnitPublicKey(uuid4(), mailbox.public), uuid4())


def nothing(_package: UUID, _on: date) -> None:
    """Do nothing within."""


def press(order: DisclosureOrder, **changed: Any) -> Disclosed | NotDisclosed:  # noqa: ANN401
    """Press the button as a victim care officer, unless it is changed."""
    return disclose(order, **{"by": OFFICER, "role": ROLE, "within": nothing, **changed})


def sent(order: DisclosureOrder, **changed: Any) -> Disclosed:  # noqa: ANN401
    """Carry out an order that is permitted."""
    done = press(order, **changed)
    assert isinstance(done, Disclosed)
    return done


def refused(order: DisclosureOrder, **changed: Any) -> NotDisclosed:  # noqa: ANN401
    """Press, and expect that nothing is sent."""
    done = press(order, **changed)
    assert isinstance(done, NotDisclosed)
    return done


def rows() -> dict[str, int]:
    """How many rows each table has that a disclosure writes."""
    return {table.__name__: table.objects.count() for table in TABLES}


def counted(month: date) -> dict[tuple[str, What], int]:
    """What the notes of a month say, which the unwrapper alone could read."""
    with unit_of_work():
        notes = [row.tally() for row in TallyNote.objects.filter(month=month)]
    tallied = read_tallies(notes, tally_keys(LOG_SEED).private)
    assert tallied.unreadable == 0
    return dict(tallied.counts)
