"""What a version of the policy would have answered to decisions that were recorded, counted where nobody reads them.

It runs inside the unwrapper (see `base.unwrapper.surveys`), over the unit's records of disclosures and refusals. What
leaves it are counts and codes: no record, person, case, organisation or day. A record that does not open or read is
counted, never passed over (Recs 1 and 4(g)).

Whoever writes a version chooses the question, and could write one that answers otherwise for one person alone. So
cases are counted, not answers or records, of which one person has many; a recipient, change, kind of data or rule is
named only where at least ten cases share it; and no change looks like a change in fewer than ten. Each number goes
through the gate by itself: who knows all other cases to the exact number may still see one more cross a step of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from safetoshare.base.permissions import Action
from safetoshare.base.sealing import fields_of
from safetoshare.base.unwrapper.surveys import Plaintexts, Survey
from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.ledger.act import ActRecord
from safetoshare.core.ledger.record import DisclosureRecord
from safetoshare.core.ledger.records import read_any
from safetoshare.core.measures import published as published_count
from safetoshare.core.policy.replay import Changed, Recorded, replay
from safetoshare.core.policy.requests import Request, parse_request
from safetoshare.core.policy.rules import parse_policy
from safetoshare.core.policy.vocabulary_file import published

REPLAY_NAME: Final = "sharing:policy:replay"
# What a request and a record call alike; `pathway` is `pathways` in a record.
_ALIKE: Final = (
    "actor", "recipient", "subject", "purpose", "gateway", "consent", "status_basis", "age", "danger", "stage",
    "adviser_offered", "shares_home_or_visa",
)  # fmt: skip


def replay_records(plaintexts: Plaintexts, body: Mapping[str, Any]) -> dict[str, Any]:
    """Decide each record anew by the version in `body` and count the cases in which an answer changes.

    `body["cases"]` numbers the case of each record. BadInputError: no version, or a record without a case.
    """
    content, document = body.get("content"), body.get("document")
    if not isinstance(content, str) or not isinstance(document, str):
        raise BadInputError("A replay is told a version's file and its name.")
    policy = parse_policy(content.encode(), document, published())
    reading = _Reading(plaintexts, _cases(body))
    replayed = replay(policy, reading.recorded())
    return {
        "records": published_count(len(reading.read) + reading.unreadable).at_least,
        "unreadable": published_count(reading.unreadable).at_least,
        **_counted(replayed.changed, reading.read),
    }


REPLAY: Final = Survey(Action.POLICY_REPLAY, "replay_policy", replay_records)


class _Reading:
    """Reads one record after another, keeping of each its recipient and case, and counts those that do not read.

    A record that is handed over twice is read once: repeated, one alone would pass for ten.
    """

    def __init__(self, plaintexts: Plaintexts, cases: Sequence[int]) -> None:
        self.read: list[tuple[str, int]] = []
        self.unreadable = 0
        self._plaintexts = plaintexts
        self._cases = cases

    def recorded(self) -> Iterator[Recorded]:
        seen: set[UUID] = set()
        for place, plaintext in enumerate(self._plaintexts):
            if place >= len(self._cases):
                raise BadInputError("A replay is told the case of each record.")
            read = None if plaintext is None else _read(plaintext)
            if isinstance(read, ActRecord):
                # No decision: a person did something, and no policy decides it anew.
                continue
            if read is None:
                self.unreadable += 1
                continue
            record, request, answers = read
            if record.id in seen:
                continue
            seen.add(record.id)
            self.read.append((record.recipient, self._cases[place]))
            yield Recorded(len(self.read) - 1, request, answers)


def _cases(body: Mapping[str, Any]) -> list[int]:
    cases = body.get("cases")
    if not isinstance(cases, list) or not all(isinstance(case, int) for case in cases):
        raise BadInputError("A replay is told the case of each record.")
    return cases


def _read(plaintext: bytes) -> tuple[DisclosureRecord, Request, dict[str, str]] | ActRecord | None:
    """Return a record, the request in it and what was answered; or the record of another act.

    None for what is no record, or speaks of what nobody knows any more.
    """
    try:
        record = read_any(fields_of(plaintext)["record"].encode())
        if isinstance(record, ActRecord):
            return record
        asked = {name: getattr(record, name) for name in _ALIKE}
        asked |= {"pathway": list(record.pathways), "data": list(record.data)}
        return record, parse_request(asked, published()), dict(zip(record.data, record.answers, strict=True))
    except (AttributeError, BadInputError, KeyError, SealError, TypeError, ValueError):
        return None


def _counted(changed: tuple[Changed, ...], read: list[tuple[str, int]]) -> dict[str, Any]:
    """Return in how many cases answers change, by recipient and change, in an order that does not tell the records'.

    What changes in fewer than ten cases is in no row of its own: all of it together is `others`.
    """
    groups: dict[tuple[str, str, str], list[tuple[int, Changed]]] = defaultdict(list)
    for one in changed:
        assert isinstance(one.id, int)  # noqa: S101  # as `recorded` numbers them
        recipient, case = read[one.id]
        groups[recipient, one.was, one.now].append((case, one))
    rows: list[dict[str, Any]] = []
    everywhere: set[int] = set()
    others: set[int] = set()
    for (recipient, was, now), group in sorted(groups.items()):
        cases = {case for case, _ in group}
        everywhere |= cases
        count = _at_least(cases)
        if count is None:
            others |= cases
        else:
            rows.append({"recipient": recipient, "was": was, "now": now, "count": count, **_shared(group)})
    return {"changed": _at_least(everywhere), "rows": rows, "others": _at_least(others)}


def _shared(group: list[tuple[int, Changed]]) -> dict[str, Any]:
    """Return the kinds of data that change in at least ten cases, and the rules, or the silence, that answer there."""
    kinds: dict[str, set[int]] = defaultdict(set)
    rules: dict[str, set[int]] = defaultdict(set)
    silent: set[int] = set()
    for case, one in group:
        kinds[one.kind].add(case)
        for rule in one.rules:
            rules[rule].add(case)
        if not one.rules:
            silent.add(case)
    return {
        "kinds": sorted(kind for kind, cases in kinds.items() if _at_least(cases) is not None),
        "rules": sorted(rule for rule, cases in rules.items() if _at_least(cases) is not None),
        "by_silence": _at_least(silent) is not None,
    }


def _at_least(cases: set[int]) -> int | None:
    """Return a number of cases as it may be known; None for fewer than ten, and for none."""
    return published_count(len(cases)).at_least or None
