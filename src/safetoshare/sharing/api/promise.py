"""The public promise: the proved region towards Immigration Enforcement, as shown and as a machine reads it.

Each box of the region stands on the page with all its conditions in a `data-region` attribute. Whoever reads these
back has exactly the region that was proved, no more and no less: the page cannot say less than the policy permits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from safetoshare.core.policy.boxes import Box, intersect, merge
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.api.policies import InForce
from safetoshare.sharing.selectors.position import RecordedPosition, recorded_position

__all__ = ["Opening", "RecordedPosition", "force_position", "read_regions", "region_towards_enforcement"]

_ASKED = {"recipient": ["immigration_enforcement"], "subject": ["protected"], "data": ["personal"]}


@dataclass(frozen=True)
class Opening:
    """One box of what is or may be shared: `shown` are the conditions beyond the question, `region` all as JSON."""

    shown: Mapping[str, tuple[str, ...]]
    region: str


def region_towards_enforcement(in_force: InForce) -> tuple[Opening, ...]:
    """Return when Immigration Enforcement is or may be told personal data of a protected person, as few boxes."""
    vocabulary = published()
    asked = vocabulary.box(_ASKED)
    inside = merge([box for box in (intersect(one, asked) for one in in_force.regions.shared) if box is not None])
    return tuple(
        Opening(
            shown={
                attribute.id: tuple(value.id for value in attribute.inside(box[place]))
                for place, attribute in enumerate(vocabulary.attributes)
                if box[place] != asked[place]
            },
            region=json.dumps(vocabulary.conditions(box), separators=(",", ":")),
        )
        for box in inside
    )


def read_regions(texts: Iterable[str]) -> list[Box]:
    """Return the boxes of `data-region` attributes. ValueError, PolicyError: one of them holds something else."""
    return [published().box(json.loads(text)) for text in texts]


def force_position() -> RecordedPosition | None:
    """Return what the force itself is on record as having said, None if its folder records nothing."""
    return recorded_position(settings.ENVIRONMENT.force)
