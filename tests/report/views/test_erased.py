"""Coming back to a report that was erased: the person reads that it is gone here now, and from backups by a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from safetoshare.base import clock, erasing
from safetoshare.base.database import unit_of_work
from safetoshare.base.erasing import Erased
from safetoshare.base.schedule import Job, run_what_is_due
from safetoshare.report import tasks
from safetoshare.report.models import Report
from tests.report.conftest import SafeguardingUnit, report_count, the_report
from tests.report.pages import Reporter, hidden, text_of


@pytest.fixture
def reported(unit: SafeguardingUnit, visitor: Client) -> Reporter:
    """Somebody who has sent a report, and opened its mailbox."""
    reporter = Reporter(visitor)
    assert reporter.report(account="the words of the report").status_code == 200
    reporter.ticket = hidden(reporter.come_back())
    return reporter


def erased() -> Erased:
    return erasing.erase(the_report().id, clock.today())


def day_of(erased: Erased) -> str:
    return f"{erased.gone_from_backups_by.day} {erased.gone_from_backups_by:%B %Y}"


def test_whoever_comes_back_reads_that_it_is_gone_and_by_when_from_backups(reported: Reporter) -> None:
    gone = erased()
    page = text_of(reported.come_back())
    assert "Nobody can open it any more" in page
    assert f"gone from the last backup by {day_of(gone)}" in page
    assert "Write to us" not in page


def test_a_message_that_was_being_written_is_not_lost_and_not_stored(reported: Reporter) -> None:
    erased()
    answer = reported.post("/return/mailbox/", ticket=reported.ticket, text="one more <word>")
    page = text_of(answer)
    assert "This message was not sent" in page
    assert "one more <word>" in page
    assert "<word>" not in answer.content.decode()


def test_no_proof_is_handed_out_any_more(reported: Reporter) -> None:
    erased()
    answer = reported.post("/return/proof/", ticket=reported.ticket, number="1")
    assert "Nobody can open it any more" in text_of(answer)
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_when_the_last_backup_is_gone_the_receipt_is_as_unknown_as_any_other(reported: Reporter) -> None:
    gone = erased()
    morning = clock.now() + timedelta(days=(gone.gone_from_backups_by - clock.today()).days + 1)
    with clock.clock_at(morning.replace(hour=12)):
        assert [done.succeeded for done in run_what_is_due(tasks.JOBS)] == [True] * len(tasks.JOBS)
        assert "No report has this receipt" in text_of(reported.come_back())
    assert report_count() == 0


def test_until_then_the_row_stays_and_holds_nothing(reported: Reporter) -> None:
    gone = erased()
    with clock.clock_at(clock.now() + timedelta(days=1)):
        run_what_is_due([Job("report:forget_erased", 0, tasks.forget_what_is_gone)])
    with unit_of_work():
        left = Report.objects.get()
    assert left.state == "erased"
    assert not bytes(left.mailbox_private)
    assert gone.gone_from_backups_by > clock.today()
