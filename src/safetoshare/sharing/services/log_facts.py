"""What the log says in clear of the force itself: found anew for each batch, and logged once.

Nobody has to remember to log an adoption or a key list: whatever stands in the tables and not in the log is added by
the next batch, after a crash too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

from safetoshare.base.keys import KeysNotTrustedError
from safetoshare.base.keys.lists import has_list, list_in_force, pin_of
from safetoshare.base.models import Erasure
from safetoshare.core.ledger.public_entry import FACTS, Kind, PublicEntry, read_public_entry, start_of
from safetoshare.core.measures import PublishedCount, published
from safetoshare.sharing.models import Adoption, PolicyVersion
from safetoshare.sharing.selectors import log as selectors


def facts_to_log(day: date) -> list[PublicEntry]:
    """Return what is not in the log yet. Call it inside a unit of work."""
    return [*_adoptions(), *_key_list(day), *_erasures(day)]


def heartbeat(day: date, before: int) -> PublicEntry:
    """Return the entry that says: the log is alive, and has so many entries before this one."""
    return _entry(Kind.LOG_ALIVE, day, str(before))


def continues(day: date, origin: str, size: int, root: bytes) -> PublicEntry:
    """Return the first entry of a log that takes the place of another."""
    return _entry(Kind.LOG_CONTINUES, day, origin, str(size), root.hex())


def _adoptions() -> Iterator[PublicEntry]:
    logged = {entry.facts["adoption"] for entry in _logged(Kind.POLICY_ACTIVATED)}
    for adoption in Adoption.objects.select_related("version").order_by("number"):
        if str(adoption.number) in logged:
            continue
        version = adoption.version
        yield _entry(
            Kind.POLICY_ACTIVATED,
            adoption.recorded_on,
            *(str(adoption.number), str(version.id), version.sha256, _proof_sha256(version)),
            *(adoption.body, adoption.officer_role, adoption.in_effect_on.isoformat()),
        )


def _proof_sha256(version: PolicyVersion) -> str:
    """Return the SHA-256 of the proof: `[[claim, holds, violations], ...]` as JSON without spaces, by claim."""
    results = version.results.order_by("claim").values_list("claim", "holds", "violations")
    proof = [[claim, holds, int(violations)] for claim, holds, violations in results]
    return sha256(json.dumps(proof, separators=(",", ":")).encode()).hexdigest()


def _key_list(day: date) -> Iterator[PublicEntry]:
    try:
        pin = pin_of(list_in_force()) if has_list() else None
    except KeysNotTrustedError:
        # An alarm was raised where it was read, and what nobody trusts is not announced.
        return
    if pin is not None and not _logged(Kind.KEY_LIST_CHANGED, str(pin.number)):
        yield _entry(Kind.KEY_LIST_CHANGED, day, str(pin.number), pin.sha256)


def _erasures(day: date) -> Iterator[PublicEntry]:
    last = day.replace(day=1) - timedelta(days=1)
    month = f"{last:%Y-%m}"
    if not _logged(Kind.ERASURES_COUNTED, month):
        count = Erasure.objects.filter(on__year=last.year, on__month=last.month).count()
        yield _entry(Kind.ERASURES_COUNTED, day, month, _in_words(published(count)))


def _logged(kind: Kind, first: str | None = None) -> list[PublicEntry]:
    """Return the entries in clear of a kind; with `first`, those whose first fact it is. They are few."""
    entries = map(read_public_entry, selectors.contents_that_begin(start_of(kind, first)))
    return [entry for entry in entries if entry is not None]


def _in_words(count: PublishedCount) -> str:
    if count.at_least is None:
        return "fewer than 10, not none"
    return str(count.at_least) if count.is_exact else f"at least {count.at_least}"


def _entry(kind: Kind, on: date, *values: str) -> PublicEntry:
    return PublicEntry(kind, on, dict(zip(FACTS[kind], values, strict=True)))
