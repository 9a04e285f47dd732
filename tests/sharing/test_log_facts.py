"""What the log says in clear: a heartbeat a batch, adoptions, key lists and erasures, each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import list_in_force, pin_of
from safetoshare.base.models import Erasure, SignedKeyList
from safetoshare.core.ledger.public_entry import Kind, PublicEntry, read_public_entry
from safetoshare.sharing.models import Adoption, Entry
from safetoshare.sharing.services import log
from safetoshare.sharing.services.log_facts import facts_to_log
from tests.base.people import trust_keys
from tests.sharing.logs import DAY, signing_on, wait_for
from tests.sharing.policies import in_force

__all__ = ["in_force"]


@pytest.fixture(autouse=True)
def _log_here(db: None) -> Iterator[None]:
    with signing_on():
        yield


KEPT = timedelta(days=35)


def published_on(day: date) -> None:
    with signing_on(day):
        log.publish_log(day)


def in_clear(kind: Kind) -> list[PublicEntry]:
    """The entries of a kind, in the order of the log."""
    with unit_of_work():
        contents = [bytes(row) for row in Entry.objects.order_by("index").values_list("content", flat=True)]
    read = [read_public_entry(content) for content in contents]
    return [entry for entry in read if entry is not None and entry.kind == kind]


def erase(*days: date) -> None:
    with unit_of_work(write=True):
        Erasure.objects.bulk_create(Erasure(record=uuid4(), on=day, gone_from_backups_by=day + KEPT) for day in days)


def test_each_batch_has_a_heartbeat_whether_or_not_anything_waits() -> None:
    published_on(DAY)
    wait_for(bytes(32))
    published_on(DAY + timedelta(days=1))
    alive = in_clear(Kind.LOG_ALIVE)
    assert [(entry.on, entry.facts) for entry in alive] == [
        (DAY, {"before": "1"}),
        (DAY + timedelta(days=1), {"before": "10"}),
    ]


def test_an_adoption_is_logged_with_the_hashes_of_policy_and_proof_and_once(in_force: None) -> None:
    for days in range(3):
        published_on(DAY + timedelta(days=days))
    with unit_of_work():
        adoption = Adoption.objects.select_related("version").get()
    (entry,) = in_clear(Kind.POLICY_ACTIVATED)
    assert entry.on == adoption.recorded_on
    assert entry.facts["policy_sha256"] == adoption.version.sha256
    assert entry.facts["policy"] == str(adoption.version_id)
    assert (entry.facts["adopted_by"], entry.facts["officer_role"]) == (adoption.body, adoption.officer_role)
    assert entry.facts["in_effect_on"] == adoption.in_effect_on.isoformat()
    assert len(bytes.fromhex(entry.facts["proof_sha256"])) == 32


def test_the_proofs_hash_is_another_where_a_claim_was_found_otherwise(in_force: None) -> None:
    published_on(DAY)
    (before,) = in_clear(Kind.POLICY_ACTIVATED)
    with unit_of_work(write=True):
        Entry.objects.all().delete()
        result = Adoption.objects.get().version.results.order_by("claim").first()
        assert result is not None
        result.holds, result.violations = False, 3
        result.save()
        after = next(entry for entry in facts_to_log(DAY) if entry.kind == Kind.POLICY_ACTIVATED)
    assert before.facts["policy_sha256"] == after.facts["policy_sha256"]
    assert before.facts["proof_sha256"] != after.facts["proof_sha256"]


def test_a_key_list_is_logged_by_number_and_fingerprint_and_once() -> None:
    published_on(DAY)
    assert in_clear(Kind.KEY_LIST_CHANGED) == []
    trust_keys()
    for days in (1, 2):
        published_on(DAY + timedelta(days=days))
    with unit_of_work():
        pin = pin_of(list_in_force())
    (entry,) = in_clear(Kind.KEY_LIST_CHANGED)
    assert (entry.on, entry.facts) == (
        DAY + timedelta(days=1),
        {"number": str(pin.number), "fingerprint": pin.sha256},
    )


def test_a_key_list_that_nobody_trusts_is_not_announced_and_the_log_goes_on() -> None:
    trust_keys()
    with unit_of_work(write=True):
        SignedKeyList.objects.update(note="altered")
    published_on(DAY)
    assert in_clear(Kind.KEY_LIST_CHANGED) == []
    assert len(in_clear(Kind.LOG_ALIVE)) == 1


@pytest.mark.parametrize(
    ("count", "says"), [(0, "0"), (1, "fewer than 10, not none"), (9, "fewer than 10, not none"), (13, "at least 10")]
)
def test_the_erasures_of_the_month_before_are_counted_through_the_gate(count: int, says: str) -> None:
    erase(*[date(2026, 10, 31)] * count, date(2026, 11, 1), date(2026, 9, 30), date(2025, 10, 31))
    published_on(DAY)
    (entry,) = in_clear(Kind.ERASURES_COUNTED)
    assert entry.facts == {"month": "2026-10", "count": says}


def test_a_month_is_counted_once_although_the_count_is_another_later() -> None:
    published_on(DAY)
    erase(date(2026, 10, 5))
    published_on(DAY + timedelta(days=1))
    published_on(date(2026, 12, 1))
    published_on(date(2027, 1, 1))
    assert [entry.facts["month"] for entry in in_clear(Kind.ERASURES_COUNTED)] == ["2026-10", "2026-11", "2026-12"]
