"""What may be changed on PostgreSQL in one direction alone (`base.rows`)."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

# table -> what a changed row must be like. A delay of a notice may be ended, and nobody makes or lengthens one: an
# injected UPDATE would else keep from a person what was told about her. The day is London's, as the house's clock says.
ONLY_LIKE_THIS: Final[dict[str, str]] = {
    "sharing_subjectnotice": "shown_from <= (now() AT TIME ZONE 'Europe/London')::date",
}


def bind_changes(cursor: CursorWrapper, table: str, login: str) -> None:
    """Let a login role change a row of such a table to what is allowed alone: on others nothing is changed."""
    condition = ONLY_LIKE_THIS.get(table)
    if condition is not None:
        cursor.execute(
            f"CREATE POLICY changed_by_{login} ON {table} AS RESTRICTIVE FOR UPDATE TO {login}"
            f" USING (true) WITH CHECK ({condition})"
        )
