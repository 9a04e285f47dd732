"""Entering a report: once, whole, and never over what stands there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps

from safetoshare.base.database import unit_of_work
from safetoshare.scrutiny.models import Body, Deadline, Recommendation, RecommendationRecipient, SubRequirement
from safetoshare.scrutiny.services.register_entries import RegisterFile, ReportEntry
from safetoshare.scrutiny.services.register_file import read_register_file
from safetoshare.scrutiny.services.registers import RegisterDiffers, RegisterEntered, enter_register
from tests.scrutiny.conftest import REGISTER

pytestmark = pytest.mark.django_db

CHIEF_CONSTABLE = "avon-and-somerset-chief-constable"
COMMISSIONER = "avon-and-somerset-commissioner"


@pytest.fixture
def file() -> RegisterFile:
    return read_register_file(REGISTER.read_bytes())


def report_of(file: RegisterFile) -> ReportEntry:
    assert file.report is not None
    return file.report


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the part, in a fixed order."""
    with unit_of_work():
        return {
            model._meta.label: sorted(model._default_manager.values_list(), key=str)
            for model in apps.get_app_config("scrutiny").get_models(include_auto_created=True)
        }


def test_a_report_enters_with_whom_it_asks(file: RegisterFile) -> None:
    assert isinstance(enter_register(file), RegisterEntered)
    asked = RecommendationRecipient.objects.order_by("recommendation__position", "body__code")
    assert list(asked.values_list("recommendation__number", "body__code", "role")) == [
        ("1", CHIEF_CONSTABLE, "named"),
        ("4", CHIEF_CONSTABLE, "named"),
        ("5", CHIEF_CONSTABLE, "named"),
        ("5", COMMISSIONER, "named"),
        ("6", COMMISSIONER, "named"),
        ("8", CHIEF_CONSTABLE, "all_recipients"),
        ("8", COMMISSIONER, "all_recipients"),
    ]
    assert SubRequirement.objects.filter(recommendation__number="4").count() == 11
    overseer = Body.objects.get(code=CHIEF_CONSTABLE).overseen_by
    assert overseer is not None
    assert overseer.code == COMMISSIONER


def test_every_recipient_has_the_reports_clock_and_its_own(file: RegisterFile) -> None:
    enter_register(file)
    assert Deadline.objects.filter(asked="update", rule="calendar_months", count=6).count() == 7
    own = Deadline.objects.exclude(asked="update").get()
    assert (own.recipient.recommendation.number, own.asked, own.rule) == ("1", "act", "at_once")


def test_the_same_file_twice_enters_nothing(file: RegisterFile) -> None:
    enter_register(file)
    before = rows()
    assert enter_register(file) == RegisterEntered(0)
    assert rows() == before


def test_a_file_that_says_something_else_is_refused_whole_and_changes_nothing(file: RegisterFile) -> None:
    enter_register(file)
    before = rows()
    report = report_of(file)
    first = replace(report.recommendations[0], text="Go on sharing.")
    added = replace(first, number="2", text="Something new.")
    other = replace(
        report, recommendations=(first, *report.recommendations[1:], added), published_on=date(2020, 12, 18)
    )
    refused = enter_register(replace(file, report=other))
    assert isinstance(refused, RegisterDiffers)
    assert "recommendation 1: the register has another text" in refused.problems
    assert "report safe-to-share: the register has another published on" in refused.problems
    assert rows() == before


def test_a_body_keeps_the_one_that_oversees_it(file: RegisterFile) -> None:
    enter_register(file)
    bodies = tuple(replace(one, overseen_by="iopc") if one.overseen_by else one for one in file.bodies)
    refused = enter_register(replace(file, bodies=bodies))
    assert isinstance(refused, RegisterDiffers)
    assert f"body {CHIEF_CONSTABLE}: another body oversees it in the register" in refused.problems


def test_a_name_means_one_body_alone(file: RegisterFile) -> None:
    enter_register(file)
    bodies = tuple(
        replace(one, also_called=("Avon & Somerset PCC", "AVON AND SOMERSET PCC.")) if one.code == "iopc" else one
        for one in file.bodies
    )
    refused = enter_register(replace(file, bodies=bodies))
    assert isinstance(refused, RegisterDiffers)
    assert "the name “avon and somerset pcc”: the register has another body" in refused.problems


def test_a_recommendation_that_was_missing_is_added(file: RegisterFile) -> None:
    report = report_of(file)
    fewer = replace(report, recommendations=report.recommendations[:2])
    assert isinstance(enter_register(replace(file, report=fewer, follow_ups=())), RegisterEntered)
    assert isinstance(enter_register(file), RegisterEntered)
    assert Recommendation.objects.count() == 5
