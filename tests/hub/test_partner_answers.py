"""How an organisation answers a referral: without a key, once, and with nothing typed lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.core.referrals import ANSWERS as STATES
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.hub.models import AnswerWords, Referral
from tests.base.accounts.pages import page
from tests.base.unwrapper.in_process import InProcess
from tests.hub.partners import ANSWERS, FIELDS, address, answers
from tests.hub.referring import ANOTHER, send_package

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.usefixtures("organisations")]


@pytest.mark.parametrize("room", list(ANSWERS))
def test_another_organisations_referral_cannot_be_answered(unlocked: Client, room: str) -> None:
    package = send_package(FIELDS, ANOTHER)
    assert unlocked.post(address(package, room + "/"), answers(room)).status_code == 404
    assert Referral.objects.get(pk=package).state == ReferralState.SENT


@pytest.mark.parametrize(("room", "state"), list(zip(ANSWERS, STATES, strict=True)))
def test_each_answer_is_given_without_a_key_and_shown(worker: Client, room: str, state: ReferralState) -> None:
    package = send_package(FIELDS)
    assert worker.get(address(package, room + "/")).status_code == 200
    response = worker.post(address(package, room + "/"), answers(room) | {"seen": "0"})
    assert (response.status_code, response["Location"]) == (302, address(package, "answered/"))
    assert "Your answer was sent" in page(worker.get(response["Location"]))
    assert AnswerWords.objects.filter(referral=package, number=1).exists()
    referral = Referral.objects.get(pk=package)
    assert (referral.state, referral.answered_on) == (state, clock.today())


@pytest.mark.parametrize(
    ("room", "typed", "message"),
    [
        ("accept", {"contact": "", "contact_by": ""}, "Enter who will contact the person"),
        ("accept", {"contact": "Amira", "contact_by": "soon"}, "Enter a day, such as"),
        ("accept", {"contact": "Amira", "contact_by": "2020-01-01"}, "Enter today or a later day"),
        ("accept", {"contact": "Amira", "contact_by": "9999-12-31"}, "Enter today or a later day"),
        ("accept", {"contact": "A" * 201, "contact_by": ""}, "Shorten this to 200 characters"),
        ("accept", {"contact": "a\x00b", "contact_by": ""}, "This holds a character that cannot be stored"),
        ("waiting-list", {"weeks": ""}, "Enter a number of weeks"),
        ("waiting-list", {"weeks": "0"}, "Enter a number of weeks"),
        ("waiting-list", {"weeks": "some"}, "Enter a number of weeks"),
        ("waiting-list", {"weeks": "9" * 5000}, "Enter a number of weeks"),
        ("question", {"text": "  "}, "Enter your question"),
        ("question", {"text": "a" * 20_001}, "Shorten this text"),
        ("decline", {}, "Choose one of the reasons"),
        ("decline", {"why": "other", "text": "kept words"}, "Choose one of the reasons"),
    ],
)
def test_bad_input_is_told_in_words_and_nothing_typed_is_lost(
    worker: Client, room: str, typed: dict[str, str], message: str
) -> None:
    package = send_package(FIELDS)
    response = worker.post(address(package, room + "/"), typed)
    html = page(response)
    assert response.status_code == 422
    assert "govuk-error-summary" in html
    assert message in html
    for name, value in typed.items():
        if value.strip() and name != "why" and "\x00" not in value:
            assert value in html
    assert Referral.objects.get(pk=package).state == ReferralState.SENT


def test_a_wrong_day_is_told_in_arabic(worker: Client) -> None:
    package = send_package(FIELDS)
    response = worker.post(f"/ar/partner/referrals/{package}/accept/", {"contact": "أميرة", "contact_by": "غدا"})
    html = page(response)
    assert response.status_code == 422
    assert 'dir="rtl"' in html
    assert "أميرة" in html


def test_answering_twice_tells_what_was_answered_and_shows_what_was_not_sent(worker: Client) -> None:
    package = send_package(FIELDS)
    worker.post(address(package, "decline/"), answers("decline") | {"seen": "0"})
    response = worker.post(address(package, "accept/"), answers("accept") | {"seen": "0"})
    html = page(response)
    assert response.status_code == 409
    assert "This has been answered already" in html
    assert "You could not take this on" in html
    assert "We have no capacity now" in html
    assert "Amira" in html
    assert Referral.objects.get(pk=package).state == ReferralState.DECLINED


def test_pressed_twice_the_same_answer_stands_once(worker: Client) -> None:
    package = send_package(FIELDS)
    form = answers("question") | {"seen": "0"}
    first, second = (worker.post(address(package, "question/"), form) for _press in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert AnswerWords.objects.filter(referral=package).count() == 1


def test_after_a_question_the_page_answers_again(worker: Client) -> None:
    package = send_package(FIELDS)
    worker.post(address(package, "question/"), answers("question") | {"seen": "0"})
    html = page(worker.get(address(package, "accept/")))
    assert re.search(r'<input[^>]*name="seen"[^>]*value="1"', html)
    assert worker.post(address(package, "accept/"), answers("accept") | {"seen": "1"}).status_code == 302
    assert Referral.objects.get(pk=package).state == ReferralState.ACCEPTED


@pytest.mark.parametrize("seen", ["", "-1", "x", "99999", "7"])
def test_an_altered_count_changes_nothing_for_an_honest_first_answer(worker: Client, seen: str) -> None:
    package = send_package(FIELDS)
    assert worker.post(address(package, "question/"), answers("question") | {"seen": seen}).status_code == 302


def test_answers_are_kept_when_the_keys_lock_in_the_middle(unlocked: Client, unwrapper: InProcess) -> None:
    package = send_package(FIELDS)
    assert unlocked.get(address(package)).status_code == 200
    unwrapper.restart()
    assert unlocked.post(address(package, "accept/"), answers("accept") | {"seen": "0"}).status_code == 302
    assert "unlock" in unlocked.get(address(package))["Location"]


def test_a_page_with_an_answer_given_leads_on_to_it(worker: Client) -> None:
    package = send_package(FIELDS)
    assert worker.get(address(package, "answered/"))["Location"] == address(package)
    worker.post(address(package, "decline/"), answers("decline"))
    assert worker.get(address(package, "accept/"))["Location"] == address(package, "answered/")


def test_without_a_key_to_seal_to_the_answer_is_kept_on_the_page(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = send_package(FIELDS)
    monkeypatch.setattr("safetoshare.hub.services.referrals.current_key", lambda *_of: None)
    response = worker.post(address(package, "question/"), answers("question"))
    assert response.status_code == 503
    assert "Is an interpreter needed?" in page(response)


def test_no_reason_is_about_who_the_person_is() -> None:
    words = {word for reason in DeclineReason for word in reason.value.split("_")}
    assert words.isdisjoint({"status", "immigration", "visa", "funds", "nationality", "age", "gender", "other"})
