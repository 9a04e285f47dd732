"""Erasing a report takes two people, destroys what it held in every part, and leaves no page of it in the file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections

from safetoshare.base import clock, erasing
from safetoshare.base.accounts.opening import Opener
from safetoshare.base.database import unit_of_work
from safetoshare.base.erasing import Erased
from safetoshare.base.force import current_force
from safetoshare.base.models import Erasure, SealedColumns
from safetoshare.base.permissions import Role
from safetoshare.core.receipt import draw_receipt
from safetoshare.hub.api import erasing as api
from safetoshare.hub.api.cases import case, follow_ups, open_case, work_list
from safetoshare.hub.api.erasing import ErasureReason, NotErased
from safetoshare.hub.models import Case, ErasureRequest
from safetoshare.hub.services.referrals import expire_silent_referrals
from safetoshare.report import api as reports
from safetoshare.report.models import Report, ReportGroup
from safetoshare.report.services.erasing import forget_erased_reports
from safetoshare.sharing.models import Disclosure
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import (
    CONTACT,
    CONTENT,
    OFFICER,
    Desk,
    case_agreed,
    load_house,
    press_send,
    report_waits,
    triage,
    unit_with,
    words_of,
)

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def report_of_a_whole_case() -> tuple[UUID, UUID]:
    """A report that became a case, was assessed, agreed to, sent on and written about."""
    identifier, consent = case_agreed()
    press_send(identifier, consent)
    found = case(identifier)
    assert found is not None
    reports.send_message(found.report, "We telephone on Tuesday.", "en")
    return identifier, found.report


def rows_sealed_of(report: UUID) -> dict[str, int]:
    """How many sealed rows there are of a report and its case, by table."""
    with unit_of_work():
        cases = set(Case.objects.filter(report=report).values_list("pk", flat=True))
        found = {}
        for model in apps.get_models():
            if issubclass(model, SealedColumns):
                names = {field.name for field in model._meta.fields}
                keys = {"report": {report}, "mailbox": {report}, "case": cases} if model is not Disclosure else {}
                found[model.__name__] = sum(
                    model.objects.filter(**{f"{name}__in": wanted}).count()  # type: ignore[attr-defined]
                    for name, wanted in keys.items()
                    if name in names
                )
        return found


def test_an_erasure_destroys_every_sealed_row_of_report_and_case(desk: Desk) -> None:
    _, report = report_of_a_whole_case()
    before = rows_sealed_of(report)
    filled = {name for name, count in before.items() if count}
    assert filled >= {"ReportGroup", "CaseGroup", "MailboxItem", "SubjectNotice"}
    erasing.erase(report, clock.today())
    assert not any(rows_sealed_of(report).values())
    with unit_of_work():
        left = Report.objects.get(pk=report)
        assert Disclosure.objects.count() == 1
    assert not any(
        bytes(getattr(left, name))
        for name in ("salt", "mailbox_public", "mailbox_private", "promise_sealed", "promise_wrapped", "content_mark")
    )


def test_to_the_unit_an_erased_report_does_not_exist_any_more(desk: Desk) -> None:
    identifier, report = report_of_a_whole_case()
    erasing.erase(report, clock.today())
    assert desk.get(f"/en/staff/cases/{identifier}/").status_code == 404
    assert desk.get(f"/en/staff/reports/{report}/").status_code == 404
    assert reports.report(report) is None
    assert work_list(1, None, 1).reports == []


def test_a_report_that_waits_is_gone_from_the_list(desk: Desk) -> None:
    report = report_waits()
    erasing.erase(report, clock.today())
    assert reports.reports_received() == []
    assert open_case(report, triage()) is None


def test_the_one_who_asked_may_not_confirm(desks: dict[Role, Desk]) -> None:
    report = report_waits()
    day = clock.today()
    assert api.ask_for_erasure(report, ErasureReason.PERSON_ASKED, OFFICER, day)
    assert not api.ask_for_erasure(report, ErasureReason.SENT_BY_MISTAKE, OFFICER, day)
    assert api.confirm_erasure(report, OFFICER, day) == NotErased(is_own=True)
    assert reports.report(report) is not None
    other = desks[Role.WITNESS_CARE_OFFICER].account.id
    kept = timedelta(days=current_force().backups_kept_days)
    assert api.confirm_erasure(report, other, day) == Erased(day, day + kept)
    assert api.confirm_erasure(report, other, day) == NotErased(is_own=False)
    assert reports.report(report) is None


def test_an_erasure_that_nobody_asked_for_erases_nothing(desk: Desk) -> None:
    report = report_waits()
    assert api.confirm_erasure(report, OFFICER, clock.today()) == NotErased(is_own=False)
    assert reports.report(report) is not None


def test_taken_back_it_waits_no_longer(desk: Desk) -> None:
    report = report_waits()
    api.ask_for_erasure(report, ErasureReason.PERSON_ASKED, OFFICER, clock.today())
    assert api.keep_report(report)
    assert not api.keep_report(report)
    assert api.to_confirm(OFFICER) == []
    assert reports.report(report) is not None


def test_the_last_row_goes_when_the_last_backup_is_gone(desk: Desk) -> None:
    report, stays = report_waits(), report_waits()
    erased = erasing.erase(report, clock.today())
    with unit_of_work(write=True):
        assert forget_erased_reports(erased.gone_from_backups_by) == 0
    with unit_of_work(write=True):
        assert forget_erased_reports(erased.gone_from_backups_by + timedelta(days=1)) == 1
    with unit_of_work():
        assert set(Report.objects.values_list("pk", flat=True)) == {stays}


def test_a_restored_backup_is_erased_again(desk: Desk, tmp_path: Path) -> None:
    _, report = report_of_a_whole_case()
    younger = tmp_path / "erasures.json"
    younger.write_text(f'{{"{report}": ["2026-11-01", "2026-12-01"]}}')
    assert erasing.replay(younger) == 1
    assert not any(rows_sealed_of(report).values())
    with unit_of_work():
        assert Erasure.objects.get().gone_from_backups_by.isoformat() == "2026-12-01"
    # And once more, from what the database itself says.
    assert erasing.replay() == 1


def test_the_list_of_erasures_reads_back_what_it_wrote(desk: Desk) -> None:
    report = report_waits()
    erased = erasing.erase(report, clock.today())
    path = settings.ENVIRONMENT.state / erasing.LIST_NAME
    assert erasing.read_list(path) == {report: erased}
    assert path.stat().st_mode & 0o077 == 0


def test_a_referral_of_an_erased_case_is_followed_up_by_nobody(desk: Desk) -> None:
    identifier, consent = case_agreed()
    press_send(identifier, consent)
    with unit_of_work(write=True):
        expire_silent_referrals(clock.today() + timedelta(days=60))
    opener = Opener(desk.account.id, desk.browser.cookies["unlock"].value, desk.account.role)
    assert [one.case for one in follow_ups(opener)] == [identifier]
    found = case(identifier)
    assert found is not None
    erasing.erase(found.report, clock.today())
    assert follow_ups(opener) == []


# --- pages


def test_one_asks_on_the_page_of_the_case_and_a_colleague_confirms(unwrapper: InProcess) -> None:
    accounts = unit_with(Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR)
    load_house()
    officer, supervisor = (Desk(account).sit_down() for account in accounts.values())
    identifier, report = report_of_a_whole_case()
    address = f"/en/staff/reports/{report}/erase/"
    assert address in officer.get(f"/en/staff/cases/{identifier}/").content.decode()
    assert officer.post(address, {}).status_code == 422
    assert officer.post(address, {"reason": "other"}).status_code == 422
    assert officer.post(address, {"reason": "person_asked"}).status_code == 302
    assert "somebody else confirms" in words_of(officer.get("/en/staff/erasures/"))
    assert supervisor.get("/en/staff/erasures/").content.decode().count("/confirm/") == 1
    done = supervisor.post(f"/en/staff/erasures/{report}/confirm/", {})
    assert "It is gone here now, and from the last backup by" in words_of(done)
    again = supervisor.post(f"/en/staff/erasures/{report}/confirm/", {})
    assert again.status_code == 409
    assert "Nothing was erased now" in words_of(again)


def test_a_role_that_may_not_confirm_is_refused(desks: dict[Role, Desk]) -> None:
    report = report_waits()
    api.ask_for_erasure(report, ErasureReason.PERSON_ASKED, OFFICER, clock.today())
    refused = desks[Role.VICTIM_CARE_OFFICER].post(f"/en/staff/erasures/{report}/confirm/", {})
    assert refused.status_code == 403
    assert reports.report(report) is not None


def test_what_does_not_exist_is_not_asked_to_be_erased(desk: Desk) -> None:
    assert desk.get(f"/en/staff/reports/{OFFICER}/erase/").status_code == 404
    with unit_of_work():
        assert not ErasureRequest.objects.exists()


# --- files


@pytest.mark.sqlite
def test_no_page_of_the_database_file_keeps_what_was_erased(file_databases: None) -> None:
    unit_with(Role.VICTIM_CARE_OFFICER)
    report = reports.record_report(
        CONTENT, CONTACT, area="", receipt=draw_receipt(), nonce=b"n" * 16, on=clock.today()
    ).id
    with unit_of_work():
        sealed = [bytes(group.sealed) for group in ReportGroup.objects.filter(report=report)]
    path = Path(connections["default"].settings_dict["NAME"])
    assert any(one[20:60] in everything(path) for one in sealed)
    erasing.erase(report, clock.today())
    assert not any(one[20:60] in everything(path) for one in sealed)


def everything(path: Path) -> bytes:
    """All bytes of the database and of the files beside it."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))
