"""Requests and decisions in plain English, made from the vocabulary's labels alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safetoshare.core.policy.decide import Decision, ForHuman, Permitted, Refused
from safetoshare.core.policy.vocabulary import Attribute, Vocabulary

_SHORTLY = {"yes": "permitted", "human": "left to a human", "no": "not shared"}


def request_in_words(values: Sequence[str | Sequence[str]], vocabulary: Vocabulary) -> str:
    """Return "by the detective, with the NHS, about a victim, …" for the value, or the list of values, of each."""
    return ", ".join(
        attribute.phrase.format(listed([attribute.labels[v] for v in ([value] if isinstance(value, str) else value)]))
        for attribute, value in zip(vocabulary.attributes, values, strict=True)
    )


def counterexample(values: Sequence[str | Sequence[str]], decision: Decision, vocabulary: Vocabulary) -> str:
    """Return the sentence that says which rules share or refuse a request, against what a claim says of it."""
    one = len(decision.rules) == 1
    rules = f"{'Rule' if one else 'Rules'} {listed(decision.rules)}" if decision.rules else "No rule"
    verb = {
        "yes": f"permit{'s' * one}",
        "human": f"leave{'s' * one} to a human",
        "no": f"refuse{'s' * one}" if decision.rules else "permits",
    }[decision.answer]
    return f"{rules} {verb} sharing {request_in_words(values, vocabulary)}."


def alone(attribute: Attribute, value: str, decision: Decision) -> str:
    """Return the sentence that says what is decided of one value of a list when no other stands beside it."""
    return f"{_capital(attribute.phrase.format(attribute.labels[value]))} alone it is {_SHORTLY[decision.answer]}."


def otherwise(attribute: Attribute, value: str, decision: Decision) -> str:
    """Return the sentence that says what is decided of the same request with another value of one attribute."""
    return f"{_capital(attribute.phrase.format(attribute.labels[value]))}: then it is {_SHORTLY[decision.answer]}."


def because(decisions: Mapping[str, Decision], vocabulary: Vocabulary) -> str:
    """Return why, in a sentence for each different decision and its kinds of data."""
    kinds: dict[Decision, list[str]] = {}
    labels = vocabulary.attributes[vocabulary.each].labels
    for kind, decision in decisions.items():
        kinds.setdefault(decision, []).append(labels[kind])
    return " ".join(f"{_capital(listed(names))}: {_reason(decision, vocabulary)}" for decision, names in kinds.items())


def listed(words: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _reason(decision: Decision, vocabulary: Vocabulary) -> str:
    rules = " ".join(decision.says)
    match decision:
        case Permitted():
            return f"yes. {rules}"
        case ForHuman():
            labels = vocabulary.attribute("actor").labels
            deciders = ", ".join(f"the {labels[actor]}" for actor in decision.by)
            return f"a human decides ({deciders or 'nobody may decide alone'}). {rules}"
        case Refused():
            return f"no. {rules or 'No rule of this policy permits it.'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
