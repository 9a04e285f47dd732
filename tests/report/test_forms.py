from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.force import current_force
from safetoshare.base.languages import LANGUAGES
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.report.forms.returning import MessageForm, ReturnForm
from safetoshare.report.forms.writing import GroupsForm, ReportForm
from safetoshare.report.labels import PATHWAY_WORDS
from tests.status_words import DATA, asks_for_status

FORMS = (GroupsForm, ReportForm, ReturnForm, MessageForm)


def texts() -> Iterator[tuple[str, str]]:
    """Each text of each form in the language of the moment, with the name of its field."""
    for form in FORMS:
        for name, field in form.base_fields.items():
            yield name, str(field.label)
            yield name, str(field.help_text)
            yield from ((name, str(message)) for message in field.error_messages.values())
            yield from ((f"{name}={value}", str(label)) for value, label in getattr(field, "choices", ()))


def sent(**answers: str | list[str]) -> ReportForm:
    data = QueryDict(mutable=True)
    for name, answer in answers.items():
        data.setlist(name, answer if isinstance(answer, list) else [answer])
    return ReportForm(data)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_no_form_asks_about_immigration_status_in_any_language(language: str) -> None:
    with translation.override(language):
        found = list(texts())
    assert [(name, text) for name, text in found if asks_for_status(text, language)] == []
    # The one place where the word may stand: a kind of help, like any other.
    about_immigration = {name for name, text in found if DATA[language]["immigration"] in text.lower()}
    assert about_immigration <= {"needs=immigration_advice"}


def test_the_kinds_of_crime_are_those_of_the_policy() -> None:
    vocabulary = published()
    pathways = vocabulary.attributes[vocabulary.positions["pathway"]].bits
    assert set(PATHWAY_WORDS) == set(pathways)


def test_a_few_free_words_are_enough() -> None:
    form = sent(account="he hits me")
    assert form.is_valid()
    assert form.content().account == "he hits me"
    assert form.content().page_language == "en"
    assert (form.area_code, form.contact().how) == ("", "")


@pytest.mark.parametrize(
    "answers", [{"pathways": ["hate_crime"]}, {"needs": ["safety"]}, {"danger": "yes"}, {"how": "ring after nine"}]
)
def test_a_tick_without_any_word_is_enough(answers: dict[str, str | list[str]]) -> None:
    assert sent(**answers).is_valid()


@pytest.mark.parametrize("answers", [{}, {"account": "  \n\t "}, {"area": "not_said", "danger": "not_said"}])
def test_what_says_nothing_is_asked_for_a_few_words(answers: dict[str, str | list[str]]) -> None:
    form = sent(**answers)
    assert not form.is_valid()
    assert "A few words are enough" in form.errors["account"][0]


@pytest.mark.parametrize("name", ["area", "about", "danger", "children", "interpreter", "pathways", "needs"])
@pytest.mark.parametrize("answer", ["other", "E99999999", "<script>", "yes\u202e", "immigration_status"])
def test_an_answer_that_no_page_offers_is_an_error_and_never_another_answer(name: str, answer: str) -> None:
    form = sent(account="x", **{name: answer})
    assert not form.is_valid()
    assert list(form.errors) == [name]
    assert answer not in form.errors[name][0]


def test_every_area_of_the_force_can_be_chosen_and_none_is_first() -> None:
    choices = [value for value, _label in ReportForm().fields["area"].choices]  # type: ignore[attr-defined]
    assert choices == ["not_said", *(area.code for area in current_force().areas)]
    for area in current_force().areas:
        form = sent(account="x", area=area.code)
        assert form.is_valid()
        assert form.area_code == area.code


@given(st.text(min_size=1).filter(lambda text: text.replace("\x00", "").strip()))
def test_no_word_of_any_script_is_refused(text: str) -> None:
    form = sent(account=text, how=text)
    assert form.is_valid()
    assert form.content().account == text.replace("\x00", "").strip()


def test_two_hundred_thousand_letters_are_taken() -> None:
    assert sent(account="ظلم " * 50_000).is_valid()


def test_an_empty_message_is_asked_for() -> None:
    form = MessageForm({"text": " "})
    assert form.errors == {"text": ["Write a message first"]}
