"""What a third-party reporting centre needs: a receipt for the person, sending what stands on paper, and its list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.core.receipt import draw_receipt
from safetoshare.network.api import organisation_name
from safetoshare.report.selectors import centres
from safetoshare.report.selectors.centres import Centre, SentByCentre
from safetoshare.report.selectors.content import ReportContent, SafeContact
from safetoshare.report.selectors.tickets import Holder, Ticket, TicketKind, new_ticket, read_ticket, sealed_ticket
from safetoshare.report.services.recording import RecordedReport, record_report

__all__ = ["Centre", "SentByCentre", "centre_of", "draw_ticket", "record", "sealed", "sent_by", "ticket_of"]


def draw_ticket(account: UUID, organisation: UUID) -> Ticket:
    """Draw a receipt for the person, and the nonce with which her report is sent, for this worker of a centre."""
    holder = Holder(account, organisation, organisation_name(organisation))
    return replace(new_ticket(draw_receipt()), holder=holder)


def sealed(ticket: Ticket, at: datetime) -> str:
    """Return the text of the hidden field."""
    return sealed_ticket(ticket, TicketKind.CENTRE, at)


def ticket_of(text: str, at: datetime) -> Ticket | None:
    """Return a centre's ticket, or None for one that is altered, too old, or not a centre's."""
    ticket = read_ticket(text, TicketKind.CENTRE, at)
    return ticket if ticket is not None and ticket.holder is not None else None


def centre_of(ticket: Ticket) -> Centre:
    """Return who sends with this ticket."""
    assert ticket.holder is not None  # noqa: S101  # `ticket_of` gives no other
    return Centre.sending_with(ticket.nonce, ticket.holder.organisation, ticket.holder.account)


def record(ticket: Ticket, content: ReportContent, contact: SafeContact, *, area: str, on: date) -> RecordedReport:
    """Store what a person wrote on paper, as any report is stored. Errors: as `record_report` says.

    The centre's name and reference go into the sealed account.
    """
    centre, holder = centre_of(ticket), ticket.holder
    assert holder is not None  # noqa: S101  # as above
    return record_report(
        replace(content, centre=f"{holder.name}, {centre.reference}"),
        contact,
        area=area,
        receipt=ticket.receipt,
        nonce=ticket.nonce,
        on=on,
        known_stretch=ticket.stretched,
        centre=centre,
    )


def sent_by(organisation: UUID) -> list[SentByCentre]:
    """Return what a centre sent, the newest first: references, days and how they stand."""
    with unit_of_work():
        return centres.sent_by_centre(organisation)
