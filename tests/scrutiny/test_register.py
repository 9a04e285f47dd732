"""The register as it stands on a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safetoshare.core.documents.stances import Stance
from safetoshare.core.standing import Asked, Progress, Timeliness
from safetoshare.scrutiny import api
from safetoshare.scrutiny.models import Body
from tests.scrutiny.test_registers import CHIEF_CONSTABLE, COMMISSIONER
from tests.scrutiny.test_responses import later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

DAY_AFTER = date(2021, 6, 18)


def line(number: str, body: str = CHIEF_CONSTABLE, day: date = DAY_AFTER) -> api.ShownLine:
    found = api.line_on("safe-to-share", number, body, day)
    assert found is not None
    return found


def test_every_recommendation_stands_there_with_everyone_it_asks() -> None:
    (report,) = api.register_on(DAY_AFTER)
    assert [(one.number, one.body.code) for one in report.lines] == [
        ("1", CHIEF_CONSTABLE),
        ("4", CHIEF_CONSTABLE),
        ("5", CHIEF_CONSTABLE),
        ("5", COMMISSIONER),
        ("6", COMMISSIONER),
        ("8", CHIEF_CONSTABLE),
        ("8", COMMISSIONER),
    ]
    assert (report.made_by, report.complaint) == (("Liberty", "Southall Black Sisters"), "safe-to-share")


def test_the_deadline_of_17_june_2021_was_met_on_its_last_day() -> None:
    update = next(clock for clock in line("8").standing.clocks if clock.asked is Asked.UPDATE)
    assert update.deadline.due_on == date(2021, 6, 17)
    assert update.timeliness is Timeliness.IN_TIME
    assert [step.day for step in update.deadline.working] == [date(2020, 12, 17), date(2021, 6, 17)]


def test_what_was_to_stop_at_once_is_late_while_the_answer_waits() -> None:
    one = line("1")
    assert one.standing.stance is Stance.AWAITING_NATIONAL_POSITION
    assert one.standing.is_late
    assert not line("6", COMMISSIONER).standing.is_late


def test_the_day_before_the_answer_nothing_is_known() -> None:
    one = line("1", day=date(2021, 6, 16))
    assert (one.standing.stance, one.standing.progress) == (None, Progress.UNKNOWN)
    assert (one.answer, one.versions) == (None, ())


def test_before_its_publication_there_is_no_report() -> None:
    assert api.register_on(date(2020, 12, 16)) == ()
    assert api.line_on("safe-to-share", "1", CHIEF_CONSTABLE, date(2020, 12, 16)) is None
    assert len(api.register_on(date(2020, 12, 17))) == 1


def test_an_answer_by_the_overseer_says_for_whom_it_speaks() -> None:
    answer = line("1").answer
    assert answer is not None
    assert (answer.answered_by, answer.is_for_another) == ("Avon and Somerset Police and Crime Commissioner", True)
    own = line("6", COMMISSIONER).answer
    assert own is not None
    assert not own.is_for_another
    assert not own.is_confirmed


def test_a_later_version_holds_from_its_day_on_and_the_earlier_before() -> None:
    assert isinstance(api.import_document(later().encode(), "later.md"), api.ResponseEntered)
    assert line("1").standing.stance is Stance.AWAITING_NATIONAL_POSITION
    assert [one.version for one in line("1").versions] == [1]
    after = line("1", day=date(2022, 3, 3))
    assert after.standing.stance is Stance.ACCEPTED
    assert [one.version for one in after.versions] == [1, 2]


def test_a_body_that_was_followed_by_another_names_it_from_that_day_on() -> None:
    follower = Body.objects.create(code="west-authority", name="West Authority", kind="local_policing_body")
    Body.objects.filter(code=COMMISSIONER).update(successor=follower, succeeded_on=date(2028, 5, 8))
    assert line("6", COMMISSIONER, date(2028, 5, 7)).body.successor == ""
    assert line("6", COMMISSIONER, date(2028, 5, 8)).body.successor == "West Authority"


@pytest.mark.parametrize(
    ("report", "number", "body"),
    [
        ("safe-to-share", "2", CHIEF_CONSTABLE),
        ("safe-to-share", "6", CHIEF_CONSTABLE),
        ("another", "1", CHIEF_CONSTABLE),
        ("safe-to-share", "1", "nobody"),
    ],
)
def test_a_line_that_is_not_there_is_none(report: str, number: str, body: str) -> None:
    assert api.line_on(report, number, body, DAY_AFTER) is None


def test_the_register_is_read_in_a_dozen_queries_and_without_the_documents() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        api.register_on(DAY_AFTER)
    reads = [one["sql"] for one in queries.captured_queries if one["sql"].startswith("SELECT")]
    assert len(reads) <= 12
    assert not any('"scrutiny_response"."document",' in sql for sql in reads)
