"""A referral from being sent to being answered: what stands, who may change it, and what silence does."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account, UnitKey
from safetoshare.base.models.keys import KeyKind
from safetoshare.base.permissions import Role
from safetoshare.base.schedule import all_jobs
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError, RefusedError, SealError
from safetoshare.core.referrals import ANSWERS, FINAL, DeclineReason, ReferralState
from safetoshare.hub.api.referrals import (
    AlreadyAnswered,
    Answered,
    Words,
    answer_referral,
    answers_of,
    note_opened,
    read_words,
    referral_measures,
    referral_of,
    referrals_of,
    referrals_to_follow_up,
    sealed_words_of,
)
from safetoshare.hub.models import AnswerWords, Referral
from safetoshare.hub.tasks import JOBS, close_silent_referrals
from tests.base.people import PASSPHRASE, create_units, member
from tests.base.unwrapper.in_process import InProcess
from tests.hub.referring import ANOTHER, ANSWER_BY, ORGANISATION, SENT_ON, send_referral

ANSWERED_ON = SENT_ON + timedelta(days=1)
pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def unit(db: None, unwrapper: InProcess) -> None:
    """A safeguarding unit with a care officer, who reads the words of answers."""
    member(Role.VICTIM_CARE_OFFICER)
    create_units()


def accept(package: UUID, seen: int = 0) -> Answered | AlreadyAnswered | None:
    return answer_referral(package, ORGANISATION, ReferralState.ACCEPTED, "", ANSWERED_ON, seen=seen)


def decline(package: UUID, reason: DeclineReason = DeclineReason.CAPACITY) -> Answered | AlreadyAnswered | None:
    return answer_referral(package, ORGANISATION, ReferralState.DECLINED, reason, ANSWERED_ON)


def expire(day: date) -> None:
    with unit_of_work(write=True):
        close_silent_referrals(day)


def state_of(package: UUID) -> str:
    return Referral.objects.get(pk=package).state


def opened(values: list[SealedValue]) -> list[bytes]:
    """Open values as the care officer, whose keys are unlocked for it."""
    officer = Account.objects.get(role=Role.VICTIM_CARE_OFFICER)
    keys = client.unlock(officer.id, PASSPHRASE)
    assert isinstance(keys, client.KeysUnlocked)
    return client.open_values(officer.id, keys.handle, "read_answer", values)


def test_an_organisation_finds_what_was_sent_to_it_the_earliest_answer_first() -> None:
    later = send_referral(answer_by=ANSWER_BY + timedelta(days=3))
    sooner = send_referral()
    send_referral(ANOTHER)
    assert [referral.package for referral in referrals_of(ORGANISATION)] == [sooner, later]


def test_another_organisations_referral_does_not_exist() -> None:
    package = send_referral(ANOTHER)
    assert referral_of(package, ORGANISATION) is None
    assert referral_of(package, ANOTHER) is not None
    assert accept(package) is None
    note_opened(package, ORGANISATION, ANSWERED_ON)
    assert state_of(package) == ReferralState.SENT
    assert Referral.objects.get(pk=package).opened_on is None


def test_opening_is_noted_on_the_first_day_alone() -> None:
    package = send_referral()
    note_opened(package, ORGANISATION, ANSWERED_ON)
    note_opened(package, ORGANISATION, ANSWERED_ON + timedelta(days=1))
    referral = referral_of(package, ORGANISATION)
    assert referral is not None
    assert (referral.state, referral.opened_on) == (ReferralState.OPENED, ANSWERED_ON)


def test_opening_after_an_answer_keeps_the_answer() -> None:
    package = send_referral()
    accept(package)
    note_opened(package, ORGANISATION, ANSWERED_ON)
    assert state_of(package) == ReferralState.ACCEPTED
    assert Referral.objects.get(pk=package).opened_on == ANSWERED_ON


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_stands_with_its_day(answer: ReferralState) -> None:
    package = send_referral()
    reason = DeclineReason.AREA if answer is ReferralState.DECLINED else ""
    outcome = answer_referral(package, ORGANISATION, answer, reason, ANSWERED_ON)
    assert isinstance(outcome, Answered)
    found = answers_of([package, uuid4()])
    assert list(found) == [package]
    assert (found[package].state, found[package].reason, found[package].answered_on) == (answer, reason, ANSWERED_ON)


def test_answering_twice_tells_what_was_answered() -> None:
    package = send_referral()
    decline(package)
    outcome = accept(package)
    assert isinstance(outcome, AlreadyAnswered)
    assert (outcome.referral.state, outcome.referral.reason) == (ReferralState.DECLINED, DeclineReason.CAPACITY)
    assert AnswerWords.objects.count() == 1


@pytest.mark.parametrize("first", [ReferralState.QUESTION, ReferralState.WAITING_LIST])
def test_a_question_or_a_waiting_list_may_be_followed_by_a_yes(first: ReferralState) -> None:
    package = send_referral()
    answer_referral(package, ORGANISATION, first, "", ANSWERED_ON)
    assert isinstance(accept(package), AlreadyAnswered), "from a page that did not show the first answer"
    assert isinstance(accept(package, seen=1), Answered)
    assert state_of(package) == ReferralState.ACCEPTED
    assert [value.place.version for value in sealed_words_of(package)] == [1, 2]


@given(st.lists(st.tuples(st.sampled_from(ANSWERS), st.integers(0, 3)), max_size=6))
def test_after_a_final_answer_nothing_changes_it(tries: list[tuple[ReferralState, int]]) -> None:
    package = send_referral()
    final = None
    for answer, seen in tries:
        reason = DeclineReason.CAPACITY if answer is ReferralState.DECLINED else ""
        outcome = answer_referral(package, ORGANISATION, answer, reason, ANSWERED_ON, seen=seen)
        if final is not None:
            assert isinstance(outcome, AlreadyAnswered)
            assert state_of(package) == final
        elif answer in FINAL and isinstance(outcome, Answered):
            final = answer
    given_answers = Referral.objects.get(pk=package).answers
    assert AnswerWords.objects.filter(referral=package).count() == given_answers


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ReferralState.DECLINED, ""),
        (ReferralState.DECLINED, "other"),
        (ReferralState.ACCEPTED, DeclineReason.AREA),
        (ReferralState.ACCEPTED, "other"),
        (ReferralState.SENT, ""),
        (ReferralState.EXPIRED, ""),
    ],
)
def test_an_answer_or_reason_that_is_none_is_refused(answer: ReferralState, reason: str) -> None:
    package = send_referral()
    with pytest.raises(BadInputError):
        answer_referral(package, ORGANISATION, answer, reason, ANSWERED_ON)
    assert state_of(package) == ReferralState.SENT


def test_the_database_itself_refuses_a_reason_without_a_decline() -> None:
    package = send_referral()
    with pytest.raises(IntegrityError), unit_of_work(write=True):
        Referral.objects.filter(pk=package).update(reason=DeclineReason.AREA.value)


def test_the_words_of_an_answer_open_for_the_unit_alone_and_as_they_were_said() -> None:
    package = send_referral()
    words = Words(contact="Amira", contact_by=date(2026, 11, 20), text="الاتصال مساءً")
    answer_referral(package, ORGANISATION, ReferralState.ACCEPTED, "", ANSWERED_ON, words=words)
    (plaintext,) = opened(sealed_words_of(package))
    read = read_words(plaintext)
    assert (read.answer, read.words) == (ReferralState.ACCEPTED, words)


def test_no_word_of_an_answer_stands_in_the_clear() -> None:
    package = send_referral()
    decline_words = Words(text="plainly readable words")
    answer_referral(package, ORGANISATION, ReferralState.DECLINED, DeclineReason.AREA, ANSWERED_ON, words=decline_words)
    row = AnswerWords.objects.get(referral=package)
    assert b"plainly" not in bytes(row.sealed) + bytes(row.wrapped)


@pytest.mark.parametrize(
    "plaintext", [b"", b"[]", b"{}", b'{"answer": "maybe", "contact_by": ""}', b'{"answer": "accepted", "more": 1}']
)
def test_what_are_no_words_is_said_to_be_none(plaintext: bytes) -> None:
    with pytest.raises(SealError):
        read_words(plaintext)


def test_without_a_key_of_the_unit_nothing_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    package = send_referral()
    monkeypatch.setattr("safetoshare.hub.services.referrals.current_key", lambda *_of: None)
    with pytest.raises(RefusedError):
        accept(package)
    assert state_of(package) == ReferralState.SENT


def test_silence_runs_out_after_the_day_that_was_named() -> None:
    silent, answered, asked = send_referral(), send_referral(), send_referral()
    note_opened(silent, ORGANISATION, SENT_ON)
    accept(answered)
    answer_referral(asked, ORGANISATION, ReferralState.QUESTION, "", ANSWERED_ON)
    expire(ANSWER_BY)
    assert state_of(silent) == ReferralState.OPENED, "the day itself belongs to the organisation"
    expire(ANSWER_BY + timedelta(days=1))
    expire(ANSWER_BY + timedelta(days=1))
    assert [state_of(one) for one in (silent, answered, asked)] == [
        ReferralState.EXPIRED,
        ReferralState.ACCEPTED,
        ReferralState.QUESTION,
    ]
    outcome = accept(silent)
    assert isinstance(outcome, AlreadyAnswered)
    assert outcome.referral.state is ReferralState.EXPIRED


def test_the_worker_knows_the_job() -> None:
    assert set(JOBS) <= set(all_jobs())


def test_the_unit_finds_the_cases_whose_referral_nobody_took_on() -> None:
    declined, accepted = send_referral(), send_referral()
    decline(declined)
    accept(accepted)
    (found,) = referrals_to_follow_up()
    assert (found.package, found.state) == (declined, ReferralState.DECLINED)
    (pointer,) = opened([found.pointer])
    assert UUID(json.loads(pointer)["case"])


def test_the_way_to_the_case_is_sealed_to_the_restricted_key() -> None:
    send_referral()
    key = UnitKey.objects.get(pk=Referral.objects.get().unit_key)
    assert key.kind == KeyKind.RESTRICTED


def test_figures_count_what_was_answered_in_the_period_and_let_no_small_number_pass() -> None:
    for _number in range(12):
        accept(send_referral())
    decline(send_referral(), DeclineReason.CAPACITY)
    send_referral()
    expire(ANSWER_BY + timedelta(days=1))
    figures = {measure.name: measure.count for measure in referral_measures(SENT_ON, ANSWER_BY)}
    assert (figures["referrals_sent"].at_least, figures["referrals_accepted"].at_least) == (10, 10)
    assert figures["referrals_declined_capacity"].at_least is None
    assert figures["referrals_expired"].at_least is None
    assert (figures["referrals_declined_area"].at_least, figures["referrals_declined_area"].is_exact) == (0, True)
    later = referral_measures(ANSWER_BY + timedelta(days=1), ANSWER_BY + timedelta(days=30))
    assert {measure.count.at_least for measure in later} == {0}
