"""A report while the database is away: kept sealed on the disk before it is acknowledged, and taken over once."""

from __future__ import annotations

import logging
import os
import signal
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError

from safetoshare.base import spool
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists.remembered import LIST_FILE
from safetoshare.core.receipt import Receipt, draw_receipt
from safetoshare.report.api.spooling import PATIENCE_SECONDS, Watch
from safetoshare.report.models import Report, ReportGroup
from safetoshare.report.selectors.content import ReportContent, SafeContact
from safetoshare.report.selectors.mailbox import OpenMailbox, mailbox_of_receipt
from safetoshare.report.services import spooling
from safetoshare.report.services.recording import NotStoredError, RecordedReport, record_report
from safetoshare.report.services.spooling import TakenOver, take_over
from tests.report.away import CANARY, database_away
from tests.report.conftest import SafeguardingUnit, report_count, the_report

ON = date(2026, 11, 23)
CONTENT = ReportContent(account="He took my passport and my wages.", danger="no")
CONTACT = SafeContact(how="07700 900000", must_not_know="my cousin")


def recorded(receipt: Receipt, nonce: bytes = b"n" * 16, content: ReportContent = CONTENT) -> RecordedReport:
    return record_report(content, CONTACT, area="E06000023", receipt=receipt, nonce=nonce, on=ON)


@pytest.fixture
def remembered(unit: SafeguardingUnit) -> SafeguardingUnit:
    """A unit whose keys this machine has met: somebody has reported before."""
    recorded(draw_receipt(), b"before" + b"0" * 10)
    with unit_of_work(write=True):
        Report.objects.all().delete()
    return unit


def test_what_is_acknowledged_while_the_database_is_away_stands_there_when_it_is_back(
    remembered: SafeguardingUnit, caplog: pytest.LogCaptureFixture
) -> None:
    receipt = draw_receipt()
    with database_away(), caplog.at_level(logging.ERROR):
        kept = recorded(receipt)
    assert (kept.is_spooled, kept.is_new, kept.received_on) == (True, True, ON)
    assert CANARY not in caplog.text
    assert report_count() == 0
    assert take_over() == TakenOver(stored=1)
    assert the_report().id == kept.id
    assert remembered.account() == CONTENT
    assert remembered.contact() == CONTACT
    assert isinstance(mailbox_of_receipt(receipt), OpenMailbox)
    assert take_over() == TakenOver()


def test_what_waits_tells_nothing_and_has_the_size_of_another(remembered: SafeguardingUnit) -> None:
    receipt = draw_receipt()
    with database_away():
        recorded(receipt, b"a" * 16, ReportContent(account="no " * 40))
        recorded(draw_receipt(), b"b" * 16, ReportContent(account="passport " * 60, danger="yes"))
    files_there = sorted(Path(settings.ENVIRONMENT.state / "spool").glob("*.sealed"))
    assert len({file.stat().st_size for file in files_there}) == 1
    found = b"".join(file.read_bytes() + file.name.encode() for file in files_there)
    for words in ("passport", "duty", "E06000023", "2026-11-23", receipt.digits[:8], "no no", "report"):
        assert words.encode() not in found


def test_pressed_again_while_it_waits_it_waits_once_and_other_words_are_told_apart(
    remembered: SafeguardingUnit,
) -> None:
    receipt = draw_receipt()
    with database_away():
        first = recorded(receipt)
        again = recorded(receipt)
        other = recorded(receipt, content=ReportContent(account="other words"))
    assert (again.id, again.is_new, again.differs) == (first.id, False, False)
    assert (other.id, other.differs) == (first.id, True)
    assert len(spool.waiting()) == 1


def test_pressed_again_when_the_database_is_back_what_was_sent_first_stands(remembered: SafeguardingUnit) -> None:
    receipt = draw_receipt()
    with database_away():
        first = recorded(receipt)
    again = recorded(receipt, content=ReportContent(account="other words"))
    assert (again.id, again.is_new, again.differs, again.is_spooled) == (first.id, False, True, False)
    assert report_count() == 1
    assert spool.waiting() == []


def test_a_commit_whose_answer_was_lost_is_not_doubled(remembered: SafeguardingUnit) -> None:
    receipt = draw_receipt()
    stored = recorded(receipt)
    with database_away():
        kept = recorded(receipt)
    assert kept.id != stored.id
    assert take_over() == TakenOver(stood_already=1)
    assert the_report().id == stored.id


def test_what_contradicts_the_database_is_kept_aside(
    remembered: SafeguardingUnit, caplog: pytest.LogCaptureFixture
) -> None:
    receipt = draw_receipt()
    recorded(receipt)
    with database_away():
        recorded(receipt, content=ReportContent(account="other words"))
    assert take_over() == TakenOver(set_aside=1)
    assert spool.set_aside() == 1
    assert "alarm" in caplog.text


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\x01" + b"\0" * 900])
def test_what_does_not_open_is_kept_aside_and_keeps_nothing_back(remembered: SafeguardingUnit, content: bytes) -> None:
    spool.keep("0" * 32, content)
    with database_away():
        recorded(draw_receipt())
    assert take_over() == TakenOver(stored=1, set_aside=1)


def test_while_the_database_stays_away_everything_waits(remembered: SafeguardingUnit) -> None:
    with database_away():
        recorded(draw_receipt(), b"a" * 16)
        recorded(draw_receipt(), b"b" * 16)
        assert take_over() == TakenOver(still_waiting=2)
    with patch.object(ReportGroup.objects, "bulk_create", side_effect=OperationalError):
        assert take_over() == TakenOver(still_waiting=2)
    assert report_count() == 0
    assert take_over() == TakenOver(stored=2)


def test_a_machine_that_remembers_no_key_acknowledges_nothing(remembered: SafeguardingUnit) -> None:
    (settings.ENVIRONMENT.state / LIST_FILE).unlink()
    with database_away(), pytest.raises(NotStoredError):
        recorded(draw_receipt())
    assert spool.waiting() == []


def test_a_disk_that_is_full_or_breaks_acknowledges_nothing(remembered: SafeguardingUnit) -> None:
    receipt = draw_receipt()
    with database_away(), patch.object(spool, "MOST_FILES", 0), pytest.raises(NotStoredError):
        recorded(receipt)
    with database_away(), patch.object(os, "fsync", side_effect=OSError(5, "EIO")), pytest.raises(NotStoredError):
        recorded(receipt)
    assert spool.waiting() == []
    with database_away():
        assert recorded(receipt).is_spooled


@pytest.mark.parametrize("step", ["before the file", "after the file", "before its name", "after its name"])
def test_killed_at_any_step_it_waits_whole_or_was_not_acknowledged(remembered: SafeguardingUnit, step: str) -> None:
    receipt = draw_receipt()
    child = os.fork()
    if child == 0:
        _die(step)
        with database_away():
            recorded(receipt)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert len(spool.waiting()) == (1 if step == "after its name" else 0)
    with database_away():
        assert recorded(receipt).is_spooled
    assert take_over() == TakenOver(stored=1)


def _die(step: str) -> None:
    def kill(*_arguments: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    name = "fsync" if step.endswith("file") else "link"
    real = getattr(os, name)

    def killing(*words: object) -> None:
        if step.startswith("after"):
            real(*words)
        kill()

    setattr(os, name, killing)


def test_what_waits_too_long_raises_an_alarm_that_says_how_many_are_in_danger(
    remembered: SafeguardingUnit, caplog: pytest.LogCaptureFixture
) -> None:
    with database_away():
        recorded(draw_receipt(), b"a" * 16, ReportContent(account="Canary", danger="yes"))
        recorded(draw_receipt(), b"b" * 16)
    watch = Watch()
    caplog.clear()
    assert watch.look(0.0) == watch.look(PATIENCE_SECONDS - 1.0) == 0
    assert caplog.text == ""
    assert watch.look(float(PATIENCE_SECONDS)) == 2
    assert "2 reports wait" in caplog.text
    assert "1 of them say danger" in caplog.text
    assert "Canary" not in caplog.text
    # Once, and again after as long.
    assert watch.look(PATIENCE_SECONDS + 1.0) == 0
    assert watch.look(2.0 * PATIENCE_SECONDS) == 2
    take_over()
    assert watch.look(9.0 * PATIENCE_SECONDS) == 0
    # A process that starts anew counts anew.
    assert Watch().look(1e9) == 0


def test_nothing_waits_where_nothing_was_kept(remembered: SafeguardingUnit) -> None:
    assert not spooling.is_anything_waiting()
    with database_away():
        recorded(draw_receipt())
    assert spooling.is_anything_waiting()
    spool.put_aside(spool.waiting()[0])
    assert spooling.is_anything_waiting()
