"""The reference evaluator: slow, and meant to be right at a glance. It reads the TOML itself and knows no bits.

It shares nothing with the engine but the words of the rules: no parser, no boxes, no hit-sets.
"""

import itertools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

STRICTNESS = ("no", "human", "yes")

Toml = Mapping[str, Any]


@dataclass(frozen=True)
class Expected:
    """What a decision must be, without order."""

    answer: str
    rules: frozenset[str]
    cites: frozenset[str]
    duties: frozenset[str]
    instead: frozenset[str]
    by: frozenset[str]


class Reference:
    """A policy and a vocabulary as their files have them."""

    def __init__(self, policy: bytes, vocabulary: str) -> None:
        self.policy: Toml = tomllib.loads(policy.decode())
        self.vocabulary: Toml = tomllib.loads(vocabulary)
        self.attributes: Toml = self.vocabulary["attributes"]

    def decide(self, request: Mapping[str, Any]) -> dict[str, Expected]:
        """Return kind of data -> what must be decided."""
        return {kind: self._kind({**request, "data": kind}) for kind in _list(request["data"])}

    def _kind(self, request: Mapping[str, Any]) -> Expected:
        members = [self._hits(member) for member in _members(request)]
        if any(rule["effect"] == "never" for hit in members for rule in hit):
            return self._expected([rule for hit in members for rule in hit])
        groups = [
            [self._hits(member) for member in _members({**request, **chosen})]
            for chosen in self._most_helpful_choices(request)
        ]
        answers = [min((_answer(hit) for hit in group), key=STRICTNESS.index) for group in groups]
        best = max(answers, key=STRICTNESS.index)
        if best == "no":
            return self._expected([])
        chosen_groups = [group for group, answer in zip(groups, answers, strict=True) if answer == best]
        expected = self._expected([rule for group in chosen_groups for hit in group for rule in hit])
        # Whatever the answer rests on, the duties of every rule that any member hits go with it.
        return replace(expected, duties=_united([rule for hit in members for rule in hit], "duty"))

    def _most_helpful_choices(self, request: Mapping[str, Any]) -> list[dict[str, str]]:
        """Return each way to pick one value of the attributes that are read helpfully for this request."""
        where = self.vocabulary["most_helpful_when"]
        if not all(request[a] in self._values(a, names) for a, names in where.items()):
            return [{}]
        names = [a for a in self.attributes if self.attributes[a].get("several") == "most_helpful"]
        picked = itertools.product(*(_list(request[a]) for a in names))
        return [dict(zip(names, values, strict=True)) for values in picked]

    def _hits(self, member: Mapping[str, str]) -> list[Toml]:
        return [
            rule
            for rule in self.policy["rule"]
            if self._inside(member, rule["when"]) and not ("except" in rule and self._inside(member, rule["except"]))
        ]

    def _inside(self, member: Mapping[str, str], box: Mapping[str, Iterable[str]]) -> bool:
        return all(member[attribute] in self._values(attribute, names) for attribute, names in box.items())

    def _values(self, attribute: str, names: Iterable[str]) -> set[str]:
        groups = {
            **self.vocabulary["groups"].get(attribute, {}),
            **self.policy.get("groups", {}).get(attribute, {}),
        }
        return {value for name in names for value in groups.get(name, [name])}

    def _expected(self, hit: list[Toml]) -> Expected:
        answer = _answer(hit)
        never = [rule for rule in hit if rule["effect"] == "never"]
        reasons = never or hit
        default = self.policy.get("default", {}) if not hit else {}
        return Expected(
            answer=answer,
            rules=frozenset(rule["id"] for rule in reasons),
            cites=_united(reasons, "cites"),
            duties=frozenset(default.get("duty", [])) | (frozenset() if never else _united(hit, "duty")),
            instead=frozenset(default.get("instead", [])) | _united(never, "instead"),
            by=self._by(hit) if answer == "human" else frozenset(),
        )

    def _by(self, hit: list[Toml]) -> frozenset[str]:
        everyone = self.vocabulary["groups"]["actor"]["deciders"]
        human = [rule for rule in hit if rule["effect"] == "human"]
        return frozenset(
            actor
            for actor in everyone
            if all(actor in self._values("actor", rule.get("by", ["deciders"])) for rule in human)
        )


def _answer(hit: Iterable[Toml]) -> str:
    effects = {rule["effect"] for rule in hit}
    if "never" in effects or not effects:
        return "no"
    return "human" if "human" in effects else "yes"


def _united(rules: Iterable[Toml], key: str) -> frozenset[str]:
    return frozenset(item for rule in rules for item in rule.get(key, []))


def _list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _members(request: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return every single-valued request that the lists stand for."""
    values = itertools.product(*(_list(value) for value in request.values()))
    return [dict(zip(request, chosen, strict=True)) for chosen in values]
