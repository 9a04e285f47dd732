"""A report that says danger now is opened within 15 minutes, or an alarm says that nobody has."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.core.receipt import draw_receipt
from safetoshare.report import api
from safetoshare.report.services.recording import RecordedReport, record_report
from safetoshare.report.services.watching import PATIENCE_SECONDS, UnopenedDanger
from tests.report.conftest import SafeguardingUnit

ON = date(2026, 11, 23)


def reported(nonce: bytes, danger: str = "yes") -> RecordedReport:
    content = api.ReportContent(account="Canary", danger=danger)
    return record_report(content, api.SafeContact(), area="", receipt=draw_receipt(), nonce=nonce * 16, on=ON)


def looked(watch: UnopenedDanger, now: float, caplog: pytest.LogCaptureFixture) -> list[Any]:
    caplog.clear()
    with unit_of_work():
        watch.look(now)
    return [record.args for record in caplog.records if "danger" in record.getMessage()]


def test_it_alarms_within_15_minutes_and_again_until_somebody_opens_it(
    unit: SafeguardingUnit, caplog: pytest.LogCaptureFixture
) -> None:
    assert PATIENCE_SECONDS + 60 <= 15 * 60
    waiting = reported(b"a")
    reported(b"b", danger="no")
    watch = UnopenedDanger()
    assert looked(watch, 0.0, caplog) == looked(watch, PATIENCE_SECONDS - 1.0, caplog) == []
    assert looked(watch, float(PATIENCE_SECONDS), caplog) == [(1,)]
    assert "Canary" not in caplog.text
    assert str(waiting.id) not in caplog.text
    assert looked(watch, PATIENCE_SECONDS + 30.0, caplog) == []
    assert looked(watch, 2.0 * PATIENCE_SECONDS, caplog) == [(1,)]
    api.note_look(waiting.id, "victim_care_officer", ON)
    assert looked(watch, 9.0 * PATIENCE_SECONDS, caplog) == []


def test_one_that_was_taken_on_waits_for_nobody(unit: SafeguardingUnit, caplog: pytest.LogCaptureFixture) -> None:
    waiting = reported(b"a")
    watch = UnopenedDanger()
    looked(watch, 0.0, caplog)
    with unit_of_work(write=True):
        api.note_taken(waiting.id)
    assert looked(watch, 9.0 * PATIENCE_SECONDS, caplog) == []


def test_a_process_that_starts_anew_counts_anew(unit: SafeguardingUnit, caplog: pytest.LogCaptureFixture) -> None:
    reported(b"a")
    assert looked(UnopenedDanger(), 1e6, caplog) == []


def test_a_second_one_has_a_time_of_its_own(unit: SafeguardingUnit, caplog: pytest.LogCaptureFixture) -> None:
    reported(b"a")
    watch = UnopenedDanger()
    looked(watch, 0.0, caplog)
    reported(b"b")
    looked(watch, 600.0, caplog)
    assert looked(watch, float(PATIENCE_SECONDS), caplog) == [(1,)]
    assert looked(watch, 600.0 + PATIENCE_SECONDS, caplog) == [(1,)]
