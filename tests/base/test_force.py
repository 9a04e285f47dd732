"""What is local to one force: read from its folder, and refused when an entry is missing or of another kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from safetoshare.base.force import Area, current_force, read_force
from safetoshare.base.languages import LANGUAGES
from safetoshare.core.errors import SettingError

GOOD = """
name = "Police of Erewhon"
unit = "Safeguarding"
log_origin = "erewhon.example/log"
is_demonstration = false
languages = ["en", "so"]
backups_kept_days = 30
drafts_kept_days = 14
erasure_wait_days = 7
[[area]]
code = "E00000001"
name = "Erewhon"
"""


def folder_with(folder: Path, content: str | bytes) -> Path:
    (folder / "force.toml").write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_a_force_is_read_with_its_names_areas_and_languages(tmp_path: Path) -> None:
    force = read_force(folder_with(tmp_path, GOOD))
    assert force.name == "Police of Erewhon"
    assert force.unit == "Safeguarding"
    assert force.log_origin == "erewhon.example/log"
    assert force.is_demonstration is False
    assert force.areas == (Area("E00000001", "Erewhon"),)
    assert force.languages == ("en", "so")
    assert (force.backups_kept_days, force.drafts_kept_days, force.erasure_wait_days) == (30, 14, 7)


@pytest.mark.parametrize("name", ["name", "unit", "log_origin", "is_demonstration", "languages", "code"])
@pytest.mark.parametrize("value", [None, "3", '""', "{}", "2026-06-17"])
def test_an_entry_that_is_missing_or_of_another_kind_is_said_by_name(
    tmp_path: Path, name: str, value: str | None
) -> None:
    line = "" if value is None else f"{name} = {value}"
    content = re.sub(rf"^{name} = .*$", line, GOOD, flags=re.MULTILINE)
    with pytest.raises(SettingError, match=rf"force\.toml: the entry '{name}' must be "):
        read_force(folder_with(tmp_path, content))


@pytest.mark.parametrize("days", ["0", "-1", "367", '"30"', "true", "30.5"])
@pytest.mark.parametrize("name", ["backups_kept_days", "drafts_kept_days", "erasure_wait_days"])
def test_backups_and_drafts_are_kept_for_a_number_of_days(tmp_path: Path, name: str, days: str) -> None:
    content = re.sub(f"{name} = [0-9]+", f"{name} = {days}", GOOD)
    with pytest.raises(SettingError, match=f"'{name}' must be "):
        read_force(folder_with(tmp_path, content))


def test_recordings_have_a_folder_of_that_name_or_of_the_one_that_is_named(tmp_path: Path) -> None:
    assert read_force(folder_with(tmp_path, GOOD)).recordings == "recordings"
    assert read_force(folder_with(tmp_path, 'recordings = "voices"\n' + GOOD)).recordings == "voices"


@pytest.mark.parametrize("name", ['""', "3", '".."', '"a/b"', '"/tmp"', '".git"'])
def test_recordings_lie_in_a_folder_right_below_the_forces_own(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError, match="'recordings' must be "):
        read_force(folder_with(tmp_path, f"recordings = {name}\n" + GOOD))


@pytest.mark.parametrize("areas", ["area = 3", 'area = ["Erewhon"]', "[area]", "[[areas]]"])
def test_areas_are_a_list_of_entries(tmp_path: Path, areas: str) -> None:
    with pytest.raises(SettingError, match=r"force\.toml: the entry '(area|code)' must be "):
        read_force(folder_with(tmp_path, GOOD.partition("[[area]]")[0] + areas))


@pytest.mark.parametrize("languages", ['["tlh"]', '["en", 3]', '["EN"]'])
def test_a_language_that_no_page_speaks_is_refused(tmp_path: Path, languages: str) -> None:
    content = GOOD.replace('["en", "so"]', languages)
    with pytest.raises(SettingError, match="'languages' may hold en, pa, ur, ar, so"):
        read_force(folder_with(tmp_path, content))


def test_whether_it_is_the_demonstration_is_said_with_true_or_false_alone(tmp_path: Path) -> None:
    content = GOOD.replace("is_demonstration = false", 'is_demonstration = "false"')
    with pytest.raises(SettingError, match="'is_demonstration' must be true or false"):
        read_force(folder_with(tmp_path, content))


@pytest.mark.parametrize("content", ["name = ", b"\xff\xfe", "name = 'a'\nname = 'b'"])
def test_a_file_that_is_not_toml_is_refused_by_its_name(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(SettingError, match=r"force\.toml: "):
        read_force(folder_with(tmp_path, content))


def test_a_missing_file_is_said_with_the_setting_that_names_its_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"SAFETOSHARE_FORCE: .*/force\.toml cannot be read \(No such file"):
        read_force(tmp_path)


def test_the_force_that_comes_with_the_house_is_a_demonstration_in_languages_that_every_page_speaks() -> None:
    force = current_force()
    assert force == read_force(settings.ENVIRONMENT.force)
    assert force.is_demonstration
    assert set(force.languages) <= {language.code for language in LANGUAGES}
    assert all(re.fullmatch(r"E\d{8}", area.code) for area in force.areas)
