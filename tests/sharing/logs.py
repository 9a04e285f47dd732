"""What the tests of the log share: a key, days, and commitments that wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.base.unwrapper import operations
from safetoshare.core.ledger.note import keys_of_seed
from safetoshare.sharing.services import log

SEED = bytes(range(32))
DAY = date(2026, 11, 22)
MORNING = datetime(2026, 11, 22, 6, tzinfo=UTC)


def log_keys(seed: bytes = SEED) -> tuple[str, str]:
    """Signer and verifier key of the force's log."""
    return keys_of_seed(current_force().log_origin, seed)


@contextmanager
def signing_on(day: date = DAY, seed: bytes = SEED) -> Iterator[None]:
    """Stand on a day, at six in the morning, with the log's key in this process."""
    with clock.clock_at(MORNING + (day - DAY)), operations.in_this_process(seed):
        yield


def wait_for(*commitments: bytes, include_by: date = DAY + timedelta(days=2)) -> None:
    """Let commitments wait to become entries."""
    for commitment in commitments:
        with unit_of_work(write=True):
            log.add_pending(commitment, include_by)
