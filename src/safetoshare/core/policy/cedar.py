"""Writes a policy in Cedar, so that an engine which nobody here wrote can decide by it too.

Cedar (cedarpolicy.com, Apache 2.0) knows only allow and deny. So each request is asked with two actions:

    share                      allowed: the answer is yes
    share_by_human_decision    allowed, and share is not: the answer is human
                               not allowed either: the answer is no

A `never` forbids both. A `may` permits both: what may be told may also be told by someone who decides it. A `human`
permits the second and forbids the first, as it restrains. So the policies that determine Cedar's answer to
`share_by_human_decision` are exactly the rules that the decision gives as its reasons, with their duties, what to do
instead and who may decide as annotations; where there are none, the version's default goes with the no. It says that
in its head.

Every value of the vocabulary is an enumerated entity: Cedar's validation refuses a misspelt one. A request has one
value of each attribute; what lists mean is no part of the export.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.rules import Effect, Policy, Rule
from safetoshare.core.policy.spelling import shown
from safetoshare.core.policy.vocabulary import Attribute, Vocabulary

SHARE, BY_HUMAN = "share", "share_by_human_decision"
# No rule's id has a slash, so the second policy of a human rule has an id of its own.
RESTRAINS = "/restrains"
WIDTH = 110
BOTH = f'action in [Action::"{SHARE}", Action::"{BY_HUMAN}"]'


def to_cedar(policy: Policy) -> str:
    """Return the policy in Cedar's language, rule by rule in the file's order; valid under `cedar_schema`."""
    blocks = ["\n".join(f"// {line}".rstrip() for line in _head(policy))]
    blocks += [written for rule in policy.rules for written in _policies(rule, policy.vocabulary)]
    return "\n\n".join(blocks) + "\n"


def cedar_schema(vocabulary: Vocabulary) -> str:
    """Return the vocabulary as a Cedar schema: each attribute an entity type that has these values and no other."""
    lines = ["// The closed vocabulary: who shares is the principal, what would be told is the resource.", ""]
    for attribute in vocabulary.attributes:
        values = ", ".join(_text(name) for name in attribute.bits)
        lines += [f"// {shown(attribute.label, len(attribute.label))}"]
        lines += [f"entity {_type(attribute)} enum [", *_wrapped(values, "  "), "];", ""]
    fields = [f"    {a.id}: {_type(a)}," for a in _in_context(vocabulary)]
    lines += [
        f"action {SHARE}, {BY_HUMAN} appliesTo {{",
        f"  principal: [{_type(_principal(vocabulary))}],",
        f"  resource: [{_type(_resource(vocabulary))}],",
        *["  context: {", *fields, "  },"],
        "};",
    ]
    return "\n".join(lines) + "\n"


def cedar_question(values: Sequence[str], action: str, vocabulary: Vocabulary) -> dict[str, object]:
    """Return one request, a value for each attribute in order, as Cedar is asked it; the action is one of the two."""
    given = dict(zip(vocabulary.positions, values, strict=True))
    principal, resource = _principal(vocabulary), _resource(vocabulary)
    return {
        "principal": _entity(principal, given[principal.id]),
        "action": f'Action::"{action}"',
        "resource": _entity(resource, given[resource.id]),
        "context": {a.id: {"__entity": {"type": _type(a), "id": given[a.id]}} for a in _in_context(vocabulary)},
    }


def _head(policy: Policy) -> Iterator[str]:
    yield shown(policy.title, len(policy.title))
    yield f"Version {policy.id}, in force from {policy.in_force_from.isoformat()}."
    yield f"Written from the file with SHA-256 {policy.sha256}; that file is the policy."
    yield ""
    yield f"Ask with both actions. {SHARE} allowed: yes. Only {BY_HUMAN} allowed: a human decides, whom each @by names."
    yield f"Neither: no. The reasons are the policies that determine the answer to {BY_HUMAN};"
    yield "@duty goes with a yes or a human's decision, @instead with a no."
    yield f"What no rule hits is a no; duty: {_names(policy.default_duty)}; instead: {_names(policy.default_instead)}."
    yield "Several values of one attribute: see how the policy's own language reads lists."


def _policies(rule: Rule, vocabulary: Vocabulary) -> Iterator[str]:
    match rule.effect:
        case Effect.NEVER:
            yield _policy(rule, rule.id, "forbid", BOTH, vocabulary)
        case Effect.MAY:
            yield _policy(rule, rule.id, "permit", BOTH, vocabulary)
        case Effect.HUMAN:
            yield _policy(rule, rule.id, "permit", f'action == Action::"{BY_HUMAN}"', vocabulary)
            yield _policy(rule, rule.id + RESTRAINS, "forbid", f'action == Action::"{SHARE}"', vocabulary)


def _policy(rule: Rule, name: str, effect: str, action: str, vocabulary: Vocabulary) -> str:
    lines = [f"@{key}({_text(value)})" for key, value in _annotations(rule, name, vocabulary)]
    lines += [f"{effect} (", "  principal,", f"  {action},", "  resource", ")"]
    lines += ["when {", *_conditions(rule.when, vocabulary), "}"]
    if rule.exception is not None:
        lines += ["unless {", *_conditions(rule.exception, vocabulary), "}"]
    return "\n".join(lines) + ";"


def _annotations(rule: Rule, name: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    yield "id", name
    yield "effect", rule.effect
    yield "says", rule.says
    yield "cites", "; ".join(rule.cites)
    if rule.effect is Effect.HUMAN:
        yield "by", ", ".join(rule.by or vocabulary.deciders)
    if rule.effect is Effect.NEVER:
        yield "instead", ", ".join(rule.instead)
    else:
        yield "duty", ", ".join(rule.duty)


def _conditions(box: Box, vocabulary: Vocabulary) -> list[str]:
    """Return what restricts the box, one attribute a line or more; all of them must be met."""
    conditions = [
        _condition(attribute, [value.id for value in attribute.inside(mask)], vocabulary)
        for attribute, mask in zip(vocabulary.attributes, box, strict=True)
        if mask != attribute.everything
    ]
    for lines in conditions[:-1]:
        lines[-1] += " &&"
    return [line for lines in conditions for line in lines] or ["  true"]


def _condition(attribute: Attribute, values: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    place = _place(attribute, vocabulary)
    entities = [_entity(attribute, value) for value in values]
    if len(entities) == 1:
        return [f"  {place} == {entities[0]}"]
    return ["  [", *_wrapped(", ".join(entities), "    "), f"  ].contains({place})"]


def _place(attribute: Attribute, vocabulary: Vocabulary) -> str:
    if attribute is _principal(vocabulary):
        return "principal"
    return "resource" if attribute is _resource(vocabulary) else f"context.{attribute.id}"


def _principal(vocabulary: Vocabulary) -> Attribute:
    return vocabulary.attribute("actor")


def _resource(vocabulary: Vocabulary) -> Attribute:
    return vocabulary.attributes[vocabulary.each]


def _in_context(vocabulary: Vocabulary) -> list[Attribute]:
    apart = (_principal(vocabulary), _resource(vocabulary))
    return [attribute for attribute in vocabulary.attributes if attribute not in apart]


def _type(attribute: Attribute) -> str:
    return "".join(word.capitalize() for word in attribute.id.split("_"))


def _entity(attribute: Attribute, value: str) -> str:
    return f"{_type(attribute)}::{_text(value)}"


def _text(value: str) -> str:
    """Return the text as a Cedar string: whatever could end it or hide in it is escaped."""
    return '"' + "".join(_letter(letter) for letter in value) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}"


def _names(obligations: Sequence[str]) -> str:
    return ", ".join(obligations) or "none"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
