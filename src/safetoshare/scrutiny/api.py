"""The door of `scrutiny`: enter registers and responses, read the register as it stands on a day (Rec 8)."""

from __future__ import annotations

from datetime import date

from safetoshare.base import clock
from safetoshare.base.confined.documents import read_confined
from safetoshare.base.database import unit_of_work
from safetoshare.core.documents.reading import read_response
from safetoshare.scrutiny.selectors import complaints, register, waiting
from safetoshare.scrutiny.selectors.evidence import Evidence, evidence_until
from safetoshare.scrutiny.selectors.shown import (
    ShownAnswer,
    ShownBody,
    ShownComplaint,
    ShownLine,
    ShownPart,
    ShownPassage,
    ShownReport,
    ShownWait,
)
from safetoshare.scrutiny.services.register_file import read_register_file
from safetoshare.scrutiny.services.registers import RegisterDiffers, RegisterEntered, enter_register
from safetoshare.scrutiny.services.responses import (
    Outcome,
    ResponseEntered,
    ResponseKnown,
    ResponseRefused,
    import_response,
)

__all__ = [
    "Evidence",
    "Outcome",
    "RegisterDiffers",
    "RegisterEntered",
    "ResponseEntered",
    "ResponseKnown",
    "ResponseRefused",
    "ShownAnswer",
    "ShownBody",
    "ShownComplaint",
    "ShownLine",
    "ShownPart",
    "ShownPassage",
    "ShownReport",
    "ShownWait",
    "complaint_on",
    "complaints_on",
    "evidence_until",
    "import_document",
    "import_register_file",
    "line_on",
    "register_on",
    "waits_of",
    "waits_on",
]


def import_document(content: bytes, name: str) -> Outcome:
    """Read a published response (Markdown, HTML, DOCX, PDF) and enter it. DocumentError when it cannot be read."""
    reading = read_response(read_confined(content))
    return import_response(reading, name=name, content=content, entered_on=clock.today())


def import_register_file(content: bytes) -> RegisterEntered | RegisterDiffers:
    """Enter what a register file in TOML says. DocumentError when it cannot be read."""
    return enter_register(read_register_file(content))


def register_on(day: date) -> tuple[ShownReport, ...]:
    """Return the whole register as it stands on a day."""
    with unit_of_work():
        return register.register_on(day)


def line_on(report: str, number: str, body: str, day: date) -> ShownLine | None:
    """Return one recommendation with one body as it stands on a day, or None."""
    with unit_of_work():
        return register.line_on(report, number, body, day)


def complaints_on(day: date) -> tuple[ShownComplaint, ...]:
    """Return the super-complaints that had been made by a day, newest first."""
    with unit_of_work():
        return complaints.complaints_on(day)


def complaint_on(code: str, day: date) -> ShownComplaint | None:
    """Return one super-complaint as it stands on a day, or None."""
    with unit_of_work():
        return complaints.complaint_on(code, day)


def waits_on(day: date) -> tuple[ShownWait, ...]:
    """Return who waits for whom on a day; who is to do something now comes first."""
    adopted = waiting.adopted_policies()
    with unit_of_work():
        return waiting.waits_on(day, adopted)


def waits_of(line: ShownLine, day: date) -> tuple[ShownWait, ...]:
    """Return what one recommendation with one body waits for on a day."""
    adopted = waiting.adopted_policies()
    with unit_of_work():
        return waiting.waits_of(line.report, line.number, line.body.code, day, adopted)
