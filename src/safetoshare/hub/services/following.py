"""What happened to a disclosure afterwards, told to the person and logged: opened, or agreement taken back (Rec 4(g)).

An organisation opens a package in a process that does not know whose it is, and consent is withdrawn without any key.
So both are followed up whenever somebody who may open the case does: the act is recorded once, under a nonce that is
worked out from what it is about, and an organisation that holds something is told on its own page to stop.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import Error as AnyDatabaseError

from safetoshare.base import clock
from safetoshare.base.faults import kind_and_places
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import RefusedError
from safetoshare.hub.selectors.contents import CaseContents, Consent, ReferralSent
from safetoshare.hub.selectors.referrals import ReferralAnswer
from safetoshare.hub.services.cases import stop_consents
from safetoshare.hub.services.referrals import stop_referral
from safetoshare.report import api as reports
from safetoshare.sharing.api.acts import Act, ActOrder, record_act, recorded_of
from safetoshare.sharing.api.decisions import letters_opened

_log = logging.getLogger("safetoshare.errors")


@dataclass(frozen=True)
class Following:
    """A case as it was opened, whose mailbox it has, and who opened it."""

    case: UUID
    mailbox: UnitPublicKey
    contents: CaseContents
    by: UUID
    role: str


def follow_up(following: Following, answers: Mapping[UUID, ReferralAnswer]) -> None:
    """Record what was opened and withdrawn since, and tell those who hold something to stop.

    What cannot be written now is written when the case is opened next: reading a case does not fail for it.
    """
    try:
        _stop(following.contents, answers)
        due = [*_openings(following, answers), *_openings_of_letters(following), *_withdrawals(following)]
        known = recorded_of([order.nonce for order, _ in due])
        for order, role in due:
            if order.nonce not in known:
                record_act(order, by=following.by, role=role)
    except (UnwrapperAwayError, RefusedError, AnyDatabaseError) as error:
        _log.error("an opening or a withdrawal could not be recorded yet: %s", kind_and_places(error))


def carry_out_stop(case: UUID, report: UUID, contents: CaseContents) -> bool:
    """Carry out in the case that the person took every agreement back in her mailbox; whether that was to be done."""
    day = reports.stop_asked_on(report)
    if day is not None:
        standing = [one.id for one in contents.consents if one.is_agreed and one.withdrawn_on is None]
        stop_consents(case, report, standing, day)
    return day is not None


def _stop(contents: CaseContents, answers: Mapping[UUID, ReferralAnswer]) -> None:
    withdrawn = {consent.id for consent in contents.consents if consent.withdrawn_on}
    for sent in contents.referrals:
        answer = answers.get(sent.package)
        if sent.consent in withdrawn and answer is not None and answer.withdrawn_on is None:
            stop_referral(sent.package, clock.today())


def _openings(following: Following, answers: Mapping[UUID, ReferralAnswer]) -> Iterator[tuple[ActOrder, str]]:
    """Return an act for each package that its organisation opened, which its worker did."""
    consents = {consent.id: consent for consent in following.contents.consents}
    for sent in following.contents.referrals:
        answer, consent = answers.get(sent.package), consents.get(sent.consent)
        if answer is not None and answer.opened_on is not None and consent is not None:
            yield _opening(following, sent, consent, answer), Role.PARTNER_WORKER.value


def _opening(following: Following, sent: ReferralSent, consent: Consent, answer: ReferralAnswer) -> ActOrder:
    return ActOrder(
        act=Act.OPENED,
        case=following.case,
        mailbox=following.mailbox,
        nonce=_nonce(sent.package, "opened"),
        recipient=consent.recipient,
        organisation_name=sent.organisation_name,
        happened_on=answer.opened_on,
        data=consent.data,
        purpose=consent.purpose,
    )


def _openings_of_letters(following: Following) -> Iterator[tuple[ActOrder, str]]:
    """Return an act for each letter that somebody opened with its code: nobody here knows who at that body."""
    opened = letters_opened([letter.package for letter in following.contents.letters])
    for letter in following.contents.letters:
        if letter.package in opened:
            yield (
                ActOrder(
                    act=Act.OPENED,
                    case=following.case,
                    mailbox=following.mailbox,
                    nonce=_nonce(letter.package, "opened"),
                    recipient=letter.recipient,
                    organisation_name=letter.organisation_name,
                    happened_on=opened[letter.package],
                    data=letter.data,
                    purpose=letter.purpose,
                ),
                Role.PARTNER_WORKER.value,
            )


def _withdrawals(following: Following) -> Iterator[tuple[ActOrder, str]]:
    """Return an act for each consent that was taken back, whether or not anything was sent under it."""
    contents: Sequence[Consent] = following.contents.consents
    for consent in contents:
        if consent.withdrawn_on is not None:
            yield (
                ActOrder(
                    act=Act.WITHDRAWN,
                    case=following.case,
                    mailbox=following.mailbox,
                    nonce=_nonce(consent.id, "withdrawn"),
                    recipient=consent.recipient,
                    organisation_name=consent.organisation_name,
                    happened_on=consent.withdrawn_on,
                    data=consent.data,
                    purpose=consent.purpose,
                ),
                following.role,
            )


def _nonce(what: UUID, act: str) -> UUID:
    """Return the nonce of an act that nobody presses a button for: the same each time."""
    return UUID(bytes=hashlib.sha256(f"safetoshare {act}\0".encode() + what.bytes).digest()[:16], version=4)
