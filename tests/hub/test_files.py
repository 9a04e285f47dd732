"""Files in a case: the copy to look at, the original as it came, and each opening noted before it happens."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from PIL import Image

from safetoshare.base.database import unit_of_work
from safetoshare.base.models import AuditRow
from safetoshare.hub.api.cases import open_case
from safetoshare.hub.models import Case
from safetoshare.hub.services.cases import CaseOpened
from safetoshare.report.api.files import SentFile
from safetoshare.report.models import ReportFile, ReportFileChunk, ReportFileOpening
from safetoshare.report.services.erasing import erase_report
from tests.core.files.samples import MAKER, PLACE
from tests.hub.casework import Desk, page_of, triage, typed_in, words_of
from tests.hub.filing import CLIP, PHOTO, report_with, sent_later

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def case_with(*files: tuple[str, bytes]) -> tuple[str, list[SentFile]]:
    """The address of a case whose report came with files."""
    report, sent = report_with(*files)
    opened = open_case(report, triage())
    assert isinstance(opened, CaseOpened)
    return f"/en/staff/cases/{opened.case}/", sent


def press(desk: Desk, address: str, part: str) -> HttpResponse:
    """Press a button of the page of a file, with the random number of its form."""
    return desk.post(f"{address}{part}/", {"form_nonce": typed_in(desk.get(address))["form_nonce"]})


def openings() -> list[tuple[str, UUID]]:
    with unit_of_work():
        return list(ReportFileOpening.objects.order_by("opened_on", "id").values_list("part", "account"))


def test_a_report_that_waits_says_which_files_came_and_opens_none(desk: Desk) -> None:
    report, (photo, _) = report_with(PHOTO, CLIP)
    page = desk.get(f"/en/staff/reports/{report}/")
    assert "Picture, 0.1 MB" in words_of(page)
    assert "Video, 0.1 MB" in words_of(page)
    assert "Take the case to open them" in words_of(page)
    assert str(photo.id) not in page.content.decode()


def test_a_case_leads_to_each_file_and_its_page_says_what_is_known_of_it(desk: Desk) -> None:
    address, (photo, _) = case_with(PHOTO, CLIP)
    assert f"{address}files/{photo.id}/" in desk.get(address).content.decode()
    page = words_of(desk.get(f"{address}files/{photo.id}/"))
    for words in (PHOTO[0], photo.sha256, "Picture (jpeg)", "Nobody has opened it yet", "file 1"):
        assert words in page


def test_the_copy_is_shown_in_the_page_without_what_the_phone_wrote(desk: Desk) -> None:
    address, (photo,) = case_with(PHOTO)
    page = press(desk, f"{address}files/{photo.id}/", "copy")
    source = str(page_of(page).find(tag="img").attributes["src"])
    content = b64decode(source.removeprefix("data:image/jpeg;base64,"))
    assert Image.open(io.BytesIO(content)).size == (60, 40)
    for secret in (MAKER, PLACE):
        assert secret.encode() not in content
    assert openings() == [("copy", desk.account.id)]
    assert "the copy" in words_of(page)


def test_the_original_is_handed_out_exactly_as_it_came_under_a_name_that_tells_nothing(desk: Desk) -> None:
    address, (_, photo) = case_with(CLIP, PHOTO)
    answer = press(desk, f"{address}files/{photo.id}/", "original")
    assert b"".join(answer.streaming_content) == PHOTO[1]  # type: ignore[attr-defined]  # a streaming answer
    assert re.fullmatch(r'attachment; filename="[0-9A-F]{6}-2\.jpg"', answer["Content-Disposition"])
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert openings() == [("original", desk.account.id)]
    assert "the original" in words_of(desk.get(f"{address}files/{photo.id}/"))


def test_each_opening_stands_in_the_audit_with_its_purpose(desk: Desk) -> None:
    address, (photo,) = case_with(PHOTO)
    press(desk, f"{address}files/{photo.id}/", "original")
    assert {"open_original_file", "original"} <= set(AuditRow.objects.values_list("purpose", flat=True))


def test_an_opening_that_cannot_be_noted_does_not_happen(desk: Desk) -> None:
    address, (photo,) = case_with(PHOTO)
    page = f"{address}files/{photo.id}/"
    nonce = typed_in(desk.get(page))["form_nonce"]
    with patch("safetoshare.hub.views.files.api.note_opening", side_effect=OperationalError):
        answer = desk.post(f"{page}original/", {"form_nonce": nonce})
    assert answer.status_code == 503
    assert not answer.streaming


def test_a_video_has_no_copy_and_the_page_says_why(desk: Desk) -> None:
    address, (clip,) = case_with(CLIP)
    page = f"{address}files/{clip.id}/"
    assert "There is no copy of it" in words_of(desk.get(page))
    assert press(desk, page, "copy").status_code == 404
    assert openings() == []


def test_a_file_is_found_in_its_own_case_alone(desk: Desk) -> None:
    _, (photo,) = case_with(PHOTO)
    other, _ = case_with(CLIP)
    assert desk.get(f"{other}files/{photo.id}/").status_code == 404
    assert desk.get(f"{other}files/{uuid4()}/").status_code == 404


def test_with_locked_keys_nothing_is_opened_and_the_page_asks_for_the_passphrase(desk: Desk) -> None:
    address, (photo,) = case_with(PHOTO)
    page = f"{address}files/{photo.id}/"
    nonce = typed_in(desk.get(page))["form_nonce"]
    desk.lock()
    answer = desk.post(f"{page}original/", {"form_nonce": nonce})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "/staff/unlock/" in desk.get(page)["Location"]
    assert openings() == []


def test_files_that_came_later_stand_after_the_others_and_the_message_says_so(desk: Desk) -> None:
    address, _ = case_with(PHOTO)
    later = sent_later(UUID(address.split("/")[-2]), CLIP)
    page = words_of(desk.get(address))
    assert page.index("Picture, 0.1 MB") < page.index("Video, 0.1 MB")
    assert "And this.1 file was sent." in page.replace(". 1 file", ".1 file")
    assert desk.get(f"{address}files/{later.id}/").status_code == 200


def test_an_erased_report_leaves_no_piece_and_no_list_of_openings(desk: Desk) -> None:
    address, (photo,) = case_with(PHOTO)
    press(desk, f"{address}files/{photo.id}/", "copy")
    report = Case.objects.get(pk=address.split("/")[-2]).report
    with unit_of_work(write=True):
        erase_report(report)
    with unit_of_work():
        assert [table.objects.count() for table in (ReportFile, ReportFileChunk, ReportFileOpening)] == [0, 0, 0]
