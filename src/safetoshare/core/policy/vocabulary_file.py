"""Reads a vocabulary from TOML and refuses one that is not whole.

`published()` is the vocabulary that all policies use; `vocabulary.toml` beside this file is its
data and says what the marks mean. A reduced vocabulary for an exhaustive search is read in the
same way.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, get_args

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.vocabulary import Attribute, Several, Term, Vocabulary

MARKS = ("R", "R2", "B", "own")
TERM_FIELDS = ("label", "definition", "source", "mark")


@cache
def published() -> Vocabulary:
    """Return the vocabulary that the policies use."""
    package = resources.files("safetoshare.core.policy")
    return parse_vocabulary(package.joinpath("vocabulary.toml").read_text("utf-8"))


def parse_vocabulary(text: str) -> Vocabulary:
    """Return the vocabulary in a TOML text; PolicyError holds everything that is missing."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"vocabulary: not TOML: {error}") from None
    problems: list[str] = []
    tables = content.get("attributes", {})
    groups = content.get("groups", {})
    attributes = [_attribute(name, fields, groups.get(name, {}), problems) for name, fields in tables.items()]
    obligations = _terms("obligations", content.get("obligations", {}), problems)
    problems += [f"groups.{name}: no such attribute" for name in groups if name not in tables]
    if sum(attribute.several == "each" for attribute in attributes) != 1:
        problems.append('exactly one attribute needs several = "each": the kinds of data')
    if sum(attribute.several == "most_helpful" for attribute in attributes) > 1:
        # What the proofs say about lists is exact for one such attribute.
        problems.append('at most one attribute may have several = "most_helpful"')
    if problems:
        raise PolicyError(*(f"vocabulary: {problem}" for problem in problems))
    by_id = {term.id: term for term in obligations}
    plain = Vocabulary(tuple(attributes), by_id, None)
    if "most_helpful_when" not in content:
        return plain
    return Vocabulary(plain.attributes, by_id, plain.box(content["most_helpful_when"]))


def _attribute(name: str, fields: Mapping[str, Any], groups: Mapping[str, Any], problems: list[str]) -> Attribute:
    place = f"attributes.{name}"
    values = _terms(f"{place}.values", fields.get("values", {}), problems)
    several: Several = fields.get("several", "no")
    phrase = fields.get("phrase", "")
    if several not in get_args(Several):
        problems.append(f"{place}: several must be one of {', '.join(get_args(Several))}")
    if "{}" not in phrase:
        problems.append(f"{place}: phrase needs {{}} where a value's label belongs")
    if not fields.get("label") or not values:
        problems.append(f"{place}: needs a label and values")
    plain = Attribute(name, fields.get("label", ""), phrase, several, values, {})
    return Attribute(name, plain.label, phrase, several, values, _groups(plain, groups, problems))


def _groups(attribute: Attribute, groups: Mapping[str, Any], problems: list[str]) -> dict[str, int]:
    masks = {}
    for name, values in groups.items():
        place = f"groups.{attribute.id}.{name}"
        if name in attribute.bits:
            problems.append(f"{place}: a value has this name")
        try:
            masks[name] = attribute.mask(values)
        except PolicyError as error:
            problems.extend(f"{place}: {problem}" for problem in error.problems)
    return masks


def _terms(place: str, terms: Mapping[str, Any], problems: list[str]) -> tuple[Term, ...]:
    found = []
    for name, fields in terms.items():
        if set(fields) != set(TERM_FIELDS) or not all(fields.values()):
            problems.append(f"{place}.{name}: needs exactly {', '.join(TERM_FIELDS)}")
        elif fields["mark"] not in MARKS:
            problems.append(f"{place}.{name}: mark must be one of {', '.join(MARKS)}")
        else:
            found.append(Term(name, **fields))
    return tuple(found)
