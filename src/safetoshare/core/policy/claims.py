"""Claims: what is to be proved of a policy, read from a TOML file beside the versions.

A claim is a sentence, per language, and the parts that make it exact; it holds if every part does:

    [[claim]]
    id = "doubt-never-to-immigration-enforcement"
    says = { en = "A doubt about your status is never told to Immigration Enforcement." }

    [[claim.part]]
    form = "never"                        # nothing in the box is shared
    box = { recipient = ["immigration_enforcement"], status_basis = ["doubt"] }
    except = { gateway = ["court_order"] }

    [[claim.part]]
    form = "only_when"                    # what is shared in the box lies in one of the conditions
    box = { recipient = ["immigration_enforcement"] }
    conditions = [{ stage = ["investigation"], consent = ["given"] }, { gateway = ["court_order"] }]

What is left to a human counts as shared: a promise must not rest on somebody's good judgement.

A request may hold lists. It breaks a part if it is shared and one member of it, one value of each list, is in the box,
not in the exception, and in no condition. So a condition must be met by every member: "helpers are told only in
cases of domestic abuse" is broken by a case of domestic abuse and of modern slavery that helpers are told about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from safetoshare.core.policy.boxes import Box, intersect, subtract, subtract_all
from safetoshare.core.policy.fields import Fields
from safetoshare.core.policy.spelling import nearest, shown
from safetoshare.core.policy.toml_file import read_toml
from safetoshare.core.policy.vocabulary import Vocabulary

CLAIM_FIELDS = ("id", "says", "part")
PART_FIELDS = ("form", "box", "except", "conditions")
LANGUAGES = ("en", "pa", "ur", "ar", "so")


class Form(StrEnum):
    """The forms of claims that are known."""

    NEVER = "never"
    ONLY_WHEN = "only_when"


@dataclass(frozen=True)
class Part:
    """One exact statement: no request with a member in `boxes` outside `conditions` (never: none) is shared."""

    form: Form
    boxes: tuple[Box, ...]
    conditions: tuple[Box, ...]


@dataclass(frozen=True)
class Claim:
    """What is claimed, in words per language ("en" always), and exactly."""

    id: str
    says: Mapping[str, str]
    parts: tuple[Part, ...]


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
        _part(
            Fields(fields.file, table, "claim.part", parts_before + number, fields.place),
            vocabulary,
        )
        for number, table in enumerate(fields.tables("part", "claim.part"))
    ]
    return Claim(fields.name("id"), _says(fields), tuple(parts))


def _says(fields: Fields) -> Mapping[str, str]:
    table = fields.content.get("says")
    if not isinstance(table, dict):
        fields.problem('says must be a table of languages: says = { en = "…" }', "says")
        return {}
    says = Fields(fields.file, table, fields.header, fields.number, f"{fields.place}: says")
    says.only(LANGUAGES)
    return {language: says.text(language) for language in {"en": "", **table}}


def _part(fields: Fields, vocabulary: Vocabulary) -> Part:
    fields.only(PART_FIELDS)
    form = _form(fields)
    box, cut = fields.cut_box("box", vocabulary)
    conditions = _conditions(fields, form, vocabulary)
    if box is None:
        return Part(form, (), conditions)
    boxes = [box] if cut is None else subtract(box, cut)
    if conditions and boxes:
        _check_conditions(fields, boxes, conditions)
    return Part(form, tuple(boxes), conditions)


def _form(fields: Fields) -> Form:
    written = fields.text("form")
    if written in set(Form):
        return Form(written)
    if written:
        close = nearest(written, list(Form))
        hint = f": did you mean {close}?" if close else ";"
        fields.problem(f"form {shown(written)} is not known{hint} known now are {', '.join(Form)}", "form")
    return Form.NEVER


def _conditions(fields: Fields, form: Form, vocabulary: Vocabulary) -> tuple[Box, ...]:
    written = fields.content.get("conditions")
    if form is Form.NEVER:
        if written is not None and fields.content.get("form") == Form.NEVER:
            fields.problem("conditions belong to only_when: take them out", "conditions")
        return ()
    if not isinstance(written, list) or not written:
        fields.problem('only_when needs conditions = [{ consent = ["…"] }]', "conditions")
        return ()
    boxes = (fields.read_box(condition, "conditions", vocabulary) for condition in written)
    return tuple(box for box in boxes if box is not None)


def _check_conditions(fields: Fields, boxes: list[Box], conditions: Iterable[Box]) -> None:
    """Note a condition that nothing can meet, and conditions that leave nothing to claim."""
    for number, condition in enumerate(conditions, start=1):
        if not any(intersect(box, condition) for box in boxes):
            fields.problem(f"condition {number} lies outside the box: correct one of them", "conditions")
    if not subtract_all(boxes, list(conditions)):
        fields.problem("the conditions cover the whole box, so nothing is claimed", "conditions")
