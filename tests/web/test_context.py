"""What every page knows."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings
from django.utils import translation

from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.web.context import page


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_page_links_to_itself_in_the_other_languages_only(language: Language) -> None:
    with translation.override(language.code):
        known = page(RequestFactory().get("/safety/"))
    assert known["language"] == language
    assert {link["lang"]: link["href"] for link in known["language_links"]} == {
        other.code: "" if other == language else f"/{other.code}/safety/" for other in LANGUAGES
    }


def test_each_language_is_named_in_its_own_script_and_direction() -> None:
    links = page(RequestFactory().get("/"))["language_links"]
    assert [(link["text"], link["dir"]) for link in links] == [
        (language.own_name, language.direction) for language in LANGUAGES
    ]


@pytest.mark.parametrize("mode", ["demonstration", "production"])
def test_only_the_demonstration_is_one(mode: str) -> None:
    with override_settings(SAFETOSHARE_MODE=mode):
        assert page(RequestFactory().get("/"))["demonstration"] is (mode == "demonstration")
