"""The public pages of the policy: with a policy in force and without, in five languages, and their weight."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import formats, translation
from django.utils.html import escape

from safetoshare.base import clock
from safetoshare.sharing.api.policies import SHORT_PROMISE, InForce, promise_shown, versions
from safetoshare.sharing.services.policies import load_version
from tests.sharing.policies import CLAIMS, POLICY, TODAY, file_that_tells_on_doubt, the_claims
from tests.web.test_page_weight import NEXT_PAGE, on_the_wire
from tests.web.trees import tree

LANGUAGES = ("en", "pa", "ur", "ar", "so")
NO_PROMISE = "We make no promise about what is shared."


def text(visitor: Client, address: str) -> str:
    response = visitor.get(address)
    assert response.status_code == 200
    return response.content.decode()


def claims_on(html: str) -> list[str]:
    elements = tree(html).walk()
    return [e.attributes["data-claim"] or "" for e in elements if "data-claim" in e.attributes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_adoption_the_page_says_so_and_promises_nothing(db: None, visitor: Client, language: str) -> None:
    load_version(POLICY.read_bytes(), POLICY.name, CLAIMS.read_bytes())
    html = text(visitor, f"/{language}/promise/")
    assert NO_PROMISE in html
    assert "This is our rule" not in html
    assert claims_on(html) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_promise_shows_every_claim_that_was_proved_and_the_english_beside_a_draft(
    in_force: InForce, visitor: Client, language: str
) -> None:
    html = text(visitor, f"/{language}/promise/")
    assert sorted(claims_on(html)) == sorted(claim.id for claim in the_claims())
    assert NO_PROMISE not in html
    assert "this system will not. Here is how to check it." in html
    for claim in the_claims():
        assert escape(claim.says[language]) in html


def test_the_promise_is_labelled_as_a_demonstration_and_states_the_forces_position(
    in_force: InForce, visitor: Client
) -> None:
    html = text(visitor, "/en/promise/")
    assert "No police force has adopted this rule" in html
    assert "17 June 2021" in html
    assert "waiting for national guidance" in html
    assert hashlib.sha256(POLICY.read_bytes()).hexdigest() in html.replace("<wbr>", "")


@pytest.mark.parametrize(
    "exception",
    ["a life is in danger", "a child", "court", "prosecut", "MARAC", "arrested", "other ways", "Councils and the NHS",
     "Home Office that decides", "chief officer may depart", "may break this rule"],
)  # fmt: skip
def test_the_promise_names_what_it_does_not_cover(in_force: InForce, visitor: Client, exception: str) -> None:
    html = text(visitor, "/en/promise/")
    limits = html.split("When this rule does not protect you")[1].split("</ul>")[0]
    assert exception in limits


def test_a_lapsed_review_stands_on_the_page(in_force: InForce, visitor: Client) -> None:
    late = datetime.combine(in_force.review_on + timedelta(days=1), datetime.min.time(), clock.LONDON)
    assert "That has not been done" not in text(visitor, "/en/promise/")
    with clock.clock_at(late):
        day = formats.date_format(in_force.review_on, "j F Y")
        assert f"looked at again by {day}. That has not been done" in text(visitor, "/en/promise/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_page_lists_each_version_with_what_was_proved(
    in_force: InForce, visitor: Client, language: str
) -> None:
    html = text(visitor, f"/{language}/policy/")
    assert claims_on(html) == [claim.id for claim in the_claims()]
    assert 'data-holds="false"' not in html
    assert in_force.sha256 in html.replace("<wbr>", "")


def test_a_version_that_fails_is_shown_with_its_counterexample_and_without_adoption(db: None, visitor: Client) -> None:
    load_version(file_that_tells_on_doubt(), "a.toml", CLAIMS.read_bytes())
    html = text(visitor, "/en/policy/")
    assert 'data-holds="false"' in html
    assert "Nobody has adopted this version" in html
    assert "basis of what is believed about status: concern or doubt only" in html


def test_a_house_without_any_version_says_so(db: None, visitor: Client) -> None:
    assert "There is no policy here yet" in text(visitor, "/en/policy/")


def test_every_rule_stands_with_its_sources(in_force: InForce, visitor: Client) -> None:
    html = text(visitor, f"/en/policy/{in_force.version_id}/")
    for rule in in_force.policy.rules:
        assert all(escape(words) in html for words in (rule.id, rule.says, *rule.cites))


def test_the_file_is_sent_as_plain_text_byte_for_byte(in_force: InForce, visitor: Client) -> None:
    response = visitor.get(f"/policy/{in_force.version_id}/file/")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="model-firewall.toml"'
    assert response.content == POLICY.read_bytes()


@pytest.mark.parametrize("page", ["", "file/"])
def test_a_version_that_does_not_exist_is_not_found(db: None, visitor: Client, page: str) -> None:
    assert visitor.get(f"/policy/{uuid4()}/{page}").status_code == 404
    assert visitor.get(f"/policy/1/{page}").status_code == 404


@pytest.mark.parametrize("address", ["/promise/", "/policy/"])
def test_the_pages_are_read_and_never_written(db: None, visitor: Client, address: str) -> None:
    assert visitor.post(address).status_code in (403, 405)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_keeps_its_weight(in_force: InForce, visitor: Client, language: str) -> None:
    version = versions()[0].id
    for page in ("promise/", "policy/", f"policy/{version}/"):
        assert on_the_wire(visitor, f"/{language}/{page}") <= NEXT_PAGE, page


def test_the_short_promise_stands_in_the_language_of_the_page_with_the_english_beneath(in_force: InForce) -> None:
    with translation.override("ur"):
        html = render_to_string("sharing/promise_short.html", {"promise": promise_shown(TODAY)})
    assert claims_on(html) == list(SHORT_PROMISE)
    first = the_claims()[0].says
    assert first["ur"] in html
    assert first["en"] in html
    assert "No police force has adopted this rule" in html


def test_without_a_policy_the_short_promise_is_that_there_is_none(db: None) -> None:
    html = render_to_string("sharing/promise_short.html", {"promise": promise_shown(TODAY)})
    assert NO_PROMISE in html
    assert claims_on(html) == []
