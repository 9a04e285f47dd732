"""Who waits for whom: nudged when what was awaited enters the register, or a policy is adopted."""

from __future__ import annotations

from datetime import date

import pytest

from safetoshare.core.waiting import Arrival, WaitState
from safetoshare.scrutiny import api
from safetoshare.scrutiny.selectors import waiting
from tests.scrutiny.test_registers import CHIEF_CONSTABLE, COMMISSIONER
from tests.scrutiny.test_responses import later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

GUIDANCE = """
[[body]]
code = "npcc"
name = "National Police Chiefs’ Council"
kind = "national_body"

[report]
code = "national-guidance"
title = "National guidance on sharing"
super_complaint = "safe-to-share"
published_by = ["npcc"]
published_on = 2021-09-01
extent = "No recommendation of it is held here."
"""


def states(day: date) -> list[tuple[str, str, WaitState]]:
    return [(one.number, one.body, one.standing.state) for one in api.waits_on(day)]


def everyone(state: WaitState) -> list[tuple[str, str, WaitState]]:
    return [("1", CHIEF_CONSTABLE, state), ("5", CHIEF_CONSTABLE, state), ("5", COMMISSIONER, state)]


def test_whoever_said_that_they_wait_waits_and_is_nudged_on_the_review_day() -> None:
    assert states(date(2021, 6, 16)) == []
    assert states(date(2021, 6, 17)) == everyone(WaitState.WAITING)
    assert states(date(2021, 12, 17)) == everyone(WaitState.REVIEW_DUE)


def test_when_the_awaited_thing_enters_the_register_everyone_who_waited_is_nudged() -> None:
    assert isinstance(api.import_register_file(GUIDANCE.encode()), api.RegisterEntered)
    assert states(date(2021, 8, 31)) == everyone(WaitState.WAITING)
    assert states(date(2021, 9, 1)) == everyone(WaitState.ARRIVED)
    found = api.waits_on(date(2021, 9, 1))[0].standing.arrival
    assert found == Arrival(date(2021, 9, 1), "National guidance on sharing")


def test_an_answer_that_follows_ends_the_wait() -> None:
    api.import_register_file(GUIDANCE.encode())
    assert isinstance(api.import_document(later().encode(), "later.md"), api.ResponseEntered)
    assert {one.standing.state for one in api.waits_on(date(2022, 3, 2))} <= {WaitState.ARRIVED, WaitState.OVER}
    assert ("1", CHIEF_CONSTABLE, WaitState.OVER) in states(date(2022, 3, 3))


def test_what_another_body_publishes_or_what_is_on_another_matter_nudges_nobody() -> None:
    other = GUIDANCE.replace("super_complaint =", "# ")
    assert isinstance(api.import_register_file(other.encode()), api.RegisterEntered)
    assert states(date(2021, 9, 1)) == everyone(WaitState.WAITING)


def test_a_policy_that_the_force_adopts_nudges_those_who_may_have_waited_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "adopted_policies", lambda: (Arrival(date(2021, 10, 1), "A policy", is_policy=True),))
    assert states(date(2021, 9, 30)) == everyone(WaitState.WAITING)
    assert states(date(2021, 10, 1)) == everyone(WaitState.ARRIVED)
    line = api.line_on("safe-to-share", "1", CHIEF_CONSTABLE, date(2021, 10, 1))
    assert line is not None
    (own,) = api.waits_of(line, date(2021, 10, 1))
    assert own.standing.arrival is not None
    assert own.standing.arrival.is_policy
