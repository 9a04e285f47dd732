"""Disclosures, for the other parts: what may be sent, sending it, and what each of those concerned finds of it.

Each function opens units of work of its own: call none inside one. `disclose` alone sends anything to another body.
What a function returns sealed is opened by whom it was sealed to: the person with the mailbox key, an organisation
through the unwrapper; `read_notice` and `read_package` then read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.measures import Measure, published
from safetoshare.core.policy.vocabulary_file import published as vocabulary
from safetoshare.sharing.selectors.disclosures import (
    CountOfDecisions,
    PackageInTray,
    counts_between,
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
    "CountOfDecisions",
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
    "disclosure_counts",
    "measures",
    "notices_for",
    "packages_for",
    "preview",
    "read_notice",
    "read_package",
    "sealed_package",
]

_BY_MONTH: Final = "counted by calendar month; the last month is not over."
# name, group of recipients, decision, definition, recommendations that it bears on
_MEASURES: Final = (
    (
        "disclosures_to_home_office",
        "home_office_bodies",
        "permitted",
        "Decisions by which something about a person was given to a Home Office body, " + _BY_MONTH,
        ("1", "4(e)", "4(g)"),
    ),
    (
        "refusals_to_home_office",
        "home_office_bodies",
        "refused",
        "Decisions that nothing about a person is given to a Home Office body, " + _BY_MONTH,
        ("1", "4(e)", "4(g)"),
    ),
    (
        "disclosures_to_services",
        "helpers",
        "permitted",
        "Decisions by which something about a person was given to a service that helps, " + _BY_MONTH,
        ("4(e)", "4(g)"),
    ),
    (
        "refusals_to_services",
        "helpers",
        "refused",
        "Decisions that nothing about a person is given to a service that helps, " + _BY_MONTH,
        ("4(e)", "4(g)"),
    ),
)


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


def disclosure_counts(since: date, until: date) -> list[CountOfDecisions]:
    """Return exact counts of decisions in the months that the days touch. They are not for publication."""
    with unit_of_work():
        return counts_between(since, until)


def measures(since: date, until: date) -> list[Measure]:
    """Return the part's figures, with small numbers not passed, for the calendar months that the days touch.

    Only months are counted, so that the figure's own days are those of the months; of a month that is not over, up
    to today.
    """
    counts = disclosure_counts(since, until)
    first, last = since.replace(day=1), min(_end_of_month(until), max(until, clock.today()))
    return [
        Measure(name, definition, bears_on, first, last, published(_sum(counts, group, decision)))
        for name, group, decision, definition, bears_on in _MEASURES
    ]


def _sum(counts: Iterable[CountOfDecisions], group: str, decision: str) -> int:
    recipients = vocabulary().attribute("recipient")
    meant = {value.id for value in recipients.inside(recipients.masks[group])}
    return sum(count.count for count in counts if count.recipient in meant and count.decision == decision)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
