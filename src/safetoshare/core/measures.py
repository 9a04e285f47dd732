"""A figure that a part of the house offers as evidence, and the gate through which a small number does not pass.

Whoever knows a small community could tell from "1" who it was. So a count about people is shown as 0, as "fewer than
ten", or rounded down to a multiple of five; what changes by one from day to day then tells nothing about one person.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

SMALLEST_SHOWN: Final = 10
STEP: Final = 5


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """A count as it may be published. `at_least` is None when it is more than none and fewer than `fewer_than`."""

    at_least: int | None
    is_exact: bool
    fewer_than: int = SMALLEST_SHOWN


@dataclass(frozen=True, slots=True)
class Measure:
    """A named, defined and dated figure of one part; small numbers have not passed.

    `name` is its code (`disclosures_to_home_office`), `bears_on` the recommendations it is evidence for ("1", "4(j)").
    `out_of` is the whole of which it is a part, where there is one.
    """

    name: str
    definition: str
    bears_on: tuple[str, ...]
    since: date
    until: date
    count: PublishedCount
    out_of: PublishedCount | None = None


def published(count: int, smallest: int = SMALLEST_SHOWN, step: int = STEP) -> PublishedCount:
    """Pass a count about people through the gate. `smallest` is a multiple of `step`."""
    if count == 0:
        return PublishedCount(0, is_exact=True)
    if count < smallest:
        return PublishedCount(None, is_exact=False, fewer_than=smallest)
    return PublishedCount(count - count % step, is_exact=False)


def exact(count: int) -> PublishedCount:
    """Publish a count as it is: of things that are about nobody who reported, such as staff or policies."""
    return PublishedCount(count, is_exact=True)
