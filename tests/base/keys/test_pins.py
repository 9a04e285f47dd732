"""The pin stands outside the database, is whole or not there, and a damaged one is no pin."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base.keys.pins import PIN_FILE, KeysNotTrustedError, Pin, advance_pin, read_pin, write_pin

PIN = Pin("force.example/keys", 3, "ab" * 32)


@pytest.fixture
def state(settings: Settings, tmp_path: Path) -> Path:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, state=tmp_path)
    return tmp_path


def test_nothing_is_pinned_before_somebody_pins_it(state: Path) -> None:
    assert read_pin() is None


def test_a_pin_is_read_as_it_was_written_and_by_its_user_alone(state: Path) -> None:
    write_pin(replace(PIN, number=2))
    write_pin(PIN)
    assert read_pin() == PIN
    assert stat.S_IMODE((state / PIN_FILE).stat().st_mode) == 0o600
    assert [file.name for file in state.iterdir()] == [PIN_FILE]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"5", b"\xff", b'{"origin": "a"}', b'{"origin": "a", "number": "1", "sha256": "b"}'],
)
def test_a_damaged_pin_trusts_nothing_and_says_so(state: Path, content: bytes) -> None:
    (state / PIN_FILE).write_bytes(content)
    with pytest.raises(KeysNotTrustedError, match="cannot be read"):
        read_pin()


def test_a_folder_that_refuses_leaves_the_pin_where_it_was(
    state: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    write_pin(PIN)
    monkeypatch.setattr("os.replace", refuse)
    advance_pin(replace(PIN, number=4))
    assert read_pin() == PIN
    assert [file.name for file in state.iterdir()] == [PIN_FILE]
