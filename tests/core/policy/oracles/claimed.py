"""Claims of every form about one small policy that keeps them all, and the changed rule with which each fails."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from safetoshare.core.policy.claims import Claim, parse_claims
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.vocabulary import Vocabulary
from tests.core.policy.examples import HEADER, reduced, rule, small

TOLD = ["tell_the_subject_before"]
LINKED = ["link_to_third_party"]
ENFORCEMENT = {"recipient": ["immigration_enforcement"]}
RULES: Mapping[str, str] = {
    "N": rule("N", "never", {**ENFORCEMENT, "status_basis": ["none", "doubt"]}, instead=LINKED),
    "H": rule("H", "human", {**ENFORCEMENT, "data": ["identity"], "actor": ["chief_officer"]}, duty=TOLD),
    "M": rule("M", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}, duty=["record_necessity"]),
    "P": rule("P", "may", {"recipient": ["public"], "data": ["aggregate"]}),
}


@dataclass(frozen=True)
class Planted:
    """A claim that holds of RULES, and the rules with which it does not."""

    claim: Mapping[str, object]
    fault: Mapping[str, str]


PLANTED: Mapping[str, Planted] = {
    "never": Planted(
        {"form": "never", "box": {**ENFORCEMENT, "status_basis": ["doubt"]}},
        {"N": rule("N", "may", {**ENFORCEMENT, "status_basis": ["none", "doubt"]})},
    ),
    "only_when": Planted(
        {"form": "only_when", "box": ENFORCEMENT, "conditions": [{"status_basis": ["evidence"], "data": ["identity"]}]},
        {"N": rule("N", "never", {**ENFORCEMENT, "status_basis": ["doubt"]}, instead=LINKED)},
    ),
    "by_human": Planted(
        {"form": "by_human", "box": ENFORCEMENT},
        {"H": rule("H", "may", {**ENFORCEMENT, "data": ["identity"], "actor": ["chief_officer"]}, duty=TOLD)},
    ),
    "always_with": Planted(
        {"form": "always_with", "box": ENFORCEMENT, "obligation": TOLD[0], "on": "shared"},
        {"H": rule("H", "human", {**ENFORCEMENT, "data": ["identity"], "actor": ["chief_officer"]})},
    ),
    "always_with_refused": Planted(
        {"form": "always_with", "box": ENFORCEMENT, "obligation": LINKED[0], "on": "refused"},
        {"N": rule("N", "never", {**ENFORCEMENT, "status_basis": ["none", "doubt"]}, instead=["record_necessity"])},
    ),
    "assured": Planted(
        {"form": "assured", "box": {"recipient": ["nhs"], "pathway": ["domestic_abuse"], "data": ["health"]}},
        {"X": rule("X", "never", {"subject": ["suspect"], "data": ["health"], "status_basis": ["doubt"]})},
    ),
    "exactly_yes": Planted(
        {"form": "assured", "answer": "yes", "box": {"recipient": ["public"], "data": ["aggregate"]}},
        {"X": rule("X", "human", {"data": ["aggregate"], "actor": ["system"]})},
    ),
    "monotone": Planted(
        {"form": "monotone", "box": {}, "attribute": "status_basis", "lower": ["none", "doubt"], "upper": "evidence"},
        {"X": rule("X", "never", {"recipient": ["nhs"], "status_basis": ["evidence"]})},
    ),
    "unmoved": Planted(
        {"form": "unmoved", "box": {"recipient": ["nhs", "public"]}, "attribute": "status_basis"},
        {"X": rule("X", "human", {"recipient": ["public"], "data": ["aggregate"], "status_basis": ["doubt"]})},
    ),
}
# Towards the NHS a case of two kinds is told if either alone is: nobody is told of the second kind alone.
LISTS_ALONE = {"form": "never", "box": {"recipient": ["nhs"], "pathway": ["modern_slavery"]}}


def kept() -> Policy:
    """The policy that keeps every claim of PLANTED."""
    return _policy(RULES)


def faulty(name: str) -> Policy:
    """The same policy with the fault planted with which that claim fails."""
    return _policy({**RULES, **PLANTED[name].fault})


def claim(name: str, *parts: Mapping[str, object], vocabulary: Vocabulary | None = None) -> Claim:
    """Return the claim of these parts, within the reduced vocabulary unless another is given."""
    lines = ["[[claim]]", f'id = "{name}"', 'says = { en = "It is so." }']
    for part in parts:
        lines += ["[[claim.part]]", *(f"{key} = {_toml(value)}" for key, value in part.items())]
    (parsed,) = parse_claims("\n".join(lines).encode(), "claims.toml", vocabulary or reduced())
    return parsed


def _policy(rules: Mapping[str, str]) -> Policy:
    return small(*rules.values(), header=HEADER + '[default]\ninstead = ["link_to_third_party"]\n')


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)
