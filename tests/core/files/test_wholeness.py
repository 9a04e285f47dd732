"""A file that is cut off, is two files in one, or opens to far more than it says, is refused; whole ones are not."""

from __future__ import annotations

import io
import struct
import zipfile
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.files import wholeness
from safetoshare.core.files.kinds import kind_of
from safetoshare.core.files.wholeness import Refusal, fault_of
from tests.core.files.samples import WHOLE, archive, box, pdf, picture, riff, video, webm_as_recorded

# What says in its own form where it ends.
ENDING = ("mp4", "m4a", "webm", "avi", "wav", "pdf", "zip")


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_has_no_fault(name: str) -> None:
    assert fault_of(name, WHOLE[name][1]) is None


@pytest.mark.parametrize("name", ENDING)
def test_a_file_that_lost_its_end_is_not_whole(name: str) -> None:
    content = WHOLE[name][1]
    assert fault_of(name, content[: len(content) * 2 // 3]) is Refusal.NOT_WHOLE


def test_a_video_without_its_table_of_contents_is_not_whole() -> None:
    assert fault_of("mp4", box(b"ftyp", b"isom" + bytes(4)) + box(b"mdat", bytes(100))) is Refusal.NOT_WHOLE


def test_a_recording_that_does_not_know_its_length_is_taken() -> None:
    assert fault_of("webm", webm_as_recorded()) is None
    streamed = riff(b"WAVE")
    assert fault_of("wav", streamed[:4] + b"\xff\xff\xff\xff" + streamed[8:]) is None


def test_what_some_telephones_write_after_a_video_or_a_photo_is_no_fault() -> None:
    assert fault_of("mp4", video() + b"\x00\x00SEFT") is None
    assert fault_of("jpeg", picture("JPEG") + video()) is None


@pytest.mark.parametrize("name", ["jpeg", "png", "gif", "mp4", "pdf", "mp3"])
def test_an_archive_behind_another_file_is_found(name: str) -> None:
    assert fault_of(name, WHOLE[name][1] + archive()) is Refusal.TWO_IN_ONE


def test_an_archive_with_a_long_comment_behind_a_picture_is_found() -> None:
    hidden = io.BytesIO(archive())
    with zipfile.ZipFile(hidden, "a") as packed:
        packed.comment = b"x" * 60_000
    assert fault_of("jpeg", picture("JPEG") + hidden.getvalue()) is Refusal.TWO_IN_ONE


def test_the_four_letters_of_an_archive_alone_are_no_second_file() -> None:
    assert fault_of("jpeg", picture("JPEG") + b"PK\x05\x06" + bytes(30)) is None


def test_a_document_that_begins_inside_a_picture_is_found() -> None:
    # A remark in a picture, before its points, is where such a document hides.
    content = picture("JPEG")
    remark = b"\xff\xfe" + struct.pack(">H", 2 + len(pdf())) + pdf()
    assert fault_of("jpeg", content[:2] + remark + content[2:]) is Refusal.TWO_IN_ONE


def test_words_about_a_document_are_words() -> None:
    assert kind_of(b"the file began with %PDF-1.4") is not None
    assert fault_of("text", b"the file began with PDF") is None


def test_an_archive_that_opens_to_far_more_than_it_is_is_a_bomb() -> None:
    assert fault_of("zip", archive(bytes(10_000_000))) is Refusal.OPENS_TO_TOO_MUCH


def test_an_archive_of_more_entries_than_anyone_looks_at_is_a_bomb() -> None:
    with patch.object(wholeness, "MOST_ENTRIES", 0):
        assert fault_of("zip", archive()) is Refusal.OPENS_TO_TOO_MUCH


def test_an_archive_whose_entries_lie_over_each_other_is_a_bomb() -> None:
    content = bytearray(archive(bytes(range(256)) * 40))
    at = content.index(b"PK\x01\x02")
    entry, end = bytes(content[at : content.index(b"PK\x05\x06")]), bytearray(content[content.index(b"PK\x05\x06") :])
    struct.pack_into("<HHI", end, 8, 5, 5, 5 * len(entry))
    assert fault_of("zip", bytes(content[:at]) + 5 * entry + bytes(end)) is Refusal.OPENS_TO_TOO_MUCH


def test_an_archive_that_says_less_than_it_opens_to_is_refused() -> None:
    content = bytearray(archive(b"0123456789" * 30))
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 10)
    assert fault_of("zip", bytes(content)) in (Refusal.OPENS_TO_TOO_MUCH, Refusal.NOT_WHOLE)


def test_an_archive_that_is_broken_inside_is_not_whole() -> None:
    content = bytearray(archive(bytes(range(256)) * 40))
    content[60] ^= 0xFF
    assert fault_of("zip", bytes(content)) is Refusal.NOT_WHOLE


def test_an_archive_locked_with_a_word_is_taken_as_it_is() -> None:
    content = bytearray(archive())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert fault_of("zip", bytes(content)) is None


@given(name=st.sampled_from(sorted(WHOLE)), content=st.binary(max_size=300))
def test_whatever_follows_a_beginning_it_is_judged_and_nothing_breaks(name: str, content: bytes) -> None:
    assert fault_of(name, WHOLE[name][1][:16] + content) in {None, *Refusal}
