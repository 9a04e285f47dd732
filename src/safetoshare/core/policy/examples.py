"""One request that breaks a claim, in words and as `decide` reproduces it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safetoshare.core.policy.decide import Decision, Permitted, Refused, decider_of
from safetoshare.core.policy.parts import REFUSED, Form, Part
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.vocabulary import Attribute
from safetoshare.core.policy.wording import alone, counterexample, otherwise

Values = list[str | list[str]]


@dataclass(frozen=True)
class Example:
    """A request, and the sentence about it."""

    says: str
    request: dict[str, str | list[str]]


def example(policy: Policy, part: Part, point: Sequence[int], *, in_lists: bool) -> Example:
    """Return the request at a point that breaks the part: alone, or as a member of a list of two."""
    vocabulary = policy.vocabulary
    names = [attribute.values[i].id for attribute, i in zip(vocabulary.attributes, point, strict=True)]
    values: Values = [*names]
    more = ""
    if in_lists:
        attribute, values = _list_of_two(policy, part, names)
        more = " " + alone(attribute, names[vocabulary.attributes.index(attribute)], _decided(policy, [*names]))
    decision = _decided(policy, values)
    says = counterexample(values, decision, vocabulary) + _what_is_missing(policy, part, values, decision) + more
    request = {attribute.id: value for attribute, value in zip(vocabulary.attributes, values, strict=True)}
    return Example(says, request)


def _what_is_missing(policy: Policy, part: Part, values: Values, decision: Decision) -> str:
    """Return what the claim compares the answer with, " " before it."""
    vocabulary = policy.vocabulary
    match part.form:
        case Form.ALWAYS_WITH:
            label = vocabulary.obligations[part.obligation].label
            return f" {'Instead' if part.on == REFUSED else 'With it'} it does not say: {label}."
        case Form.MONOTONE:
            upper = _other(policy, part, values, part.upper)
            return f" {otherwise(vocabulary.attribute(part.attribute), part.upper, upper)}"
        case Form.UNMOVED:
            value, other = next(_moved(policy, part, values, decision))
            return f" {otherwise(vocabulary.attribute(part.attribute), value, other)}"
    return ""


def _moved(policy: Policy, part: Part, values: Values, decision: Decision) -> Iterator[tuple[str, Decision]]:
    """Yield the attribute's values, inside the part's boxes, with which the answer is another one."""
    vocabulary = policy.vocabulary
    attribute, place = vocabulary.attribute(part.attribute), vocabulary.positions[part.attribute]
    for value in attribute.bits:
        at = [*values[:place], value, *values[place + 1 :]]
        if _is_inside(part, at, vocabulary.attributes):
            other = _decided(policy, at)
            if other.answer != decision.answer:
                yield value, other


def _is_inside(part: Part, values: Values, attributes: Sequence[Attribute]) -> bool:
    """Whether all members of the request are in the part's boxes."""
    members: list[list[str]] = [[]]
    for value in values:
        each = [value] if isinstance(value, str) else value
        members = [[*member, one] for member in members for one in each]
    return all(
        any(all(a.bits[v] & mask for a, v, mask in zip(attributes, member, box, strict=True)) for box in part.boxes)
        for member in members
    )


def _other(policy: Policy, part: Part, values: Values, value: str) -> Decision:
    place = policy.vocabulary.positions[part.attribute]
    return _decided(policy, [*values[:place], value, *values[place + 1 :]])


def _list_of_two(policy: Policy, part: Part, names: Sequence[str]) -> tuple[Attribute, Values]:
    """Return the attribute that is read helpfully, and the values with the list of it that breaks the part."""
    vocabulary = policy.vocabulary
    when, place = vocabulary.most_helpful_when, vocabulary.most_helpful
    assert when is not None  # noqa: S101  # for the types: without it no list is opened
    assert place is not None  # noqa: S101
    attribute = vocabulary.attributes[place]
    for value in attribute.inside(when[place]):
        pair = [name for name in attribute.bits if name in {names[place], value.id}]
        values: Values = [*names[:place], pair, *names[place + 1 :]]
        if len(pair) > 1 and _is_broken(policy, part, values):
            return attribute, values
    raise AssertionError("no list of two breaks what the regions say that lists break")


def _is_broken(policy: Policy, part: Part, values: Values) -> bool:
    """Whether a request with a list breaks the part."""
    decision = _decided(policy, values)
    is_shared = not isinstance(decision, Refused)
    match part.form:
        case Form.BY_HUMAN:
            return isinstance(decision, Permitted)
        case Form.ALWAYS_WITH:
            return is_shared and part.obligation not in decision.duties
        case Form.MONOTONE:
            refused = isinstance(_other(policy, part, values, part.upper), Refused)
            return is_shared and refused and _is_inside(part, values, policy.vocabulary.attributes)
        case Form.UNMOVED:
            moved = next(_moved(policy, part, values, decision), None)
            return moved is not None and _is_inside(part, values, policy.vocabulary.attributes)
        case _:
            return is_shared


def _decided(policy: Policy, values: Values) -> Decision:
    """Return the decision on one kind of data."""
    vocabulary = policy.vocabulary
    content = {attribute.id: value for attribute, value in zip(vocabulary.attributes, values, strict=True)}
    (decision,) = decider_of(policy).decide(parse_request(content, vocabulary)).values()
    return decision
