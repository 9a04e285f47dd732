"""What fills a slot: stored whole, known by its bytes, and gone when another takes its place."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from safetoshare.base import recordings
from safetoshare.base.recordings import Kind, Recording, Slot
from safetoshare.core.errors import BadInputError
from tests.recorded import M4A, MP3, MP4, OGG, VTT, WEBM, recordings_folder

__all__ = ["recordings_folder"]

EASY = Slot("easy", "so", Kind.AUDIO)
SIGNED = Slot("easy", "en", Kind.BSL)
SAID = Recording('Aamina "Mina" Cali', date(2026, 11, 20), "a" * 64)


def test_a_recording_is_found_again_with_all_that_was_said_of_it(recordings_folder: Path) -> None:
    added = recordings.add(EASY, SAID, MP3)
    assert recordings.find(EASY) == added
    assert (added.spoken_by, added.day, added.text_sha256) == (SAID.spoken_by, SAID.day, SAID.text_sha256)
    assert added.sha256 == hashlib.sha256(MP3).hexdigest()
    assert recordings.is_whole(added)
    path = recordings.file_of(recordings.address_of(added.sha256))
    assert path is not None
    assert path.read_bytes() == MP3


def test_captions_are_kept_with_their_video(recordings_folder: Path) -> None:
    added = recordings.add(SIGNED, SAID, MP4, VTT)
    captions = recordings.file_of(recordings.address_of(added.captions_sha256))
    assert captions is not None
    assert recordings.content_type(captions) == "text/vtt; charset=utf-8"


def test_without_a_folder_every_slot_is_empty(recordings_folder: Path) -> None:
    assert recordings.find(EASY) is None
    assert recordings.file_of("0" * 32) is None
    assert not recordings_folder.exists()


def test_a_recording_that_takes_anothers_place_deletes_its_file(recordings_folder: Path) -> None:
    recordings.add(SIGNED, SAID, MP4, VTT)
    added = recordings.add(SIGNED, SAID, WEBM)
    assert {path.name for path in recordings_folder.iterdir()} == {"easy.en.bsl.toml", added.sha256}


def test_a_file_that_another_slot_names_too_stays(recordings_folder: Path) -> None:
    first = recordings.add(SIGNED, SAID, MP4)
    recordings.add(Slot("rule", "en", Kind.BSL), SAID, MP4)
    recordings.add(SIGNED, SAID, WEBM)
    assert recordings.is_whole(first)


@pytest.mark.parametrize("damage", [b"", b"ID3 another voice"])
def test_a_file_that_is_not_the_one_that_was_added_is_never_given(recordings_folder: Path, damage: bytes) -> None:
    added = recordings.add(EASY, SAID, MP3)
    assert recordings.is_whole(added)
    (recordings_folder / added.sha256).write_bytes(damage)
    assert not recordings.is_whole(added)
    assert recordings.file_of(recordings.address_of(added.sha256)) is None


@pytest.mark.parametrize(
    "written",
    [
        b"", b"\xff", b"sha256 = 3", b"[", b'sha256 = "x"\nspoken_by = "A"\nday = 2026-11-20\ntext_sha256 = "y"\n',
        b'spoken_by = 3\nday = 2026-11-20\nsha256 = "' + b"a" * 64 + b'"\ntext_sha256 = "' + b"a" * 64 + b'"\n',
        b'spoken_by = "A"\nday = "then"\nsha256 = "' + b"a" * 64 + b'"\ntext_sha256 = "' + b"a" * 64 + b'"\n',
    ],
)  # fmt: skip
def test_what_cannot_be_read_fills_no_slot(recordings_folder: Path, written: bytes) -> None:
    recordings_folder.mkdir()
    (recordings_folder / "easy.so.audio.toml").write_bytes(written)
    assert recordings.find(EASY) is None


@pytest.mark.parametrize(
    ("slot", "content", "kind"),
    [
        *((EASY, MP3, "audio/mpeg"), (EASY, b"\xff\xfb\x90" + bytes(50), "audio/mpeg"), (EASY, OGG, "audio/ogg")),
        *((EASY, M4A, "audio/mp4"), (SIGNED, MP4, "video/mp4"), (SIGNED, WEBM, "video/webm")),
    ],
)
def test_a_file_is_known_by_how_it_begins(recordings_folder: Path, slot: Slot, content: bytes, kind: str) -> None:
    path = recordings.file_of(recordings.address_of(recordings.add(slot, SAID, content).sha256))
    assert path is not None
    assert recordings.content_type(path) == kind


@pytest.mark.parametrize(
    ("slot", "content", "captions", "problem"),
    [
        (EASY, MP4, b"", "must be MP3, Ogg or M4A"),
        (SIGNED, MP3, b"", "must be MP4 or WebM"),
        (EASY, b"", b"", "must be MP3"),
        (EASY, b"<script>alert(1)</script>", b"", "must be MP3"),
        (SIGNED, MP4, b"1\n00:00", "must be a WebVTT file"),
        (EASY, MP3, VTT, "has no captions"),
        (EASY, b"ID3" + bytes(recordings.LARGEST_BYTES), b"", "larger than 48 MB"),
    ],
)
def test_a_file_of_another_kind_is_refused_and_nothing_is_stored(
    recordings_folder: Path, slot: Slot, content: bytes, captions: bytes, problem: str
) -> None:
    with pytest.raises(BadInputError, match=problem):
        recordings.add(slot, SAID, content, captions)
    assert not recordings_folder.exists()
