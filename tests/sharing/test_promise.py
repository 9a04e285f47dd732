"""The region that the page shows is the region that was proved, read back from the page itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from safetoshare.core.errors import PolicyError, SettingError
from safetoshare.core.policy.boxes import Box, intersect, subtract_all
from safetoshare.core.policy.prove import regions
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.api.policies import InForce
from safetoshare.sharing.api.promise import force_position, read_regions, region_towards_enforcement
from safetoshare.sharing.selectors.position import recorded_position
from tests.sharing.policies import the_policy
from tests.web.trees import tree

ASKED = {"recipient": ["immigration_enforcement"], "subject": ["protected"], "data": ["personal"]}


def proved_region() -> list[Box]:
    asked = published().box(ASKED)
    return [box for box in (intersect(one, asked) for one in regions(the_policy()).shared) if box is not None]


def same_set(left: list[Box], right: list[Box]) -> bool:
    return not subtract_all(left, right) and not subtract_all(right, left)


@pytest.mark.parametrize("language", ["en", "pa", "ur", "ar", "so"])
def test_the_page_read_back_is_exactly_the_proved_region(in_force: InForce, visitor: Client, language: str) -> None:
    page = tree(visitor.get(f"/{language}/promise/").content.decode())
    texts = [element.attributes["data-region"] or "" for element in page.walk() if "data-region" in element.attributes]
    assert len(texts) == len(region_towards_enforcement(in_force)) > 0
    assert same_set(read_regions(texts), proved_region())


def test_a_region_with_one_value_more_or_less_is_another(in_force: InForce) -> None:
    for change in ({"consent": ["given", "refused"]}, {"stage": ["court"]}):
        texts = [opening.region for opening in region_towards_enforcement(in_force)]
        texts[-1] = json.dumps({**json.loads(texts[-1]), **change})
        assert not same_set(read_regions(texts), proved_region())


def test_what_is_shown_of_a_box_is_all_that_restricts_it_beyond_the_question(in_force: InForce) -> None:
    for opening in region_towards_enforcement(in_force):
        assert same_set([published().box({**ASKED, **opening.shown})], read_regions([opening.region]))


@pytest.mark.parametrize("text", ['{"recipient": ["nobody"]}', '{"nothing": ["x"]}', '{"consent": []}'])
def test_a_region_of_unknown_words_is_an_error(text: str) -> None:
    with pytest.raises(PolicyError):
        read_regions([text])


def test_the_forces_own_position_is_dated_sourced_and_in_the_language_of_the_page() -> None:
    position = force_position()
    assert position is not None
    assert position.on.isoformat() == "2021-06-17"
    assert position.source.endswith("[R]")
    assert set(position.says) == {"en", "pa", "ur", "ar", "so"}
    with translation.override("ar"):
        assert position.text == position.says["ar"]


def test_a_force_that_records_no_position_has_none(tmp_path: Path) -> None:
    assert recorded_position(tmp_path) is None


@pytest.mark.parametrize(
    "content", ['on = 2021-06-17\nsource = "s"\n', 'on = "x"\nsource = "s"\n[says]\nen = "e"', "="]
)
def test_a_position_that_is_not_complete_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "position.toml").write_text(content, "utf-8")
    with pytest.raises(SettingError, match=r"position\.toml"):
        recorded_position(tmp_path)
