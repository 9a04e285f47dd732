from collections.abc import Sequence
from datetime import date

import pytest

from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.versions import in_force_at
from tests.core.policy.examples import rule, small


def version(name: str, day: str) -> Policy:
    """Return a version of that id, in force from that day."""
    return small(rule("M1", "may", {}), header=f'id = "{name}"\ntitle = "A policy"\nin_force_from = {day}\n')


VERSIONS = [
    version("b", "2025-12-18"),
    version("a", "2020-12-17"),
    version("d", "2026-03-01"),
    version("c", "2026-03-01"),
]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 12, 17), "a"),
        (date(2025, 12, 17), "a"),
        (date(2025, 12, 18), "b"),
        (date(2026, 2, 28), "b"),
        (date(2026, 3, 1), "d"),
        (date.max, "d"),
    ],
)
@pytest.mark.parametrize("versions", [VERSIONS, VERSIONS[::-1]])
def test_the_latest_version_that_has_begun_is_in_force(versions: Sequence[Policy], day: date, name: str) -> None:
    found = in_force_at(iter(versions), day)
    assert found is not None
    assert found.id == name


def test_before_the_first_version_nothing_is_in_force() -> None:
    assert in_force_at(VERSIONS, date(2020, 12, 16)) is None
    assert in_force_at([], date.max) is None
