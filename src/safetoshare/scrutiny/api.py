"""The door of `scrutiny`: enter registers and responses, read the register as it stands on a day (Rec 8)."""

from __future__ import annotations

from datetime import date

from safetoshare.base import clock
from safetoshare.base.confined.documents import read_confined
from safetoshare.base.database import unit_of_work
from safetoshare.core.documents.reading import read_response
from safetoshare.scrutiny.selectors import register
from safetoshare.scrutiny.selectors.evidence import Evidence, evidence_until
from safetoshare.scrutiny.selectors.shown import (
    ShownAnswer,
    ShownBody,
    ShownLine,
    ShownPart,
    ShownPassage,
    ShownReport,
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
    "ShownLine",
    "ShownPart",
    "ShownPassage",
    "ShownReport",
    "evidence_until",
    "import_document",
    "import_register_file",
    "line_on",
    "register_on",
]


def import_document(content: bytes, name: str) -> Outcome:
    """Read a published response (Markdown, HTML, DOCX, PDF) and enter it. DocumentError when it cannot be read."""
    reading = read_response(read_confined(content))
    return import_response(reading, name=name, content=content, entered_on=clock.today())


def import_register_file(content: bytes) -> RegisterEntered | RegisterDiffers:
    """Enter a report from its register file in TOML. DocumentError when it cannot be read."""
    return enter_register(read_register_file(content))


def register_on(day: date) -> tuple[ShownReport, ...]:
    """Return the whole register as it stands on a day."""
    with unit_of_work():
        return register.register_on(day)


def line_on(report: str, number: str, body: str, day: date) -> ShownLine | None:
    """Return one recommendation with one body as it stands on a day, or None."""
    with unit_of_work():
        return register.line_on(report, number, body, day)
