"""Where each version stands between its two locks, for those who propose, sign and adopt (Rec 4(a))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings

from safetoshare.base.models import Account
from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.differ import Difference
from safetoshare.core.policy.rules import Policy
from safetoshare.sharing.models.policies import PolicyVersion, Signature
from safetoshare.sharing.selectors.activation import Activation, activation_of
from safetoshare.sharing.selectors.adoptions import (
    Signed,
    Standing,
    difference_to,
    signatures_on,
    standing_adoptions,
    to_be_signed,
)
from safetoshare.sharing.selectors.policies import is_worse
from safetoshare.sharing.selectors.versions import (
    ClaimResult,
    Proved,
    ProvedClaim,
    gained_claims,
    lost_claims,
    proved,
    results_of,
)


class VersionState(StrEnum):
    """How far a version has come."""

    UNREADABLE = "unreadable"
    LACKS = "lacks"
    TOO_DIFFERENT = "too_different"
    LOADED = "loaded"
    ONE_SIGNATURE = "one_signature"
    SIGNED = "signed"
    COMING = "coming"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


# What two people may sign: read and proved, its difference known, and not what is adopted already.
MAY_BE_SIGNED = frozenset(
    {VersionState.LOADED, VersionState.ONE_SIGNATURE, VersionState.SIGNED, VersionState.SUPERSEDED}
)


@dataclass(frozen=True)
class SignatureShown:
    """A signature that counts now."""

    signer: UUID
    name: str
    signed_on: date


@dataclass(frozen=True)
class Candidate:
    """One version as its locks stand. `replaces` is the policy adopted last, None if there is none that can be read.

    `lost` is promised by that one and not by this, `gained` by this and not by that in the same words. `earliest` is
    the first day on which this may take effect if it were adopted on the day asked about. `difference` and `signed` are
    None where the difference cannot be said.
    """

    id: UUID
    name: str
    title: str
    document: str
    sha256: str
    loaded_by: UUID
    loaded_on: date
    state: VersionState
    in_effect_on: date | None
    results: tuple[ClaimResult, ...]
    failing: tuple[str, ...]
    replaces: Policy | None
    difference: Difference | None
    signed: Signed | None
    signatures: tuple[SignatureShown, ...]
    signatures_needed: int
    lost: tuple[ProvedClaim, ...]
    gained: tuple[ProvedClaim, ...]
    is_worse: bool
    earliest: date
    notice_days: int

    @property
    def may_be_signed(self) -> bool:
        return self.state in MAY_BE_SIGNED

    @property
    def may_be_adopted(self) -> bool:
        return self.may_be_signed and len(self.signatures) >= self.signatures_needed

    def earliest_if_adopted(self, adopted_on: date) -> date:
        """Return the first day of effect if it was adopted on a day: the notice is counted from the later one."""
        return max(self.earliest, adopted_on + timedelta(days=self.notice_days))

    def is_signed_by(self, account: UUID) -> bool:
        """Whether this account's signature counts now."""
        return any(signature.signer == account for signature in self.signatures)


def candidates(day: date) -> tuple[Candidate, ...]:
    """Return every version, the newest first."""
    standings, activation = standing_adoptions(), force_activation()
    rows = PolicyVersion.objects.order_by("-in_force_from", "name", "sha256")
    return tuple(_candidate(row, standings, activation, day) for row in rows)


def candidate(version: UUID, day: date) -> Candidate | None:
    """Return one version, None if there is no such version."""
    row = PolicyVersion.objects.filter(id=version).first()
    return None if row is None else _candidate(row, standing_adoptions(), force_activation(), day)


def force_activation() -> Activation:
    """Return what this force asks of a version. SettingError: its file is missing or asks for too little."""
    return activation_of(Path(settings.ENVIRONMENT.force))


def _candidate(row: PolicyVersion, standings: tuple[Standing, ...], activation: Activation, day: date) -> Candidate:
    last = standings[-1] if standings else None
    now = proved(row)
    before = last.proved if last else None
    promising = before if before is not None and before.may_promise else None
    difference = _difference(last, now)
    signed = to_be_signed(row, last, difference) if difference else None
    rows = signatures_on(row, signed) if signed else ()
    worse = now is not None and difference is not None and is_worse(promising, now, difference)
    # Nobody can say what an adoption that cannot be read promised: what takes its place may be worse.
    worse = worse or (last is not None and before is None)
    adopted = _adopted(row, standings, day)
    return Candidate(
        id=row.id,
        name=row.name,
        title=now.read.policy.title if now else "",
        document=row.document,
        sha256=row.sha256,
        loaded_by=row.loaded_by,
        loaded_on=row.loaded_on,
        state=_state(now, difference, len(rows), activation, adopted),
        in_effect_on=adopted[1] if adopted else None,
        results=results_of(row) if now else (),
        failing=now.failing if now else (),
        replaces=before.read.policy if before else None,
        difference=difference,
        signed=signed,
        signatures=_shown(rows),
        signatures_needed=activation.signatures,
        lost=lost_claims(promising, now) if now and promising else (),
        gained=gained_claims(promising, now) if now else (),
        is_worse=worse,
        earliest=_earliest(row, last, day, activation.notice_days if worse else 0),
        notice_days=activation.notice_days if worse else 0,
    )


def _difference(last: Standing | None, now: Proved | None) -> Difference | None:
    try:
        return difference_to(last, now) if now else None
    except PolicyError:
        return None


def _adopted(row: PolicyVersion, standings: tuple[Standing, ...], day: date) -> tuple[VersionState, date] | None:
    """Return how the last adoption of a version stands on a day, None if none counts."""
    adoptions = [one.adoption for one in standings if one.adoption.version_id == row.id]
    if not adoptions:
        return None
    in_effect_on = adoptions[-1].in_effect_on
    if in_effect_on > day:
        return VersionState.COMING, in_effect_on
    begun = [one.adoption for one in standings if one.adoption.in_effect_on <= day]
    return VersionState.IN_FORCE if begun[-1] == adoptions[-1] else VersionState.SUPERSEDED, in_effect_on


def _state(
    now: Proved | None,
    difference: Difference | None,
    signatures: int,
    activation: Activation,
    adopted: tuple[VersionState, date] | None,
) -> VersionState:
    states = (
        (now is None, VersionState.UNREADABLE),
        (adopted is not None and adopted[0] is VersionState.COMING, VersionState.COMING),
        (adopted is not None and adopted[0] is VersionState.IN_FORCE, VersionState.IN_FORCE),
        (now is not None and not now.may_promise, VersionState.LACKS),
        (difference is None, VersionState.TOO_DIFFERENT),
        (signatures >= activation.signatures, VersionState.SIGNED),
        (signatures > 0, VersionState.ONE_SIGNATURE),
        (adopted is not None, VersionState.SUPERSEDED),
    )
    return next((state for is_so, state in states if is_so), VersionState.LOADED)


def _shown(rows: tuple[Signature, ...]) -> tuple[SignatureShown, ...]:
    names = dict(Account.objects.filter(id__in=[row.signer for row in rows]).values_list("id", "name"))
    return tuple(SignatureShown(row.signer, names.get(row.signer, ""), row.signed_on) for row in rows)


def _earliest(row: PolicyVersion, last: Standing | None, day: date, notice_days: int) -> date:
    """Return the first day of effect. What is past is not written anew, unless nothing was in force before."""
    if last is None:
        return row.in_force_from
    return max(row.in_force_from, last.adoption.in_effect_on, day + timedelta(days=notice_days))
