"""Which process serves the directory."""

from __future__ import annotations

import pytest

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.network.urls import ADDRESSES


@pytest.mark.parametrize(
    ("role", "served"),
    [
        (
            ProcessRole.PUBLIC,
            {
                "help",
                "service",
                "open-referral",
                "open-referral-services",
                "open-referral-service",
                "open-referral-nothing",
            },
        ),
        (ProcessRole.HUB, {"help", "service"}),
        (ProcessRole.PARTNER, set()),
    ],
)
def test_a_process_serves_its_own_addresses_alone(role: ProcessRole, served: set[str]) -> None:
    assert {pattern.name for pattern in ADDRESSES.get(role, [])} == served
