"""Which areas a postcode district lies in: read from the force's folder, and refused when it is not sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from safetoshare.base.districts import current_districts, read_districts
from safetoshare.base.force import current_force
from safetoshare.core.errors import SettingError

AREAS = ["E00000001", "E00000002"]
GOOD = """
source = "A map"
mark = "B"
read_on = 2026-11-23
[[lie]]
areas = ["E00000001"]
districts = ["ER1"]
[[lie]]
areas = ["E00000002", "E00000001"]
districts = ["ER2", "ER3"]
"""


def folder_with(folder: Path, content: str | bytes) -> Path:
    (folder / "postcodes.toml").write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_a_table_is_read_with_its_source_and_areas_in_the_forces_order(tmp_path: Path) -> None:
    table = read_districts(folder_with(tmp_path, GOOD), AREAS)
    assert table.areas == {"ER1": ("E00000001",), "ER2": tuple(AREAS), "ER3": tuple(AREAS)}
    assert (table.source, table.mark, table.read_on) == ("A map", "B", date(2026, 11, 23))


@pytest.mark.parametrize(
    ("part", "instead", "says"),
    [
        ('source = "A map"', "", "'source' must be a text"),
        ('source = "A map"', 'source = ""', "'source' must be a text"),
        ('mark = "B"', 'mark = "sure"', "'mark' must be one of R, R2, B"),
        ("read_on = 2026-11-23", 'read_on = "today"', "'read_on' must be a day"),
        ("read_on = 2026-11-23", "read_on = 2026-11-23T10:00:00", "'read_on' must be a day"),
        ('["ER1"]', '["ER1", "ER2"]', "ER2 stands twice"),
        ('["ER1"]', '["er1"]', "'districts' must be a list of districts"),
        ('["ER1"]', '["ER1 4QA"]', "'districts' must be a list of districts"),
        ('["ER1"]', "[]", "'districts' must be a list of districts"),
        ('["ER1"]', "[1]", "'districts' must be a list of districts"),
        ('["E00000001"]', '["E00000009"]', "'areas' must be a list of codes"),
        ('areas = ["E00000001"]', "", "'areas' must be a list of codes"),
        ("[[lie]]", "[[where]]", "must hold"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path: Path, part: str, instead: str, says: str) -> None:
    with pytest.raises(SettingError, match=says):
        read_districts(folder_with(tmp_path, GOOD.replace(part, instead)), AREAS)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"source = ", b"[["])
def test_what_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SettingError, match=r"postcodes\.toml"):
        read_districts(folder_with(tmp_path, content), AREAS)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"postcodes\.toml cannot be read"):
        read_districts(tmp_path, AREAS)


def test_the_demonstrations_table_is_sound_and_leaves_no_area_of_the_force_out() -> None:
    table = current_districts()
    assert table == read_districts(settings.ENVIRONMENT.force, [area.code for area in current_force().areas])
    assert {area for areas in table.areas.values() for area in areas} == {area.code for area in current_force().areas}
    assert table.areas["BS1"] == ("E06000023",)
    assert set(table.areas["BS16"]) == {"E06000023", "E06000025"}
    assert table.mark == "B"
