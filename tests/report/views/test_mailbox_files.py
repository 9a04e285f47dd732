"""Files from somebody who comes back: sent at once with her words, and never shown again."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safetoshare.base.database import unit_of_work
from safetoshare.report.api.files import FilePart, files_of
from safetoshare.report.models import ReportFile
from safetoshare.report.selectors.files import pieces_of
from safetoshare.report.services.erasing import erase_report
from safetoshare.report.services.recording import NotStoredError
from tests.core.files.samples import archive, picture
from tests.report.away import database_away
from tests.report.conftest import SafeguardingUnit, the_report
from tests.report.pages import Reporter, hidden, text_of, value_of
from tests.web.trees import tree

PHOTO = ("IMG_2041.jpg", picture("JPEG"))
ADDRESS = "/return/files/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(visitor: Client, unit: SafeguardingUnit) -> Reporter:
    """Somebody whose mailbox is open."""
    reporter = Reporter(visitor)
    reporter.report()
    reporter.ticket = hidden(reporter.come_back())
    return reporter


def chosen() -> SimpleUploadedFile:
    return SimpleUploadedFile(*PHOTO)


def claimed() -> list[bool]:
    with unit_of_work():
        return [row is not None for row in ReportFile.objects.values_list("report_id", flat=True)]


def test_a_file_goes_to_the_unit_with_the_words_beside_it(returned: Reporter, unit: SafeguardingUnit) -> None:
    response = returned.add(PHOTO, address=ADDRESS, text="This is the room.")
    assert "1 file has been sent" in text_of(response)
    assert "This is the room" not in text_of(response)
    (message,) = unit.messages()
    assert message.text == "This is the room."
    (file,) = files_of(unit.account(), [message])
    assert b"".join(pieces_of(file.id, file.key, FilePart.ORIGINAL, file.size)) == PHOTO[1]
    assert claimed() == [True]


def test_the_same_page_pressed_twice_sends_one_message(returned: Reporter, unit: SafeguardingUnit) -> None:
    for _ in range(2):
        returned.post(ADDRESS, ticket=returned.ticket, text="Once.", file=chosen())
    assert len(unit.messages()) == 1
    # What the second press brought belongs to nothing, and is forgotten like whatever was never sent.
    assert sorted(claimed()) == [False, True]


def test_what_is_refused_is_said_and_the_words_and_the_other_files_go(
    returned: Reporter, unit: SafeguardingUnit
) -> None:
    response = returned.add(("two.jpg", PHOTO[1] + archive()), PHOTO, address=ADDRESS, text="Both.")
    assert response.status_code == 422
    assert "two.jpg: Two files are hidden in one" in text_of(response)
    assert "1 file has been sent" in text_of(response)
    (message,) = unit.messages()
    assert (message.text, len(message.files)) == ("Both.", 1)


def test_if_no_file_is_taken_nothing_is_sent_and_the_words_stay_on_the_page(
    returned: Reporter, unit: SafeguardingUnit
) -> None:
    response = returned.add(("a.exe", b"MZ\x00\x01"), address=ADDRESS, text="Look at this.")
    assert response.status_code == 422
    assert value_of(tree(response.content.decode()), "text").strip() == "Look at this."
    assert unit.messages() == []


def test_with_neither_words_nor_a_file_the_page_asks_for_one(returned: Reporter, unit: SafeguardingUnit) -> None:
    response = returned.post(ADDRESS, ticket=returned.ticket)
    assert response.status_code == 422
    assert "Choose a file first" in text_of(response)
    assert unit.messages() == []


def test_the_mailbox_leads_to_the_page_for_files_and_what_was_written_goes_along(returned: Reporter) -> None:
    response = returned.post(ADDRESS, ticket=returned.ticket, text="Half a sentence", choose="files")
    assert response.status_code == 200
    assert value_of(tree(response.content.decode()), "text").strip() == "Half a sentence"
    assert "A video, a sound recording or a PDF keeps what your phone wrote" in text_of(response)
    returned.ticket = hidden(response)
    assert "1 file has been sent" in text_of(returned.add(PHOTO, address=ADDRESS, text="A sentence."))


def test_words_alone_are_sent_from_either_button(returned: Reporter, unit: SafeguardingUnit) -> None:
    assert "Your message has been sent" in text_of(returned.post(ADDRESS, ticket=returned.ticket, text="Hello."))
    assert [message.text for message in unit.messages()] == ["Hello."]


def test_a_page_that_was_open_too_long_keeps_no_file_and_shows_the_words_to_be_copied(returned: Reporter) -> None:
    response = returned.post(ADDRESS, ticket="forged", text="Do not lose this.", file=chosen())
    assert response.status_code == 422
    assert "Do not lose this." in response.content.decode()
    assert claimed() == []


def test_while_the_database_is_away_the_words_stay_on_the_page(returned: Reporter) -> None:
    with database_away():
        response = returned.post(ADDRESS, ticket=returned.ticket, text="Do not lose this.", file=chosen())
    assert response.status_code == 503
    assert "Do not lose this." in response.content.decode()


def test_a_message_that_cannot_be_stored_is_said_to_be_so(returned: Reporter) -> None:
    with patch(
        "safetoshare.report.views.mailbox_files.returning.add_reporter_message", side_effect=NotStoredError("x")
    ):
        response = returned.post(ADDRESS, ticket=returned.ticket, text="Again.", file=chosen())
    assert response.status_code == 503
    assert "Again." in response.content.decode()
    assert claimed() == [False]


def test_the_page_has_one_size_whether_a_file_came_or_not(returned: Reporter) -> None:
    without = returned.post("/return/mailbox/", ticket=returned.ticket, text="Hello.")
    returned.ticket = hidden(without)
    assert len(returned.add(PHOTO, address=ADDRESS).content) == len(without.content)


def test_nothing_is_taken_for_a_report_that_was_erased(returned: Reporter) -> None:
    report = the_report().id
    with unit_of_work(write=True):
        erase_report(report)
    response = returned.add(PHOTO, address=ADDRESS)
    assert claimed() == [False]
    assert "1 file has been sent" not in text_of(response)
