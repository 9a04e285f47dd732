"""Several press at the same moment, on either database: each order is carried out once, each number given once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.sharing.api.disclosures import (
    Disclosed,
    DisclosureOrder,
    NotDisclosed,
    disclose,
    packages_for,
)
from safetoshare.sharing.models import Disclosure, Pending
from safetoshare.sharing.services import recording
from safetoshare.sharing.services.log import promise_inclusion
from tests.base.conftest import InThreads
from tests.base.people import LOG_SEED
from tests.sharing.disclosing import OFFICER, ORGANISATION, ROLE, Scene, counted, set_scene
from tests.sharing.logs import signing_on

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "audit"])

DAY = date(2026, 11, 22)


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let so many wait for each other after the log's promise, right before each writes."""

    def wait_for(count: int) -> None:
        ready = threading.Barrier(count, timeout=20)
        first_time = threading.local()

        def promised(commitment: bytes) -> str:
            note = promise_inclusion(commitment)
            if not getattr(first_time, "over", False):
                first_time.over = True
                ready.wait()
            return note

        monkeypatch.setattr(recording, "promise_inclusion", promised)

    return wait_for


def pressing(
    order: DisclosureOrder, within: Callable[[UUID, date], None] = lambda _package, _on: None
) -> Callable[[], Disclosed | NotDisclosed]:
    def press() -> Disclosed | NotDisclosed:
        with signing_on(DAY, LOG_SEED):
            return disclose(order, by=OFFICER, role=ROLE, within=within)

    return press


def scene_of_today() -> Scene:
    with signing_on(DAY, LOG_SEED):
        return set_scene()


def stored() -> tuple[int, int, int]:
    """How many disclosures, packages and entries that wait there are."""
    with unit_of_work():
        counts = Disclosure.objects.count(), Pending.objects.count()
    return counts[0], len(packages_for(ORGANISATION)), counts[1]


def test_one_form_pressed_by_several_at_once_is_sent_once_and_all_are_told_the_same(
    in_threads: InThreads, together: Callable[[int], None]
) -> None:
    scene, seen = scene_of_today(), list[UUID]()
    order = scene.order()
    together(4)
    done = in_threads(*[pressing(order, lambda package, _on: seen.append(package))] * 4)
    assert isinstance(done[0], Disclosed)
    assert done == [done[0]] * 4
    assert seen == [done[0].package]
    assert stored() == (1, 1, 1)
    assert list(counted(DAY.replace(day=1)).values()) == [1]
    assert len(scene.notices()) == 1


def test_a_refusal_pressed_by_several_at_once_is_recorded_once(
    in_threads: InThreads, together: Callable[[int], None]
) -> None:
    order = scene_of_today().order(recipient="immigration_enforcement")
    together(3)
    done = in_threads(*[pressing(order)] * 3)
    assert isinstance(done[0], NotDisclosed)
    assert done == [done[0]] * 3
    assert done[0].number == 1
    assert stored() == (1, 0, 1)


def test_several_decisions_about_one_person_at_once_get_numbers_in_a_row_and_an_unbroken_chain(
    in_threads: InThreads, together: Callable[[int], None]
) -> None:
    scene = scene_of_today()
    together(3)
    done = in_threads(*[pressing(scene.order(nonce=uuid4())) for _ in range(3)])
    assert sorted(one.number for one in done) == [1, 2, 3]
    notices = scene.notices()
    links = [json.loads(notice.record)["previous"] for notice in notices]
    assert links == ["", *(notice.commitment.hex() for notice in notices[:-1])]
    assert stored() == (3, 3, 3)
    assert list(counted(DAY.replace(day=1)).values()) == [3]


def test_when_the_first_of_two_fails_within_the_other_is_sent(
    in_threads: InThreads, together: Callable[[int], None]
) -> None:
    scene = scene_of_today()
    order, fails = scene.order(), iter([True])

    def within(_package: UUID, _on: date) -> None:
        if next(fails, False):
            raise ValueError

    def press() -> Disclosed | NotDisclosed | None:
        try:
            return pressing(order, within)()
        except ValueError:
            return None

    together(2)
    done = in_threads(press, press)
    assert sum(isinstance(one, Disclosed) for one in done) == 1
    assert stored() == (1, 1, 1)
