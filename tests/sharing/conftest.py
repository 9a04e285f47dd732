"""What the tests of `sharing` share: databases for threads, and a scene in which something can be disclosed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from safetoshare.sharing.services import log
from tests.base.conftest import in_threads, unwrapper
from tests.base.file_databases import file_databases
from tests.base.people import LOG_SEED, audited
from tests.sharing.disclosing import Scene, set_scene
from tests.sharing.logs import DAY, entries, signing_on, wait_for
from tests.sharing.policies import in_force
from tests.web.conftest import visitor

__all__ = ["audited", "file_databases", "in_force", "in_threads", "unwrapper", "visitor"]


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """A policy in force, units and a person's mailbox, on a day, with the log's key in this process."""
    with signing_on(DAY, LOG_SEED):
        yield set_scene()


@pytest.fixture
def two_days(_log_here: None) -> Iterator[list[bytes]]:
    """A log of two days, on the second of which something about a person came in."""
    following = DAY + timedelta(days=1)
    log.publish_log(DAY)
    wait_for(*(bytes([number]) * 32 for number in range(1, 6)))
    with signing_on(following):
        log.publish_log(following)
        yield entries()
