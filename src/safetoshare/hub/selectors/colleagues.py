"""Who works on cases."""

from __future__ import annotations

from uuid import UUID

from safetoshare.base.models import Account
from safetoshare.base.permissions import CASE_ROLES


def colleagues_of(account: UUID) -> list[tuple[UUID, str]]:
    """Return everybody else who works on cases, by name."""
    others = Account.objects.filter(is_active=True, role__in=CASE_ROLES).exclude(pk=account)
    return list(others.order_by("name").values_list("id", "name"))
