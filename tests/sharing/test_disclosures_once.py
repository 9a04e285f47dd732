"""A disclosure happens once, and whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import models

from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.sharing.api.disclosures import Disclosed, NotDisclosed
from safetoshare.sharing.models import Package
from safetoshare.sharing.selectors.disclosures import LastNotice
from safetoshare.sharing.services import disclosures as services
from safetoshare.sharing.services import recording
from safetoshare.sharing.services.log import promise_inclusion
from tests.sharing.disclosing import ANOTHER, TABLES, Scene, counted, press, refused, rows, sent
from tests.sharing.logs import DAY

pytestmark = pytest.mark.django_db


def test_a_second_press_is_told_what_the_first_one_did(scene: Scene) -> None:
    order = scene.order()
    seen: list[UUID] = []
    first = sent(order, within=lambda package, _on: seen.append(package))
    before = rows()
    assert sent(order, within=lambda package, _on: seen.append(package)) == first
    assert rows() == before
    assert seen == [first.package]


def test_a_second_press_is_told_so_even_when_it_would_be_refused_by_now(scene: Scene) -> None:
    order = scene.order()
    first = sent(order)
    assert press(replace(order, consent="withdrawn")) == first


def test_a_refusal_pressed_twice_is_recorded_once(scene: Scene) -> None:
    order = scene.order(recipient="immigration_enforcement")
    assert refused(order) == refused(order)
    assert rows()["Disclosure"] == 1
    with pytest.raises(RefusedError, match="refused before"):
        press(replace(order, recipient="specialist_service"))
    assert rows()["Package"] == 0


@pytest.mark.parametrize("changed", [{"case": UUID(int=9)}, {"organisation": ANOTHER}])
def test_a_nonce_does_not_serve_for_another_order(scene: Scene, changed: dict[str, Any]) -> None:
    order = scene.order()
    sent(order)
    with pytest.raises(BadInputError, match="used for something else"):
        press(replace(order, **changed))
    assert rows()["Disclosure"] == 1


class FaultError(Exception):
    """Something broke under way."""


def broken(*_arguments: object, **_named: object) -> None:
    raise FaultError


def interrupt_once_written(monkeypatch: pytest.MonkeyPatch, model: type[models.Model]) -> None:
    """Break right after a row of this table was written."""
    bulk_create, save = model._default_manager.bulk_create, models.Model.save

    def written(*arguments: Any, **named: Any) -> None:  # noqa: ANN401
        bulk_create(*arguments, **named)
        raise FaultError

    def saved(row: models.Model, *arguments: Any, **named: Any) -> None:  # noqa: ANN401
        save(row, *arguments, **named)
        raise FaultError

    monkeypatch.setattr(model._default_manager, "bulk_create", written)
    monkeypatch.setattr(model, "save", saved)


STEPS = (
    "version_in_force",
    "outcome_of",
    "preview_of",
    "seal_bytes",
    "write_record",
    "promise_inclusion",
    "promised_by",
    "seal_fields",
    "add_pending",
    "seal_one",
)


@pytest.mark.parametrize("step", [*STEPS, *TABLES])
@pytest.mark.parametrize("recipient", ["specialist_service", "immigration_enforcement"])
def test_a_fault_at_any_step_leaves_nothing_and_the_same_press_again_does_it_all(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, step: str | type[models.Model], recipient: str
) -> None:
    order = scene.order(recipient=recipient)
    is_sent = recipient == "specialist_service"
    with monkeypatch.context() as patch:
        if isinstance(step, str):
            patch.setattr(services if hasattr(services, step) else recording, step, broken)
        else:
            interrupt_once_written(patch, step)
        if is_sent or step not in {"preview_of", "seal_bytes", Package}:
            with pytest.raises(FaultError):
                press(order)
            assert set(rows().values()) == {0}
    assert isinstance(press(order), Disclosed if is_sent else NotDisclosed)
    assert rows() == {
        "Disclosure": 1, "Package": int(is_sent), "SubjectNotice": 1, "TallyNote": 1, "Pending": 1,
    }  # fmt: skip
    assert list(counted(DAY.replace(day=1)).values()) == [1]


@pytest.mark.parametrize("error", [FaultError, RefusedError, KeyboardInterrupt])
def test_what_is_raised_within_undoes_everything(scene: Scene, error: type[BaseException]) -> None:
    def within(_package: UUID, _on: date) -> None:
        raise error

    with pytest.raises(error):
        press(scene.order(), within=within)
    assert set(rows().values()) == {0}
    assert scene.notices() == []


def test_a_number_that_another_took_meanwhile_is_drawn_anew(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    others = iter([scene.order(nonce=uuid4())])

    def overtaken(committed: bytes) -> str:
        other = next(others, None)
        if other is not None:
            sent(other)
        return promise_inclusion(committed)

    monkeypatch.setattr(recording, "promise_inclusion", overtaken)
    assert sent(scene.order()).number == 2
    first, second = scene.notices()
    assert json.loads(second.record)["previous"] == first.commitment.hex()
    assert rows() == {"Disclosure": 2, "Package": 2, "SubjectNotice": 2, "TallyNote": 2, "Pending": 2}


def test_a_number_that_is_always_taken_ends_in_a_clear_no(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "last_notice", lambda _mailbox: LastNotice(4, b"\x07" * 32))
    with pytest.raises(RefusedError, match="try again"):
        press(scene.order())
    assert set(rows().values()) == {0}
