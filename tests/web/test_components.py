"""Each partial against the fixtures that govuk-frontend 6.6.0 carries (copied with their licence)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from safetoshare.web.templatetags import components
from safetoshare.web.templatetags.components import component, wrap
from tests.web.trees import Element, tree

FIXTURES = Path(__file__).parent / "fixtures" / "govuk-frontend"
# The shell uses only a part of the footer and of the password input: tested apart below and with the fields.
IN_PART = frozenset({"footer", "password-input"})
WRAPPERS = frozenset({"fieldset", "details", "inset-text"})


def fixtures(name: str) -> dict[str, dict[str, Any]]:
    """Return a component's fixtures by name: `options` and `html`."""
    loaded: dict[str, dict[str, Any]] = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    return loaded


CASES = [
    pytest.param(path.stem, fixture, id=f"{path.stem}: {name}")
    for path in sorted(FIXTURES.glob("*.json"))
    if path.stem not in IN_PART
    for name, fixture in fixtures(path.stem).items()
]


def house_options(value: object) -> Any:  # noqa: ANN401  # as deep as the fixture
    """Turn a macro's options into ours: snake case, and safe text in the place of `html`."""
    if isinstance(value, list):
        return [house_options(item) for item in value if item]
    if not isinstance(value, dict):
        return value
    options: dict[str, Any] = {}
    for name, option in value.items():
        if name == "attributes":
            # Django renders True as a bare attribute, the macros as "true".
            options[name] = {key: "true" if given is True else given for key, given in option.items()}
        elif name == "html":
            options["text"] = mark_safe(option)  # noqa: S308  # the fixture's own HTML
        elif name.endswith("Html"):
            options[snake_case(name.removesuffix("Html") + "Text")] = mark_safe(option)  # noqa: S308
        elif not (name == "text" and "html" in value):
            options[snake_case(name)] = house_options(option)
    return options


def snake_case(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()


@pytest.mark.parametrize(("name", "fixture"), CASES)
def test_a_partial_has_the_markup_of_its_fixture(name: str, fixture: dict[str, Any]) -> None:
    assert tree(component(name, house_options(fixture["options"]))) == as_a_plain_link(tree(fixture["html"]))


def as_a_plain_link(markup: Element) -> Element:
    """Take `role="button"` and `draggable` from links: our one deviation from GOV.UK's markup.

    A screen reader would announce a button, and without GOV.UK's script Space does nothing on it (WCAG 4.1.2).
    """
    for element in markup.walk():
        if element.tag == "a" and element.attributes.get("role") == "button":
            del element.attributes["role"], element.attributes["draggable"]
    return markup


@pytest.mark.parametrize(("name", "address"), [("button", "href"), ("exit-this-page", "redirect_url")])
def test_a_link_that_looks_like_a_button_does_not_say_that_it_is_one(name: str, address: str) -> None:
    link = tree(component(name, text="Go", **{address: "/leave/"})).find(tag="a")
    assert link.attributes["href"] == "/leave/"
    assert not {"role", "draggable"} & link.attributes.keys()


def test_every_partial_with_a_counterpart_is_compared() -> None:
    partials = Path(__file__).parents[2] / "src/safetoshare/web/templates/components"
    # Pieces of other partials, and the one input that nobody sees.
    own = {"described", "radios-items", "checkboxes-items", "action-link", "hidden"}
    assert {path.stem for path in partials.glob("*.html")} - own == {
        path.stem for path in FIXTURES.glob("*.json")
    } - IN_PART


def test_the_footer_has_the_markup_of_the_fixtures_links(rendered_home: Element) -> None:
    fixture = tree(fixtures("footer")["with only meta links"]["html"]).find(class_="govuk-footer__inline-list")
    ours = rendered_home.find(class_="govuk-footer__inline-list")
    assert (ours.tag, ours.attributes) == (fixture.tag, fixture.attributes)
    assert shape(ours.children[0]) == shape(fixture.children[0])


def shape(node: Element | str) -> object:
    """Return an element's tags and classes, without addresses and words."""
    if isinstance(node, str):
        return "text"
    return node.tag, node.attributes.get("class"), [shape(child) for child in node.children]


@pytest.mark.parametrize("name", sorted(WRAPPERS))
def test_a_wrapper_holds_its_block(name: str) -> None:
    html = wrap(mark_safe("<p>Inside</p>"), name)
    assert tree(html).find(tag="p").text == "Inside"


def test_a_text_is_escaped_and_safe_html_is_not() -> None:
    assert "&lt;b&gt;" in component("tag", text="<b>")
    assert "<b>" in component("tag", text=mark_safe("<b></b>"))


@pytest.mark.parametrize("name", ["tag", "hint", "button", "input", "table", "radios", "summary-list"])
def test_a_hostile_value_never_leaves_its_place(name: str) -> None:
    hostile = '"><script>alert(1)</script>'
    html = component(
        name,
        {
            "text": hostile,
            "id": hostile,
            "name": hostile,
            "value": hostile,
            "classes": hostile,
            "attributes": {"data-note": hostile},
            "label": {"text": hostile},
            "hint": {"text": hostile},
            "items": [{"text": hostile, "value": hostile, "hint": {"text": hostile}}],
            "rows": [[{"text": hostile}]]
            if name == "table"
            else [{"key": {"text": hostile}, "value": {"text": hostile}}],
        },
    )
    assert "<script" not in html
    assert all(element.tag != "script" for element in tree(html).walk())


def test_a_partial_sees_nothing_of_the_page_around_it() -> None:
    template = Template('{% load components %}{% component "tag" text="New" %}')
    assert "secret" not in template.render(Context({"classes": "secret", "attributes": {"id": "secret"}}))


def test_an_unknown_component_is_an_error() -> None:
    with pytest.raises(Exception, match=r"components/nonsense\.html"):
        component("nonsense")


def filtered(name: str, value: str) -> str:
    return Template("{% load components %}{{ value|" + name + " }}").render(Context({"value": value}))


def test_a_number_keeps_its_own_order_in_text_from_the_right() -> None:
    assert filtered("ltr", "0800 <1>") == '<bdi dir="ltr">0800 &lt;1&gt;</bdi>'


def test_english_words_are_marked_as_english() -> None:
    assert filtered("english", "Right & wrong") == '<span lang="en" dir="ltr">Right &amp; wrong</span>'


DANGER = (
    '{% load components i18n %}<p>{% promise %}{% blocktranslate trimmed with key="55"|ltr %}'
    "If you do not press {{ key }}, the call ends.{% endblocktranslate %}{% endpromise %}</p>"
)


def promised(language: str, template: str = DANGER, **context: str) -> Element:
    with translation.override(language):
        html = Template(template).render(Context(context))
        assert translation.get_language() == language
    return tree(html).find(tag="p")


@pytest.mark.parametrize("language", ["ar", "pa", "so", "ur"])
def test_a_promise_shows_the_english_beneath_a_draft(language: str) -> None:
    paragraph = promised(language)
    original = paragraph.find(tag="span")
    assert (original.attributes["lang"], original.attributes["dir"]) == ("en", "ltr")
    assert original.text == "If you do not press 55, the call ends."
    assert paragraph.children[-1] is original
    # A block of its own, so that left-to-right words do not begin at the right.
    assert "app-original" in (original.attributes["class"] or "").split()
    assert not paragraph.text.startswith("If you")
    assert [number.text for number in paragraph.walk() if number.tag == "bdi"] == ["55", "55"]


def test_a_promise_says_it_once_in_english_and_in_a_reviewed_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    assert promised("en").text == "If you do not press 55, the call ends."
    monkeypatch.setattr(components, "is_draft", lambda _language: False)
    paragraph = promised("so")
    assert paragraph.text == "Haddii aadan riixin 55, wicitaanku wuu go'ayaa."
    assert all(element.tag != "span" for element in paragraph.walk())


def test_a_promise_escapes_what_is_put_into_it_in_both_languages() -> None:
    template = "{% load components %}<p>{% promise %}{{ name }}{% endpromise %}</p>"
    assert promised("ar", template, name="<b>").text == "<b> <b>"
