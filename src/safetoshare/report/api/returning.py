"""What a reporter who comes back with her receipt sees and does. Each function opens its own unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safetoshare.report.selectors.content import COMPLAINT, Message
from safetoshare.report.selectors.mailbox import (
    BegunReport,
    ErasedReport,
    LookedAt,
    MessageToReporter,
    OpenMailbox,
    looks_of,
    mailbox_of_receipt,
    messages_of,
    nobodys,
)
from safetoshare.report.selectors.receipts import BusyError
from safetoshare.report.selectors.rights import due_on, rights_on
from safetoshare.report.selectors.tickets import Ticket, TicketKind, new_ticket, read_ticket, sealed_ticket
from safetoshare.report.selectors.words import Words, WordSays, is_usable
from safetoshare.report.services.contact_changes import change_contact
from safetoshare.report.services.erasure_wishes import end_wish, wish_for_erasure
from safetoshare.report.services.messages import add_reporter_message
from safetoshare.report.services.recording import NotStoredError
from safetoshare.report.services.spooling import is_anything_waiting
from safetoshare.report.services.stopping import ask_to_stop
from safetoshare.report.services.words import check_word, choose_words
from safetoshare.sharing.api import disclosures, log, policies
from safetoshare.sharing.api.acts import ActNotice
from safetoshare.sharing.api.disclosures import Notice
from safetoshare.sharing.api.policies import PromiseChange

__all__ = [
    "COMPLAINT",
    "ActNotice",
    "BegunReport",
    "BusyError",
    "ErasedReport",
    "LookedAt",
    "Message",
    "MessageToReporter",
    "NotStoredError",
    "Notice",
    "OpenMailbox",
    "PromiseChange",
    "Ticket",
    "TicketKind",
    "Told",
    "WordSays",
    "Words",
    "add_reporter_message",
    "ask_to_stop",
    "change_contact",
    "check_word",
    "choose_words",
    "due_on",
    "end_wish",
    "is_anything_waiting",
    "is_usable",
    "looks_of",
    "mailbox_of_receipt",
    "messages_of",
    "new_ticket",
    "promise_change",
    "proof_for",
    "read_as_if_found",
    "read_ticket",
    "rights_on",
    "sealed_ticket",
    "slip_for",
    "told_about",
    "wish_for_erasure",
]


@dataclass(frozen=True)
class Told:
    """A decision about what was told of her, or another act, and since when the public log has it: None if not yet."""

    notice: Notice | ActNotice
    in_log_since: date | None


def told_about(mailbox: OpenMailbox) -> list[Told]:
    """Return who was told what, and who was refused, in order (Rec 4(g))."""
    return [Told(notice, log.in_log_since(notice.commitment)) for notice in _notices(mailbox)]


def promise_change(mailbox: OpenMailbox, day: date) -> PromiseChange | None:
    """Return what she was promised before she reported and is no longer, or soon will not be; None if nothing."""
    shown_on = mailbox.promise_shown_on
    return None if shown_on is None else policies.change_since(shown_on, day)


def read_as_if_found(day: date) -> None:
    """Read for nobody what is read for whoever's receipt is right, so that a guess takes the same queries."""
    mailbox = nobodys()
    messages_of(mailbox)
    promise_change(mailbox, day)
    told_about(mailbox)
    looks_of(mailbox)


def proof_for(mailbox: OpenMailbox, number: str) -> bytes | None:
    """Return the proof of the decision with this number; None while it is not in the log, or if there is none."""
    for notice in _notices(mailbox):
        if str(notice.number) == number:
            return log.proof_of(notice.commitment, notice.record, notice.salt, notice.promise)
    return None


def slip_for(mailbox: OpenMailbox, number: str) -> str | None:
    """Return the short form of the same proof, for a small square code; None where there is no proof."""
    for notice in _notices(mailbox):
        if str(notice.number) == number:
            return log.slip_of(notice.commitment, notice.salt)
    return None


def _notices(mailbox: OpenMailbox) -> list[Notice | ActNotice]:
    sealed = disclosures.notices_for(mailbox.report)
    return [disclosures.read_notice(plaintext) for plaintext in mailbox.open(sealed)]
