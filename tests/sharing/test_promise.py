"""What the pages of the promise say is what was proved, read back from the pages themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from safetoshare.core.errors import PolicyError, SettingError
from safetoshare.core.policy.boxes import Box, intersect, subtract_all
from safetoshare.core.policy.limits import applying, parse_limits
from safetoshare.core.policy.prove import prove, regions
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.api.policies import InForce
from safetoshare.sharing.api.promise import PublicPromise, force_position, public_promise, read_regions
from safetoshare.sharing.selectors.position import recorded_position
from tests.sharing.policies import FOLDER, TODAY, the_claims, the_policy
from tests.web.trees import Element, tree

LANGUAGES = ("en", "pa", "ur", "ar", "so")
ABOUT = {"subject": ["protected"], "data": ["personal"]}
ENFORCEMENT, HOME_OFFICE = ["immigration_enforcement"], ["home_office_bodies"]


def the_promise() -> PublicPromise:
    found = public_promise(TODAY)
    assert found is not None
    return found


def proved(recipients: list[str], boxes: tuple[Box, ...]) -> list[Box]:
    asked = published().box({"recipient": recipients, **ABOUT})
    return [box for box in (intersect(one, asked) for one in boxes) if box is not None]


def same_set(left: list[Box], right: list[Box]) -> bool:
    return not subtract_all(left, right) and not subtract_all(right, left)


def pages(visitor: Client, address: str) -> list[Element]:
    """Every page of a list that goes on."""
    found = [tree(visitor.get(address).content.decode())]
    while any(e.attributes.get("href") == f"?page={len(found) + 1}" for e in found[-1].walk()):
        response = visitor.get(f"{address}?page={len(found) + 1}")
        assert response.status_code == 200
        found.append(tree(response.content.decode()))
    return found


def attributes(elements: list[Element], name: str) -> list[str]:
    return [e.attributes[name] or "" for page in elements for e in page.walk() if name in e.attributes]


def regions_of(elements: list[Element], answer: str) -> list[Box]:
    found = [e for page in elements for e in page.walk() if e.attributes.get("data-answer") == answer]
    return read_regions(element.attributes["data-region"] or "" for element in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_read_back_is_exactly_the_proved_region(in_force: InForce, visitor: Client, language: str) -> None:
    page = [tree(visitor.get(f"/{language}/promise/").content.decode())]
    found = regions(the_policy())
    assert same_set(regions_of(page, "human"), proved(ENFORCEMENT, found.human))
    assert same_set(regions_of(page, "yes"), proved(ENFORCEMENT, found.yes))
    assert len(attributes(page, "data-region")) == len(regions_of(page, "human")) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_each_part_of_the_home_office_may_be_told_reads_back_too(
    in_force: InForce, visitor: Client, language: str
) -> None:
    found, all_pages = regions(the_policy()), pages(visitor, f"/{language}/promise/home-office/")
    for answer, boxes in (("human", found.human), ("yes", found.yes)):
        assert same_set(regions_of(all_pages, answer), proved(HOME_OFFICE, boxes))
    assert len(attributes(all_pages, "data-region")) == sum(len(regions_of(all_pages, a)) for a in ("human", "yes"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_claims_on_the_pages_are_exactly_those_that_hold(in_force: InForce, visitor: Client, language: str) -> None:
    claims = the_claims()
    holding = {result.id for result in prove(the_policy(), claims).properties if result.holds}
    everything = attributes(pages(visitor, f"/{language}/promise/all/"), "data-claim")
    assert sorted(everything) == sorted(holding)
    first = attributes([tree(visitor.get(f"/{language}/promise/").content.decode())], "data-claim")
    assert set(first) <= holding
    early = [claim.id for claim in claims if claim.layer != "full" and claim.id in holding]
    assert sorted(first) == sorted(early)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_on_the_page_are_exactly_those_that_apply(in_force: InForce, visitor: Client, language: str) -> None:
    limits = parse_limits((FOLDER / "limits.toml").read_bytes(), "limits.toml", published())
    holding = {result.id for result in prove(the_policy(), the_claims()).properties if result.holds}
    found = attributes([tree(visitor.get(f"/{language}/promise/").content.decode())], "data-limit")
    assert found == [limit.id for limit in applying(limits, regions(the_policy()).shared, holding)]
    assert found


def test_every_claim_that_a_limit_names_is_one_of_the_claims() -> None:
    limits = parse_limits((FOLDER / "limits.toml").read_bytes(), "limits.toml", published())
    assert {limit.when_claim_fails for limit in limits} - {""} <= {claim.id for claim in the_claims()}


def test_a_region_with_one_value_more_or_less_is_another(in_force: InForce) -> None:
    found = regions(the_policy())
    texts = [opening.region for opening in the_promise().enforcement.by_human]
    place = next(i for i, text in enumerate(texts) if "consent" in json.loads(text))
    assert same_set(read_regions(texts), proved(ENFORCEMENT, found.human))
    for change in ({"consent": ["given", "refused"]}, {"stage": ["court"]}):
        changed = [*texts[:place], json.dumps({**json.loads(texts[place]), **change}), *texts[place + 1 :]]
        assert not same_set(read_regions(changed), proved(ENFORCEMENT, found.human))


def test_what_is_shown_of_a_box_is_all_that_restricts_it_beyond_the_question(in_force: InForce) -> None:
    for towards in the_promise().towards:
        for opening in (*towards.by_human, *towards.outright):
            asked = {"recipient": [towards.recipient], **ABOUT}
            assert same_set([published().box({**asked, **opening.shown})], read_regions([opening.region]))


@pytest.mark.parametrize("text", ['{"recipient": ["nobody"]}', '{"nothing": ["x"]}', '{"consent": []}'])
def test_a_region_of_unknown_words_is_an_error(text: str) -> None:
    with pytest.raises(PolicyError):
        read_regions([text])


def test_without_a_version_in_force_there_is_no_promise(db: None) -> None:
    assert public_promise(TODAY) is None


def test_the_forces_own_position_is_dated_sourced_and_in_the_language_of_the_page() -> None:
    position = force_position()
    assert position is not None
    assert position.on.isoformat() == "2021-06-17"
    assert position.source.endswith("[R]")
    assert set(position.says) == set(LANGUAGES)
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
