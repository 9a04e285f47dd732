"""What the tests of the two locks share: a day, small versions, and one of them in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from safetoshare.base import clock
from safetoshare.sharing.api.adoption import (
    Done,
)
from tests.sharing.policies import (
    adopt,
    loaded,
)
from tests.sharing.versions import claims_of, version_of

FIRST_DAY = date(2026, 2, 1)
NOON = datetime(2026, 11, 22, 12, tzinfo=clock.LONDON)
WORSE = version_of("worse", refuses=("doubt",))
STRICTER = version_of("stricter", refuses=("doubt", "documented", "none"))
NOTICE = timedelta(days=28)


@pytest.fixture
def noon() -> Iterator[None]:
    """Stand at noon of the day of the tests."""
    with clock.clock_at(NOON):
        yield


def small() -> UUID:
    """A version that keeps its promise, loaded."""
    return loaded(version_of(), claims_of()).version_id


def in_force() -> UUID:
    """A version in force since the first day."""
    version = small()
    assert adopt(version, FIRST_DAY) == Done()
    return version
