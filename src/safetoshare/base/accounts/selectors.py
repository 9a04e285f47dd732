"""Reads about accounts, for their pages. Call each inside a unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.contrib.sessions.models import Session

from safetoshare.base import clock
from safetoshare.base.models import Account, Invitation, KnownBrowser, MemberKey, OpenSession, RecoveryCode, Unit
from safetoshare.base.models.keys import MemberKeyState, UnitPurpose


class Standing(StrEnum):
    """How somebody stands in the house."""

    INVITED = "invited"
    ACTIVE = "active"
    WAITS = "waits"
    LEFT = "left"


@dataclass(frozen=True)
class Person:
    """An account as whoever manages accounts sees it."""

    id: UUID
    name: str
    role: str
    realm: str
    version: int
    standing: Standing
    organisation: str = ""
    invited_until: date | None = None


@dataclass(frozen=True)
class SessionSeen:
    """One of the own sessions."""

    row_key: str
    opened_on: date
    last_used_on: date


@dataclass(frozen=True)
class OwnAccount:
    """What people see of their own account."""

    sessions: tuple[SessionSeen, ...]
    browsers: int
    recovery_codes_left: int


def people() -> list[Person]:
    """Return everybody, those who left last, then by name."""
    invited = dict(Invitation.objects.values_list("account", "expires_on"))
    waiting = set(MemberKey.objects.filter(state=MemberKeyState.PENDING).values_list("account", flat=True))
    units = {unit.organisation: unit.name for unit in Unit.objects.exclude(organisation=None)}
    found = [
        Person(
            id=account.id,
            name=account.name,
            role=account.role,
            realm=account.realm,
            version=account.version,
            standing=_standing(account, account.id in waiting),
            organisation=units.get(account.organisation, ""),
            invited_until=invited.get(account.id),
        )
        for account in Account.objects.order_by("name")
    ]
    return sorted(found, key=lambda person: person.standing is Standing.LEFT)


def person(account: UUID) -> Person | None:
    """Return one person."""
    return next((found for found in people() if found.id == account), None)


def names_of(accounts: set[UUID]) -> dict[UUID, str]:
    """Return the names of accounts."""
    return dict(Account.objects.filter(pk__in=accounts).values_list("id", "name"))


def organisations() -> list[tuple[UUID, str]]:
    """Return the organisations that have a unit here, to which a partner's account can belong."""
    units = Unit.objects.filter(purpose=UnitPurpose.ORGANISATION).order_by("name")
    return [(unit.organisation, unit.name) for unit in units if unit.organisation]


def own_account(account: UUID) -> OwnAccount:
    """Return what people see of their own account. A session that is over is not there."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values_list("session_key", flat=True)
    opened = OpenSession.objects.filter(account=account).order_by("-last_used_on", "-opened_on", "row_key")
    on = set(alive.filter(session_key__in=[one.row_key for one in opened]))
    return OwnAccount(
        sessions=tuple(
            SessionSeen(one.row_key, one.opened_on, one.last_used_on) for one in opened if one.row_key in on
        ),
        browsers=KnownBrowser.objects.filter(account=account).count(),
        recovery_codes_left=RecoveryCode.objects.filter(account=account, used_on=None).count(),
    )


def _standing(account: Account, waits: bool) -> Standing:
    if account.left_on is not None:
        return Standing.LEFT
    if not account.is_active:
        return Standing.INVITED
    return Standing.WAITS if waits else Standing.ACTIVE
