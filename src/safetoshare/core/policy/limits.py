"""Limits: what a promise cannot cover, read from a TOML file beside the versions (Rec 4(e)).

A limit is a sentence, per language. Where it exists because the policy shares something, it names the box, and where it
exists because a claim fails, that claim; then it is shown only if it is so of the version in force:

    [[limit]]
    id = "prosecution"
    says = { en = "If somebody is prosecuted, the prosecutor learns who you are." }
    box = { recipient = ["cps"], subject = ["protected"], data = ["personal"] }

    [[limit]]
    id = "status-offence"
    says = { en = "Evidence of an offence may be told." }
    when_claim_fails = "doubt-never-to-immigration-enforcement"

A limit with neither is always shown. What is left to a human counts as shared: a limit must not be hidden because
somebody's good judgement stands before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from safetoshare.core.languages import codes
from safetoshare.core.policy.boxes import Box, intersect
from safetoshare.core.policy.fields import Fields
from safetoshare.core.policy.spelling import shown
from safetoshare.core.policy.toml_file import read_toml
from safetoshare.core.policy.vocabulary import Vocabulary

LIMIT_FIELDS = ("id", "says", "box", "when_claim_fails")


@dataclass(frozen=True)
class Limit:
    """What is not promised, in words per language ("en" always), and where that is so: `when_claim_fails` may be ""."""

    id: str
    says: Mapping[str, str]
    box: Box | None
    when_claim_fails: str


def parse_limits(content: bytes, name: str, vocabulary: Vocabulary) -> tuple[Limit, ...]:
    """Return the limits of a file's bytes, in its order; `name` is the file's name for messages.

    BadInputError: the bytes are no TOML. PolicyError: its `problems` are all that is wrong, one line each.
    """
    file = read_toml(content, name)
    fields = Fields(file, file.content)
    fields.only(("limit",))
    limits: dict[str, Limit] = {}
    for number, table in enumerate(fields.tables("limit", "limit")):
        written = table.get("id")
        place = shown(written) if isinstance(written, str) and written else str(number + 1)
        limit_fields = Fields(file, table, "limit", number, f"limit {place}")
        limit = _limit(limit_fields, vocabulary)
        if limit.id in limits:
            limit_fields.problem("this id is taken: give each limit its own", "id")
        limits[limit.id] = limit
    file.check()
    return tuple(limits.values())


def applying(limits: Iterable[Limit], shared: Collection[Box], holding: Collection[str]) -> tuple[Limit, ...]:
    """Return the limits of a version that shares `shared` and of which the claims `holding` hold, in order."""
    return tuple(
        limit
        for limit in limits
        if (limit.box is None or any(intersect(limit.box, box) for box in shared))
        and limit.when_claim_fails not in holding
    )


def _limit(fields: Fields, vocabulary: Vocabulary) -> Limit:
    fields.only(LIMIT_FIELDS)
    return Limit(
        id=fields.name("id"),
        says=_says(fields),
        box=fields.box("box", vocabulary) if "box" in fields.content else None,
        when_claim_fails=fields.name("when_claim_fails") if "when_claim_fails" in fields.content else "",
    )


def _says(fields: Fields) -> Mapping[str, str]:
    table = fields.content.get("says")
    if not isinstance(table, dict):
        fields.problem('says must be a table of languages: says = { en = "…" }', "says")
        return {}
    says = Fields(fields.file, table, fields.header, fields.number, f"{fields.place}: says")
    says.only(codes())
    return {language: says.text(language) for language in {"en": "", **table}}
