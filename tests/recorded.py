"""Files that begin as a voice, a video and captions do, and the folder that a test keeps them in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from safetoshare.base import recordings

MP3 = b"ID3\x04\x00" + b"voice " * 30_000
OGG = b"OggS" + bytes(200)
M4A = b"\x00\x00\x00\x20ftypM4A " + bytes(200)
MP4 = b"\x00\x00\x00\x20ftypisom" + b"signs " * 40
WEBM = b"\x1aE\xdf\xa3" + bytes(200)
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nCall 999.\n"


@pytest.fixture
def recordings_folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder in the place of the force's own; it is made when something is added."""
    folder = tmp_path / "recordings"
    with patch.object(recordings, "folder", return_value=folder):
        yield folder
