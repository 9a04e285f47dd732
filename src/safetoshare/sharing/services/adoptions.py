"""The two locks of a version: signing exactly what changes, and recording that a body adopted it (Rec 4(a)).

First, every claim that the version requires holds. Second, as many people as the force asks for, at least two and none
of them who loaded it, sign the hash of the difference to the version adopted last, and of what the Home Office is newly
told. Then a chief officer records the adoption. A version that promises less takes effect only after the notice that
the force's folder names, so that people who were shown more are told before.

No argument and no setting opens a lock: the demonstration comes through here too.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.permissions import Action, Subject, fits
from safetoshare.core.errors import RefusedError
from safetoshare.sharing.models.policies import Adoption, Signature
from safetoshare.sharing.selectors.adoptions import standing_adoptions
from safetoshare.sharing.selectors.candidates import Candidate, VersionState, candidate
from safetoshare.sharing.services.versions import Officer, check


class Reason(StrEnum):
    """Why something was not done."""

    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    LACKS_CLAIM = "lacks_claim"
    TOO_DIFFERENT = "too_different"
    ALREADY_ADOPTED = "already_adopted"
    LOADED_IT = "loaded_it"
    CHANGED = "changed"
    HOME_OFFICE_UNREAD = "home_office_unread"
    NOT_SIGNED = "not_signed"
    UNSIGNED = "unsigned"
    ADOPTED_IN_FUTURE = "adopted_in_future"
    EFFECT_BEFORE_ADOPTION = "effect_before_adoption"
    EFFECT_TOO_EARLY = "effect_too_early"
    REVIEW_TOO_EARLY = "review_too_early"


@dataclass(frozen=True)
class Done:
    """It was done, or had been done just so before."""


@dataclass(frozen=True)
class NotDone:
    """Nothing was written: every reason, and the first day of effect where that is one."""

    reasons: tuple[Reason, ...]
    earliest: date | None = None


@dataclass(frozen=True)
class AdoptionDetails:
    """What a body decided. `officer_role` is a rank and never a name."""

    body: str
    officer_role: str
    adopted_on: date
    in_effect_on: date
    document: str
    review_on: date
    is_demonstration: bool = False


_CLOSED = {
    VersionState.UNREADABLE: Reason.UNREADABLE,
    VersionState.LACKS: Reason.LACKS_CLAIM,
    VersionState.TOO_DIFFERENT: Reason.TOO_DIFFERENT,
    VersionState.COMING: Reason.ALREADY_ADOPTED,
    VersionState.IN_FORCE: Reason.ALREADY_ADOPTED,
}


def sign_version(version: UUID, *, by: Officer, difference_sha256: str, home_office_sha256: str) -> Done | NotDone:
    """Sign what was read: the hashes of the page. If they are others by now, nothing is signed.

    NotPermittedError: this is for signers. Pressed twice, it is signed once.
    """
    check(by, Action.POLICY_SIGN)
    _read_once(version)
    with unit_of_work(write=True):
        found = candidate(version, clock.today())
        reason = _not_signable(found, by, difference_sha256, home_office_sha256)
        if reason is not None or found is None or found.signed is None:
            return NotDone((reason or Reason.UNKNOWN,))
        signed = found.signed
        if not found.is_signed_by(by.id):
            row = Signature(version_id=version, signer=by.id, signed_on=clock.today(), **asdict(signed))
            # Not by catching an error: of two presses at once the second finds the first one's row.
            Signature.objects.bulk_create([row], ignore_conflicts=True)
    return Done()


def withdraw_signature(version: UUID, *, by: Officer) -> Done | NotDone:
    """Take back one's own signature, as long as the version is not adopted. NotPermittedError: this is for signers."""
    check(by, Action.POLICY_SIGN)
    _read_once(version)
    with unit_of_work(write=True):
        # Waits for an adoption that counts it just now, and sees that adoption then.
        own = list(Signature.objects.select_for_update().filter(version=version, signer=by.id, withdrawn_on=None))
        found = candidate(version, clock.today())
        if found is None:
            return NotDone((Reason.UNKNOWN,))
        if found.state in {VersionState.COMING, VersionState.IN_FORCE}:
            return NotDone((Reason.ALREADY_ADOPTED,))
        if not found.is_signed_by(by.id) or found.signed is None:
            return NotDone((Reason.NOT_SIGNED,))
        # Those for an earlier adoption stay: it may rest on them.
        now = [row.id for row in own if row.replaces_number == found.signed.replaces_number]
        Signature.objects.filter(id__in=now).update(withdrawn_on=clock.today())
    return Done()


def adopt_version(version: UUID, details: AdoptionDetails, *, by: Officer) -> Done | NotDone:
    """Record that a body adopted a version. Two at once: the second is told that the first changed what it replaces.

    NotPermittedError: this is for a chief officer. RefusedError: production takes no demonstration's adoption.
    """
    check(by, Action.POLICY_ADOPT)
    if details.is_demonstration != settings.IS_DEMONSTRATION:
        raise RefusedError("A demonstration's adoption is recorded in the demonstration only, and no other is there.")
    _read_once(version)
    try:
        with unit_of_work(write=True):
            return _adopt(version, details)
    except IntegrityError:
        # Its number was taken between reading and writing: somebody else adopted, and this replaces something else.
        return NotDone((Reason.CHANGED,))


def _adopt(version: UUID, details: AdoptionDetails) -> Done | NotDone:
    # Held until the end, so that none is withdrawn meanwhile.
    list(Signature.objects.select_for_update().filter(version=version, withdrawn_on=None))
    today = clock.today()
    found = candidate(version, today)
    reasons, earliest = _not_adoptable(found, details, today)
    if reasons or found is None or found.signed is None:
        return NotDone(reasons, earliest)
    standings = standing_adoptions()
    last = Adoption.objects.order_by("-number").first()
    Adoption.objects.create(
        number=last.number + 1 if last else 1,
        version_id=version,
        replaces_sha256=standings[-1].sha256 if standings else "",
        body=details.body,
        officer_role=details.officer_role,
        adopted_on=details.adopted_on,
        recorded_on=today,
        in_effect_on=details.in_effect_on,
        document=details.document,
        review_on=details.review_on,
        is_demonstration=details.is_demonstration,
    )
    return Done()


def _not_signable(
    found: Candidate | None, by: Officer, difference_sha256: str, home_office_sha256: str
) -> Reason | None:
    if found is None:
        return Reason.UNKNOWN
    if found.state in _CLOSED or found.signed is None:
        return _CLOSED.get(found.state, Reason.UNREADABLE)
    if not fits(Action.POLICY_SIGN, Subject(proposed_by=found.loaded_by), by.id):
        return Reason.LOADED_IT
    if found.signed.difference_sha256 != difference_sha256:
        return Reason.CHANGED
    if found.signed.home_office_sha256 != home_office_sha256:
        return Reason.CHANGED if home_office_sha256 else Reason.HOME_OFFICE_UNREAD
    return None


def _not_adoptable(
    found: Candidate | None, details: AdoptionDetails, today: date
) -> tuple[tuple[Reason, ...], date | None]:
    if found is None:
        return (Reason.UNKNOWN,), None
    if found.state in _CLOSED:
        return (_CLOSED[found.state],), None
    earliest = found.earliest_if_adopted(details.adopted_on)
    wrong = (
        (not found.may_be_adopted, Reason.UNSIGNED),
        (details.adopted_on > today, Reason.ADOPTED_IN_FUTURE),
        (details.in_effect_on < details.adopted_on, Reason.EFFECT_BEFORE_ADOPTION),
        (details.in_effect_on < earliest, Reason.EFFECT_TOO_EARLY),
        (details.review_on <= details.in_effect_on, Reason.REVIEW_TOO_EARLY),
    )
    return tuple(reason for is_so, reason in wrong if is_so), earliest


def _read_once(version: UUID) -> None:
    """Prove and compare before the writing unit: what is worked out stays at hand, and no other writer waits for it."""
    with unit_of_work():
        candidate(version, clock.today())
