from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.base.sealing import open_with
from safetoshare.core.errors import SealError
from safetoshare.core.receipt import draw_receipt
from safetoshare.report import api
from safetoshare.report.selectors.reports import reports_received, sealed_groups
from tests.report.conftest import SafeguardingUnit, the_report


def recorded(on: date, area: str = "") -> api.RecordedReport:
    receipt = draw_receipt()
    content = api.ReportContent(account="x")
    return api.record_report(
        content, api.SafeContact(), area=area, receipt=receipt, nonce=receipt.digits.encode(), on=on
    )


def test_what_is_due_first_stands_in_front(unit: SafeguardingUnit) -> None:
    days = [date(2026, 11, 27), date(2026, 11, 23), date(2026, 11, 25)]
    for day in days:
        recorded(day)
    with unit_of_work():
        assert [one.received_on for one in reports_received()] == sorted(days)


def test_the_queue_shows_the_area_only_if_it_was_said(unit: SafeguardingUnit) -> None:
    recorded(date(2026, 11, 23), "E06000023")
    recorded(date(2026, 11, 24))
    assert [one.area for one in api.reports_received()] == ["E06000023", ""]


def test_a_group_of_one_report_opens_at_no_other_place(unit: SafeguardingUnit) -> None:
    recorded(date(2026, 11, 23))
    report = the_report().id
    with unit_of_work():
        groups = sealed_groups(report)
    account = groups["account"]
    assert open_with(unit.ordinary.private, account)
    moved = replace(account, place=groups["contact"].place)
    for private, value in ((unit.ordinary.private, moved), (unit.restricted.private, account)):
        with pytest.raises(SealError):
            open_with(private, value)
