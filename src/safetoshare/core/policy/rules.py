"""The rules of one version of a policy, read from its TOML file, never changed once in force.

A file has `id`, `title`, `in_force_from` (a day) and optional `sources`; `requires`, the ids of claims
without which it may not be adopted; `[groups.ATTRIBUTE]` with named lists of values of its own; `[default]`
with the `duty` and `instead` of what no rule hits; and one `[[rule]]` for each rule:

    [[rule]]
    id = "N1"
    effect = "never"                      # never > human > may > nothing said, which is a no
    when = { recipient = ["immigration_enforcement"], status_basis = ["doubt"] }
    except = { gateway = ["court_order"] }
    says = "Never to Immigration Enforcement on a doubt."
    cites = ["Rec 1"]
    instead = ["link_to_third_party"]     # with a no; `duty` goes with a yes or a human's decision
    by = ["chief_officer"]                # who may decide what is left to a `human`

`when` is a box: every attribute named must have one of the values listed. `except` is a box taken
out of it: a request escapes the rule only if it meets every attribute named in `except`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import Box, subtract
from safetoshare.core.policy.fields import Fields
from safetoshare.core.policy.spelling import shown, suggestion
from safetoshare.core.policy.toml_file import TomlFile, read_toml
from safetoshare.core.policy.vocabulary import Vocabulary

POLICY_FIELDS = ("id", "title", "in_force_from", "sources", "requires", "groups", "default", "rule")
RULE_FIELDS = ("id", "effect", "when", "except", "by", "says", "cites", "duty", "instead")


class Effect(StrEnum):
    """What a rule that hits does: `never` binds whatever else hits, `human` grants and restrains."""

    NEVER = "never"
    HUMAN = "human"
    MAY = "may"


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule: the requests it hits, what it does to them, and on what authority.

    `by` names those who may decide what is left to a human; () leaves it to any of the
    vocabulary's deciders.
    """

    id: str
    effect: Effect
    when: Box
    exception: Box | None
    by: tuple[str, ...]
    says: str
    cites: tuple[str, ...]
    duty: tuple[str, ...]
    instead: tuple[str, ...]
    line: int

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """All requests that the rule hits, as disjoint boxes: `when` without `except`."""
        if self.exception is None:
            return (self.when,)
        return tuple(subtract(self.when, self.exception))


@dataclass(frozen=True, eq=False)
class Policy:
    """One version: its rules in the file's order and the hash of the file's bytes (hex).

    `remarks` are lines about what is allowed in the file and has no effect.
    """

    id: str
    title: str
    in_force_from: date
    sources: tuple[str, ...]
    requires: tuple[str, ...]
    default_duty: tuple[str, ...]
    default_instead: tuple[str, ...]
    rules: tuple[Rule, ...]
    sha256: str
    vocabulary: Vocabulary
    remarks: tuple[str, ...]


def parse_policy(content: bytes, name: str, vocabulary: Vocabulary) -> Policy:
    """Return the policy in a file's bytes; `name` is the file's name for messages.

    BadInputError: the bytes are no TOML. PolicyError: its `problems` are all that is wrong, one
    line each, as "FILE:LINE: rule N1: what to do".
    """
    file = read_toml(content, name)
    fields = Fields(file, file.content)
    fields.only(POLICY_FIELDS)
    default = _default(fields)
    words = vocabulary.with_groups(_groups(fields, vocabulary))
    rules = _rules(fields, words)
    policy = Policy(
        id=fields.name("id"),
        title=fields.text("title"),
        in_force_from=fields.day("in_force_from"),
        sources=fields.texts("sources"),
        requires=_requires(fields),
        default_duty=default.words("duty", vocabulary.obligations),
        default_instead=default.words("instead", vocabulary.obligations),
        rules=tuple(rules),
        sha256=file.sha256,
        vocabulary=vocabulary,
        remarks=tuple(_remarks(file, rules)),
    )
    file.check()
    return policy


def _requires(fields: Fields) -> tuple[str, ...]:
    written = fields.texts("requires")
    twice = [name for number, name in enumerate(written) if name in written[:number]]
    if twice:
        fields.problem(f"requires names {shown(twice[0])} twice: take one out", "requires")
    return written


def _default(fields: Fields) -> Fields:
    content = fields.content.get("default", {})
    if not isinstance(content, dict):
        fields.problem("default must be a table: [default]", "default")
        content = {}
    default = Fields(fields.file, content, "default", place="default")
    default.only(("duty", "instead"))
    return default


def _groups(fields: Fields, vocabulary: Vocabulary) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    tables = fields.content.get("groups", {})
    if not isinstance(tables, dict) or not all(isinstance(x, dict) for x in tables.values()):
        fields.problem("groups must be tables: [groups.recipient]", "groups")
        return found
    for attribute, named in tables.items():
        table = Fields(fields.file, named, f"groups.{attribute}", place=f"group of {attribute}")
        if attribute not in vocabulary.positions:
            table.problem(vocabulary.unknown(attribute))
            continue
        taken = vocabulary.attribute(attribute).masks
        for group, values in named.items():
            if group in taken:
                table.problem(f"{group} is a name of the vocabulary: choose another", group)
            elif box := table.read_box({attribute: values}, group, vocabulary):
                mask = box[vocabulary.positions[attribute]]
                found.setdefault(attribute, {})[group] = mask
    return found


def _rules(fields: Fields, vocabulary: Vocabulary) -> list[Rule]:
    rules = []
    lines: dict[str, int] = {}
    for number, content in enumerate(fields.tables("rule", "rule")):
        written = content.get("id")
        name = shown(written) if isinstance(written, str) and written else str(number + 1)
        table = Fields(fields.file, content, "rule", number, f"rule {name}")
        rule = _rule(table, vocabulary)
        if name in lines:
            table.problem(f"line {lines[name]} has this id already: give each rule its own", "id")
        lines.setdefault(name, table.line)
        if rule is not None:
            rules.append(rule)
    return rules


def _rule(fields: Fields, vocabulary: Vocabulary) -> Rule | None:
    fields.only(RULE_FIELDS)
    name = fields.name("id")
    effect = _effect(fields)
    when, exception = fields.cut_box("when", vocabulary)
    says, cites = fields.text("says"), fields.texts("cites", required=True)
    duty = fields.words("duty", vocabulary.obligations)
    instead = fields.words("instead", vocabulary.obligations)
    by = _by(fields, vocabulary)
    if effect is None or when is None:
        return None
    return Rule(name, effect, when, exception, by, says, cites, duty, instead, fields.line)


def _effect(fields: Fields) -> Effect | None:
    written = fields.text("effect")
    if written in set(Effect):
        return Effect(written)
    if written:
        fields.problem(f"effect {suggestion(written, list(Effect))}", "effect")
    return None


def _by(fields: Fields, vocabulary: Vocabulary) -> tuple[str, ...]:
    if "by" not in fields.content:
        return ()
    try:
        actors = vocabulary.attribute("actor")
        named = tuple(actor.id for actor in actors.inside(actors.mask(fields.content["by"])))
    except PolicyError as error:
        for problem in error.problems:
            fields.problem(f"by: {problem}", "by")
        return ()
    for actor in named:
        if actor not in vocabulary.deciders:
            fields.problem(f"by: {actor} is no human who could decide: name who may", "by")
    return named


def _remarks(file: TomlFile, rules: list[Rule]) -> list[str]:
    remarks = []
    for rule in rules:
        said = []
        if rule.effect is Effect.NEVER and rule.duty:
            said.append("duty has no effect: a no carries instead")
        if rule.effect is not Effect.NEVER and rule.instead:
            said.append(f"instead has no effect: it goes with a never, and this is {rule.effect}")
        if rule.effect is not Effect.HUMAN and rule.by:
            said.append(f"by has no effect: nobody decides what is {rule.effect}")
        if rule.effect is Effect.HUMAN and not rule.by:
            said.append("by is missing: any member of staff may decide")
        remarks += [f"{file.name}:{rule.line}: rule {rule.id}: {text}" for text in said]
    return remarks
