"""Acts around a decision are recorded like one: once, in a row with the others, sealed to unit and person."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.ledger.act import BY_TWO, WITH_ANSWER, WITH_GROUNDS, YES, read_act
from safetoshare.core.tally import What
from safetoshare.sharing.api.acts import Act, ActNotice, ActOrder, Recorded, count_request, record_act
from safetoshare.sharing.models import Disclosure
from tests.sharing.disclosing import OFFICER, Scene, counted, rows, sent
from tests.sharing.logs import DAY


def told_outside(scene: Scene, **changed: Any) -> ActOrder:  # noqa: ANN401  # any field
    order = ActOrder(
        act=Act.FOUND_OUTSIDE,
        case=scene.case,
        mailbox=scene.mailbox_key,
        nonce=uuid4(),
        recipient="immigration_enforcement",
        organisation_name="Immigration Enforcement",
        happened_on=DAY - timedelta(days=3),
        data=("identity",),
        evidence="Telephone note",
    )
    return replace(order, **changed)


def recorded(order: ActOrder, **changed: Any) -> Recorded:  # noqa: ANN401
    return record_act(order, **{"by": OFFICER, "role": "unit_supervisor", **changed})


def test_what_was_told_outside_is_told_to_the_person_with_the_clock_of_a_breach(scene: Scene) -> None:
    done = recorded(told_outside(scene))
    assert done.until == DAY + timedelta(days=3)
    (told,) = scene.told()
    assert isinstance(told, ActNotice)
    assert (told.act, told.number, told.until) == (Act.FOUND_OUTSIDE, 1, done.until)
    assert (told.organisation_name, told.happened_on) == ("Immigration Enforcement", DAY - timedelta(days=3))
    assert told.role == "unit_supervisor"
    assert rows() == {"Disclosure": 1, "Package": 0, "SubjectNotice": 1, "TallyNote": 1, "Pending": 1}


@pytest.mark.parametrize("act", list(Act))
def test_each_act_leaves_one_note_and_the_figures_count_four_of_them(scene: Scene, act: Act) -> None:
    extra: dict[str, Any] = {"act": act, "answer": YES if act in WITH_ANSWER else ""}
    extra |= {"second_role": "unit_supervisor"} if act in BY_TWO else {}
    extra |= {"until": DAY + timedelta(days=2)} if act is Act.NOTICE_DELAYED else {}
    extra |= {"necessity": "needed", "proportionality": "no less would do"} if act in WITH_GROUNDS else {}
    recorded(told_outside(scene, **extra))
    assert rows()["TallyNote"] == 1
    counted_as = {
        Act.REQUEST: What.REQUEST,
        Act.DEPARTURE: What.DEPARTURE,
        Act.SHARE_NOW: What.SHARE_NOW,
        Act.FOUND_OUTSIDE: What.FOUND_OUTSIDE,
    }
    expected = {("immigration_enforcement", counted_as[act]): 1} if act in counted_as else {}
    assert counted(DAY.replace(day=1)) == expected


def test_acts_and_decisions_are_one_row_of_numbers(scene: Scene) -> None:
    sent(scene.order())
    recorded(told_outside(scene))
    sent(scene.order(nonce=uuid4()))
    first, act, last = scene.told()
    assert [first.number, act.number, last.number] == [1, 2, 3]
    assert json.loads(act.record)["previous"] == first.commitment.hex()
    assert json.loads(last.record)["previous"] == act.commitment.hex()


def test_who_recorded_it_stands_in_the_units_copy_alone(scene: Scene) -> None:
    recorded(told_outside(scene))
    row = Disclosure.objects.get()
    unit = scene.record_of_unit(row)
    assert unit["by"] == str(OFFICER)
    assert str(OFFICER) not in scene.told()[0].record.decode()
    assert unit["record"] == scene.told()[0].record.decode()


def test_pressed_twice_it_is_recorded_once_and_another_cases_form_is_refused(scene: Scene) -> None:
    order, pressed = told_outside(scene), list[int]()
    assert recorded(order, within=lambda: pressed.append(1)) == recorded(order, within=lambda: pressed.append(2))
    assert pressed == [1]
    with pytest.raises(BadInputError, match="something else"):
        recorded(replace(order, case=UUID(int=5)))
    assert rows()["Disclosure"] == 1


def test_what_fails_within_undoes_everything(scene: Scene) -> None:
    def fails() -> None:
        raise RefusedError("Somebody was faster.")

    with pytest.raises(RefusedError):
        recorded(told_outside(scene), within=fails)
    assert set(rows().values()) == {0}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"recipient": "the_neighbours"}, "not a value"),
        ({"purpose": "gossip"}, "not a value"),
        ({"gateway": "because"}, "not a value"),
        ({"data": ("identity", "secrets")}, "not a value"),
        ({"organisation_name": ""}, "to whom"),
        ({"happened_on": DAY + timedelta(days=1)}, "or later"),
        ({"act": Act.SHARE_NOW}, "necessary"),
        ({"act": Act.NOTICE_DELAYED}, "A delay ends"),
        ({"act": Act.REVIEWED, "answer": "yes"}, "two people"),
    ],
)
def test_what_is_no_such_act_is_not_recorded(scene: Scene, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        recorded(told_outside(scene, **changed))
    assert set(rows().values()) == {0}


def test_a_review_names_what_it_is_about_and_both_roles(scene: Scene) -> None:
    recorded(told_outside(scene))
    about = scene.told()[0].commitment.hex()
    review = ActOrder(
        Act.REVIEWED, scene.case, scene.mailbox_key, uuid4(), concerns=about, answer="no", second_role="inspector"
    )
    recorded(review)
    record = read_act(scene.told()[1].record)
    assert (record.concerns, record.answer, record.second_role) == (about, "no", "inspector")
    assert record.until is None
    assert record.on == date(2026, 11, 22)


def test_a_request_about_nobody_is_counted_and_leaves_nothing_else(scene: Scene) -> None:
    count_request("immigration_enforcement")
    assert counted(DAY.replace(day=1)) == {("immigration_enforcement", What.REQUEST): 1}
    assert rows() == {"Disclosure": 0, "Package": 0, "SubjectNotice": 0, "TallyNote": 1, "Pending": 0}
    with pytest.raises(BadInputError):
        count_request("the_neighbours")
