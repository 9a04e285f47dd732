"""Writing to a case: taking a report, and appending a sealed group. Whoever comes second is told, never overwritten.

What is written is sealed to the unit's public keys, so an officer whose keys have locked loses nothing (Rec 4).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey, current_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.models.sealed import SealedColumns
from safetoshare.base.sealing import seal_fields
from safetoshare.core.cases import RESTRICTED, CaseGroupName, CaseState
from safetoshare.core.errors import RefusedError
from safetoshare.hub.models import Case, CaseGroup
from safetoshare.hub.selectors.cases import group_place, newest_version
from safetoshare.hub.selectors.contents import withdrawal
from safetoshare.report import api as reports

# The unit looks at its cases on one day of the week: Monday.
_REVIEW_WEEKDAY = 0
# Who took an agreement back where no member of staff did.
THE_PERSON = UUID(int=0)
_WEEK = 7


@dataclass(frozen=True)
class CaseOpened:
    """The report is this officer's case now."""

    case: UUID


@dataclass(frozen=True)
class TakenBefore:
    """Somebody has taken it a moment before."""

    case: UUID


@dataclass(frozen=True)
class Appended:
    """It is written, as this version of its group."""

    version: int


@dataclass(frozen=True)
class WrittenMeanwhile:
    """Somebody else has written the same group since it was read; nothing was overwritten."""

    version: int


class CaseMovedError(RefusedError):
    """The case was changed after it was read for a release: nothing may be sent on what was read."""


def review_day(day: date) -> date:
    """Return the unit's next day of review that lies at least one full day away."""
    earliest = day + timedelta(days=2)
    return earliest + timedelta(days=(_REVIEW_WEEKDAY - earliest.weekday()) % _WEEK)


def open_case(report: UUID, area: str, pathway: str, triage: Mapping[str, Any], day: date) -> CaseOpened | TakenBefore:
    """Make a case of a report, with what triage found, sealed. A report becomes one case, whoever is first."""
    key = unit_key(CaseGroupName.TRIAGE)
    identifier = uuid4()
    with unit_of_work(write=True):
        made, is_new = Case.objects.get_or_create(
            report=report,
            defaults={
                "id": identifier,
                "state": CaseState.TAKEN,
                "area": area,
                "pathway": pathway,
                "opened_on": day,
                "review_on": review_day(day),
            },
        )
        if not is_new:
            return TakenBefore(made.id)
        _write(identifier, CaseGroupName.TRIAGE, 1, triage, key)
        reports.note_taken(report)
    return CaseOpened(identifier)


def append_group(
    case: UUID, group: CaseGroupName, fields: Mapping[str, Any], *, expected: int | None = None, is_begun: bool = True
) -> Appended | WrittenMeanwhile:
    """Append a version of a group. With `expected`, only if that is still the newest: 0 means there was none.

    An assessment that is not begun, since no need was talked about yet, leaves the case among those to be assessed.
    """
    key = unit_key(group)
    with unit_of_work(write=True):
        # Locks the case, so that two writers come one after the other.
        state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=case)
        newest = newest_version(case, group)
        if expected is not None and newest != expected:
            return WrittenMeanwhile(newest)
        _write(case, group, newest + 1, fields, key)
        if group is CaseGroupName.ASSESSMENT and is_begun and state == CaseState.TAKEN:
            state = CaseState.ASSESSED
        Case.objects.filter(pk=case).update(version=F("version") + 1, state=state, review_on=review_day(clock.today()))
    return Appended(newest + 1)


def claim_version(case: UUID, version: int) -> bool:
    """Move a case on from the version that was shown; False when somebody did before. Pressed twice, one press wins.

    Who has worked on a case has looked at it: its day of review is the next one.
    """
    with unit_of_work(write=True):
        unmoved = Case.objects.filter(pk=case, version=version)
        return bool(unmoved.update(version=F("version") + 1, review_on=review_day(clock.today())))


def stop_consents(case: UUID, report: UUID, consents: Collection[UUID], day: date) -> None:
    """Write that the person took these agreements back herself on a day, and note it as carried out."""
    key = unit_key(CaseGroupName.CONSENT)
    with unit_of_work(write=True):
        Case.objects.select_for_update().get(pk=case)
        for consent in consents:
            number = newest_version(case, CaseGroupName.CONSENT) + 1
            _write(case, CaseGroupName.CONSENT, number, withdrawal(consent, THE_PERSON, day), key)
        Case.objects.filter(pk=case).update(version=F("version") + 1, review_on=review_day(clock.today()))
        reports.note_stopped(report)


def refuse_if_stopped(case: UUID, agreed_on: date | None = None) -> None:
    """Raise CaseMovedError where the person took her agreement back herself. Inside the writing unit of work.

    `agreed_on` is named where no consent in the case would tell that it was withdrawn.
    """
    report = Case.objects.filter(pk=case).values_list("report", flat=True).first()
    if report is None or reports.is_stopped(report, agreed_on):
        raise CaseMovedError("The person took the agreement back: nothing was sent.")


def note_referral(case: UUID, version: int, fields: Mapping[str, Any], key: UnitPublicKey) -> None:
    """Add a line to the list of referrals, inside the unit of work that releases the package.

    CaseMovedError, which undoes the release, when the case is no longer at the version that was read: a consent may
    have been withdrawn since.
    """
    unmoved = Case.objects.filter(pk=case, version=version)
    if not unmoved.update(version=version + 1, state=CaseState.REFERRED, review_on=review_day(clock.today())):
        raise CaseMovedError("The case was changed after it was read: nothing was sent.")
    number = newest_version(case, CaseGroupName.REFERRAL_LIST) + 1
    _write(case, CaseGroupName.REFERRAL_LIST, number, fields, key)


def note_letter(case: UUID, version: int, fields: Mapping[str, Any], key: UnitPublicKey) -> None:
    """Add a line to the list of letters, inside the unit of work that releases one. CaseMovedError as above."""
    unmoved = Case.objects.filter(pk=case, version=version)
    if not unmoved.update(version=version + 1, review_on=review_day(clock.today())):
        raise CaseMovedError("The case was changed after it was read: nothing was sent.")
    _write(case, CaseGroupName.LETTER_LIST, newest_version(case, CaseGroupName.LETTER_LIST) + 1, fields, key)


def unit_key(group: CaseGroupName) -> UnitPublicKey:
    """Return the public key that seals a group. RefusedError while the unit has none."""
    kind = KeyKind.RESTRICTED if group in RESTRICTED else KeyKind.ORDINARY
    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, kind)
    if key is None:
        raise RefusedError("The safeguarding unit has no key: nothing can be sealed to it.")
    return key


def _write(case: UUID, group: CaseGroupName, version: int, fields: Mapping[str, Any], key: UnitPublicKey) -> None:
    value = seal_fields(fields, group_place(case, group, version), key)
    CaseGroup.objects.create(case_id=case, group=group, version=version, **SealedColumns.columns(value))
