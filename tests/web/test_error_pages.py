"""The pages for what went wrong: in the visitor's language, with what to do, and renderable when little works."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from safetoshare.base.languages import LANGUAGES
from tests.web.trees import tree

PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_says_what_to_do_and_how_to_leave(name: str, language: str) -> None:
    with translation.override(language):
        page = tree(render_to_string(name, request=RequestFactory().get("/anything/")))
    assert page.find(tag="html").attributes["lang"] == language
    assert page.find(tag="h1").text
    assert len(page.find(tag="main").text) > len(page.find(tag="h1").text) + 20
    assert page.find(class_="govuk-exit-this-page").find(tag="a").attributes["href"] == "/leave/"


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_differs_from_english_in_every_other_language(name: str) -> None:
    texts = set()
    for language in LANGUAGES:
        with translation.override(language.code):
            texts.add(tree(render_to_string(name)).find(tag="main").text)
    assert len(texts) == len(LANGUAGES)


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_is_whole_even_without_a_request(name: str) -> None:
    page = tree(render_to_string(name))
    assert page.find(class_="govuk-exit-this-page")
    assert not [element for element in page.walk() if element.attributes.get("class") == "govuk-language-navigation"]


def test_the_code_of_an_error_can_be_read_out_in_any_direction() -> None:
    with translation.override("ar"):
        page = tree(render_to_string("500.html", {"code": "7KMN<QR>"}))
    code = page.find(tag="bdi")
    assert (code.text, code.attributes) == ("7KMN<QR>", {"dir": "ltr"})


def test_without_a_code_none_is_promised() -> None:
    assert "code" not in tree(render_to_string("500.html")).find(tag="main").text
