"""Which doors and rooms a process opens."""

from __future__ import annotations

import pytest

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.web.urls import doors, rooms


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


def addresses(role: ProcessRole) -> set[str]:
    return {str(pattern.pattern) for part in rooms(role) for pattern in part.url_patterns}


def test_each_process_serves_the_rooms_of_its_role_and_the_demonstration_all_of_them() -> None:
    single_roles: list[ProcessRole] = [role for role in ProcessRole if role is not ProcessRole.ALL]
    of_roles = {role: addresses(role) for role in single_roles}
    assert addresses(ProcessRole.ALL) == set().union(*of_roles.values())
    assert of_roles[ProcessRole.WORKER] == set()
    behind_doors = {ProcessRole.HUB: "partner/", ProcessRole.PARTNER: "staff/", ProcessRole.SCRUTINY: "partner/"}
    for role, of_others in behind_doors.items():
        assert [one for one in of_roles[role] if one.startswith(of_others)] == []
    assert [one for one in of_roles[ProcessRole.PUBLIC] if one.startswith(("staff/", "partner/"))] == []
