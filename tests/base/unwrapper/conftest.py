"""An unwrapper with members and units."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper import client
from tests.base.people import PASSPHRASE, create_units, member
from tests.base.unwrapper.in_process import InProcess


@dataclass(frozen=True)
class Team:
    """The members of the units."""

    victim_care: Account
    witness_care: Account
    data_protection: Account


@pytest.fixture
def team(unwrapper: InProcess) -> Team:
    """Three members and the two units that they make up."""
    members = (
        member(Role.VICTIM_CARE_OFFICER),
        member(Role.WITNESS_CARE_OFFICER),
        member(Role.DATA_PROTECTION_OFFICER),
    )
    create_units()
    return Team(*members)


@pytest.fixture
def handle(team: Team) -> str:
    """What the victim care officer's browser holds after unlocking."""
    outcome = client.unlock(team.victim_care.id, PASSPHRASE)
    assert isinstance(outcome, client.KeysUnlocked)
    return outcome.handle
