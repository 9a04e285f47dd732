"""What a version of the policy would have answered to decisions that were recorded, counted where nobody reads them.

It runs inside the unwrapper (see `base.unwrapper.surveys`), over the unit's records of disclosures and refusals. What
leaves it are counts by recipient and change, with small numbers not passed, and codes: no record, person, case,
organisation or day. A record that does not open or read is counted, never passed over (Recs 1 and 4(g)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from safetoshare.base.permissions import Action
from safetoshare.base.sealing import fields_of
from safetoshare.base.unwrapper.surveys import Plaintexts, Survey
from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.ledger.record import DisclosureRecord, read_record
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
    """Decide each record anew by the version in `body` and count what changes. BadInputError: no such version."""
    content, document = body.get("content"), body.get("document")
    if not isinstance(content, str) or not isinstance(document, str):
        raise BadInputError("A replay is told a version's file and its name.")
    policy = parse_policy(content.encode(), document, published())
    reading = _Reading(plaintexts)
    replayed = replay(policy, reading.recorded())
    return {
        "records": len(reading.recipients) + reading.unreadable,
        "unreadable": reading.unreadable,
        "answers": replayed.decisions,
        "changed": published_count(len(replayed.changed)).at_least,
        "rows": _rows(replayed.changed, reading.recipients),
    }


REPLAY: Final = Survey(Action.POLICY_REPLAY, "replay_policy", replay_records)


class _Reading:
    """Reads one record after another, keeping of each only its recipient, and counts those that do not read."""

    def __init__(self, plaintexts: Plaintexts) -> None:
        self.recipients: list[str] = []
        self.unreadable = 0
        self._plaintexts = plaintexts

    def recorded(self) -> Iterator[Recorded]:
        for plaintext in self._plaintexts:
            read = None if plaintext is None else _read(plaintext)
            if read is None:
                self.unreadable += 1
                continue
            record, request = read
            self.recipients.append(record.recipient)
            answers = dict(zip(record.data, record.answers, strict=True))
            yield Recorded(len(self.recipients) - 1, request, answers)


def _read(plaintext: bytes) -> tuple[DisclosureRecord, Request] | None:
    """Return a record and the request in it; None for what is no record, or speaks of what nobody knows any more."""
    try:
        record = read_record(fields_of(plaintext)["record"].encode())
        asked = {name: getattr(record, name) for name in _ALIKE}
        asked |= {"pathway": list(record.pathways), "data": list(record.data)}
        return record, parse_request(asked, published())
    except (AttributeError, BadInputError, KeyError, SealError, TypeError, ValueError):
        return None


def _rows(changed: tuple[Changed, ...], recipients: list[str]) -> list[dict[str, Any]]:
    """Return what changed by recipient and change, in an order that does not tell that of the records."""
    groups: dict[tuple[str, str, str], list[Changed]] = defaultdict(list)
    for one in changed:
        assert isinstance(one.id, int)  # noqa: S101  # as `recorded` numbers them
        groups[recipients[one.id], one.was, one.now].append(one)
    return [
        {
            "recipient": recipient,
            "was": was,
            "now": now,
            "count": published_count(len(group)).at_least,
            "kinds": sorted({one.kind for one in group}),
            "rules": sorted({rule for one in group for rule in one.rules}),
        }
        for (recipient, was, now), group in sorted(groups.items())
    ]
