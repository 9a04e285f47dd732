"""Which version of a policy applied on a day: the one whose `in_force_from` is the latest that is not after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from safetoshare.core.policy.rules import Policy


def in_force_at(policies: Iterable[Policy], day: date) -> Policy | None:
    """Return the version in force on the day, None before the first; of two from one day, the later id."""
    begun = (policy for policy in policies if policy.in_force_from <= day)
    return max(begun, key=lambda policy: (policy.in_force_from, policy.id), default=None)
