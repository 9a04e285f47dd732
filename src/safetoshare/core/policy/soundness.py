"""What is wrong with a policy as a whole, though each of its rules can be read.

Where several `human` rules hit, one person must be allowed to decide by all of them; where nobody is, "a human decides"
would be a no in disguise. Found exactly, by box algebra, over every request with one value for each attribute; a list
can bring together `human` rules that no single value does, and `decide` then says that nobody may decide alone.
"""

from __future__ import annotations

from safetoshare.core.policy.boxes import Box, Budget, disjoint, first_point, intersect, merge, subtract_all
from safetoshare.core.policy.decide import decider_of
from safetoshare.core.policy.rules import Effect, Policy
from safetoshare.core.policy.wording import listed, request_in_words


def undecidable(policy: Policy) -> tuple[str, ...]:
    """Return a line about requests that are left to a human and that nobody may decide, () if there are none.

    PolicyError if the rules overlap too much to say.
    """
    never = [box for rule in policy.rules if rule.effect is Effect.NEVER for box in rule.boxes]
    remaining = subtract_all(_nobody(policy), never)
    if not remaining:
        return ()
    attributes = policy.vocabulary.attributes
    point = first_point(remaining[0])
    values = [attribute.values[i].id for attribute, i in zip(attributes, point, strict=True)]
    rules = decider_of(policy).point(values).rules
    human = [r.id for r in policy.rules if r.effect is Effect.HUMAN and r.id in rules]
    words = request_in_words(values, policy.vocabulary)
    return (
        f"{policy.id}: rules {listed(human)}: no actor is in `by` of all of them, so nobody may decide about "
        f"sharing {words}: name one in each",
    )


def _nobody(policy: Policy) -> list[Box]:
    """Return disjoint boxes of the requests for which every decider is missing from a human rule that hits."""
    excluding = [
        [
            box
            for rule in policy.rules
            if rule.effect is Effect.HUMAN and rule.by and decider not in rule.by
            for box in rule.boxes
        ]
        for decider in policy.vocabulary.deciders
    ]
    if not excluding:
        return []
    budget = Budget()
    boxes = [policy.vocabulary.everything]
    # Those who are missing from the fewest rules come first: mostly that ends the search at once.
    for others in sorted(excluding, key=len):
        budget.spend(len(boxes) * len(others))
        common = (intersect(box, other) for box in boxes for other in others)
        boxes = merge(disjoint((box for box in common if box is not None), budget))
    return boxes
