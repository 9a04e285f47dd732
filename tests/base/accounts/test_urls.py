"""Each door has the same rooms, and each process opens only its own doors."""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse

from safetoshare.base.accounts.urls import door
from safetoshare.base.permissions import Realm

ROOMS = ("", "sign-in/", "sign-out/", "sign-out-everywhere/", "unlock/", "lock/")


@pytest.mark.parametrize("realm", list(Realm))
def test_a_door_has_its_five_rooms(realm: Realm) -> None:
    assert [str(pattern.pattern) for pattern in door(realm)] == [f"{realm}/{room}" for room in ROOMS]


@pytest.mark.parametrize("realm", list(Realm))
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_found_by_name_and_knows_its_door(realm: Realm, room: str) -> None:
    name = f"accounts:{realm}" + (f"-{room.rstrip('/')}" if room else "")
    assert reverse(name) == f"/{realm}/{room}"
    assert resolve(f"/{realm}/{room}").kwargs == {"realm": realm.value}
