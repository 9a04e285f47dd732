"""Super-complaints with their stages, on any day."""

from __future__ import annotations

from datetime import date

import pytest

from safetoshare.core.duties import Mark
from safetoshare.core.errors import DocumentError
from safetoshare.core.standing import Timeliness
from safetoshare.scrutiny import api
from tests.scrutiny.conftest import DOCUMENTS
from tests.scrutiny.test_registers import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

COMPLAINTS = (DOCUMENTS / "super-complaints.toml").read_text("utf-8")


def test_the_seven_are_there_with_how_sure_each_of_their_days_is() -> None:
    found = {
        one.code: [(seen.known.stage.value, str(seen.known.when), seen.known.mark.value) for seen in one.course.stages]
        for one in api.complaints_on(date(2026, 11, 24))
    }
    assert found == {
        "stalking": [("received", "2022-11", "R"), ("report_published", "2024-09-27", "R")],
        "section-60-stop-and-search": [("received", "2021", "B"), ("report_published", "2023-12-15", "R")],
        "police-perpetrated-domestic-abuse": [("received", "2020-03", "R2"), ("report_published", "2022-06", "B")],
        "victims-of-ethnic-minorities": [("received", "2020", "B"), ("report_published", "2022-12", "B")],
        "the-hidden-victims": [("received", "2019-05-31", "R"), ("report_published", "2021-05-26", "R")],
        "a-duty-to-protect": [
            ("received", "2019-03", "B"),
            ("report_published", "2021-08", "B"),
            ("responses_published", "2022-06-07", "R"),
        ],
        "safe-to-share": [("received", "2018-12-18", "R"), ("report_published", "2020-12-17", "R")],
    }


def test_a_day_gone_by_shows_those_that_had_been_made_or_may_have_been() -> None:
    assert api.complaints_on(date(2018, 12, 17)) == ()
    assert [one.code for one in api.complaints_on(date(2018, 12, 18))] == ["safe-to-share"]
    # Received in March 2019, nobody knows on which day.
    codes = [(one.code, one.course.stages[0].is_certain) for one in api.complaints_on(date(2019, 3, 10))]
    assert codes == [("a-duty-to-protect", False), ("safe-to-share", True)]
    assert api.complaint_on("stalking", date(2022, 10, 31)) is None


def test_the_clock_of_receipt_ends_on_24_december_2018_with_receipt_as_day_1() -> None:
    found = api.complaint_on("safe-to-share", date(2018, 12, 18))
    assert found is not None
    clock = found.course.acknowledgement
    assert clock.deadline is not None
    assert clock.deadline.due_on == date(2018, 12, 24)
    assert clock.timeliness is Timeliness.NOT_YET_DUE
    assert found.reports == ()


def test_it_names_who_complained_and_since_when_they_may() -> None:
    found = api.complaint_on("safe-to-share", date(2021, 1, 1))
    assert found is not None
    assert [(one.name, one.designated_on, one.mark) for one in found.made_by] == [
        ("Liberty", date(2018, 11, 1), Mark.READ),
        ("Southall Black Sisters", date(2018, 11, 1), Mark.READ),
    ]
    assert len(found.reports) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "on = 2019-05-31",
            "on = 2019-06-01",
            "the-hidden-victims, stage received: the register has another first day",
        ),
        ("on = 2019-05-31", 'on = "2019-05"', "the register has another first day"),
        ('made_by = ["hestia"]', 'made_by = ["suzy-lamplugh-trust"]', "other bodies made it in the register"),
        ("How the police respond to stalking", "Stalking", "the register has another subject"),
    ],
)
def test_what_stands_there_is_not_overwritten_by_a_file_that_says_otherwise(old: str, new: str, says: str) -> None:
    assert old in COMPLAINTS
    before = rows()
    refused = api.import_register_file(COMPLAINTS.replace(old, new).encode())
    assert isinstance(refused, api.RegisterDiffers)
    assert says in " ".join(refused.problems)
    assert rows() == before


def test_a_new_step_is_added_and_what_stood_there_stays() -> None:
    step = '\n[[super_complaint.stage]]\nstage = "responses_published"\non = "2025-04"\nmark = "B"\nsource = "x"\n'
    assert api.import_register_file((COMPLAINTS + step).encode()) == api.RegisterEntered(1)
    found = api.complaint_on("stalking", date(2025, 5, 1))
    assert found is not None
    assert found.course.latest.stage.value == "responses_published"


def test_a_body_that_was_not_designated_then_made_no_super_complaint() -> None:
    text = COMPLAINTS.replace("a-duty-to-protect", "too-early").replace('"2019-03"', '"2018-10"')
    refused = api.import_register_file(text.encode())
    assert isinstance(refused, api.RegisterDiffers)
    assert "too-early: centre-for-womens-justice was not designated when it was received (2018-10)" in " ".join(
        refused.problems
    )


def test_a_body_of_another_kind_makes_none() -> None:
    text = COMPLAINTS.replace('kind = "designated_body"', 'kind = "national_body"', 1)
    with pytest.raises(DocumentError, match="only a body of the kind designated_body has a designation"):
        api.import_register_file(text.encode())
