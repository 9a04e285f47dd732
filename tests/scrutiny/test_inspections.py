"""Inspection reports and other statutory duties: their clock runs for whom the law binds, and is never mixed."""

from __future__ import annotations

from datetime import date

import pytest

from safetoshare.core.errors import DocumentError
from safetoshare.core.standing import Asked
from safetoshare.scrutiny import api
from safetoshare.scrutiny.models import Deadline
from tests.scrutiny.test_registers import CHIEF_CONSTABLE, COMMISSIONER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

REPORT = f"""
[[body]]
code = "hmicfrs"
name = "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services"
kind = "national_body"

[[body]]
code = "{COMMISSIONER}"
name = "Avon and Somerset Police and Crime Commissioner"
kind = "local_policing_body"

[[body]]
code = "{CHIEF_CONSTABLE}"
name = "Chief Constable of Avon and Somerset"
kind = "chief_constable"

[report]
code = "an-inspection"
title = "An inspection"
published_by = ["hmicfrs"]
published_on = 2022-03-01
extent = "All of it."

[[report.clock]]
duty = "police_act_s55"

[[recommendation]]
number = "Action 2"
to = ["chief_constables", "pccs"]
text = "Act."

[[recommendation.clock]]
asked = "act"
rule = "fixed_day"
count = 30
base = 2022-03-01
source = "Its own day"

[[recommendation]]
number = "3a"
to = ["hmicfrs"]
text = "Report again."

[[recommendation]]
number = "4"
to = ["all_recipients"]
text = "Tell us."
"""


def enter(text: str = REPORT) -> api.RegisterEntered | api.RegisterDiffers:
    return api.import_register_file(text.encode())


def test_comments_are_due_on_the_56th_day_and_bind_the_local_policing_body_alone() -> None:
    assert isinstance(enter(), api.RegisterEntered)
    found = api.line_on("an-inspection", "Action 2", COMMISSIONER, date(2022, 3, 2))
    assert found is not None
    clocks = {clock.asked: clock.deadline for clock in found.standing.clocks}
    assert clocks[Asked.RESPOND].due_on == date(2022, 4, 25)
    assert clocks[Asked.RESPOND].source == "Police Act 1996 s.55(5A) and (5B)"
    assert clocks[Asked.ACT].due_on == date(2022, 3, 31)
    force = api.line_on("an-inspection", "Action 2", CHIEF_CONSTABLE, date(2022, 3, 2))
    assert force is not None
    assert [clock.asked for clock in force.standing.clocks] == [Asked.ACT]


def test_no_statutory_clock_runs_on_the_report_on_a_super_complaint() -> None:
    enter()
    own = Deadline.objects.filter(recipient__recommendation__report__code="safe-to-share")
    assert set(own.values_list("duty", flat=True)) == {""}
    assert Deadline.objects.filter(duty="police_act_s55").count() == 2


def test_all_recipients_are_everyone_whom_the_report_names_and_a_body_is_asked_by_its_code() -> None:
    enter()
    (report,) = [one for one in api.register_on(date(2022, 3, 2)) if one.code == "an-inspection"]
    assert [(one.number, one.body.code) for one in report.lines] == [
        ("Action 2", CHIEF_CONSTABLE),
        ("Action 2", COMMISSIONER),
        ("3a", "hmicfrs"),
        ("4", CHIEF_CONSTABLE),
        ("4", COMMISSIONER),
        ("4", "hmicfrs"),
    ]


def test_a_clock_that_is_only_believed_says_so() -> None:
    enter(REPORT.replace("police_act_s55", "domestic_abuse_commissioner"))
    sources = set(Deadline.objects.filter(duty="domestic_abuse_commissioner").values_list("source", flat=True))
    assert sources == {"Domestic Abuse Act 2021 s.16 (believed: check it before relying on it)"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("police_act_s55", "police_act", "'duty' says 'police_act'; it may say police_act_s55"),
        ("police_act_s55", "super_complaint_acknowledgement", "'duty' says 'super_complaint_acknowledgement'"),
        ("police_act_s55", "victims_commissioner", "the duty victims_commissioner does not hold on 2022-03-01"),
        ('duty = "police_act_s55"', 'duty = "police_act_s55"\ncount = 60', "a clock that runs by a duty has no entry"),
        ('to = ["hmicfrs"]', 'to = ["home-office"]', "'to' says 'home-office'"),
        ("count = 30", "count = 99999999999999999999", "a clock cannot be counted"),
        ("count = 30", "count = -1", "a clock cannot be counted"),
        ("count = 30", "count = 3600000", "a clock cannot be counted"),
    ],
)
def test_a_duty_a_recipient_or_a_number_that_cannot_be_is_named(old: str, new: str, says: str) -> None:
    with pytest.raises(DocumentError) as refused:
        enter(REPORT.replace(old, new))
    assert says in str(refused.value)


def test_a_report_on_a_super_complaint_that_the_register_does_not_know_is_refused() -> None:
    refused = enter(REPORT.replace("[report]", '[report]\nsuper_complaint = "unknown"'))
    assert refused == api.RegisterDiffers(("report an-inspection: the register knows no super-complaint unknown",))
