"""Disclosures, for the other parts: what may be sent, sending it, and what each of those concerned finds of it.

Each function opens units of work of its own: call none inside one. `disclose` alone sends anything to another body.
What a function returns sealed is opened by whom it was sealed to: the person with the mailbox key, an organisation
through the unwrapper; `read_notice` and `read_package` then read it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.sharing.selectors.disclosures import (
    PackageInTray,
    notices_of,
    package_of,
    packages_of,
)
from safetoshare.sharing.selectors.policies import policy_on, version_in_force
from safetoshare.sharing.services.deciding import outcome_of
from safetoshare.sharing.services.disclosures import ACTOR_OF_ROLE, Disclosed, NotDisclosed, disclose
from safetoshare.sharing.services.notices import Notice, RuleSaid, read_notice
from safetoshare.sharing.services.orders import (
    Answer,
    Because,
    DisclosureOrder,
    ForHuman,
    HumanDecision,
    NoticeDelay,
    Outcome,
    Permitted,
    Refused,
)
from safetoshare.sharing.services.packages import Package, Preview, preview_of, read_package

__all__ = [
    "ACTOR_OF_ROLE",
    "Answer",
    "Because",
    "Disclosed",
    "DisclosureOrder",
    "ForHuman",
    "HumanDecision",
    "NotDisclosed",
    "Notice",
    "NoticeDelay",
    "Outcome",
    "Package",
    "PackageInTray",
    "Permitted",
    "Preview",
    "Refused",
    "RuleSaid",
    "decide",
    "disclose",
    "notices_for",
    "packages_for",
    "preview",
    "read_notice",
    "read_package",
    "sealed_package",
]


def decide(order: DisclosureOrder) -> Outcome:
    """Return today's answer, as `disclose` would decide. BadInputError: the order cannot be decided."""
    return _decided_on(order, clock.today())


def preview(order: DisclosureOrder) -> Preview:
    """Return the answer and, where it is a yes, the very bytes that `disclose` would seal today."""
    day = clock.today()
    return preview_of(order, _decided_on(order, day), day)


def _decided_on(order: DisclosureOrder, day: date) -> Outcome:
    with unit_of_work():
        in_force = version_in_force(day)
        shown = policy_on(order.promised_on) if order.promised_on else None
    return outcome_of(order, in_force, shown)


def notices_for(mailbox: UUID) -> list[SealedValue]:
    """Return what a person is told of decisions about her or him, the first one first, sealed to the mailbox."""
    with unit_of_work():
        return notices_of(mailbox, clock.today())


def packages_for(organisation: UUID) -> list[PackageInTray]:
    """Return what an organisation was sent, the newest day first."""
    with unit_of_work():
        return packages_of(organisation)


def sealed_package(package: UUID, organisation: UUID) -> SealedValue | None:
    """Return a package, sealed to the organisation; None if there is none of this organisation."""
    with unit_of_work():
        return package_of(package, organisation)
