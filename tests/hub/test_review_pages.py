"""What a second person looks at again: the list that names nobody, the record with its grounds, and the review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse

from safetoshare.base import clock
from safetoshare.base.permissions import Role
from safetoshare.sharing.models import Disclosure, Review
from tests.hub.casework import Desk, case_assessed, case_taken, typed_in, words_of
from tests.hub.letters import pressed
from tests.hub.test_telling_pages import written

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

REVIEWED = {"answer": "yes", "why": "Canary review", "evidence": "Canary reference"}
AT_ONCE = {"act": "share_now", "necessity": "Canary child alone", "proportionality": "Canary address alone"}


def address(record: UUID) -> str:
    return f"/en/staff/reviews/{record}/"


def waiting(desk: Desk, **told: Any) -> UUID:  # noqa: ANN401  # fields of the form
    """A record of what was told outside, which waits for somebody else."""
    written(desk, case_taken(), **told)
    return Review.objects.get(reviewed_on=None).record


def reviewed(desk: Desk, record: UUID, **changed: Any) -> HttpResponse:  # noqa: ANN401
    page = desk.get(address(record))
    assert page.status_code == 200, words_of(page)
    return desk.post(address(record), typed_in(page) | REVIEWED | changed)


def test_a_colleague_sees_who_was_told_what_by_which_role_and_says_whether_it_was_right(
    ranks: dict[Role, Desk],
) -> None:
    supervisor = ranks[Role.UNIT_SUPERVISOR]
    record = waiting(ranks[Role.VICTIM_CARE_OFFICER], **AT_ONCE)
    assert f"/staff/reviews/{record}/" in supervisor.get("/en/staff/reviews/").content.decode()
    text = words_of(supervisor.get(address(record)))
    known = ("Invented Enforcement", "at once", "Canary child alone", "Canary address alone", "Victim care officer")
    assert all(one in text for one in known)
    done = words_of(reviewed(supervisor, record))
    assert "Your review is recorded" in done
    assert "data protection officer" not in done
    assert "Nothing waits to be looked at again" in words_of(supervisor.get("/en/staff/reviews/"))
    assert Disclosure.objects.count() == 2


def test_a_review_that_finds_it_wrong_says_what_to_do_now(ranks: dict[Role, Desk]) -> None:
    record = waiting(ranks[Role.VICTIM_CARE_OFFICER])
    done = words_of(reviewed(ranks[Role.UNIT_SUPERVISOR], record, answer="no"))
    assert "Tell the data protection officer today" in done
    assert "how to complain" in done


def test_a_breach_asks_whether_the_information_commissioner_was_told(ranks: dict[Role, Desk]) -> None:
    record = waiting(ranks[Role.VICTIM_CARE_OFFICER])
    page = ranks[Role.UNIT_SUPERVISOR].get(address(record))
    assert "Was the Information Commissioner told?" in words_of(page)
    assert "within 72 hours" in words_of(page)
    refused = reviewed(ranks[Role.UNIT_SUPERVISOR], record, evidence=" ")
    assert refused.status_code == 422
    assert "Write the reference of the report" in words_of(refused)
    assert "Canary review" in refused.content.decode()


def test_a_delay_in_telling_the_person_shows_whom_the_kept_back_record_told(ranks: dict[Role, Desk]) -> None:
    officer, supervisor = ranks[Role.VICTIM_CARE_OFFICER], ranks[Role.UNIT_SUPERVISOR]
    until = clock.today() + timedelta(days=9)
    pressed(
        officer,
        case_assessed(),
        "send",
        delay_until=until.isoformat(),
        delay_necessity="Canary he reads it",
        delay_proportionality="Canary until she moved",
    )
    text = words_of(supervisor.get(address(Review.objects.get().record)))
    known = ("Invented Children’s Services", "Canary he reads it", f"{until.day} {until:%B %Y}", "not told of it yet")
    assert all(one in text for one in known)


def test_who_recorded_it_is_told_that_somebody_else_looks_at_it(ranks: dict[Role, Desk]) -> None:
    officer = ranks[Role.VICTIM_CARE_OFFICER]
    record = waiting(officer, act="departure", necessity="A court.", proportionality="The order’s words.")
    assert "somebody else looks at it" in words_of(officer.get("/en/staff/reviews/"))
    assert officer.get(address(record)).status_code == 403
    assert officer.post(address(record), REVIEWED).status_code == 403
    assert Disclosure.objects.count() == 1


def test_what_was_told_at_once_waits_for_a_supervisor(ranks: dict[Role, Desk]) -> None:
    record = waiting(ranks[Role.UNIT_SUPERVISOR], **AT_ONCE)
    officer = ranks[Role.VICTIM_CARE_OFFICER]
    assert "reviewed by a supervisor" in words_of(officer.get(address(record)))
    assert officer.post(address(record), REVIEWED).status_code == 409
    assert Disclosure.objects.count() == 1


def test_of_two_who_review_the_second_is_told_that_it_was_done(ranks: dict[Role, Desk]) -> None:
    record = waiting(ranks[Role.VICTIM_CARE_OFFICER])
    supervisor = ranks[Role.UNIT_SUPERVISOR]
    typed = typed_in(supervisor.get(address(record))) | REVIEWED
    reviewed(supervisor, record)
    again = supervisor.post(address(record), typed)
    assert again.status_code in {200, 409}
    assert Disclosure.objects.count() == 2
    assert "Somebody has looked at this already" in words_of(supervisor.get(address(record)))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"answer": ""}, "Choose yes or no"),
        ({"answer": "perhaps"}, "Choose one of the answers"),
        ({"why": " "}, "Write why it was right, or not"),
    ],
)
def test_a_wrong_answer_is_named_and_what_was_typed_stays(
    ranks: dict[Role, Desk], wrong: dict[str, Any], says: str
) -> None:
    page = reviewed(ranks[Role.UNIT_SUPERVISOR], waiting(ranks[Role.VICTIM_CARE_OFFICER]), **wrong)
    assert page.status_code == 422
    assert says in words_of(page)
    assert "Canary reference" in page.content.decode()
    assert Disclosure.objects.count() == 1


def test_keys_that_lock_in_the_middle_keep_the_words_and_the_question_of_a_breach(ranks: dict[Role, Desk]) -> None:
    supervisor = ranks[Role.UNIT_SUPERVISOR]
    record = waiting(ranks[Role.VICTIM_CARE_OFFICER])
    typed = typed_in(supervisor.get(address(record))) | REVIEWED
    supervisor.lock()
    page = supervisor.post(address(record), typed)
    assert page.status_code == 423
    text = page.content.decode()
    assert "Canary review" in text
    assert "Canary reference" in text
    assert "Was the Information Commissioner told?" in text
    assert Disclosure.objects.count() == 1
    supervisor.sit_down_again()
    assert "Your review is recorded" in words_of(supervisor.post(address(record), typed_in(page) | REVIEWED))


def test_what_is_late_is_marked_and_stands_first(ranks: dict[Role, Desk]) -> None:
    officer, supervisor = ranks[Role.VICTIM_CARE_OFFICER], ranks[Role.UNIT_SUPERVISOR]
    on_time = waiting(officer)
    assert "Late" not in words_of(supervisor.get("/en/staff/reviews/"))
    written(officer, case_taken())
    late = Review.objects.exclude(record=on_time).get()
    Review.objects.filter(pk=late.record).update(due_on=clock.today() - timedelta(days=1))
    page = supervisor.get("/en/staff/reviews/").content.decode()
    assert page.count("govuk-tag--red") == 1
    assert page.index(str(late.record)) < page.index(str(on_time))


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CHIEF_OFFICER])
def test_whoever_may_not_read_who_was_told_reviews_nothing(ranks: dict[Role, Desk], role: Role) -> None:
    record = waiting(ranks[Role.VICTIM_CARE_OFFICER])
    assert ranks[role].get("/en/staff/reviews/").status_code == 403
    assert ranks[role].get(address(record)).status_code == 403


def test_a_review_that_is_none_is_not_found(ranks: dict[Role, Desk]) -> None:
    assert ranks[Role.UNIT_SUPERVISOR].get(address(uuid4())).status_code == 404


def test_in_arabic_the_page_speaks_arabic(ranks: dict[Role, Desk]) -> None:
    record = waiting(ranks[Role.VICTIM_CARE_OFFICER])
    for where in ("/ar/staff/reviews/", f"/ar/staff/reviews/{record}/"):
        text = words_of(ranks[Role.UNIT_SUPERVISOR].get(where))
        assert "looked at again" not in text
        assert "Look again" not in text
