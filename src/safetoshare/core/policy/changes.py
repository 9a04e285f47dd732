"""Names what changed between two outcomes for one request: the answer, what goes with it, or who decides."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from safetoshare.core.policy.compared import LENIENCE, Outcome, Pair
from safetoshare.core.policy.vocabulary import Vocabulary


class ChangeKind(StrEnum):
    """What changed: the answer; or, where it did not, what goes with it."""

    NEWLY_PERMITTED = "newly_permitted"
    NEWLY_REFUSED = "newly_refused"
    NEWLY_HUMAN = "newly_human"
    DUTY_ADDED = "duty_added"
    DUTY_DROPPED = "duty_dropped"
    INSTEAD_ADDED = "instead_added"
    INSTEAD_DROPPED = "instead_dropped"
    DECIDERS_CHANGED = "deciders_changed"


ANSWER_KINDS = {
    "yes": ChangeKind.NEWLY_PERMITTED,
    "no": ChangeKind.NEWLY_REFUSED,
    "human": ChangeKind.NEWLY_HUMAN,
}


class Change(NamedTuple):
    """One change; `was` and `now` are answers.

    For a duty added or dropped both are "no", or both "shared": a duty goes with a yes and a human's decision alike.
    `listed`: only a list that holds the value beside others is answered otherwise.
    """

    kind: ChangeKind
    was: str
    now: str
    obligations: tuple[str, ...] = ()
    deciders: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    listed: bool = False

    @property
    def widens(self) -> bool:
        """Whether more may be told than before, or by more, or with less care for the person."""
        if self.kind is ChangeKind.DECIDERS_CHANGED:
            was, now = self.deciders
            return not set(now) <= set(was)
        if self.kind in ANSWER_KINDS.values():
            return is_more(self.was, self.now)
        return self.kind is ChangeKind.DUTY_DROPPED and self.now == SHARED


SHARED = "shared"


def is_more(was: str, now: str) -> bool:
    """Whether the answer now permits more."""
    return LENIENCE.index(now) > LENIENCE.index(was)


def changes_between(pair: Pair, vocabulary: Vocabulary) -> Iterator[Change]:
    """Yield every change between the two outcomes; nothing only if they are one decision, in lists too."""
    old, new = pair.old, pair.new
    if pair.listed is not None:
        was, now = pair.listed
        yield Change(ANSWER_KINDS[now], was, now, listed=True)
    if old.answer != new.answer:
        yield Change(ANSWER_KINDS[new.answer], old.answer, new.answer)
    if (old.answer == "no") == (new.answer == "no"):
        yield from _obliged(old, new, vocabulary)
    if old.answer == new.answer == "human" and old.by != new.by:
        deciders = (named(vocabulary.deciders, old.by), named(vocabulary.deciders, new.by))
        yield Change(ChangeKind.DECIDERS_CHANGED, "human", "human", deciders=deciders)


def named(names: tuple[str, ...], bits: int) -> tuple[str, ...]:
    """Return the names whose bits are set."""
    return tuple(name for place, name in enumerate(names) if bits >> place & 1)


def _obliged(old: Outcome, new: Outcome, vocabulary: Vocabulary) -> Iterator[Change]:
    answer = "no" if new.answer == "no" else SHARED
    obligations = tuple(vocabulary.obligations)
    for kind, bits in (
        (ChangeKind.DUTY_ADDED, new.duties & ~old.duties),
        (ChangeKind.DUTY_DROPPED, old.duties & ~new.duties),
        (ChangeKind.INSTEAD_ADDED, new.instead & ~old.instead),
        (ChangeKind.INSTEAD_DROPPED, old.instead & ~new.instead),
    ):
        for name in named(obligations, bits):
            yield Change(kind, answer, answer, (name,))
