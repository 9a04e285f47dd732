"""The person sees which role looked in which week: never a name, never a moment, never twice."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from safetoshare.base.database import unit_of_work
from safetoshare.base.models.sealed import SealedColumns
from safetoshare.report.models import Look
from safetoshare.report.services.looking import note_look
from tests.report.conftest import SafeguardingUnit, the_report
from tests.report.pages import Reporter, text_of

MONDAY = date(2026, 11, 16)


@pytest.fixture
def reporter(unit: SafeguardingUnit, visitor: Client) -> Reporter:
    reporter = Reporter(visitor)
    assert reporter.report(account="the words").status_code == 200
    return reporter


def test_before_anybody_looked_the_page_says_so(reporter: Reporter) -> None:
    assert "Nobody of the unit has opened it yet" in text_of(reporter.come_back())


def test_role_and_week_are_shown_and_the_latest_week_first(reporter: Reporter) -> None:
    report = the_report().id
    assert note_look(report, "victim_care_officer", MONDAY + timedelta(days=4))
    assert note_look(report, "unit_supervisor", MONDAY + timedelta(days=7))
    page = text_of(reporter.come_back())
    first = page.index("Unit supervisor: in the week of 23 November 2026")
    assert first < page.index("Victim care officer: in the week of 16 November 2026")


@pytest.mark.parametrize("later", range(7))
def test_a_role_is_noted_once_a_week(reporter: Reporter, later: int) -> None:
    report = the_report().id
    assert note_look(report, "victim_care_officer", MONDAY)
    assert not note_look(report, "victim_care_officer", MONDAY + timedelta(days=later))
    assert note_look(report, "victim_care_officer", MONDAY + timedelta(days=7))


def test_rows_of_every_role_and_week_look_alike(reporter: Reporter) -> None:
    report = the_report().id
    for role in ("inspector", "data_protection_officer"):
        note_look(report, role, MONDAY)
    with unit_of_work():
        rows = list(Look.objects.values_list("wrapped", "sealed", "mark"))
        fields = {field.name for field in Look._meta.fields}
    assert len(rows) == 2
    assert len({tuple(map(len, map(bytes, row))) for row in rows}) == 1
    assert fields - {field.name for field in SealedColumns._meta.fields} == {"id", "report", "mark"}


def test_a_report_that_there_is_not_is_looked_at_by_nobody(reporter: Reporter) -> None:
    assert not note_look(uuid4(), "victim_care_officer", MONDAY)
