"""What follows a report, as its register file says it: successions, supersessions, findings and waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from safetoshare.core.errors import DocumentError
from safetoshare.scrutiny.services.register_entries import (
    FindingEntry,
    FollowUp,
    SuccessionEntry,
    SupersessionEntry,
    WaitEntry,
)
from safetoshare.scrutiny.services.toml_entries import entry, number, only, short, slug, tables, truth


def read_follow_ups(table: Mapping[str, Any]) -> tuple[FollowUp, ...]:
    """Read all of them. DocumentError says which entry is missing or cannot be."""
    return tuple(read(one) for name, read in _READERS.items() for one in tables(table, name))


def _succession(table: Mapping[str, Any]) -> SuccessionEntry:
    only(table, ("body", "by", "on"), "a succession")
    found = SuccessionEntry(slug(table, "body", "body code"), slug(table, "by", "body code"), entry(table, "on", date))
    if found.body == found.by:
        raise DocumentError(f"register file: body {found.body} cannot follow itself")
    return found


def _supersession(table: Mapping[str, Any]) -> SupersessionEntry:
    only(table, ("report", "number", "by_report", "by_number", "on", "source"), "a supersession")
    has_follower = "by_report" in table or "by_number" in table
    return SupersessionEntry(
        report=slug(table, "report", "report code"),
        number=number(table),
        by_report=slug(table, "by_report", "report code") if has_follower else "",
        by_number=number(table, "by_number") if has_follower else "",
        on=entry(table, "on", date),
        source=short(table, "source"),
    )


def _finding(table: Mapping[str, Any]) -> FindingEntry:
    only(table, ("report", "number", "body", "on", "confirmed", "words"), "a finding")
    return FindingEntry(
        report=slug(table, "report", "report code"),
        number=number(table),
        body=slug(table, "body", "body code"),
        on=entry(table, "on", date),
        is_confirmed=truth(table, "confirmed"),
        words=entry(table, "words", str).strip(),
    )


def _wait(table: Mapping[str, Any]) -> WaitEntry:
    only(
        table,
        ("report", "number", "body", "what", "whom", "since", "review_on", "may_be_policy", "source"),
        "a wait",
    )
    wait = WaitEntry(
        report=slug(table, "report", "report code"),
        number=number(table),
        body=slug(table, "body", "body code"),
        what=short(table, "what"),
        whom=slug(table, "whom", "body code"),
        since=entry(table, "since", date),
        review_on=entry(table, "review_on", date),
        may_be_policy=truth(table, "may_be_policy"),
        source=short(table, "source"),
    )
    if wait.review_on <= wait.since:
        raise DocumentError(f"register file: a wait since {wait.since} cannot be looked at again on {wait.review_on}")
    return wait


_READERS: Final[dict[str, Callable[[Mapping[str, Any]], FollowUp]]] = {
    "succession": _succession,
    "supersession": _supersession,
    "finding": _finding,
    "wait": _wait,
}
FOLLOW_UPS: Final = tuple(_READERS)
