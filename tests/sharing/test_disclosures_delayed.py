"""Telling the person may be delayed: with reasons, to a day that is not far, recorded itself, and ending by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.act import read_act
from safetoshare.core.tally import What
from safetoshare.sharing.api.acts import Act, ActNotice
from safetoshare.sharing.api.disclosures import Notice, NoticeDelay
from safetoshare.sharing.models import Disclosure
from tests.base.people import LOG_SEED
from tests.sharing.disclosing import Scene, counted, press, refused, rows, sent
from tests.sharing.logs import DAY, signing_on


def delay(days: int = 7) -> NoticeDelay:
    return NoticeDelay(DAY + timedelta(days=days), "He reads her telephone.", "Until she has moved, in a week.")


def test_until_its_day_the_person_finds_neither_the_record_nor_the_delay_and_from_it_both(scene: Scene) -> None:
    first = sent(scene.order(delay=delay()))
    assert scene.told() == []
    with signing_on(DAY + timedelta(days=6), LOG_SEED):
        assert scene.told() == []
    with signing_on(DAY + timedelta(days=7), LOG_SEED):
        told, kept_back = scene.told()
    assert isinstance(told, Notice)
    assert isinstance(kept_back, ActNotice)
    assert (told.number, kept_back.number) == (first.number, first.number + 1)
    assert (kept_back.act, kept_back.until) == (Act.NOTICE_DELAYED, DAY + timedelta(days=7))
    assert kept_back.necessity == "He reads her telephone."
    assert read_act(kept_back.record).concerns == told.commitment.hex()
    assert read_act(kept_back.record).previous == told.commitment.hex()


def test_what_is_recorded_meanwhile_is_told_and_continues_the_chain(scene: Scene) -> None:
    sent(scene.order(delay=delay()))
    later = sent(scene.order(nonce=scene.case))
    assert later.number == 3
    assert [notice.number for notice in scene.told()] == [3]


def test_a_refusal_may_be_told_later_too(scene: Scene) -> None:
    assert refused(scene.order(consent="withdrawn", delay=delay())).number == 1
    assert scene.told() == []
    assert rows()["SubjectNotice"] == rows()["Pending"] == 2


def test_a_delay_leaves_a_note_like_any_record_and_no_figure_counts_it(scene: Scene) -> None:
    sent(scene.order(delay=delay()))
    assert rows()["TallyNote"] == rows()["Disclosure"] == 2
    assert counted(DAY.replace(day=1)) == {("specialist_service", What.DISCLOSURE): 1}


def test_pressed_twice_it_is_recorded_once(scene: Scene) -> None:
    order = scene.order(delay=delay())
    assert sent(order) == sent(order)
    assert Disclosure.objects.count() == 2


@pytest.mark.parametrize("until", [DAY, DAY - timedelta(days=1), DAY + timedelta(days=29)])
def test_a_delay_has_an_end_that_is_near(scene: Scene, until: date) -> None:
    with pytest.raises(BadInputError, match="A delay ends"):
        press(scene.order(delay=NoticeDelay(until, "A reason.", "No less would do.")))
    assert set(rows().values()) == {0}


@pytest.mark.parametrize("reasons", [("", "No less would do."), ("A reason.", " ")])
def test_a_delay_without_reasons_is_none(scene: Scene, reasons: tuple[str, str]) -> None:
    with pytest.raises(BadInputError, match="necessary"):
        press(scene.order(delay=NoticeDelay(DAY + timedelta(days=2), *reasons)))
    assert set(rows().values()) == {0}
