"""What is deleted on PostgreSQL only once its erasure is noted: a report, and all that hangs on it (`base.rows`).

Privileges and visible rows let a process delete, since erasing does. A fault or an injected DELETE would do so too,
and leave no trace: so the database itself asks for the note, which says what is gone and goes into the list kept apart
from the backups. An erasure of an earlier day counts as well, for one that is done again finds its note there.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

_NOTED: Final = "(SELECT record FROM base_erasure)"
_NOTED_CASES: Final = f"(SELECT id FROM hub_case WHERE report IN {_NOTED})"  # noqa: S608  # words of ours
_FREE_FILES: Final = f"(SELECT id FROM report_reportfile WHERE report_id IS NULL OR report_id IN {_NOTED})"  # noqa: S608
# table -> when a row of it may be deleted. Asked with the process's own privileges, beside its rows and never instead.
ONLY_ONCE_NOTED: Final[dict[str, str]] = {
    "report_report": f"id IN {_NOTED}",
    **dict.fromkeys(
        (
            *("report_reportgroup", "report_mailboxitem", "report_reportermessage", "report_look"),
            *("report_contactchange", "report_centrereport"),
        ),
        f"report_id IN {_NOTED}",
    ),
    # What was never sent goes when she likes.
    "report_reportfile": f"report_id IS NULL OR report_id IN {_NOTED}",
    **dict.fromkeys(("report_reportfilechunk", "report_reportfileopening"), f"file_id IN {_FREE_FILES}"),
    "sharing_subjectnotice": f"mailbox IN {_NOTED}",
    "sharing_review": f'"case" IN {_NOTED_CASES}',
    "sharing_askeddecision": f'"case" IN {_NOTED_CASES}',
    # Its rows go first.
    "sharing_takendecision": f'asked_id IN (SELECT id FROM sharing_askeddecision WHERE "case" IN {_NOTED_CASES})',  # noqa: S608
    "hub_case": f"report IN {_NOTED}",
    "hub_casegroup": f"case_id IN {_NOTED_CASES}",
}


def bind_deletions(cursor: CursorWrapper, table: str, login: str) -> None:
    """Let a login role delete of such a table what is noted alone: on others nothing is changed."""
    condition = ONLY_ONCE_NOTED.get(table)
    if condition is not None:
        cursor.execute(
            f"CREATE POLICY erased_by_{login} ON {table} AS RESTRICTIVE FOR DELETE TO {login} USING ({condition})"
        )
