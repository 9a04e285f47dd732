"""What was told at once, against the policy or outside, or kept from the person, is reviewed by somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.sealing import open_with
from safetoshare.core.errors import BadInputError, NotPermittedError, RefusedError, SealError
from safetoshare.core.ledger.act import WITH_END, read_act
from safetoshare.sharing.api import reviews
from safetoshare.sharing.api.acts import Act, ActNotice, Recorded
from safetoshare.sharing.api.disclosures import NoticeDelay
from safetoshare.sharing.api.reviews import ReviewedBefore, ReviewInTray, ToReview, Verdict
from safetoshare.sharing.models import Disclosure, Review
from safetoshare.sharing.services.reviewing import refuse_late_reviews
from tests.base.people import LOG_SEED
from tests.sharing.disclosing import OFFICER, Scene, rows, sent
from tests.sharing.logs import DAY, signing_on
from tests.sharing.test_acts import recorded, told_outside

SECOND = UUID("6d9f0a52-6f0e-4a61-9d54-0d8cdb1a9d10")
WRONG, RIGHT = Verdict(False, "Nobody was in danger.", "File 9"), Verdict(True, "A child was alone.")
GROUNDS = {"necessity": "A child was alone.", "proportionality": "The address alone."}
DELAY = NoticeDelay(DAY + timedelta(days=7), "He reads her telephone.", "Until she has moved.")


def waiting() -> ReviewInTray:
    (only,) = reviews.reviews_awaited()
    return only


def opened(scene: Scene, tray: ReviewInTray) -> ToReview:
    found = reviews.review(tray.record)
    assert found is not None
    return reviews.read_to_review(open_with(scene.unit.private, found[1]))


def reviewed(scene: Scene, verdict: Verdict = RIGHT, **changed: Any) -> Recorded | ReviewedBefore:  # noqa: ANN401
    tray = waiting()
    usual: dict[str, Any] = {"mailbox": scene.mailbox_key, "by": SECOND, "role": "unit_supervisor"}
    return reviews.record_review(tray.record, opened(scene, tray), verdict, **usual | changed)


@pytest.mark.parametrize(
    ("act", "days"), [(Act.SHARE_NOW, 1), (Act.DEPARTURE, 7), (Act.FOUND_OUTSIDE, 3), (Act.REQUEST, None)]
)
def test_what_ends_by_a_clock_waits_for_a_second_person_until_then(scene: Scene, act: Act, days: int | None) -> None:
    recorded(told_outside(scene, act=act, **GROUNDS, answer="no" if act is Act.REQUEST else ""))
    found = reviews.reviews_awaited()
    assert [one.due_on for one in found] == ([DAY + timedelta(days=days)] if days else [])
    assert all((one.case, one.recorded_by, one.reviewed_on) == (scene.case, OFFICER, None) for one in found)
    assert (act in WITH_END) is bool(days)


def test_pressed_twice_it_waits_once(scene: Scene) -> None:
    order = told_outside(scene)
    recorded(order)
    recorded(order)
    assert Review.objects.count() == 1


def test_the_row_that_waits_tells_nothing_of_what_was_done(scene: Scene) -> None:
    recorded(told_outside(scene))
    assert {field.name for field in Review._meta.fields} == {"record", "case", "recorded_by", "due_on", "reviewed_on"}


@pytest.mark.parametrize("verdict", [RIGHT, WRONG])
def test_the_person_reads_whether_it_was_right_and_why(scene: Scene, verdict: Verdict) -> None:
    recorded(told_outside(scene), role="victim_care_officer")
    assert isinstance(reviewed(scene, verdict), Recorded)
    first, review = scene.told()
    assert isinstance(review, ActNotice)
    assert (review.act, review.answer, review.necessity) == (
        Act.REVIEWED,
        "yes" if verdict.is_right else "no",
        verdict.why,
    )
    record = read_act(review.record)
    assert record.concerns == first.commitment.hex()
    assert (record.role, record.second_role) == ("unit_supervisor", "victim_care_officer")
    assert record.evidence == verdict.evidence
    assert reviews.reviews_awaited() == []
    assert Review.objects.get().reviewed_on == DAY


def test_who_recorded_it_never_reviews_it_even_if_the_row_was_altered(scene: Scene) -> None:
    recorded(told_outside(scene))
    with pytest.raises(NotPermittedError):
        reviewed(scene, by=OFFICER)
    Review.objects.update(recorded_by=uuid4())
    with pytest.raises(NotPermittedError):
        reviewed(scene, by=OFFICER)
    assert rows()["Disclosure"] == 1


def test_what_was_told_at_once_is_reviewed_by_a_supervisor_and_the_rest_by_any_colleague(scene: Scene) -> None:
    recorded(told_outside(scene, act=Act.SHARE_NOW, **GROUNDS))
    with pytest.raises(NotPermittedError, match="supervisor"):
        reviewed(scene, role="victim_care_officer")
    assert isinstance(reviewed(scene), Recorded)
    recorded(told_outside(scene, act=Act.DEPARTURE, **GROUNDS))
    assert isinstance(reviewed(scene, role="victim_care_officer"), Recorded)


def test_of_two_who_review_the_first_stands(scene: Scene) -> None:
    recorded(told_outside(scene))
    tray = waiting()
    found = opened(scene, tray)
    assert isinstance(reviewed(scene), Recorded)
    usual: dict[str, Any] = {"mailbox": scene.mailbox_key, "by": uuid4(), "role": "unit_supervisor"}
    assert reviews.record_review(tray.record, found, WRONG, **usual) == ReviewedBefore()
    assert rows()["Disclosure"] == 2


def test_a_review_that_lost_the_race_leaves_no_record(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(told_outside(scene))
    tray = waiting()
    found = opened(scene, tray)
    real = Review.objects.filter(pk=tray.record).update

    def meanwhile(*_arguments: object, **_more: object) -> Recorded | ReviewedBefore:
        real(reviewed_on=DAY)
        return Recorded(uuid4(), 0, DAY, None)

    from safetoshare.sharing.services import acts

    attempt = acts._attempt
    monkeypatch.setattr(acts, "_attempt", lambda doing: (meanwhile(), attempt(doing))[1])
    usual: dict[str, Any] = {"mailbox": scene.mailbox_key, "by": SECOND, "role": "unit_supervisor"}
    assert reviews.record_review(tray.record, found, RIGHT, **usual) == ReviewedBefore()
    assert rows()["Disclosure"] == rows()["SubjectNotice"] == 1


def test_a_review_says_why_and_is_of_the_record_that_was_opened(scene: Scene) -> None:
    recorded(told_outside(scene))
    with pytest.raises(BadInputError):
        reviewed(scene, Verdict(True, "  "))
    tray = waiting()
    found = opened(scene, tray)
    reviewed(scene)
    recorded(told_outside(scene))
    usual: dict[str, Any] = {"mailbox": scene.mailbox_key, "by": SECOND, "role": "unit_supervisor"}
    with pytest.raises(RefusedError):
        reviews.record_review(waiting().record, found, RIGHT, **usual)


def test_a_record_that_is_not_the_one_committed_to_is_not_read(scene: Scene) -> None:
    recorded(told_outside(scene))
    found = reviews.review(waiting().record)
    assert found is not None
    plaintext = open_with(scene.unit.private, found[1])
    for altered in (plaintext.replace(b"Immigration Enforcement", b"Immigration Enforcemenu"), b"{}", b"[]"):
        with pytest.raises(SealError):
            reviews.read_to_review(altered)


def test_the_review_of_a_delay_is_found_with_what_it_keeps_back(scene: Scene) -> None:
    sent(scene.order(delay=DELAY))
    assert waiting().due_on == DELAY.until
    assert isinstance(reviewed(scene, RIGHT), Recorded)
    assert scene.told() == []
    with signing_on(DELAY.until, LOG_SEED):
        assert [one.number for one in scene.told()] == [1, 2, 3]


def test_a_delay_that_was_not_right_ends_at_once_and_no_other_does(scene: Scene) -> None:
    sent(scene.order(delay=DELAY))
    assert isinstance(reviewed(scene, WRONG), Recorded)
    sent(scene.order(nonce=uuid4(), delay=DELAY))
    assert [one.number for one in scene.told()] == [1, 2, 3]


def test_a_late_review_raises_the_alarm_until_it_is_done(scene: Scene) -> None:
    recorded(told_outside(scene))
    due = waiting().due_on
    with unit_of_work():
        refuse_late_reviews(due)
        with pytest.raises(RefusedError, match="late"):
            refuse_late_reviews(due + timedelta(days=1))
    reviewed(scene)
    with unit_of_work():
        refuse_late_reviews(due + timedelta(days=1))


def test_what_waits_goes_with_its_case_and_the_sealed_record_stays(scene: Scene) -> None:
    recorded(told_outside(scene))
    with unit_of_work(write=True):
        reviews.forget_reviews(uuid4())
        assert Review.objects.exists()
        reviews.forget_reviews(scene.case)
    assert not Review.objects.exists()
    assert Disclosure.objects.count() == 1


def test_a_record_that_nobody_reviews_is_not_found(scene: Scene) -> None:
    done = sent(scene.order())
    assert reviews.reviews_awaited() == []
    assert reviews.review(Disclosure.objects.get(number=done.number).id) is None
    assert reviews.record_numbered(scene.case, done.number) is not None
    assert reviews.record_numbered(scene.case, 7) is None
    assert clock.today() == DAY
