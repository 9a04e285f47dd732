"""What follows a report enters once, and what it speaks of must stand in the register."""

from __future__ import annotations

from datetime import date

import pytest

from safetoshare.core.errors import DocumentError
from safetoshare.core.standing import Progress, Timeliness
from safetoshare.scrutiny import api
from safetoshare.scrutiny.models import Body
from tests.scrutiny.test_registers import CHIEF_CONSTABLE, COMMISSIONER, rows
from tests.scrutiny.test_responses import changed, entered, problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SUPERSESSION = """
[[supersession]]
report = "safe-to-share"
number = "1"
by_report = "safe-to-share"
by_number = "4"
on = 2024-01-15
source = "A later report"
"""
FINDING = f"""
[[finding]]
report = "safe-to-share"
number = "6"
body = "{COMMISSIONER}"
on = 2023-03-01
confirmed = true
words = "The assessment was read, and two organisations were asked."
"""
SUCCESSOR = """
[[body]]
code = "west-authority"
name = "West Authority"
kind = "local_policing_body"
also_called = ["West PCC"]
"""
SUCCESSION = f"""
[[succession]]
body = "{COMMISSIONER}"
by = "west-authority"
on = 2028-05-08
"""
WAIT = f"""
[[wait]]
report = "safe-to-share"
number = "6"
body = "{COMMISSIONER}"
what = "a new funding round"
whom = "npcc"
since = 2022-01-01
review_on = 2022-02-01
may_be_policy = false
source = "A letter"
"""


def enter(text: str) -> api.RegisterEntered | api.RegisterDiffers:
    return api.import_register_file(text.encode())


def line(number: str, day: date, body: str = CHIEF_CONSTABLE) -> api.ShownLine:
    found = api.line_on("safe-to-share", number, body, day)
    assert found is not None
    return found


@pytest.mark.parametrize("text", [SUPERSESSION, FINDING, SUCCESSOR + SUCCESSION, WAIT])
def test_it_enters_once_and_twice_is_the_same_as_once(text: str) -> None:
    entered_now = enter(text)
    assert isinstance(entered_now, api.RegisterEntered)
    assert entered_now.new_rows
    before = rows()
    assert enter(text) == api.RegisterEntered(0)
    assert rows() == before


@pytest.mark.parametrize(
    ("text", "old", "new", "says"),
    [
        (SUPERSESSION, "2024-01-15", "2024-02-15", "the register has another on"),
        (FINDING, "confirmed = true", "confirmed = false", "the register has another is confirmed"),
        (SUCCESSOR + SUCCESSION, "2028-05-08", "2028-05-09", "the register has another succeeded on"),
        (WAIT, "a new funding round", "an old one", "the register has another what"),
        (WAIT, "review_on = 2022-02-01", "review_on = 2022-03-01", "the register has another review on"),
    ],
)
def test_another_word_on_what_stands_there_is_refused_and_changes_nothing(
    text: str, old: str, new: str, says: str
) -> None:
    enter(text)
    before = rows()
    refused = enter(text.replace(old, new))
    assert isinstance(refused, api.RegisterDiffers)
    assert says in " ".join(refused.problems)
    assert rows() == before


@pytest.mark.parametrize(
    ("text", "old", "new", "says"),
    [
        (SUPERSESSION, 'number = "1"', 'number = "9"', "knows no recommendation 9 of the report safe-to-share"),
        (SUPERSESSION, 'by_report = "safe-to-share"', 'by_report = "x"', "knows no recommendation 4 of the report x"),
        (SUPERSESSION, 'by_number = "4"', 'by_number = "1"', "it cannot take its own place"),
        (SUPERSESSION, "2024-01-15", "2020-12-16", "2020-12-16 lies before the report was published"),
        (FINDING, COMMISSIONER, "nobody", "the register knows no body nobody"),
        (FINDING, COMMISSIONER, CHIEF_CONSTABLE, f"6 of safe-to-share is not addressed to {CHIEF_CONSTABLE}"),
        (FINDING, "2023-03-01", "2019-03-01", "it lies before the report was published"),
        (SUCCESSION, "west-authority", "west-authority", "the register knows no body west-authority"),
        (SUCCESSION, "west-authority", "npcc", "it is of another kind"),
        (WAIT, 'whom = "npcc"', 'whom = "wizards"', "the register knows no body wizards"),
        (WAIT, "since = 2022-01-01", "since = 2020-01-01", "it lies before the report was published"),
    ],
)
def test_what_the_register_does_not_know_stops_the_whole_file(text: str, old: str, new: str, says: str) -> None:
    before = rows()
    refused = enter(SUCCESSOR.replace("west", "east").replace("West", "East") + text.replace(old, new))
    assert isinstance(refused, api.RegisterDiffers)
    assert says in " ".join(refused.problems)
    assert rows() == before


def test_duties_do_not_come_back_to_whom_they_left() -> None:
    enter(SUCCESSOR + SUCCESSION)
    back = (
        SUCCESSION.replace(COMMISSIONER, "x").replace("west-authority", COMMISSIONER).replace('"x"', '"west-authority"')
    )
    refused = enter(back)
    assert isinstance(refused, api.RegisterDiffers)
    assert "its duties would come back to itself" in refused.problems[0]


@pytest.mark.parametrize("day", ['"2024"', "2024-13-01", "2024-01-15T10:00:00"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(DocumentError):
        enter(SUPERSESSION.replace("2024-01-15", day))


def test_a_recommendation_that_was_replaced_says_so_from_its_day_on() -> None:
    enter(SUPERSESSION)
    assert line("1", date(2024, 1, 14)).superseded is None
    after = line("1", date(2024, 1, 15))
    assert after.standing.progress is Progress.SUPERSEDED
    assert after.superseded is not None
    assert after.superseded.by_number == "4"
    # What was to stop at once was late when it was replaced, and the days no longer run.
    late = next(clock for clock in after.standing.clocks if clock.timeliness is Timeliness.LATE)
    assert late.days_late == (date(2024, 1, 15) - date(2020, 12, 17)).days
    assert line("1", date(2025, 1, 1)).standing.clocks == after.standing.clocks


def test_what_the_commissioner_confirmed_is_verified_from_that_day_on() -> None:
    enter(FINDING)
    assert line("6", date(2023, 2, 28), COMMISSIONER).standing.progress is Progress.IN_PROGRESS
    assert line("6", date(2023, 2, 28), COMMISSIONER).findings == ()
    assert line("6", date(2023, 3, 1), COMMISSIONER).standing.progress is Progress.COMPLETED_VERIFIED


def test_the_office_ends_by_its_source_before_its_successor_is_known() -> None:
    ends = line("6", date(2026, 11, 24), COMMISSIONER).body.ends
    assert str(ends) == "2028-05"
    assert line("1", date(2026, 11, 24)).body.ends is None


def test_the_successor_answers_for_the_body_whose_duties_it_took_and_that_body_no_longer() -> None:
    enter(SUCCESSOR + SUCCESSION)
    successor = changed("AVON AND SOMERSET PCC", "WEST PCC").replace("17TH JUNE 2021", "17TH JUNE 2028")
    assert isinstance(entered(successor), api.ResponseEntered)
    answer = line("6", date(2028, 6, 17), COMMISSIONER).answer
    assert answer is not None
    assert answer.answered_by == "West Authority"
    late = changed("17TH JUNE 2021", "18TH JUNE 2028")
    assert "passed to West Authority on 2028-05-08" in problems(entered(late))


def test_the_successor_does_not_answer_before_its_day() -> None:
    enter(SUCCESSOR + SUCCESSION)
    early = changed("AVON AND SOMERSET PCC", "WEST PCC")
    assert "not addressed to this responder" in problems(entered(early))
    assert Body.objects.get(code=COMMISSIONER).successor is not None
