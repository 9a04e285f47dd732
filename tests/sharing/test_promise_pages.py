"""The pages of the promise: with a version in force, without, coming changes, five languages, and their weight."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import formats, translation
from django.utils.html import escape

from safetoshare.base import clock
from safetoshare.core.errors import SettingError
from safetoshare.core.policy.claims import Claim
from safetoshare.core.policy.promise import WORDS
from safetoshare.sharing.api.policies import InForce, promise_shown
from tests.sharing.policies import CLAIMS, POLICY, TODAY, loaded, the_claims
from tests.sharing.test_promise import LANGUAGES, attributes, pages
from tests.web.test_page_weight import on_the_wire
from tests.web.trees import tree
from tests.web.weights import NEXT_PAGE

NO_PROMISE = "We make no promise about what is shared."
PAGES = ("/promise/", "/promise/all/", "/promise/home-office/")


def text(visitor: Client, address: str) -> str:
    response = visitor.get(address)
    assert response.status_code == 200
    return response.content.decode()


def in_language(claim: Claim, language: str) -> str:
    """What the page shows: until a claim is translated, its English."""
    return claim.says.get(language, claim.says["en"])


def claims_on(html: str) -> list[str]:
    return attributes([tree(html)], "data-claim")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_adoption_the_page_says_so_and_promises_nothing(db: None, visitor: Client, language: str) -> None:
    loaded(POLICY.read_bytes(), CLAIMS.read_bytes(), POLICY.name)
    html = text(visitor, f"/{language}/promise/")
    assert NO_PROMISE in html
    assert "This is our rule" not in html
    assert claims_on(html) == []
    for page in ("all", "home-office"):
        response = visitor.get(f"/{language}/promise/{page}/")
        assert (response.status_code, response["Location"]) == (302, f"/{language}/promise/")


@pytest.mark.parametrize("content", [None, b"=", b'[[limit]]\nid = "x"\nsays = { so = "x" }\n'])
def test_without_its_limits_no_promise_is_shown(in_force: InForce, visitor: Client, content: bytes | None) -> None:
    away = {"side_effect": SettingError("limits.toml: missing")} if content is None else {"return_value": content}
    where = ("safetoshare.sharing.api.promise.limits_file", "safetoshare.sharing.selectors.published.limits_file")
    with patch(where[0], **away), patch(where[1], **away):
        html = text(visitor, "/en/promise/")
        assert promise_shown(TODAY).claims == ()
    assert NO_PROMISE in html
    assert claims_on(html) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_promise_begins_with_its_sentence_and_the_english_stands_beside_a_draft(
    in_force: InForce, visitor: Client, language: str
) -> None:
    html = text(visitor, f"/{language}/promise/")
    sentence = next(claim for claim in the_claims() if claim.layer == "sentence")
    assert claims_on(html)[0] == sentence.id
    assert f"This is our rule. {escape(sentence.says['en'])} And this system will not." in html
    assert escape(in_language(sentence, language)) in html
    assert NO_PROMISE not in html
    assert "cannot happen" not in html


def test_the_sentence_says_what_we_do_not_do() -> None:
    sentences = [claim.says["en"] for claim in the_claims() if claim.layer == "sentence"]
    assert all(sentence.startswith("We do not") for sentence in sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_was_proved_stands_in_the_language_of_the_page(
    in_force: InForce, visitor: Client, language: str
) -> None:
    words = "".join(page.text for page in pages(visitor, f"/{language}/promise/all/"))
    for claim in the_claims():
        if claim.id in {held.id for held in in_force.claims}:
            assert in_language(claim, language) in words
            assert claim.says["en"] in words


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
    ["life", "child", "court", "prosecut", "MARAC", "arrest", "NHS", "slavery", "chief officer", "break"],
)
def test_the_promise_names_what_it_does_not_cover(in_force: InForce, visitor: Client, exception: str) -> None:
    html = text(visitor, "/en/promise/")
    assert exception in html.split(WORDS["limits"])[1].split("</ul>")[0]


def test_a_lapsed_review_stands_on_the_page(in_force: InForce, visitor: Client) -> None:
    late = datetime.combine(in_force.review_on + timedelta(days=1), datetime.min.time(), clock.LONDON)
    assert "That has not been done" not in text(visitor, "/en/promise/")
    with clock.clock_at(late):
        day = formats.date_format(in_force.review_on, "j F Y")
        assert f"looked at again by {day}. That has not been done" in text(visitor, "/en/promise/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worse_version_is_announced_with_its_day_and_what_ends(
    in_force: InForce, visitor: Client, language: str
) -> None:
    lost = in_force.claims[:2]
    coming = SimpleNamespace(in_effect_on=date(2027, 3, 9), version_id=uuid4(), lost=lost, is_worse=True)
    with patch("safetoshare.sharing.views.promise.policies.coming", return_value=coming):
        html = text(visitor, f"/{language}/promise/")
    assert "From 9 March 2027 another rule applies, and it protects you less." in html
    assert attributes([tree(html)], "data-lost") == [claim.id for claim in lost]
    assert "stays under today’s rule towards the Home Office" in html
    assert html.index("data-lost") < html.index("data-claim")
    with patch("safetoshare.sharing.views.promise.policies.coming", return_value=coming):
        assert on_the_wire(visitor, f"/{language}/promise/") <= NEXT_PAGE


def test_a_version_that_keeps_all_promises_is_announced_without_alarm(in_force: InForce, visitor: Client) -> None:
    coming = SimpleNamespace(in_effect_on=date(2027, 3, 9), version_id=uuid4(), lost=(), is_worse=False)
    with patch("safetoshare.sharing.views.promise.policies.coming", return_value=coming):
        html = text(visitor, "/en/promise/")
    assert "From 9 March 2027 another version of this rule applies" in html
    assert "protects you less" not in html


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "1.5", ""])
def test_a_page_of_a_list_that_is_not_there_is_not_found(in_force: InForce, visitor: Client, page: str) -> None:
    for address in PAGES[1:]:
        assert visitor.get(f"/en{address}?page={page}").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_are_read_and_never_written(db: None, visitor: Client, address: str) -> None:
    assert visitor.post(address).status_code in (403, 405)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_keeps_its_weight(in_force: InForce, visitor: Client, language: str) -> None:
    for address in PAGES:
        for number in range(1, len(pages(visitor, f"/{language}{address}")) + 1):
            assert on_the_wire(visitor, f"/{language}{address}?page={number}") <= NEXT_PAGE, (address, number)


def test_the_short_promise_stands_in_the_language_of_the_page_with_the_english_beneath(in_force: InForce) -> None:
    with translation.override("ur"):
        html = render_to_string("sharing/promise_short.html", {"promise": promise_shown(TODAY)})
    held = {claim.id for claim in in_force.claims}
    early = [claim for claim in the_claims() if claim.layer != "full" and claim.id in held]
    assert sorted(claims_on(html)) == sorted(claim.id for claim in early)
    for claim in early:
        assert escape(in_language(claim, "ur")) in html
        assert escape(claim.says["en"]) in html
    assert "No police force has adopted this rule" in html


def test_the_short_promise_says_when_less_will_be_promised(in_force: InForce) -> None:
    shown = promise_shown(TODAY)
    coming = SimpleNamespace(in_effect_on=date(2027, 3, 9))
    context = {"promise": SimpleNamespace(**{**vars(shown), "coming": coming})}
    assert "From 9 March 2027 we promise less" in render_to_string("sharing/promise_short.html", context)
    context = {"promise": SimpleNamespace(**{**vars(shown), "coming": None})}
    assert "we promise less" not in render_to_string("sharing/promise_short.html", context)


def test_without_a_policy_the_short_promise_is_that_there_is_none(db: None) -> None:
    html = render_to_string("sharing/promise_short.html", {"promise": promise_shown(TODAY)})
    assert NO_PROMISE in html
    assert claims_on(html) == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_words_of_the_plain_text_are_the_pages_own_and_translated(language: str) -> None:
    with translation.override(language):
        same = [words for words in WORDS.values() if translation.gettext(words) == words]
    assert same == []
