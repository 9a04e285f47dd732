"""What the briefing says of two kinds of crime: the same in words for pages as in the data with its sources."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

from django.utils import translation

from safetoshare.practice.labels import EFFECTS, POINTS
from safetoshare.practice.selectors import pathway_points
from safetoshare.sharing.labels import EFFECTS as EFFECTS_OF_RULES


def test_each_point_says_on_the_page_what_the_data_says() -> None:
    with translation.override("en"):
        said = {point: tuple(str(text) for text in texts[1:]) for point, texts in POINTS.items()}
    assert said == {point.id: (point.domestic_abuse, point.modern_slavery) for point in pathway_points()}


def test_each_point_names_its_sources_with_a_mark_and_the_file_the_day_of_reading() -> None:
    assert all(point.sources for point in pathway_points())
    assert all(
        source.endswith(("[R]", "[R2]", "[B]", "[own]")) for point in pathway_points() for source in point.sources
    )
    content = tomllib.loads(files("safetoshare.practice").joinpath("pathways.toml").read_text("utf-8"))
    assert isinstance(content["read_on"], date)


def test_every_effect_of_a_rule_has_a_heading() -> None:
    assert set(EFFECTS) == set(EFFECTS_OF_RULES)
