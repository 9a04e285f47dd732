"""Entering a response: once, as a version, with its source; and every reason not to, with nothing overwritten."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.reading import Reading, read_response
from safetoshare.scrutiny.models import Answer, Response
from safetoshare.scrutiny.services.register_file import read_register_file
from safetoshare.scrutiny.services.registers import enter_register
from safetoshare.scrutiny.services.responses import (
    Outcome,
    ResponseEntered,
    ResponseKnown,
    ResponseRefused,
    import_response,
)
from tests.scrutiny.conftest import REGISTER, RESPONSE
from tests.scrutiny.test_registers import CHIEF_CONSTABLE, COMMISSIONER, rows

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
SOURCE = RESPONSE.read_text("utf-8")


@pytest.fixture(autouse=True)
def register(db: None) -> None:
    enter_register(read_register_file(REGISTER.read_bytes()))


def entered(text: str = SOURCE, name: str = "response.md") -> Outcome:
    content = text.encode()
    return import_response(read_response(read_markdown(content)), name=name, content=content, entered_on=TODAY)


def problems(outcome: Outcome) -> str:
    assert isinstance(outcome, ResponseRefused), outcome
    return "; ".join(outcome.problems)


def changed(old: str, new: str) -> str:
    assert old in SOURCE
    return SOURCE.replace(old, new)


def later(day: str = "3RD MARCH 2022") -> str:
    """A later document of the same office, in which the wait is over."""
    waits = (
        "Before the Constabulary take any definitive action on this they are waiting for the national guidance from "
        "the NPCC."
    )
    return changed("17TH JUNE 2021", day).replace(waits, "The Constabulary accept this recommendation.")


def test_the_commissioners_response_answers_for_itself_and_for_the_force_that_it_oversees() -> None:
    outcome = entered()
    assert isinstance(outcome, ResponseEntered)
    assert (outcome.report, outcome.version, outcome.unanswered) == ("safe-to-share", 1, ())
    assert outcome.answered == ("1", "4", "5", "6", "8")
    answered = Answer.objects.values_list("recipient__recommendation__number", "recipient__body__code")
    assert set(answered) == {
        *((number, CHIEF_CONSTABLE) for number in "1458"),
        *((number, COMMISSIONER) for number in "568"),
    }


def test_the_recorded_position_of_17_june_2021_is_to_await_national_guidance() -> None:
    entered()
    answer = Answer.objects.get(recipient__recommendation__number="1")
    assert answer.response.dated_on == date(2021, 6, 17)
    assert answer.stance == "awaiting_national_position"
    assert "waiting for the national guidance from the NPCC" in answer.stance_words
    assert (answer.confirmed_by, answer.confirmed_on) == (None, None)


def test_an_answer_says_nothing_of_progress_where_the_document_says_nothing() -> None:
    entered()
    answer = Answer.objects.get(recipient__recommendation__number="4")
    assert (answer.stance, answer.progress, answer.progress_words) == ("no_statement", "unknown", "")


def test_every_passage_stands_at_its_place_in_the_text_and_the_document_is_kept_whole() -> None:
    entered()
    response = Response.objects.get()
    assert bytes(response.document) == RESPONSE.read_bytes()
    assert response.document_sha256 == hashlib.sha256(RESPONSE.read_bytes()).hexdigest()
    for answer in response.answers.all():
        for passage in answer.passages:
            quoted = response.plain_text[passage["start"] : passage["end"]]
            assert quoted.split() == passage["text"].split()
            assert passage["line"] > 0


def test_the_same_document_twice_enters_nothing_under_whatever_name() -> None:
    entered()
    before = rows()
    assert entered(name="again.md") == ResponseKnown(
        "safe-to-share", "Avon and Somerset Police and Crime Commissioner", 1, is_superseded=False
    )
    assert rows() == before


def test_a_changed_document_is_a_new_version_and_leaves_the_old_one_as_it_is() -> None:
    entered()
    before = rows()
    outcome = entered(later())
    assert isinstance(outcome, ResponseEntered)
    assert outcome.version == 2
    after = rows()
    assert all(row in after[table] for table, old in before.items() for row in old)
    second = Response.objects.get(version=2)
    assert second.supersedes == Response.objects.get(version=1)
    assert second.answers.get(recipient__recommendation__number="1").stance == "accepted"


def test_a_superseded_document_that_comes_again_is_known_as_such() -> None:
    entered()
    entered(later())
    outcome = entered()
    assert isinstance(outcome, ResponseKnown)
    assert (outcome.version, outcome.is_superseded) == (1, True)


def test_an_older_document_does_not_displace_a_newer_one() -> None:
    entered(later())
    before = rows()
    assert "the register has a newer one of 2022-03-03" in problems(entered())
    assert rows() == before


def test_a_second_document_without_a_day_is_refused() -> None:
    entered()
    assert "the document gives no day" in problems(entered(changed("DATED 17TH JUNE 2021", "")))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Response to recommendation 6", "Response to recommendation 9", "knows no recommendation 9 of this report"),
        ("AVON AND SOMERSET PCC", "NORTHMOOR PCC", "the register knows no body called “NORTHMOOR PCC”"),
        ("SAFE TO SHARE? REPORT", "LEFT ALONE? REPORT", "the register knows no report called “LEFT ALONE?"),
        ("17TH DECEMBER 2020", "18TH DECEMBER 2020", "published on 2020-12-18, the register says 2020-12-17"),
        ("17TH JUNE 2021", "17TH JUNE 2019", "dated 2019-06-17, before the report was published"),
        ("6. To police and crime commissioners", "6. To chief constables", "recommendation 6 to chief_constables"),
        ("6. To police and crime commissioners", "6. To the Home Office", "recommendation 6 to home_office"),
        (
            "6. To police and crime commissioners",
            "6. To police and crime commissioners and local wizards",
            "not known: “local wizards”",
        ),
    ],
)
def test_what_the_register_does_not_know_stops_the_whole_document(old: str, new: str, says: str) -> None:
    before = rows()
    assert says in problems(entered(changed(old, new)))
    assert rows() == before


def test_a_recommendation_that_does_not_ask_the_responder_is_refused(reading: Reading) -> None:
    text = changed("AVON AND SOMERSET PCC", "AVON AND SOMERSET CONSTABULARY")
    assert "recommendation 6 is not addressed to this responder" in problems(entered(text))


def test_a_document_without_title_responder_or_answers_says_what_is_missing(reading: Reading) -> None:
    nameless = replace(reading, title=None, responder=None)
    outcome = import_response(nameless, name="x.md", content=b"x", entered_on=TODAY)
    assert "does not name the report" in problems(outcome)
    assert "does not say who answers" in problems(outcome)
    empty = replace(reading, recommendations=())
    outcome = import_response(empty, name="x.md", content=b"x", entered_on=TODAY)
    assert "answers no recommendation" in problems(outcome)


def test_an_unnumbered_recommendation_is_refused_and_an_unanswered_one_reported(reading: Reading) -> None:
    first, *rest = reading.recommendations
    outcome = import_response(
        replace(reading, recommendations=(replace(first, number=None), *rest)),
        name="x.md",
        content=b"x",
        entered_on=TODAY,
    )
    assert "has no number" in problems(outcome)
    outcome = import_response(
        replace(reading, recommendations=(replace(first, answer=None), *rest)),
        name="x.md",
        content=b"x",
        entered_on=TODAY,
    )
    assert isinstance(outcome, ResponseEntered)
    assert outcome.unanswered == ("1",)
    assert not Answer.objects.filter(recipient__recommendation__number="1").exists()


@pytest.mark.parametrize(
    "values",
    [{"stance": "other"}, {"progress": "other"}, {"confirmed_on": TODAY}],
)
def test_the_table_itself_takes_no_unknown_word_and_no_half_confirmation(values: dict[str, object]) -> None:
    entered()
    with pytest.raises(IntegrityError):
        Answer.objects.update(**values)
