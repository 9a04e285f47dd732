"""Which doors a process opens."""

from __future__ import annotations

import pytest

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.web.urls import doors


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (ProcessRole.ALL, {"staff", "partner"}),
        (ProcessRole.HUB, {"staff"}),
        (ProcessRole.SCRUTINY, {"staff"}),
        (ProcessRole.PARTNER, {"partner"}),
        (ProcessRole.PUBLIC, set()),
        (ProcessRole.WORKER, set()),
    ],
)
def test_a_process_opens_the_doors_of_its_role_alone(role: ProcessRole, opened: set[str]) -> None:
    assert {str(pattern.pattern).partition("/")[0] for pattern in doors(role)} == opened
