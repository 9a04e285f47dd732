"""Reads of disclosures, packages and notices. Call each inside a unit of work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base.models import Account, UnitKey
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.sharing.models import Letter
from safetoshare.sharing.models.disclosures import Disclosure, Package, SubjectNotice


@dataclass(frozen=True)
class PackageInTray:
    """A package that an organisation was sent, and on which day."""

    id: UUID
    sent_on: date


@dataclass(frozen=True)
class LastNotice:
    """A person's newest record: its running number and its commitment. Before the first: 0 and empty."""

    number: int
    commitment: bytes


def disclosure_of_nonce(nonce_hash: bytes) -> Disclosure | None:
    """Return the disclosure that was made with a nonce, None before that."""
    return Disclosure.objects.filter(nonce_hash=nonce_hash).first()


def nonce_hashes_among(hashes: Collection[bytes]) -> list[bytes]:
    """Return those of the hashes whose nonce made a record."""
    return [bytes(one) for one in Disclosure.objects.filter(nonce_hash__in=hashes).values_list("nonce_hash", flat=True)]


def is_letter(package: UUID) -> bool:
    """Whether a package is delivered by link and code."""
    return Letter.objects.filter(id=package).exists()


def role_of(account: UUID) -> str:
    """Return the role of an account that is in use; empty where there is none."""
    role = Account.objects.filter(id=account, is_active=True).values_list("role", flat=True).first()
    return role or ""


def newest_records(most: int) -> tuple[list[SealedValue], list[int]]:
    """Return the records of decisions, refusals too, the newest first, sealed to the unit's restricted key.

    With each comes a number of its case: the same for records of one case, and of no meaning beyond this list.
    """
    rows = list(Disclosure.objects.order_by("-on", "id")[:most])
    numbers: dict[UUID, int] = {}
    cases = [numbers.setdefault(row.case, len(numbers)) for row in rows]
    return [row.at(Disclosure.place(row.id)) for row in rows], cases


def count_of_records() -> int:
    """Return how many decisions are recorded."""
    return Disclosure.objects.count()


def last_notice(mailbox: UUID) -> LastNotice:
    """Return what a person's next record continues."""
    last = SubjectNotice.objects.filter(mailbox=mailbox).order_by("-number").values_list("number", "commitment").first()
    return LastNotice(0, b"") if last is None else LastNotice(last[0], bytes(last[1]))


def notices_of(mailbox: UUID, day: date) -> list[SealedValue]:
    """Return what a person is told of by a day, in the order of the numbers, sealed to the mailbox."""
    rows = SubjectNotice.objects.filter(mailbox=mailbox, shown_from__lte=day).order_by("number")
    return [row.at(SubjectNotice.place(mailbox, row.number)) for row in rows]


def packages_of(organisation: UUID) -> list[PackageInTray]:
    """Return what an organisation was sent, the newest day first."""
    rows = Package.objects.filter(unit_key__in=_keys_of(organisation)).order_by("-sent_on", "id")
    return [PackageInTray(*row) for row in rows.values_list("id", "sent_on")]


def is_package_of(package: UUID, organisation: UUID) -> bool | None:
    """Whether a package was sent to this organisation; None if there is no such package."""
    key = Package.objects.filter(id=package).values_list("unit_key", flat=True).first()
    return None if key is None else key in set(_keys_of(organisation))


def package_of(package: UUID, organisation: UUID) -> SealedValue | None:
    """Return a package of this organisation, sealed; None if there is none, or if it is another's."""
    row = Package.objects.filter(id=package, unit_key__in=_keys_of(organisation)).first()
    return None if row is None else row.at(Package.place(package))


def _keys_of(organisation: UUID) -> list[UUID]:
    """Return the keys of an organisation's unit, retired ones too: they open what was sent before."""
    return list(UnitKey.objects.filter(unit__organisation=organisation).values_list("id", flat=True))
