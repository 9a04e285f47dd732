"""What a second person looks at again: the list, one record, and the review.

Each function opens units of work of its own: call none inside one, but `forget_reviews`, which is called in one.
"""

from __future__ import annotations

from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.sharing.selectors import reviews as selectors
from safetoshare.sharing.selectors.reviews import ReviewInTray
from safetoshare.sharing.services.reviewing import (
    ReviewedBefore,
    ToReview,
    Verdict,
    forget_reviews,
    is_left_to_a_supervisor,
    read_to_review,
    record_review,
)

__all__ = [
    "ReviewInTray",
    "ReviewedBefore",
    "ToReview",
    "Verdict",
    "forget_reviews",
    "is_left_to_a_supervisor",
    "read_to_review",
    "record_numbered",
    "record_review",
    "review",
    "reviews_awaited",
]


def reviews_awaited() -> list[ReviewInTray]:
    """Return what waits for a second person, the first that falls due first."""
    with unit_of_work():
        return selectors.reviews_awaited()


def review(record: UUID) -> tuple[ReviewInTray, SealedValue] | None:
    """Return a review with its record, sealed to the unit's restricted key; `read_to_review` reads it opened."""
    with unit_of_work():
        return selectors.review(record)


def record_numbered(case: UUID, number: int) -> SealedValue | None:
    """Return the record of a case with this running number, sealed to the same key; `read_notice` reads it opened."""
    with unit_of_work():
        return selectors.record_numbered(case, number)
