"""`safetoshare spool`: takes over what was reported while the database was away, once or until it is stopped."""

from __future__ import annotations

import argparse
import json
import signal
from datetime import date

import pytest

from safetoshare.base import spool as folder
from safetoshare.cli import main, spool
from safetoshare.core.receipt import draw_receipt
from safetoshare.report.api import ReportContent, SafeContact, record_report, spooling
from tests.report.away import database_away
from tests.report.conftest import create_unit_with_known_keys, report_count

pytestmark = pytest.mark.django_db(transaction=True)
Printed = pytest.CaptureFixture[str]


def report(nonce: bytes) -> None:
    content, contact = ReportContent(account="Canary"), SafeContact()
    record_report(content, contact, area="", receipt=draw_receipt(), nonce=nonce, on=date(2026, 11, 23))


@pytest.fixture
def one_waits() -> None:
    """A report that came while the database was away."""
    create_unit_with_known_keys()
    report(b"a" * 16)
    with database_away():
        report(b"b" * 16)


@pytest.mark.usefixtures("one_waits")
def test_once_takes_over_what_waits_and_then_nothing_more(capsys: Printed) -> None:
    assert main(["spool", "--once"]) == 0
    assert "Taken over: 1" in capsys.readouterr().out
    assert report_count() == 2
    assert main(["spool", "--once", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "stored": 0,
        "stood_already": 0,
        "set_aside": 0,
        "still_waiting": 0,
    }


@pytest.mark.usefixtures("one_waits")
def test_what_still_waits_or_was_set_aside_is_a_no(capsys: Printed) -> None:
    with database_away():
        assert main(["spool", "--once"]) == 1
    folder.keep("0" * 32, b"rubbish")
    capsys.readouterr()
    assert main(["spool", "--once", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["stored"], told["set_aside"], told["still_waiting"]) == (1, 1, 0)


def test_json_goes_with_once(capsys: Printed) -> None:
    assert main(["spool", "--json"]) == 2
    assert "--json goes with --once" in capsys.readouterr().err


@pytest.mark.usefixtures("one_waits")
def test_until_it_is_stopped_it_looks_again_and_again_and_a_disk_that_refuses_does_not_end_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[int] = []
    real = spooling.take_over

    def look() -> object:
        looks.append(1)
        if len(looks) == 1:
            raise OSError(5, "canary path")
        return real()

    monkeypatch.setattr(spooling, "take_over", look)
    monkeypatch.setattr(signal, "pthread_sigmask", lambda *_: None)
    monkeypatch.setattr(signal, "sigtimedwait", lambda *_: signal.SIGTERM if len(looks) == 3 else None)
    assert spool.empty(argparse.Namespace(once=False, json=False)) == 0
    assert len(looks) == 3
    assert report_count() == 2
    assert "alarm, the spool cannot be read" in caplog.text
    assert "canary" not in caplog.text
