"""A region of a difference as a sentence that a chief officer understands, made from the vocabulary's labels alone.

It names the recipients, what changed from what to what, and under which conditions. Where the conditions are many, the
widest are said and the others are counted, never left out in silence.
"""

from __future__ import annotations

from collections.abc import Sequence

from safetoshare.core.policy.boxes import Box, size
from safetoshare.core.policy.changes import SHARED, Change, ChangeKind
from safetoshare.core.policy.vocabulary import Attribute, Vocabulary
from safetoshare.core.policy.wording import listed

MOST_COMBINATIONS = 3
# Of more values than this, the others are named if they are fewer.
MOST_NAMED = 6

ANSWERS = {"yes": "permitted", "no": "refused", "human": "left to a human"}
BEFORE = {"yes": "yes", "no": "no", "human": "left to a human"}


def region_in_words(change: Change, boxes: Sequence[Box], recipient: int, vocabulary: Vocabulary) -> str:
    """Return "Newly permitted (was no): sharing with the NHS, if …" for disjoint boxes with the same recipients.

    `recipient` is that attribute's place.
    """
    told = _recipients(vocabulary.attributes[recipient], boxes[0][recipient], vocabulary)
    return f"{_what(change, vocabulary)}: sharing with {told}{_conditions(boxes, recipient, vocabulary)}."


def _what(change: Change, vocabulary: Vocabulary) -> str:
    alone = f" beside others in a list of {_several(vocabulary)}, and not alone" if change.listed else ""
    obligations = listed([f"“{vocabulary.obligations[name].label}”" for name in change.obligations])
    told = "a yes or a human's decision" if change.now == SHARED else "a no"
    match change.kind:
        case ChangeKind.DUTY_ADDED:
            return f"New duty with {told} ({obligations})"
        case ChangeKind.DUTY_DROPPED:
            return f"Duty dropped from {told} ({obligations})"
        case ChangeKind.INSTEAD_ADDED:
            return f"Newly done instead of telling ({obligations})"
        case ChangeKind.INSTEAD_DROPPED:
            return f"No longer done instead of telling ({obligations})"
        case ChangeKind.DECIDERS_CHANGED:
            was, now = (_deciders(names, vocabulary) for names in change.deciders)
            return f"To be decided by {now} (was {was})"
        case _:
            return f"Newly {ANSWERS[change.now]} (was {BEFORE[change.was]}){alone}"


def _deciders(names: Sequence[str], vocabulary: Vocabulary) -> str:
    if not names:
        return "nobody alone"
    if names == vocabulary.deciders:
        return "any member of staff"
    return "the " + _either([vocabulary.attribute("actor").labels[name] for name in names])


def _several(vocabulary: Vocabulary) -> str:
    """Return the label of the attribute whose lists are read helpfully."""
    place = vocabulary.most_helpful
    return "" if place is None else f"“{vocabulary.attributes[place].label}”"


def _recipients(attribute: Attribute, mask: int, vocabulary: Vocabulary) -> str:
    """Return all recipients by name, or whom it is not about where that is shorter."""
    home_office = attribute.groups.get("home_office_bodies", 0)
    others = attribute.everything & ~home_office
    if mask == home_office:
        return "any Home Office body"
    missing = others & ~mask
    if not mask & home_office and missing.bit_count() < mask.bit_count():
        whole = "anybody outside the Home Office" if home_office else "anybody"
        return f"{whole} but {_values(attribute, missing)}" if missing else whole
    return _values(attribute, mask)


def _conditions(boxes: Sequence[Box], recipient: int, vocabulary: Vocabulary) -> str:
    """Return what holds of all boxes, then the widest ones' own conditions, then how many more there are."""
    common = [boxes[0][place] if len({box[place] for box in boxes}) == 1 else 0 for place in range(len(boxes[0]))]
    common[recipient] = 0
    always = _box(vocabulary, common)
    text = f", if {always}" if always else ""
    own = [tuple(0 if common[place] or place == recipient else mask for place, mask in enumerate(box)) for box in boxes]
    if len(boxes) == 1:
        return text
    widest = sorted(zip(boxes, own, strict=True), key=lambda pair: (-size(pair[0]), pair[0]))
    said = [_box(vocabulary, conditions) or "whatever the rest" for _, conditions in widest[:MOST_COMBINATIONS]]
    more = len(boxes) - len(said)
    combinations = "; or ".join(said) + (f"; and {more} more combination{'s' * (more > 1)}" if more else "")
    return f"{text}; and either {combinations}" if text else f", if either {combinations}"


def _box(vocabulary: Vocabulary, masks: Sequence[int]) -> str:
    """Return the conditions in words; a mask of 0 or of everything says nothing."""
    return ", ".join(
        _condition(attribute, mask)
        for attribute, mask in zip(vocabulary.attributes, masks, strict=True)
        if mask and mask != attribute.everything
    )


def _condition(attribute: Attribute, mask: int) -> str:
    missing = attribute.everything & ~mask
    if mask.bit_count() > MOST_NAMED and missing.bit_count() < mask.bit_count():
        return "not " + attribute.phrase.format(_values(attribute, missing))
    return attribute.phrase.format(_values(attribute, mask))


def _values(attribute: Attribute, mask: int) -> str:
    return _either([value.label for value in attribute.inside(mask)])


def _either(words: Sequence[str]) -> str:
    """Return "a", "a or b" or "a, b or c"."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
