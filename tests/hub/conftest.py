"""What the tests of `hub` share: an unwrapper in this process, browsers, organisations, and databases for threads."""

from __future__ import annotations

import pytest

from safetoshare.base.permissions import Role
from tests.base.accounts.conftest import browser
from tests.base.conftest import in_threads, unwrapper
from tests.base.file_databases import file_databases
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import Desk, load_house, unit_with
from tests.hub.partners import organisations, unlocked, worker
from tests.production import production

__all__ = ["browser", "file_databases", "in_threads", "organisations", "production", "unlocked", "unwrapper", "worker"]


@pytest.fixture
def desks(db: None, unwrapper: InProcess) -> dict[Role, Desk]:
    """A victim care officer and a witness care officer at their desks, in a house with policy and directory."""
    accounts = unit_with(Role.VICTIM_CARE_OFFICER, Role.WITNESS_CARE_OFFICER)
    load_house()
    return {role: Desk(account).sit_down() for role, account in accounts.items()}


@pytest.fixture
def ranks(db: None, unwrapper: InProcess) -> dict[Role, Desk]:
    """A victim care officer, and those to whose rank the policy leaves what it does not decide, at their desks."""
    roles = (Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR, Role.INSPECTOR, Role.CHIEF_OFFICER)
    accounts = unit_with(*roles)
    load_house()
    return {role: Desk(account).sit_down() for role, account in accounts.items()}


@pytest.fixture
def desk(desks: dict[Role, Desk]) -> Desk:
    """The victim care officer's."""
    return desks[Role.VICTIM_CARE_OFFICER]
