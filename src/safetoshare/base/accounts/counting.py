"""Who has a role, as identifiers to be counted: a process for the public counts staff and reads no account."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from safetoshare.base.models import Account
from safetoshare.base.permissions import Realm, Role


def active_staff_of(roles: Iterable[Role]) -> list[UUID]:
    """Return the accounts of staff in use that have one of these roles. Call it inside a unit of work."""
    connection, wanted = connections[DEFAULT_DB_ALIAS], [role.value for role in roles]
    if connection.vendor != "postgresql":
        of_staff = Account.objects.filter(is_active=True, realm=Realm.STAFF, role__in=wanted)
        return list(of_staff.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        # See `base.row_functions`: it tells identifiers and nothing else of rows that are closed to this process.
        cursor.execute("SELECT safetoshare_staff_of(%s)", [wanted])
        return [identifier for (identifier,) in cursor.fetchall()]
