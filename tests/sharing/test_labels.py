"""Every value that a page can show has a name, which in English is the vocabulary's own."""

from __future__ import annotations

from django.utils import translation

from safetoshare.core.policy.rules import Effect
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.api.questions import FOLLOW_UPS
from safetoshare.sharing.labels import ATTRIBUTES, EFFECTS, OBLIGATIONS, QUESTIONS, VALUES, value_name


def test_every_attribute_and_value_is_called_in_english_as_the_vocabulary_calls_it() -> None:
    with translation.override("en"):
        assert {name: str(label) for name, label in ATTRIBUTES.items()} == {
            a.id: a.label for a in published().attributes
        }
        shown = {name: {value: str(label) for value, label in values.items()} for name, values in VALUES.items()}
    assert shown == {attribute.id: dict(attribute.labels) for attribute in published().attributes}


def test_every_obligation_is_called_in_english_as_the_vocabulary_calls_it() -> None:
    with translation.override("en"):
        shown = {name: str(label) for name, label in OBLIGATIONS.items()}
    assert shown == {name: term.label for name, term in published().obligations.items()}


def test_every_effect_and_follow_up_question_has_a_name() -> None:
    assert set(EFFECTS) == set(Effect)
    assert set(QUESTIONS) == set(FOLLOW_UPS)


def test_a_value_is_called_in_the_language_of_the_page() -> None:
    with translation.override("ar"):
        assert value_name("subject", "victim") != "a victim"
