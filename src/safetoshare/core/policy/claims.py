"""Claims: what is to be proved of a policy, read from a TOML file beside the versions.

A claim is a sentence, per language, and the parts that make it exact; it holds if every part does:

    [[claim]]
    id = "doubt-never-to-immigration-enforcement"
    layer = "short"                       # how early a person reads it: sentence, short or full (without it: full)
    says = { en = "A doubt about your status is never told to Immigration Enforcement." }
    easy = { en = "Someone may doubt it. We do not tell." }   # the same in short sentences; may be left out

    [[claim.part]]
    form = "never"
    box = { recipient = ["immigration_enforcement"], status_basis = ["doubt"] }
    except = { gateway = ["court_order"] }

`core.policy.parts` says which forms there are and what each means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from safetoshare.core.languages import codes
from safetoshare.core.policy.fields import Fields
from safetoshare.core.policy.parts import Form, Part, read_part
from safetoshare.core.policy.spelling import shown, suggestion
from safetoshare.core.policy.toml_file import read_toml
from safetoshare.core.policy.vocabulary import Vocabulary

__all__ = ["Claim", "Form", "Layer", "Part", "parse_claims"]

CLAIM_FIELDS = ("id", "layer", "says", "easy", "part")


class Layer(StrEnum):
    """How early a person reads a claim: in one sentence, before the first question, or in full."""

    SENTENCE = "sentence"
    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True)
class Claim:
    """What is claimed, in words per language ("en" always), and exactly; `easy` is the same in short sentences."""

    id: str
    says: Mapping[str, str]
    parts: tuple[Part, ...]
    layer: Layer = Layer.FULL
    easy: Mapping[str, str] = field(default_factory=dict)


def parse_claims(content: bytes, name: str, vocabulary: Vocabulary) -> tuple[Claim, ...]:
    """Return the claims of a file's bytes, in its order; `name` is the file's name for messages.

    BadInputError: the bytes are no TOML. PolicyError: its `problems` are all that is wrong, one
    line each.
    """
    file = read_toml(content, name)
    fields = Fields(file, file.content)
    fields.only(("claim",))
    claims: dict[str, Claim] = {}
    parts_before = 0
    for number, table in enumerate(fields.tables("claim", "claim")):
        written = table.get("id")
        place = shown(written) if isinstance(written, str) and written else str(number + 1)
        claim_fields = Fields(file, table, "claim", number, f"claim {place}")
        claim = _claim(claim_fields, parts_before, vocabulary)
        parts_before += len(claim.parts)
        if claim.id in claims:
            claim_fields.problem("this id is taken: give each claim its own", "id")
        claims[claim.id] = claim
    file.check()
    return tuple(claims.values())


def _claim(fields: Fields, parts_before: int, vocabulary: Vocabulary) -> Claim:
    fields.only(CLAIM_FIELDS)
    parts = [
        read_part(Fields(fields.file, table, "claim.part", parts_before + number, fields.place), vocabulary)
        for number, table in enumerate(fields.tables("part", "claim.part"))
    ]
    easy = _says(fields, "easy") if "easy" in fields.content else {}
    return Claim(fields.name("id"), _says(fields, "says"), tuple(parts), _layer(fields), easy)


def _layer(fields: Fields) -> Layer:
    written = fields.text("layer") if "layer" in fields.content else Layer.FULL
    if written in set(Layer):
        return Layer(written)
    if written:
        fields.problem(f"layer {suggestion(written, list(Layer))}", "layer")
    return Layer.FULL


def _says(fields: Fields, key: str) -> Mapping[str, str]:
    table = fields.content.get(key)
    if not isinstance(table, dict):
        fields.problem(f'{key} must be a table of languages: {key} = {{ en = "…" }}', key)
        return {}
    says = Fields(fields.file, table, fields.header, fields.number, f"{fields.place}: {key}")
    says.only(codes())
    return {language: says.text(language) for language in {"en": "", **table}}
