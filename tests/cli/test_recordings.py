"""`safetoshare recordings`: what it lists, what it stores, and how it ends."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from safetoshare.base import clock
from safetoshare.cli import main
from safetoshare.web.recordings import PAGES
from tests.recorded import MP3, MP4, VTT, recordings_folder

__all__ = ["recordings_folder"]

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
SLOTS = 6 * 5 * 2


def add(file: Path, **changed: str) -> int:
    words = {"page": "easy", "language": "en", "kind": "audio", "spoken-by": "Aamina Cali", "day": "2026-11-20"}
    given = [word for name, value in (words | changed).items() for word in (f"--{name}", value)]
    return main(["recordings", "add", str(file), *given])


def states(capsys: Capture) -> dict[tuple[str, str, str], str]:
    main(["recordings", "--json"])
    slots = json.loads(capsys.readouterr().out)["slots"]
    return {(slot["page"], slot["language"], slot["kind"]): slot["state"] for slot in slots}


@pytest.fixture
def voice(tmp_path: Path, recordings_folder: Path) -> Path:
    path = tmp_path / "voice.mp3"
    path.write_bytes(MP3)
    return path


def test_every_page_language_and_kind_is_listed_and_an_empty_slot_falls_short(
    recordings_folder: Path, capsys: Capture
) -> None:
    assert main(["recordings"]) == 1
    assert f"0 of {SLOTS} can be played" in capsys.readouterr().out
    assert list(states(capsys).values()) == ["absent"] * SLOTS


def test_what_was_added_is_present_until_its_page_changes(voice: Path, capsys: Capture) -> None:
    assert add(voice) == 0
    assert "easy.en.audio: stored" in capsys.readouterr().out
    slot = ("easy", "en", "audio")
    assert states(capsys)[slot] == "present"
    with patch("safetoshare.web.recordings.spoken_words", return_value="Other words."):
        assert states(capsys)[slot] == "out_of_date"
        assert main(["recordings"]) == 1
        assert "out of date" in capsys.readouterr().out


def test_who_spoke_and_when_is_listed(voice: Path, capsys: Capture) -> None:
    add(voice)
    capsys.readouterr()
    main(["recordings", "--json"])
    slots = json.loads(capsys.readouterr().out)["slots"]
    assert [(one["spoken_by"], one["day"]) for one in slots if one["spoken_by"]] == [("Aamina Cali", "2026-11-20")]


def test_it_ends_with_yes_when_every_slot_is_filled(voice: Path, tmp_path: Path, capsys: Capture) -> None:
    signed = tmp_path / "signed.mp4"
    signed.write_bytes(MP4)
    with (
        patch.dict(PAGES, {"easy": "report:easy"}, clear=True),
        patch("safetoshare.cli.recordings.codes", return_value=["en"]),
    ):
        assert add(voice) == 0
        assert main(["recordings"]) == 1
        assert add(signed, kind="bsl") == 0
        assert main(["recordings"]) == 0


def test_a_video_takes_its_captions_along_and_prints_json_alone(
    tmp_path: Path, recordings_folder: Path, capsys: Capture
) -> None:
    signed, captions = tmp_path / "signed.mp4", tmp_path / "signed.vtt"
    signed.write_bytes(MP4)
    captions.write_bytes(VTT)
    given = ["--page", "rule", "--language", "en", "--kind", "bsl", "--spoken-by", "B", "--day", "2026-11-20"]
    assert main(["recordings", "add", str(signed), *given, "--captions", str(captions), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["page"] == "rule"
    assert len(list(recordings_folder.iterdir())) == 3


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"page": "staff"}, "--page staff has no slot. Known: home, safety, leaving, easy, rule, return."),
        ({"spoken-by": " "}, "--spoken-by must name who speaks"),
        ({"spoken-by": "A\nB"}, "--spoken-by must name who speaks"),
        ({"day": "yesterday"}, "--day must be a day such as"),
        ({"day": "2026-02-30"}, "--day must be a day such as"),
        ({"day": "20261120"}, "--day must be a day such as"),
        ({"kind": "bsl"}, "it must be MP4 or WebM"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_stored(
    voice: Path, recordings_folder: Path, capsys: Capture, changed: dict[str, str], problem: str
) -> None:
    assert add(voice, **changed) == 2
    assert problem in capsys.readouterr().err
    assert not recordings_folder.exists()


def test_a_day_in_the_future_and_a_missing_file_are_wrong_use(voice: Path, tmp_path: Path, capsys: Capture) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    assert add(voice, day=tomorrow.isoformat()) == 2
    assert "lies in the future" in capsys.readouterr().err
    assert add(tmp_path / "nothing.mp3") == 2
    assert "there is no such file" in capsys.readouterr().err


@pytest.mark.parametrize("changed", [{"kind": "radio"}, {"language": "tlh"}])
def test_a_kind_or_language_that_there_is_not_is_refused(voice: Path, changed: dict[str, str]) -> None:
    with pytest.raises(SystemExit) as refused:
        add(voice, **changed)
    assert refused.value.code == 2


def test_what_is_to_be_read_aloud_is_printed(capsys: Capture) -> None:
    assert main(["recordings", "text", "--page", "easy", "--language", "en"]) == 0
    assert "Nobody can give you a new one." in capsys.readouterr().out
    assert main(["recordings", "text", "--page", "easy", "--language", "ur", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"words", "sha256"}
    assert main(["recordings", "text", "--page", "staff", "--language", "en"]) == 2
