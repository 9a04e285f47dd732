"""What a version would change in decisions already taken, for those who are to judge it (Rec 4(g)).

Counted inside the unwrapper over records that nobody reads: see `services.replaying`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from safetoshare.base.accounts.opening import Opener
from safetoshare.base.database import unit_of_work
from safetoshare.base.unwrapper.surveys import LONGEST_REASON, MOST_RECORDS, SHORTEST_REASON, check_reason
from safetoshare.core.measures import PublishedCount
from safetoshare.sharing.selectors.disclosures import count_of_records, newest_records
from safetoshare.sharing.selectors.policies import version_file
from safetoshare.sharing.services.replaying import REPLAY_NAME

__all__ = ["LONGEST_REASON", "MOST_RECORDS", "SHORTEST_REASON", "Replay", "ReplayRow", "check_reason", "replay_version"]


@dataclass(frozen=True)
class ReplayRow:
    """Answers about one recipient that would change alike, with the kinds of data and the rules that answer now."""

    recipient: str
    was: str
    now: str
    count: PublishedCount
    kinds: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """What would change. A record has one answer for each kind of data; small numbers of changes have not passed.

    `unreadable` of the records did not open or read, and `left_out` older ones were not looked at.
    """

    records: int
    unreadable: int
    left_out: int
    answers: int
    changed: PublishedCount
    rows: tuple[ReplayRow, ...]

    @property
    def changes_nothing(self) -> bool:
        return not self.rows


def replay_version(version: UUID, *, opener: Opener, reason: str) -> Replay | None:
    """Return what a version would change in the newest decisions, None if there is no such version.

    LockedError, NotPermittedError, RefusedError (quota) or BadInputError; UnwrapperAwayError: nothing was opened.
    """
    with unit_of_work():
        file = version_file(version)
        values, all_of_them = newest_records(MOST_RECORDS), count_of_records()
    if file is None:
        return None
    document, content = file
    body = {"document": document, "content": content.decode()}
    counted = opener.survey(REPLAY_NAME, subject=version, reason=reason, values=values, body=body)
    return Replay(
        records=counted["records"],
        unreadable=counted["unreadable"],
        left_out=all_of_them - len(values),
        answers=counted["answers"],
        changed=_count(counted["changed"]),
        rows=tuple(_row(row) for row in counted["rows"]),
    )


def _row(row: Mapping[str, Any]) -> ReplayRow:
    return ReplayRow(
        row["recipient"], row["was"], row["now"], _count(row["count"]), tuple(row["kinds"]), tuple(row["rules"])
    )


def _count(at_least: int | None) -> PublishedCount:
    return PublishedCount(at_least, is_exact=at_least == 0)
