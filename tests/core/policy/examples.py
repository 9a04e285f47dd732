"""Policies, claims and requests that the tests of the policy language share."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary import Vocabulary
from safetoshare.core.policy.vocabulary_file import parse_vocabulary, published

HERE = Path(__file__).parent
MODEL = HERE / "model.toml"
CLAIMS = HERE / "claims.toml"
REDUCED = HERE / "vocabulary_reduced.toml"

HEADER = 'id = "p"\ntitle = "A policy"\nin_force_from = 2026-01-01\n'

# A request within the reduced vocabulary, and one within the published one.
SMALL_REQUEST: Mapping[str, object] = {
    "actor": "detective",
    "recipient": "nhs",
    "subject": "victim",
    "pathway": "domestic_abuse",
    "data": "identity",
    "status_basis": "none",
}
REQUEST: Mapping[str, object] = {
    "actor": "detective",
    "recipient": "immigration_enforcement",
    "subject": "victim",
    "pathway": "domestic_abuse",
    "data": "identity",
    "purpose": "immigration_control",
    "gateway": "law_enforcement_task",
    "consent": "not_asked",
    "status_basis": "doubt",
    "age": "adult",
    "danger": "none",
    "stage": "report",
    "adviser_offered": "no",
    "shares_home_or_visa": "unknown",
}


@cache
def reduced() -> Vocabulary:
    """A vocabulary of 486 requests, all of which a test can try."""
    return parse_vocabulary(REDUCED.read_text("utf-8"))


def model() -> Policy:
    """The test model within the published vocabulary."""
    return parse_policy(MODEL.read_bytes(), MODEL.name, published())


def rule(name: str, effect: str, when: Mapping[str, Sequence[str]], **fields: object) -> str:
    """Return the TOML of one rule; a field whose value is a mapping becomes an inline table."""
    written = {"id": name, "effect": effect, "when": when, "says": f"Says {name}.", "cites": [f"Rec {name}"]}
    lines = [f"{key} = {_toml(value)}" for key, value in {**written, **fields}.items()]
    return "\n".join(["[[rule]]", *lines, ""])


def small(*rules: str, header: str = HEADER) -> Policy:
    """Return the policy of these rules within the reduced vocabulary."""
    return parse_policy("\n".join([header, *rules]).encode(), "p.toml", reduced())


def problems(text: str | bytes, vocabulary: Vocabulary | None = None) -> tuple[str, ...]:
    """Return what is wrong with a policy's text; fail if nothing is."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(PolicyError) as caught:
        parse_policy(content, "p.toml", vocabulary or reduced())
    return caught.value.problems


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    return json.dumps(value)
