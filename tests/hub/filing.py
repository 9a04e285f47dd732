"""Reports that came with files, as the reporter's pages make them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.core.receipt import draw_receipt
from safetoshare.hub.models import Case
from safetoshare.report.api import Message, record_report
from safetoshare.report.api.files import SentFile
from safetoshare.report.selectors.receipts import look_up_of, stretched
from safetoshare.report.services.files import Receiving, look_at
from safetoshare.report.services.messages import add_reporter_message
from tests.core.files.samples import picture, video
from tests.hub.casework import BRISTOL, CONTACT, CONTENT

PHOTO = ("IMG_Amina_2041.jpg", picture("JPEG"))
CLIP = ("clip.mp4", video())


def received(receipt_look_up: bytes, name: str, content: bytes) -> SentFile:
    receiving = Receiving(receipt_look_up, name, clock.today())  # type: ignore[arg-type]  # bytes are a look-up
    receiving.add(content)
    receiving.end()
    found = look_at(receiving)
    assert isinstance(found, SentFile)
    return found


def report_with(*files: tuple[str, bytes]) -> tuple[UUID, list[SentFile]]:
    """A report that came with files."""
    receipt = draw_receipt()
    stretch = stretched(receipt)
    sent = [received(look_up_of(stretch), *file) for file in files]
    content = replace(CONTENT, files=tuple(file.packed() for file in sent))
    recorded = record_report(
        content,
        CONTACT,
        area=BRISTOL,
        receipt=receipt,
        nonce=uuid4().bytes,
        on=clock.today(),
        known_stretch=stretch,
    )
    return recorded.id, sent


def sent_later(case: UUID, file: tuple[str, bytes] = PHOTO) -> SentFile:
    """A file that the person of a case sent from the mailbox."""
    with unit_of_work():
        report = Case.objects.get(pk=case).report
    later = received(bytes(32), *file)
    add_reporter_message(report, Message("And this.", files=(later.packed(),)), uuid4().bytes, clock.today())
    return later
