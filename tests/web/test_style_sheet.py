"""The committed style sheet belongs to its sources, is small, serves both directions and loads nothing."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src/safetoshare/web/static"
SHEET = (STATIC / "safetoshare.css").read_text("utf-8")
BUILT: dict[str, Any] = json.loads((STATIC / "built.json").read_text("utf-8"))
ADVICE = "the style sheet was built from other sources: run `make assets`"
# As in assets/build.mjs.
CLASS = re.compile(r"\b(?:govuk|app)-[A-Za-z0-9!_-]*[A-Za-z0-9]")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("source", sorted(BUILT["sources"]))
def test_the_style_sheet_was_built_from_this_source(source: str) -> None:
    assert sha256(ROOT / source) == BUILT["sources"][source], ADVICE


def test_every_source_is_noted() -> None:
    named = {str(path.relative_to(ROOT)) for path in (ROOT / "assets/scss").glob("*.scss")}
    named |= {f"assets/{name}" for name in ("build", "build.mjs", "logical.mjs", "smaller.mjs")}
    assert named | {"assets/kept-classes.json", "assets/package-lock.json"} == set(BUILT["sources"]), ADVICE


def test_the_style_sheet_is_what_was_built() -> None:
    assert sha256(STATIC / "safetoshare.css") == BUILT["output"]["safetoshare.css"], ADVICE


def test_every_class_in_the_templates_was_known_when_it_was_built() -> None:
    kept: list[str] = json.loads((ROOT / "assets/kept-classes.json").read_text("utf-8"))
    texts = (path.read_text("utf-8") for path in (ROOT / "src/safetoshare").rglob("*.html"))
    assert sorted({*kept, *(name for text in texts for name in CLASS.findall(text))}) == BUILT["classes"], ADVICE


def test_the_style_sheet_has_at_most_six_kilobytes() -> None:
    assert len(gzip.compress(SHEET.encode(), 9)) <= 6 * 1024


def test_the_style_sheet_loads_nothing() -> None:
    assert "url(" not in SHEET
    assert "@import" not in SHEET
    assert "@font-face" not in SHEET
    assert "GDS Transport" not in SHEET


@pytest.mark.parametrize(
    "physical",
    ["margin-left", "margin-right", "padding-left", "padding-right", "text-align:left", "text-align:right"],
)
def test_no_side_is_fixed(physical: str) -> None:
    assert physical not in SHEET


def test_no_position_is_fixed_to_a_side() -> None:
    assert not re.search(r"[;{](?:left|right):", SHEET)


def test_what_logical_properties_cannot_turn_is_turned() -> None:
    for picture in (".govuk-back-link::before", ".govuk-details__summary::before", "govuk-grid-column"):
        assert re.search(r"\[dir=rtl\][^{}]*" + re.escape(picture), SHEET), picture
    # A tick looks the same in every language.
    assert "border-width:0 0 5px 5px" in SHEET


def test_urdu_has_room_for_nastaliq() -> None:
    rule = re.search(r"[^{}]*:lang\(ur\)[^{}]*\{([^{}]*)\}", SHEET)
    assert rule
    assert "line-height:2" in rule.group(1)
    assert "Nastaliq" in rule.group(1)


@pytest.mark.parametrize("kept", ["forced-colors", ":focus", "@media print", "outline:3px solid"])
def test_focus_high_contrast_and_print_are_kept(kept: str) -> None:
    assert kept in SHEET


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "assets/package-lock.json").read_text("utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


@pytest.mark.long
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    assert shutil.which("npm"), "needs Node 18 or later and npm"
    subprocess.run([str(ROOT / "assets/build"), "--to", str(tmp_path)], check=True)  # noqa: S603
    for name in ("safetoshare.css", "built.json"):
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes()
