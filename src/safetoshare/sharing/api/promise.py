"""The public promise: layered, with its limits and the proved region, as shown and as a machine reads it (Rec 4(e)).

Each box of the region stands on the page with all its conditions in a `data-region` attribute. Whoever reads these
back has exactly the region that was proved, no more and no less: the page cannot say less than the policy permits.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from safetoshare.base.database import unit_of_work
from safetoshare.base.languages import said
from safetoshare.core.errors import BadInputError
from safetoshare.core.policy import promise as core
from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.selectors.policies import InForce, NoPromise, version_in_force
from safetoshare.sharing.selectors.position import RecordedPosition, recorded_position
from safetoshare.sharing.selectors.published import files_of, limits_file, promise_made

__all__ = ["Opening", "PublicPromise", "RecordedPosition", "Sentence", "Towards", "force_position"]
__all__ += ["public_promise", "read_regions"]

ENFORCEMENT = "immigration_enforcement"
_log = logging.getLogger("safetoshare.errors")


@dataclass(frozen=True)
class Sentence:
    """A claim or a limit with its sentence in each language."""

    id: str
    says: Mapping[str, str]

    @property
    def text(self) -> str:
        """The sentence in the language of the page, else in English."""
        return said(self.says)


@dataclass(frozen=True)
class Opening:
    """One box of what is or may be shared: `shown` are the conditions beyond the question, `region` all as JSON."""

    shown: Mapping[str, tuple[str, ...]]
    region: str


@dataclass(frozen=True)
class Towards:
    """All that one Home Office body may be told: where a person decides, and where none does."""

    recipient: str
    by_human: tuple[Opening, ...]
    outright: tuple[Opening, ...]


@dataclass(frozen=True)
class PublicPromise:
    """What the pages of the promise say of the version in force. `further` is neither `sentence` nor `short`."""

    in_force: InForce
    sentence: Sentence | None
    short: tuple[Sentence, ...]
    further: tuple[Sentence, ...]
    limits: tuple[Sentence, ...]
    towards: tuple[Towards, ...]

    @property
    def holding(self) -> tuple[Sentence, ...]:
        """All that was proved."""
        return (*((self.sentence,) if self.sentence else ()), *self.short, *self.further)

    @property
    def enforcement(self) -> Towards:
        """What Immigration Enforcement may be told."""
        return next(one for one in self.towards if one.recipient == ENFORCEMENT)


def public_promise(day: date) -> PublicPromise | None:
    """Return the promise of the version in force, None where none is made: also if its limits cannot be read."""
    with unit_of_work():
        found = version_in_force(day)
        files = None if isinstance(found, NoPromise) else files_of(found.version_id)
    if isinstance(found, NoPromise) or files is None:
        return None
    try:
        holding = tuple(claim.id for claim in found.claims)
        made = promise_made(files, limits_file(settings.ENVIRONMENT.force), holding)
    except BadInputError as error:
        _log.error("no promise is shown: %s", error)
        return None
    return _public(found, made)


def read_regions(texts: Iterable[str]) -> list[Box]:
    """Return the boxes of `data-region` attributes. ValueError, PolicyError: one of them holds something else."""
    return [published().box(json.loads(text)) for text in texts]


def force_position() -> RecordedPosition | None:
    """Return what the force itself is on record as having said, None if its folder records nothing."""
    return recorded_position(settings.ENVIRONMENT.force)


def _public(in_force: InForce, made: core.Promise) -> PublicPromise:
    return PublicPromise(
        in_force=in_force,
        sentence=None if made.sentence is None else Sentence(made.sentence.id, made.sentence.says),
        short=tuple(Sentence(claim.id, claim.says) for claim in made.short),
        further=tuple(Sentence(claim.id, claim.says) for claim in made.further),
        limits=tuple(Sentence(limit.id, limit.says) for limit in made.limits),
        towards=tuple(_towards(towards) for towards in made.towards),
    )


def _towards(towards: core.Towards) -> Towards:
    asked = core.question(published(), towards.recipient)
    by_human, outright = (tuple(_openings(boxes, asked)) for boxes in (towards.by_human, towards.outright))
    return Towards(towards.recipient, by_human, outright)


def _openings(boxes: Iterable[Box], asked: Box) -> Iterator[Opening]:
    vocabulary = published()
    for box in boxes:
        region = json.dumps(vocabulary.conditions(box), separators=(",", ":"))
        yield Opening(core.conditions_beyond(box, asked, vocabulary), region)
