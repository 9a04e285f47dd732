"""The data protection officer's pages: hers alone, filtered, with exact times only once her keys are unlocked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from safetoshare.base.audit import reading, record_act, record_consultations
from safetoshare.base.models import Account, AuditRow
from safetoshare.base.permissions import Action
from tests.base.accounts.pages import page, sign_in, unlock
from tests.base.unwrapper.conftest import Team

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

AUDIT, EXPORT = "/en/staff/audit/", "/en/staff/audit/export/"
AT = datetime(2026, 11, 16, 9, 14, 37, tzinfo=UTC)


def browser_of(account: Account) -> Client:
    browser = Client(headers={"host": "127.0.0.1"})
    assert sign_in(browser, account).status_code == 302
    return browser


@pytest.fixture
def record(team: Team) -> str:
    """A record that the victim care officer read."""
    read = uuid4()
    record_consultations(
        team.victim_care.id, "victim_care_officer", Action.RECORD_OPEN, {read}, purpose="read_report", at=AT
    )
    return str(read)


def test_a_record_leads_to_who_read_it_without_a_time(team: Team, record: str) -> None:
    text = page(browser_of(team.data_protection).get(AUDIT, {"record": record}))
    assert team.victim_care.name in text
    assert "16 November 2026" in text
    assert "09:14:37" not in text


def test_exact_times_need_her_keys(team: Team, record: str) -> None:
    browser = browser_of(team.data_protection)
    asked = {"record": record, "times": "show"}
    assert "/unlock/" in browser.get(AUDIT, asked)["Location"]
    unlock(browser)
    text = page(browser.get(AUDIT, asked))
    assert "09:14:37" in text
    assert "This row was altered" not in text
    AuditRow.objects.filter(record=record).update(purpose="nothing")
    assert "This row was altered" in page(browser.get(AUDIT, asked))


def test_it_is_nobody_elses(team: Team) -> None:
    browser = browser_of(team.victim_care)
    assert browser.get(AUDIT).status_code == 403
    assert browser.post(EXPORT).status_code == 403
    assert not AuditRow.objects.filter(action=Action.AUDIT_EXPORT).exists()


def test_reading_the_audit_leaves_a_row(team: Team, record: str) -> None:
    browser_of(team.data_protection).get(AUDIT, {"record": record})
    row = AuditRow.objects.get(action=Action.AUDIT_READ)
    assert (row.account, str(row.record), row.role) == (team.data_protection.id, record, "data_protection_officer")


def test_an_export_is_recorded_and_holds_no_time(team: Team, record: str) -> None:
    answer = browser_of(team.data_protection).post(EXPORT, {"record": record})
    assert answer["Content-Type"].startswith("text/csv")
    assert record in page(answer)
    assert "09:14" not in page(answer)
    assert AuditRow.objects.filter(action=Action.AUDIT_EXPORT).count() == 1


def test_an_export_holds_every_row_once_however_many_there_are(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [str(uuid4()) for _ in range(23)]
    for number, record in enumerate(records):
        at = AT + timedelta(days=number % 4)
        record_act(
            team.data_protection.id, "data_protection_officer", Action.CASE_WORK, UUID(record), purpose="try", at=at
        )
    monkeypatch.setattr(reading, "_BATCH", 5)
    lines = page(browser_of(team.data_protection).post(EXPORT, {"action": "hub:case:work"})).splitlines()[1:]
    assert sorted(line.split('","')[5] for line in lines) == sorted(records)


@pytest.mark.parametrize("typed", [{"account": "' OR 1=1"}, {"record": "\x00"}, {"action": "all"}, {"since": "soon"}])
def test_what_is_no_identifier_action_or_day_is_an_error(team: Team, typed: dict[str, str]) -> None:
    assert browser_of(team.data_protection).get(AUDIT, typed).status_code == 422
