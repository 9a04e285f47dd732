"""The exact difference between two versions of a policy, region by region, in words and under a hash.

Over every request with one value for each attribute: where the answer changed, and where the answer stayed but a duty,
what to do instead of telling, or those who may decide changed. There is a region for each change and each set of
recipients with that same change; Home Office bodies are never in one region with others. A difference is empty only if
both versions decide every such request alike, whatever their rules are called and say.

Lists of pathways are read helpfully towards those who help, so that a `never` against mere silence, each a no alone,
can answer a list differently. Members of such lists have regions of their own, whose sentences say so.

Two people sign a difference by its hash; a wider view for Home Office bodies has a hash of its own. Both are hashes of
the set itself (`diagrams`), whatever rules or boxes it was found in.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from safetoshare.core.policy.boxes import Box, Budget
from safetoshare.core.policy.changes import ANSWER_KINDS, Change, ChangeKind, changes_between
from safetoshare.core.policy.compared import RECIPIENT, Pair, compare
from safetoshare.core.policy.diagrams import NOTHING, Diagrams
from safetoshare.core.policy.differ_wording import region_in_words
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.vocabulary import Vocabulary

__all__ = ["ChangeKind", "Difference", "Region", "differ"]

SUBJECT, PROTECTED, HOME_OFFICE = "subject", "protected", "home_office_bodies"


@dataclass(frozen=True)
class Region:
    """One change for one set of recipients; `widens`: more may be told than before, or by more, or with less care.

    `states` counts requests with one value for each attribute; `boxes` are all of them, disjoint.
    """

    kind: ChangeKind
    says: str
    states: int
    towards_home_office: bool
    widens: bool
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Difference:
    """All that is decided otherwise; `old` and `new` are the versions' ids, `old` is "" if nothing was in force.

    The three counts are of requests whose answer became that one. `home_office_sha256` is the hash of exactly what
    widens towards Home Office bodies about protected people (more is shared, by more, or with less care), "" if nothing
    does; `home_office_states` counts those requests.
    """

    old: str
    new: str
    newly_permitted: int
    newly_refused: int
    newly_human: int
    regions: tuple[Region, ...]
    sha256: str
    home_office_sha256: str
    home_office_states: int

    @property
    def is_empty(self) -> bool:
        """Whether both versions decide alike."""
        return not self.regions


class _Found(NamedTuple):
    """A change, and the diagram of where it is so: of the same recipients in one place, and then of all the rest."""

    change: Change
    recipients: int
    rest: int


def differ(old: Policy | None, new: Policy, budget: Budget | None = None) -> Difference:
    """Return the difference from the old version (None: nothing was in force, all was a no) to the new one.

    Both are of one vocabulary. PolicyError beyond the budget: no difference is given, rather than a part of one.
    """
    diagrams, root = compare(old, new, budget or Budget())
    found = _united(_found(diagrams, root, new.vocabulary), new.vocabulary)
    whole = [diagrams.split(0, {one.rest: one.recipients}) for one in found]
    regions = [_region(diagrams, one, where) for one, where in zip(found, whole, strict=True)]
    counts = dict.fromkeys(ANSWER_KINDS.values(), 0)
    for one, region in zip(found, regions, strict=True):
        if one.change.kind in counts and not one.change.listed:
            counts[one.change.kind] += region.states
    content = sorted(json.dumps([one.change, diagrams.digest(where)]) for one, where in zip(found, whole, strict=True))
    wider = _wider_for_home_office(diagrams, root, new.vocabulary)
    return Difference(
        old=old.id if old else "",
        new=new.id,
        newly_permitted=counts[ChangeKind.NEWLY_PERMITTED],
        newly_refused=counts[ChangeKind.NEWLY_REFUSED],
        newly_human=counts[ChangeKind.NEWLY_HUMAN],
        regions=tuple(sorted(regions, key=_gravest_first)),
        sha256=sha256(json.dumps([old.sha256 if old else "", new.sha256, content]).encode()).hexdigest(),
        home_office_sha256="" if wider == NOTHING else diagrams.digest(wider),
        home_office_states=diagrams.count(wider),
    )


def _found(diagrams: Diagrams, root: int, vocabulary: Vocabulary) -> Iterator[_Found]:
    """Yield every change with its recipients, Home Office bodies apart from the others."""
    changes: dict[Hashable, frozenset[Change]] = {
        leaf: frozenset(changes_between(leaf, vocabulary)) for leaf in diagrams.leaves(root) if isinstance(leaf, Pair)
    }
    home_office = _group(vocabulary, RECIPIENT, HOME_OFFICE)
    for change in sorted(frozenset[Change]().union(*changes.values())):
        where = diagrams.map(root, {leaf: True for leaf, those in changes.items() if change in those}.get)
        for mask, rest in diagrams.first_split(where):
            for recipients in (mask & home_office, mask & ~home_office):
                if recipients:
                    yield _Found(change, recipients, rest)


def _united(found: Iterator[_Found], vocabulary: Vocabulary) -> list[_Found]:
    """Return the same with obligations united that were added or dropped in just the same place."""
    united: dict[tuple[Change, int, int], set[str]] = {}
    for change, recipients, rest in found:
        names = united.setdefault((change._replace(obligations=()), recipients, rest), set())
        names.update(change.obligations)
    return [
        _Found(change._replace(obligations=tuple(n for n in vocabulary.obligations if n in names)), recipients, rest)
        for (change, recipients, rest), names in united.items()
    ]


def _region(diagrams: Diagrams, found: _Found, where: int) -> Region:
    vocabulary = diagrams.vocabulary
    boxes = diagrams.boxes(where)
    return Region(
        kind=found.change.kind,
        says=region_in_words(found.change, boxes, vocabulary.positions[RECIPIENT], vocabulary),
        states=diagrams.count(where),
        towards_home_office=bool(found.recipients & _group(vocabulary, RECIPIENT, HOME_OFFICE)),
        widens=found.change.widens,
        boxes=boxes,
    )


def _gravest_first(region: Region) -> tuple[bool, bool, int, str, tuple[Box, ...]]:
    kinds = list(ChangeKind)
    grave = not (region.widens and region.towards_home_office)
    return grave, not region.widens, kinds.index(region.kind), region.says, region.boxes


def _wider_for_home_office(diagrams: Diagrams, root: int, vocabulary: Vocabulary) -> int:
    """Return the diagram of what widens towards Home Office bodies about protected people, with each change in it."""

    def widening(leaf: Hashable) -> Hashable:
        changes = changes_between(leaf, vocabulary) if isinstance(leaf, Pair) else ()
        return tuple(sorted(change for change in changes if change.widens)) or None

    where = diagrams.map(root, widening)
    where = diagrams.only(where, vocabulary.positions[RECIPIENT], _group(vocabulary, RECIPIENT, HOME_OFFICE))
    if PROTECTED in vocabulary.attribute(SUBJECT).groups:
        where = diagrams.only(where, vocabulary.positions[SUBJECT], _group(vocabulary, SUBJECT, PROTECTED))
    return where


def _group(vocabulary: Vocabulary, attribute: str, group: str) -> int:
    return vocabulary.attribute(attribute).groups.get(group, 0)
