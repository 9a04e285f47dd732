"""Adding files to a report: sealed as they arrive, said what is wrong, taken away again, and nothing lost."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.confined import ConfinedError, Failure
from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.core.files import Refusal
from safetoshare.core.files.examining import LARGEST
from safetoshare.report import tasks
from safetoshare.report.api.files import SentFile, files_of
from safetoshare.report.labels import REFUSALS
from safetoshare.report.models import FilePart, ReportFile, ReportFileChunk
from safetoshare.report.selectors.files import pieces_of
from safetoshare.report.services import files as services
from safetoshare.report.services.recording import _sealed_group
from tests.core.files.samples import MAKER, archive, picture, video
from tests.report.away import database_away
from tests.report.conftest import SafeguardingUnit, the_report
from tests.report.pages import Reporter, hidden, text_of
from tests.web.trees import tree

PHOTO = ("IMG_2041.jpg", picture("JPEG"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(visitor: Client) -> Reporter:
    return Reporter(visitor)


@pytest.fixture
def writing(reporter: Reporter, unit: SafeguardingUnit) -> Reporter:
    """Somebody who has her receipt and looks at the page for files."""
    reporter.reach_form()
    reporter.go("what", "more", account="He took my wages.")
    reporter.go("more", "files")
    return reporter


def kept() -> int:
    with unit_of_work():
        return ReportFile.objects.count()


def first_file(page: HttpResponse) -> str:
    """What the button says that deletes the first file of the list."""
    return str(tree(page.content.decode()).find(tag="button", name="file").attributes["value"])


def content_of(file: SentFile, part: FilePart = FilePart.ORIGINAL) -> bytes:
    return b"".join(pieces_of(file.id, file.key, part, file.size_of(part)))


def test_the_page_says_before_anything_is_chosen_what_a_file_tells_of_her(writing: Reporter) -> None:
    page = text_of(writing.go("files", "files"))
    assert "A phone writes into a photo where and when it was made" in page
    assert "A video, a sound recording or a PDF keeps what your phone wrote into it" in page
    assert "Each up to 100 MB" in page


def test_what_was_added_goes_with_the_report_original_and_clean_copy(writing: Reporter, unit: SafeguardingUnit) -> None:
    page = text_of(writing.add(PHOTO, ("clip.mp4", video())))
    assert "2 files were added" in page
    assert "IMG_2041" not in page
    writing.send(account="He took my wages.")
    photo, clip = files_of(unit.account())
    assert (photo.name, photo.group, photo.size) == (PHOTO[0], "picture", len(PHOTO[1]))
    assert photo.sha256 == hashlib.sha256(PHOTO[1]).hexdigest()
    assert content_of(photo) == PHOTO[1]
    assert MAKER.encode() in content_of(photo)
    copy = content_of(photo, FilePart.COPY)
    assert copy.startswith(b"\xff\xd8")
    assert MAKER.encode() not in copy
    assert (clip.group, clip.copy_size) == ("video", 0)
    assert content_of(clip) == video()
    report = the_report().id
    with unit_of_work():
        assert set(ReportFile.objects.values_list("report_id", flat=True)) == {report}


def test_nothing_of_a_file_stands_in_the_clear(writing: Reporter) -> None:
    writing.add(PHOTO, ("words.txt", b"canary words " * 2000))
    with unit_of_work():
        pieces = b"".join(bytes(one) for one in ReportFileChunk.objects.values_list("sealed", flat=True))
    assert pieces
    for secret in (MAKER.encode(), b"canary", b"JFIF"):
        assert secret not in pieces


def test_a_file_of_several_pieces_comes_whole(writing: Reporter, unit: SafeguardingUnit) -> None:
    words = bytes(range(97, 122)) * 100_000
    writing.add(("chat.txt", words))
    writing.send(account="x")
    (file,) = files_of(unit.account())
    with unit_of_work():
        assert ReportFileChunk.objects.count() == 3
    assert content_of(file) == words


def test_what_was_written_before_is_kept_beside_the_files(writing: Reporter, unit: SafeguardingUnit) -> None:
    writing.add(PHOTO)
    writing.go("files", "help")
    writing.go("help", "check", wish="help_only")
    assert "Pictures, videos and files: 1" in text_of(writing.go("check", "check"))
    writing.send()
    assert (unit.account().account, unit.account().wish) == ("He took my wages.", "help_only")
    assert len(unit.account().files) == 1


def test_the_files_are_found_again_by_whoever_comes_back_with_the_receipt(
    writing: Reporter, unit: SafeguardingUnit
) -> None:
    writing.add(PHOTO)
    again = Reporter(Client())
    page = again.come_back(writing.receipt)
    again.ticket, again.draft = hidden(page), hidden(page, "draft")
    assert "Picture" in text_of(again.go("what", "files"))
    again.send(account="Now.")
    assert len(unit.account().files) == 1


def test_the_control_room_is_given_no_key_of_a_file(writing: Reporter) -> None:
    with patch("safetoshare.report.services.recording._sealed_group", wraps=_sealed_group) as sealed:
        writing.add(PHOTO)
        writing.send(account="x", danger="yes", duty="yes")
    told = {call.args[1]: call.args[2] for call in sealed.call_args_list}
    assert len(told["account"]["files"]) == 1
    assert all(fields["account"]["files"] == [] for group, fields in told.items() if group == "duty")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.jpg", b"", "This file is empty"),
        ("setup.exe", b"MZ\x90\x00" + bytes(50), "We cannot take this kind of file"),
        ("half.png", picture("PNG", (300, 300))[:-60], "This file is damaged"),
        ("two.jpg", PHOTO[1] + archive(), "Two files are hidden in one here"),
        ("bomb.zip", archive(bytes(9_000_000)), "This file is small, but would open to"),
    ],
)
def test_what_is_refused_is_said_with_what_to_do_and_nothing_of_it_stays(
    writing: Reporter, unit: SafeguardingUnit, name: str, content: bytes, words: str
) -> None:
    response = writing.add((name, content), PHOTO)
    assert response.status_code == 422
    page = text_of(response)
    assert f"{name}: {words}" in page
    assert "1 file was added" in page
    assert kept() == 1
    writing.send(account="x")
    assert [file.name for file in files_of(unit.account())] == [PHOTO[0]]


def test_a_file_beyond_the_limit_is_read_to_its_end_refused_and_not_kept(
    writing: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "LARGEST", 2_000_000)
    response = writing.add(("long.mp4", bytes(3_500_000)), PHOTO)
    assert "long.mp4: This file is larger than 100 MB" in text_of(response)
    assert kept() == 1
    with unit_of_work():
        assert ReportFileChunk.objects.filter(part=FilePart.ORIGINAL).count() == 1


def test_the_limit_that_the_page_names_is_the_one_that_holds(writing: Reporter) -> None:
    form = tree(writing.go("files", "files").content.decode()).find(tag="form")
    assert int(str(form.attributes["data-most"])) == LARGEST == 100 * 1024 * 1024


def test_pressed_without_a_file_the_page_asks_for_one(writing: Reporter) -> None:
    response = writing.post("/report/files/add/", ticket=writing.ticket, draft=writing.draft, page="files")
    assert response.status_code == 422
    assert "Choose a file first" in text_of(response)


def test_more_files_at_once_than_are_taken_are_told_and_the_first_ones_kept(writing: Reporter) -> None:
    with patch("safetoshare.report.views.receiving.MOST_AT_ONCE", 2):
        response = writing.add(*[(f"{number}.txt", b"words") for number in range(4)])
    assert "Only the first 20 files were taken" in text_of(response)
    assert kept() == 2


def test_a_file_is_taken_away_again_at_once_and_twice_is_the_same(writing: Reporter, unit: SafeguardingUnit) -> None:
    page = writing.add(PHOTO, ("words.txt", b"words"))
    for _ in range(2):
        fields = {"ticket": writing.ticket, "draft": writing.draft, "page": "files", "file": first_file(page)}
        response = writing.post("/report/files/away/", **fields)
        writing.ticket, writing.draft = hidden(response), hidden(response, "draft")
        assert kept() == 1
    writing.send(account="x")
    assert [file.name for file in files_of(unit.account())] == ["words.txt"]


def test_deleting_all_deletes_the_files_too(writing: Reporter) -> None:
    writing.add(PHOTO)
    writing.post("/report/wipe/", ticket=writing.ticket, draft=writing.draft, page="what")
    assert kept() == 0


def test_nobody_but_the_receipt_that_brought_it_takes_a_file_away(writing: Reporter, visitor: Client) -> None:
    page = writing.add(PHOTO)
    other = Reporter(Client())
    other.reach_form()
    other.post("/report/files/away/", ticket=other.ticket, draft=other.draft, file=first_file(page))
    assert kept() == 1


def test_without_a_ticket_of_ours_nothing_is_kept_and_what_was_typed_is(reporter: Reporter) -> None:
    reporter.ticket, reporter.draft = "forged", ""
    response = reporter.add(PHOTO)
    assert response.status_code == 422
    assert "open for too long" in text_of(response)
    assert kept() == 0


def test_while_the_database_is_away_the_page_says_so_and_keeps_what_was_written(writing: Reporter) -> None:
    with database_away():
        response = writing.add(PHOTO)
    assert response.status_code == 503
    assert "We could not keep this just now" in text_of(response)
    assert kept() == 0
    assert "He took my wages" in writing.go("files", "what").content.decode()


def test_a_disk_that_is_full_in_the_middle_of_a_file_leaves_nothing_of_it(writing: Reporter) -> None:
    whole = services._keep_piece

    def full(received: services.Receiving, part: FilePart, number: int, piece: bytes) -> None:
        if number == 1:
            raise OperationalError("database or disk is full")
        whole(received, part, number, piece)

    with patch.object(services, "_keep_piece", full):
        response = writing.add(("chat.txt", b"words " * 500_000))
    assert response.status_code == 503
    assert kept() == 0


def test_a_file_that_nobody_can_look_at_is_refused_and_not_kept(writing: Reporter) -> None:
    with patch.object(services, "run_confined", side_effect=ConfinedError(Failure.BROKE)):
        response = writing.add(PHOTO)
    assert "We could not check this file" in text_of(response)
    assert kept() == 0


def test_files_that_were_never_sent_are_forgotten_with_the_draft_and_sent_ones_stay(
    writing: Reporter, unit: SafeguardingUnit
) -> None:
    writing.add(PHOTO)
    days = current_force().drafts_kept_days
    tasks.forget_what_was_begun(clock.today() + timedelta(days=days))
    assert kept() == 1
    tasks.forget_what_was_begun(clock.today() + timedelta(days=days + 1))
    assert kept() == 0


def test_going_on_writing_keeps_the_files_as_long_as_the_draft(writing: Reporter) -> None:
    writing.add(PHOTO)
    later = clock.today() + timedelta(days=1)
    with clock.clock_at(clock.now() + timedelta(days=1)):
        page = writing.come_back(writing.receipt)
        writing.ticket, writing.draft = hidden(page), hidden(page, "draft")
        writing.go("what", "more", account="more")
    tasks.forget_what_was_begun(later + timedelta(days=current_force().drafts_kept_days))
    assert kept() == 1


def test_a_report_that_was_sent_loses_no_file_to_forgetting(writing: Reporter, unit: SafeguardingUnit) -> None:
    writing.add(PHOTO)
    writing.send(account="x")
    tasks.forget_what_was_begun(clock.today() + timedelta(days=400))
    assert kept() == 1


@pytest.mark.parametrize("refusal", Refusal)
def test_there_are_words_for_each_refusal(refusal: Refusal) -> None:
    assert str(REFUSALS[refusal])
