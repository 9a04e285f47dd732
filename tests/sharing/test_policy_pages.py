"""The public pages of the policy: every version, what was proved of it, differences, files, and their weight."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils.html import escape

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import total
from safetoshare.core.policy.cedar import to_cedar
from safetoshare.core.policy.differ import differ
from safetoshare.core.policy.prove import prove, regions
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.api.policies import InForce, versions
from safetoshare.sharing.selectors.versions import Read, read_version
from tests.sharing.policies import CLAIMS, POLICY, file_that_tells_on_doubt, loaded, the_claims, the_policy
from tests.sharing.test_promise import LANGUAGES, attributes, pages
from tests.sharing.test_promise_pages import text
from tests.web.test_page_weight import on_the_wire
from tests.web.weights import NEXT_PAGE

DOUBT = "doubt-never-to-immigration-enforcement"


def used_to_be() -> bytes:
    """An older version, of which the claim about doubts fails."""
    return (
        file_that_tells_on_doubt()
        .replace(b'id = "model-firewall"', b'id = "used-to-be"', 1)
        .replace(b"in_force_from = 2026-01-01", b"in_force_from = 2017-01-01", 1)
    )


def the_old_policy() -> Policy:
    return parse_policy(used_to_be(), "used-to-be.toml", published())


@pytest.fixture
def old(in_force: InForce) -> UUID:
    """The older version, published and never adopted."""
    return loaded(used_to_be(), CLAIMS.read_bytes(), "used-to-be.toml").version_id


def listed(visitor: Client, address: str) -> list[tuple[str, str]]:
    """Every claim on the pages with whether it holds."""
    all_pages = pages(visitor, address)
    return list(zip(attributes(all_pages, "data-claim"), attributes(all_pages, "data-holds"), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_page_lists_each_version_with_how_it_stands(
    in_force: InForce, old: UUID, visitor: Client, language: str
) -> None:
    html = text(visitor, f"/{language}/policy/")
    for version in versions():
        assert f"/{language}/policy/{version.id}/" in html
        assert escape(version.policy.title) in html
    assert html.count("govuk-tag--green") == 1


def test_the_newest_version_stands_first(old: UUID, visitor: Client) -> None:
    html = text(visitor, "/en/policy/")
    days = [version.policy.in_force_from for version in versions()]
    assert days == sorted(days, reverse=True)
    places = [html.index(str(version.id)) for version in versions()]
    assert places == sorted(places)


def test_a_version_that_nobody_adopted_says_so_and_counts_what_fails(old: UUID, visitor: Client) -> None:
    failing = sum(not result.holds for result in prove(the_old_policy(), the_claims()).properties)
    html = text(visitor, f"/en/policy/{old}/")
    assert "Nobody has adopted this version" in html
    assert f'Sentences that do not hold: <bdi dir="ltr">{failing}</bdi>' in html
    assert "govuk-tag--green" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_claim_stands_with_its_result(in_force: InForce, visitor: Client, language: str) -> None:
    results = {p.id: "true" if p.holds else "false" for p in prove(the_policy(), the_claims()).properties}
    assert dict(listed(visitor, f"/{language}/policy/{in_force.version_id}/claims/")) == results


def test_a_claim_that_fails_stands_first_with_a_counterexample_in_words(old: UUID, visitor: Client) -> None:
    found = listed(visitor, f"/en/policy/{old}/claims/")
    assert (DOUBT, "false") in found
    assert found[0][1] == "false"
    html = text(visitor, f"/en/policy/{old}/claims/")
    assert "basis of what is believed about status: concern or doubt only" in html


def test_a_version_that_cannot_be_read_any_more_is_named_and_takes_no_page_away(
    in_force: InForce, old: UUID, visitor: Client
) -> None:
    def read(content: bytes, document: str, claims_content: bytes) -> Read:
        if content == used_to_be():
            raise PolicyError("there is no such word")
        return read_version(content, document, claims_content)

    with patch("safetoshare.sharing.selectors.versions.read_version", read):
        html = text(visitor, "/en/policy/")
        assert visitor.get(f"/en/policy/{old}/").status_code == 404
    assert "These versions can no longer be read here" in html
    assert in_force.policy.title in html


def test_a_house_without_any_version_says_so(db: None, visitor: Client) -> None:
    assert "There is no policy here yet" in text(visitor, "/en/policy/")


def test_every_rule_stands_with_its_sources(in_force: InForce, visitor: Client) -> None:
    words = " ".join(page.text for page in pages(visitor, f"/en/policy/{in_force.version_id}/rules/"))
    for rule in in_force.policy.rules:
        assert all(said in words for said in (rule.id, rule.says, *rule.cites))


def test_a_version_shows_its_sources_and_what_their_marks_mean(in_force: InForce, visitor: Client) -> None:
    html = text(visitor, f"/en/policy/{in_force.version_id}/")
    assert all(escape(source) in html for source in in_force.policy.sources)
    assert "[R2] read in another text" in html
    assert in_force.sha256 in html.replace("<wbr>", "")
    assert "safetoshare policy prove model-firewall.toml" in html


def test_the_difference_says_in_words_and_counts_what_is_answered_otherwise(
    in_force: InForce, old: UUID, visitor: Client
) -> None:
    address = f"/en/policy/{in_force.version_id}/difference/{old}/"
    html = " ".join(page.text for page in pages(visitor, address))
    found = differ(the_old_policy(), the_policy())
    assert all(region.says in html and f"{region.states:,}" in html for region in found.regions)
    refused = total(regions(the_old_policy()).shared) - total(regions(the_policy()).shared)
    assert found.newly_refused == refused > 0
    assert f"Cases newly answered with no: {refused:,}" in html


def test_each_version_links_to_what_is_different_from_the_one_before(old: UUID, visitor: Client) -> None:
    for new, before in itertools.pairwise(versions()):
        assert f"/en/policy/{new.id}/difference/{before.id}/" in text(visitor, f"/en/policy/{new.id}/")


def test_the_difference_to_the_version_in_force_is_linked_from_every_other(
    in_force: InForce, old: UUID, visitor: Client
) -> None:
    # From the earlier one to the later one, so that nobody reads what used to be as what is planned.
    page = text(visitor, f"/en/policy/{old}/")
    assert f"/policy/{in_force.version_id}/difference/{old}/" in page
    assert "It stands here to show what used to be" in page
    html = text(visitor, f"/en/policy/{old}/difference/{in_force.version_id}/")
    assert re.search(r"<ol[^>]*>\s*<li><strong>More may be told</strong>. <strong>Home Office</strong>", html)


def test_a_version_does_not_differ_from_itself(in_force: InForce, visitor: Client) -> None:
    html = text(visitor, f"/en/policy/{in_force.version_id}/difference/{in_force.version_id}/")
    assert "Nothing: both give the same answer in every case." in html


def test_a_difference_that_was_not_worked_out_is_not_called_none(in_force: InForce, old: UUID, visitor: Client) -> None:
    with patch("safetoshare.sharing.api.published.difference_between", side_effect=PolicyError("too much")):
        html = text(visitor, f"/en/policy/{old}/difference/{in_force.version_id}/")
    assert "It is not known, and not nothing." in html


def sent(visitor: Client, address: str, content_type: str, name: str) -> bytes:
    response = visitor.get(address)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    return response.content


def test_the_files_are_sent_as_they_were_proved_byte_for_byte(in_force: InForce, visitor: Client) -> None:
    plain, here = "text/plain; charset=utf-8", f"/policy/{in_force.version_id}"
    assert sent(visitor, f"{here}/file/", plain, "model-firewall.toml") == POLICY.read_bytes()
    assert sent(visitor, f"{here}/claims-file/", plain, "claims.toml") == CLAIMS.read_bytes()
    assert sent(visitor, f"{here}/cedar/", plain, "model-firewall.cedar").decode() == to_cedar(the_policy())


@pytest.fixture
def as_json(in_force: InForce, visitor: Client) -> dict[str, Any]:
    content = sent(visitor, f"/policy/{in_force.version_id}/json/", "application/json", "model-firewall.json")
    found: dict[str, Any] = json.loads(content)
    return found


def test_the_json_holds_the_same_rules_and_the_results(as_json: dict[str, Any]) -> None:
    vocabulary = published()
    for written, rule in zip(as_json["rules"], the_policy().rules, strict=True):
        assert vocabulary.box(written["when"]) == rule.when
        assert (None if written["except"] is None else vocabulary.box(written["except"])) == rule.exception
        assert (written["id"], written["effect"], tuple(written["by"])) == (rule.id, rule.effect, rule.by)
        assert (tuple(written["duty"]), tuple(written["instead"])) == (rule.duty, rule.instead)
    assert as_json["sha256"] == hashlib.sha256(POLICY.read_bytes()).hexdigest()
    assert as_json["claims_sha256"] == hashlib.sha256(CLAIMS.read_bytes()).hexdigest()
    proof = prove(the_policy(), the_claims())
    assert as_json["states"] == proof.states
    assert [(c["id"], c["holds"]) for c in as_json["claims"]] == [(p.id, p.holds) for p in proof.properties]


def test_every_key_of_the_json_is_documented_and_no_other(as_json: dict[str, Any]) -> None:
    document = (Path(__file__).parents[2] / "docs/policy-json.md").read_text("utf-8")
    keys = [
        {name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
        for table in re.split(r"^A (?:rule|claim).*:$", document, flags=re.MULTILINE)
    ]
    assert keys == [set(as_json), set(as_json["rules"][0]), set(as_json["claims"][0])]


@pytest.mark.parametrize("page", ["", "claims/", "rules/", "file/", "claims-file/", "json/", "cedar/"])
def test_a_version_that_does_not_exist_is_not_found(db: None, visitor: Client, page: str) -> None:
    assert visitor.get(f"/policy/{uuid4()}/{page}").status_code == 404
    assert visitor.get(f"/policy/1/{page}").status_code == 404


def test_a_difference_to_a_version_that_does_not_exist_is_not_found(in_force: InForce, visitor: Client) -> None:
    here = in_force.version_id
    assert visitor.get(f"/policy/{here}/difference/{uuid4()}/").status_code == 404
    assert visitor.get(f"/policy/{uuid4()}/difference/{here}/").status_code == 404


def test_the_pages_are_read_and_never_written(in_force: InForce, visitor: Client) -> None:
    for page in ("", f"{in_force.version_id}/", f"{in_force.version_id}/claims/", f"{in_force.version_id}/json/"):
        assert visitor.post(f"/policy/{page}").status_code in (403, 405)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_keeps_its_weight(in_force: InForce, old: UUID, visitor: Client, language: str) -> None:
    assert on_the_wire(visitor, f"/{language}/policy/") <= NEXT_PAGE
    for version in (in_force.version_id, old):
        other = old if version == in_force.version_id else in_force.version_id
        for page in ("", "claims/", "rules/", f"difference/{other}/"):
            address = f"/{language}/policy/{version}/{page}"
            for number in range(1, len(pages(visitor, address)) + 1):
                assert on_the_wire(visitor, f"{address}?page={number}") <= NEXT_PAGE, (page, number)


@pytest.mark.parametrize("language", ["en", "pa"])
def test_each_version_that_is_published_keeps_the_weight_of_its_pages(
    in_force: InForce, visitor: Client, language: str
) -> None:
    for version in versions():
        for page in ("claims/", "rules/", f"difference/{in_force.version_id}/"):
            address = f"/{language}/policy/{version.id}/{page}"
            for number in range(1, len(pages(visitor, address)) + 1):
                assert on_the_wire(visitor, f"{address}?page={number}") <= NEXT_PAGE, (page, number)
