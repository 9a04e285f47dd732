"""Django forms shown with the components: every kind of field, its hint, error and value."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.web.fields import error_summary_options, field_component
from tests.web.test_components import fixtures
from tests.web.trees import Element, tree

CHOICES = [("home", "At home"), ("work", "At work")]


class Everything(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Your name",
        help_text="Any name",
        max_length=5,
        error_messages={"required": "Enter a name"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    story = forms.CharField(label="What happened", required=False, widget=forms.Textarea(attrs={"rows": 8}))
    secret = forms.CharField(label="Passphrase", required=False, widget=forms.PasswordInput())
    where = forms.ChoiceField(label="Where", choices=CHOICES, widget=forms.RadioSelect)
    places = forms.MultipleChoiceField(
        label="Places", choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(label="Area", choices=[("", "Choose"), *CHOICES], required=False)
    agreed = forms.BooleanField(label="I agree", required=False)
    nonce = forms.CharField(widget=forms.HiddenInput, required=False)


def shown(form: forms.Form, name: str, options: str = "") -> Element:
    template = Template("{% load components %}{% field bound " + options + " %}")
    return tree(template.render(Context({"bound": form[name]})))


def attributes(form: forms.Form, name: str, tag: str = "input") -> dict[str, Any]:
    return shown(form, name).find(tag=tag).attributes


def test_a_text_field_has_label_hint_and_value() -> None:
    page = shown(Everything({"name": "Amal"}), "name")
    assert page.find(tag="label", for_="id_name").text == "Your name"
    assert page.find(id="id_name-hint").text == "Any name"
    assert page.find(tag="input").attributes == {
        "class": "govuk-input govuk-input--width-10",
        "id": "id_name",
        "name": "name",
        "type": "text",
        "value": "Amal",
        "aria-describedby": "id_name-hint",
        "autocomplete": "off",
    }


def test_nothing_that_was_pasted_is_cut_off_by_the_browser() -> None:
    assert "maxlength" not in attributes(Everything(), "name")
    assert "required" not in attributes(Everything(), "name")


@pytest.mark.parametrize(("name", "tag"), [("name", "input"), ("story", "textarea"), ("area", "select")])
def test_a_browser_is_asked_to_remember_no_answer(name: str, tag: str) -> None:
    assert attributes(Everything(), name, tag)["autocomplete"] == "off"


def test_a_form_may_ask_for_what_the_browser_knows() -> None:
    class SignIn(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "username"}))

    assert attributes(SignIn(), "name")["autocomplete"] == "username"


def test_an_error_stands_beside_its_field_and_is_named_by_it() -> None:
    page = shown(Everything({"name": ""}), "name")
    assert page.find(id="id_name-error").text == "Error: Enter a name"
    answer = page.find(tag="input").attributes
    assert answer["aria-describedby"] == "id_name-hint id_name-error"
    assert answer["class"] == "govuk-input govuk-input--width-10 govuk-input--error"


def test_a_long_text_keeps_every_character() -> None:
    text = "\n  first line\n<b>ਪੰਜਾਬੀ</b> & \u202e"
    html = Template("{% load components %}{% field bound %}").render(
        Context({"bound": Everything({"story": text})["story"]})
    )
    # The browser drops the first line break after the tag.
    held = html.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]
    assert held == "\n  first line\n&lt;b&gt;ਪੰਜਾਬੀ&lt;/b&gt; &amp; \u202e"
    assert attributes(Everything(), "story", "textarea")["rows"] == "8"


def test_a_password_is_as_the_password_input_component_has_it_and_never_sent_back() -> None:
    fixture = tree(fixtures("password-input")["default"]["html"]).find(tag="input").attributes
    ours = attributes(Everything({"secret": "six words"}), "secret")
    assert "value" not in ours
    same = ("type", "spellcheck", "autocomplete", "autocapitalize")
    assert {name: ours[name] for name in same} == {name: fixture[name] for name in same}


def test_the_password_component_follows_the_fields_own_autocomplete() -> None:
    class NewPassword(forms.Form):
        new = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    fixture = tree(fixtures("password-input")["with new-password autocomplete"]["html"]).find(tag="input")
    assert attributes(NewPassword(), "new")["autocomplete"] == fixture.attributes["autocomplete"]


def test_radios_show_the_chosen_one_and_the_first_has_the_fields_own_id() -> None:
    page = shown(Everything({"where": "work"}), "where")
    inputs = [element.attributes for element in page.walk() if element.tag == "input"]
    assert [(item["id"], item["value"], "checked" in item) for item in inputs] == [
        ("id_where", "home", False),
        ("id_where-2", "work", True),
    ]
    assert page.find(tag="legend").text == "Where"


def test_checkboxes_show_all_that_were_chosen() -> None:
    page = shown(Everything({"places": ["home", "work"]}), "places")
    assert all("checked" in item.attributes for item in page.walk() if item.tag == "input")


def test_a_single_checkbox_has_its_label_beside_it() -> None:
    page = shown(Everything({"agreed": "on"}), "agreed")
    assert "checked" in page.find(tag="input").attributes
    assert page.find(tag="label", for_="id_agreed").text == "I agree"


def test_a_list_to_choose_from_selects_the_value() -> None:
    page = shown(Everything({"area": "work"}), "area")
    selected = [option.text for option in page.walk() if option.tag == "option" and "selected" in option.attributes]
    assert selected == ["At work"]


def test_a_hidden_field_has_no_label() -> None:
    page = shown(Everything({"nonce": "a1"}), "nonce")
    assert [element.tag for element in page.walk()] == ["", "input"]
    assert page.find(tag="input").attributes["value"] == "a1"


@pytest.mark.parametrize(("name", "tag"), [("name", "label"), ("where", "legend")])
def test_a_label_can_be_the_heading_of_the_page(name: str, tag: str) -> None:
    heading = shown(Everything(), name, "heading=True").find(tag="h1")
    assert "Your name" in heading.text or "Where" in heading.text
    assert shown(Everything(), name, "heading=True").find(tag=tag)


def test_a_field_that_no_component_shows_is_an_error() -> None:
    class Upload(forms.Form):
        when = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        field_component(Upload()["when"])


def test_the_summary_links_each_wrong_field_and_ends_with_the_forms_own() -> None:
    form = Everything({"name": "", "where": "nowhere"})
    form.add_error(None, "Choose one of the two")
    options = error_summary_options(form)
    assert options is not None
    assert [(item["text"], item.get("href")) for item in options["error_list"]] == [
        ("Enter a name", "#id_name"),
        ("Select a valid choice. nowhere is not one of the available choices.", "#id_where"),
        ("Choose one of the two", None),
    ]


def test_every_link_of_the_summary_leads_to_a_field() -> None:
    form = Everything({})
    template = Template(
        "{% load components %}{% error_summary form %}{% for bound in form %}{% field bound %}{% endfor %}"
    )
    page = tree(template.render(Context({"form": form})))
    ids = {element.attributes.get("id") for element in page.walk()}
    targets = [element.attributes["href"] for element in page.walk() if element.tag == "a"]
    assert targets == ["#id_name", "#id_where"]
    assert {str(target)[1:] for target in targets} <= ids


def test_a_form_without_errors_has_no_summary() -> None:
    template = Template("{% load components %}{% error_summary form %}")
    assert template.render(Context({"form": Everything()})) == ""


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=200))
def test_whatever_was_typed_comes_back_in_its_field_alone(typed: str) -> None:
    page = shown(Everything({"name": typed}), "name")
    assert [element.tag for element in page.walk() if element.tag not in {"", "div", "p", "span"}] == ["label", "input"]
    value = page.find(tag="input").attributes.get("value") or ""
    assert value == " ".join(typed.split())
