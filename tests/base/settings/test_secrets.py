"""Key files: for their owner alone, never replaced, and refused when damaged or made for the other mode."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from safetoshare.base.settings.environment import Mode, ProcessRole
from safetoshare.base.settings.secrets import KEY_BYTES, KEYS, create_keys, keys_of_role, peppers_of_role, read_key
from safetoshare.core.errors import SettingError

DEMONSTRATION = Mode.DEMONSTRATION


def refusal(folder: Path, name: str = "django", mode: Mode = DEMONSTRATION) -> str:
    with pytest.raises(SettingError) as caught:
        read_key(folder, name, mode)
    return str(caught.value)


@pytest.mark.parametrize("mode", list(Mode))
def test_every_key_is_drawn_and_read_back(tmp_path: Path, mode: Mode) -> None:
    assert create_keys(tmp_path, mode) == list(KEYS)
    keys = {read_key(tmp_path, name, mode) for name in KEYS}
    assert len(keys) == len(KEYS)
    assert {len(key) for key in keys} == {KEY_BYTES}


def test_key_files_and_their_folder_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "secrets"
    create_keys(folder, DEMONSTRATION)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_nothing_but_the_keys_is_left_in_the_folder(tmp_path: Path) -> None:
    create_keys(tmp_path, DEMONSTRATION)
    assert {file.name for file in tmp_path.iterdir()} == {f"{name}.key" for name in KEYS}


def test_a_key_is_on_the_disk_before_it_takes_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_disk: dict[int, int] = {}
    sync, link = os.fsync, os.link

    def watched_sync(handle: int) -> None:
        sync(handle)
        on_disk[os.fstat(handle).st_ino] = os.fstat(handle).st_size

    def watched_link(unfinished: str, path: Path) -> None:
        assert on_disk[os.stat(unfinished).st_ino] == os.stat(unfinished).st_size > KEY_BYTES
        link(unfinished, path)

    monkeypatch.setattr(os, "fsync", watched_sync)
    monkeypatch.setattr(os, "link", watched_link)
    assert create_keys(tmp_path, DEMONSTRATION) == list(KEYS)


def test_a_key_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    create_keys(tmp_path, DEMONSTRATION)
    before = read_key(tmp_path, "django", DEMONSTRATION)
    (tmp_path / "one-time-codes.key").unlink()
    assert create_keys(tmp_path, DEMONSTRATION) == ["one-time-codes"]
    assert read_key(tmp_path, "django", DEMONSTRATION) == before


def test_a_damaged_key_is_not_replaced_either(tmp_path: Path) -> None:
    (tmp_path / "django.key").write_text("damaged")
    create_keys(tmp_path, DEMONSTRATION)
    assert (tmp_path / "django.key").read_text() == "damaged"


def test_of_many_that_create_at_once_one_wins_and_all_read_the_same_whole_keys(tmp_path: Path) -> None:
    def create_and_read(_: int) -> tuple[int, bytes]:
        return len(create_keys(tmp_path, DEMONSTRATION)), read_key(tmp_path, "django", DEMONSTRATION)

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(create_and_read, range(32)))
    assert sum(written for written, _ in outcomes) == len(KEYS)
    assert len({key for _, key in outcomes}) == 1


def test_a_folder_that_cannot_be_written_is_said_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match=r"Key files cannot be written to .*/file/secrets: Not a directory"):
        create_keys(tmp_path / "file" / "secrets", DEMONSTRATION)


@pytest.mark.parametrize(
    ("mode", "remedy"), [(Mode.DEMONSTRATION, "safetoshare demo"), (Mode.PRODUCTION, "safetoshare keys create")]
)
def test_a_missing_key_is_said_with_the_command_that_writes_it(tmp_path: Path, mode: Mode, remedy: str) -> None:
    assert refusal(tmp_path, mode=mode) == f"The key file {tmp_path}/django.key is missing: `{remedy}` writes it."


@pytest.mark.parametrize(
    ("made_for", "used_in"), [(Mode.DEMONSTRATION, Mode.PRODUCTION), (Mode.PRODUCTION, Mode.DEMONSTRATION)]
)
def test_neither_mode_takes_the_keys_of_the_other(tmp_path: Path, made_for: Mode, used_in: Mode) -> None:
    create_keys(tmp_path, made_for)
    assert refusal(tmp_path, mode=used_in) == f"{tmp_path}/django.key was not made for {used_in} mode, and is refused."


def test_a_key_put_back_under_the_name_of_another_is_refused(tmp_path: Path) -> None:
    create_keys(tmp_path, DEMONSTRATION)
    (tmp_path / "django.key").replace(tmp_path / "passphrase-pepper.key")
    assert "is not the key file 'passphrase-pepper'" in refusal(tmp_path, "passphrase-pepper")


HEADING = "safe-to-share key, version 1, demonstration\ndjango\n"


@pytest.mark.parametrize(
    "content",
    [
        "",
        HEADING,
        f"{HEADING}{'ab' * 31}\n",
        f"{HEADING}{'ab' * 33}\n",
        f"{HEADING}{'xy' * 32}\n",
        f"{HEADING}{'ab' * 32}\n{'ab' * 32}\n",
        f"safe-to-share key, version 2, demonstration\ndjango\n{'ab' * 32}\n",
    ],
)
def test_a_damaged_key_is_refused_and_none_of_it_repeated(tmp_path: Path, content: str) -> None:
    (tmp_path / "django.key").write_text(content)
    said = refusal(tmp_path)
    assert "Put it back from its backup" in said
    assert "abab" not in said


def test_a_key_file_of_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "django.key").write_bytes(b"\xff\xfe" * 40)
    assert refusal(tmp_path) == f"The key file {tmp_path}/django.key cannot be read: UnicodeDecodeError"


def test_a_folder_in_the_place_of_a_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "django.key").mkdir()
    assert refusal(tmp_path) == f"The key file {tmp_path}/django.key cannot be read: IsADirectoryError"


OF_RECEIPTS = ("receipt-site-salt", "receipt-pepper", "receipt-second-pepper", "draft")


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (ProcessRole.ALL, tuple(KEYS)),
        (ProcessRole.PUBLIC, ("django", *OF_RECEIPTS)),
        (ProcessRole.HUB, ("django", "one-time-codes", "passphrase-pepper", "log-signing", "letters")),
        (
            ProcessRole.PARTNER,
            (
                *("django", "one-time-codes", "partner-passphrase-pepper", "letters"),
                *("receipt-site-salt", "receipt-pepper", "receipt-second-pepper", "draft"),
            ),
        ),
        (ProcessRole.SCRUTINY, ("django", "one-time-codes")),
        (ProcessRole.WORKER, ("django",)),
    ],
)
def test_each_process_reads_the_keys_of_its_own_work_and_no_other(role: ProcessRole, names: tuple[str, ...]) -> None:
    assert keys_of_role(role) == names


@pytest.mark.parametrize(
    ("role", "peppers"),
    [
        (ProcessRole.ALL, {"staff": "passphrase-pepper", "partner": "partner-passphrase-pepper"}),
        (ProcessRole.HUB, {"staff": "passphrase-pepper"}),
        (ProcessRole.PARTNER, {"partner": "partner-passphrase-pepper"}),
        (ProcessRole.PUBLIC, {}),
    ],
)
def test_an_unwrapper_reads_the_peppers_of_its_own_door(role: ProcessRole, peppers: dict[str, str]) -> None:
    assert peppers_of_role(role) == peppers
