"""The exact statements that claims are made of, in seven forms, read from TOML.

Every part has a `form`, a `box`, and optionally an `except` that is taken out of the box. No < human < yes, and what is
left to a human counts as shared: a promise must not rest on somebody's good judgement.

    form           further fields                       says
    never                                               nothing in the box is shared
    only_when      conditions = [{ … }, { … }]          what is shared in the box lies in one of the conditions
    by_human                                            what is shared in the box is left to a human, never a yes
    always_with    obligation = "…"  on = "shared"      what is shared in the box carries the duty
                   obligation = "…"  on = "refused"     what is refused in the box says to do this instead
    assured        answer = "yes" (may be absent)       nothing in the box is a no; with `answer`, it is exactly a yes
    monotone       attribute lower = ["…"] upper = "…"  with a lower value never permitted more than with the upper one
    unmoved        attribute = "…"                      the attribute changes no answer, duties aside

A request may hold lists. What is said of what is shared speaks of every request that is shared with one member in the
box, one value of each list; so a condition must be met by every member. `refused`, assured, monotone and unmoved speak
of requests all of whose members are in the box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import Box, intersect, subtract, subtract_all
from safetoshare.core.policy.fields import Fields
from safetoshare.core.policy.spelling import nearest, shown, suggestion
from safetoshare.core.policy.vocabulary import Attribute, Vocabulary

SHARED, REFUSED = "shared", "refused"
YES = "yes"


class Form(StrEnum):
    """The forms of claims that are known."""

    NEVER = "never"
    ONLY_WHEN = "only_when"
    BY_HUMAN = "by_human"
    ALWAYS_WITH = "always_with"
    ASSURED = "assured"
    MONOTONE = "monotone"
    UNMOVED = "unmoved"


_FIELDS = {
    Form.NEVER: (),
    Form.ONLY_WHEN: ("conditions",),
    Form.BY_HUMAN: (),
    Form.ALWAYS_WITH: ("obligation", "on"),
    Form.ASSURED: ("answer",),
    Form.MONOTONE: ("attribute", "lower", "upper"),
    Form.UNMOVED: ("attribute",),
}
PART_FIELDS = ("form", "box", "except", *dict.fromkeys(field for fields in _FIELDS.values() for field in fields))


@dataclass(frozen=True)
class Part:
    """One exact statement about the requests in `boxes`, which are disjoint; the fields of other forms are empty.

    `on` is "shared" or "refused", `answer` is "yes" or empty, `lower` and `upper` are values of `attribute`.
    """

    form: Form
    boxes: tuple[Box, ...]
    conditions: tuple[Box, ...] = ()
    obligation: str = ""
    on: str = ""
    answer: str = ""
    attribute: str = ""
    lower: tuple[str, ...] = ()
    upper: str = ""


def read_part(fields: Fields, vocabulary: Vocabulary) -> Part:
    """Return the part in a table; what is wrong with it is noted in the fields' file."""
    fields.only(PART_FIELDS)
    form = _form(fields)
    _only_its_own(fields, form)
    box, cut = fields.cut_box("box", vocabulary)
    boxes = () if box is None else (box,) if cut is None else tuple(subtract(box, cut))
    match form:
        case Form.ONLY_WHEN:
            return Part(form, boxes, conditions=_conditions(fields, boxes, vocabulary))
        case Form.ALWAYS_WITH:
            on = _one_of(fields, "on", (SHARED, REFUSED))
            return Part(form, boxes, obligation=_one_of(fields, "obligation", tuple(vocabulary.obligations)), on=on)
        case Form.ASSURED:
            return Part(form, boxes, answer=_one_of(fields, "answer", (YES,)) if "answer" in fields.content else "")
        case Form.MONOTONE:
            return _monotone(fields, boxes, vocabulary)
        case Form.UNMOVED:
            attribute = _attribute(fields, vocabulary)
            return Part(form, boxes, attribute=attribute.id if attribute else "")
    return Part(form, boxes)


def _form(fields: Fields) -> Form:
    written = fields.text("form")
    if written in set(Form):
        return Form(written)
    if written:
        close = nearest(written, list(Form))
        hint = f": did you mean {close}?" if close else ";"
        fields.problem(f"form {shown(written)} is not known{hint} known now are {', '.join(Form)}", "form")
    return Form.NEVER


def _only_its_own(fields: Fields, form: Form) -> None:
    """Note fields that belong to another form, if the form itself is known."""
    if fields.content.get("form") != form:
        return
    for name in PART_FIELDS[3:]:
        if name in fields.content and name not in _FIELDS[form]:
            owners = " and ".join(other for other, names in _FIELDS.items() if name in names)
            belong, it = ("belong", "them") if name == "conditions" else ("belongs", "it")
            fields.problem(f"{name} {belong} to {owners}: take {it} out", name)


def _conditions(fields: Fields, boxes: Sequence[Box], vocabulary: Vocabulary) -> tuple[Box, ...]:
    written = fields.content.get("conditions")
    if not isinstance(written, list) or not written:
        fields.problem('only_when needs conditions = [{ consent = ["…"] }]', "conditions")
        return ()
    read = (fields.read_box(condition, "conditions", vocabulary) for condition in written)
    conditions = tuple(box for box in read if box is not None)
    if conditions and boxes:
        _check_conditions(fields, boxes, conditions)
    return conditions


def _check_conditions(fields: Fields, boxes: Sequence[Box], conditions: Iterable[Box]) -> None:
    """Note a condition that nothing can meet, and conditions that leave nothing to claim."""
    for number, condition in enumerate(conditions, start=1):
        if not any(intersect(box, condition) for box in boxes):
            fields.problem(f"condition {number} lies outside the box: correct one of them", "conditions")
    if not subtract_all(boxes, list(conditions)):
        fields.problem("the conditions cover the whole box, so nothing is claimed", "conditions")


def _monotone(fields: Fields, boxes: tuple[Box, ...], vocabulary: Vocabulary) -> Part:
    attribute = _attribute(fields, vocabulary)
    if attribute is None:
        return Part(Form.MONOTONE, boxes)
    upper = _one_of(fields, "upper", tuple(attribute.bits))
    lower = _values(fields, attribute)
    if upper in lower:
        fields.problem(f"{upper} is the upper value: take it out of lower", "lower")
    place = vocabulary.positions[attribute.id]
    reached = 0
    for box in boxes:
        reached |= box[place]
    outside = [value for value in lower if boxes and not reached & attribute.bits[value]]
    if outside:
        fields.problem(f"lower: {', '.join(outside)} lies outside the box: correct one of them", "lower")
    return Part(Form.MONOTONE, boxes, attribute=attribute.id, lower=lower, upper=upper)


def _attribute(fields: Fields, vocabulary: Vocabulary) -> Attribute | None:
    """Return the attribute that the part compares by: one with a single value in each request.

    Nor one that decides whether the most helpful member of a list counts or the strictest: with another value of it
    the same list could be refused though no member of it is.
    """
    name = fields.text("attribute")
    if not name:
        return None
    try:
        attribute = vocabulary.attribute(name)
    except PolicyError as error:
        for problem in error.problems:
            fields.problem(f"attribute: {problem}", "attribute")
        return None
    if attribute.several != "no":
        fields.problem(f"attribute: {name} may be a list: compare by one that has a single value", "attribute")
        return None
    when = vocabulary.most_helpful_when
    if when is not None and name in vocabulary.conditions(when):
        fields.problem(f"attribute: {name} decides how lists are read: compare by another", "attribute")
        return None
    return attribute


def _values(fields: Fields, attribute: Attribute) -> tuple[str, ...]:
    if "lower" not in fields.content:
        fields.problem('lower is missing: write lower = ["…"]')
        return ()
    try:
        return tuple(value.id for value in attribute.inside(attribute.mask(fields.content["lower"])))
    except PolicyError as error:
        for problem in error.problems:
            fields.problem(f"lower: {problem}", "lower")
        return ()


def _one_of(fields: Fields, key: str, known: Sequence[str]) -> str:
    """Return one word of a closed list; "" after a problem."""
    written = fields.text(key)
    if written and written not in known:
        fields.problem(f"{key} {suggestion(written, known)}", key)
        return ""
    return written
