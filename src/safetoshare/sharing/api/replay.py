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
from safetoshare.core.measures import PublishedCount, published
from safetoshare.sharing.selectors.disclosures import count_of_records, newest_records
from safetoshare.sharing.selectors.policies import version_file
from safetoshare.sharing.services.replaying import REPLAY_NAME

__all__ = ["LONGEST_REASON", "MOST_RECORDS", "SHORTEST_REASON", "Replay", "ReplayRow", "check_reason", "replay_version"]


@dataclass(frozen=True)
class ReplayRow:
    """In how many cases, at least ten, answers about one recipient would change alike.

    With the kinds of data and the rules that answer now, or `by_silence`, of which each is so in at least ten of them.
    """

    recipient: str
    was: str
    now: str
    count: int
    kinds: tuple[str, ...]
    rules: tuple[str, ...]
    by_silence: bool


@dataclass(frozen=True)
class Replay:
    """In how many cases an answer would change, at least; `others` are those with changes that are in no row.

    Both are None for fewer than ten and for none: whoever writes a version must not learn of one case which it is.
    `unreadable` of the records did not open or read, and `left_out` older ones were not looked at.
    """

    records: PublishedCount
    unreadable: PublishedCount
    left_out: PublishedCount
    changed: int | None
    rows: tuple[ReplayRow, ...]
    others: int | None


def replay_version(version: UUID, *, opener: Opener, reason: str) -> Replay | None:
    """Return what a version would change in the newest decisions, None if there is no such version.

    LockedError, NotPermittedError, RefusedError (quota) or BadInputError; UnwrapperAwayError: nothing was opened.
    """
    with unit_of_work():
        file = version_file(version)
        (values, cases), all_of_them = newest_records(MOST_RECORDS), count_of_records()
    if file is None:
        return None
    document, content = file
    body = {"document": document, "content": content.decode(), "cases": cases}
    counted = opener.survey(REPLAY_NAME, subject=version, reason=reason, values=values, body=body)
    return Replay(
        records=_count(counted["records"]),
        unreadable=_count(counted["unreadable"]),
        left_out=published(max(all_of_them - len(values), 0)),
        changed=counted["changed"],
        rows=tuple(_row(row) for row in counted["rows"]),
        others=counted["others"],
    )


def _row(row: Mapping[str, Any]) -> ReplayRow:
    return ReplayRow(**{**row, "kinds": tuple(row["kinds"]), "rules": tuple(row["rules"])})


def _count(at_least: int | None) -> PublishedCount:
    return PublishedCount(at_least, is_exact=at_least == 0)
