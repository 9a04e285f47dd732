"""What a role never does, written by hand: these lines do not read the permission table.

Each is tried at its real address, with real rows behind it, and at the real unwrapper. Beside each address stands who
does get it, so that no line holds only because the page is broken.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import current_key
from safetoshare.base.models import Account
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Realm, Role
from safetoshare.base.sealing import seal_fields
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.client import KeysStayLocked, KeysUnlocked
from safetoshare.core.errors import LockedError, NotPermittedError
from safetoshare.core.vault import Place
from safetoshare.hub.models import Case, ErasureRequest
from tests.base.accounts.pages import sign_in
from tests.base.every_address import ask, is_refused
from tests.base.people import PASSPHRASE, create_units, member, sealed
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import report_waits
from tests.hub.referring import send_referral

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

CASES, CASE, REPORT = "/staff/cases/", "/staff/cases/{case}/", "/staff/reports/{report}/"
REVIEWED, ASSESSMENT, MESSAGE = f"{CASE}reviewed/", f"{CASE}assessment/", f"{CASE}message/"
SERVICES, CONSENT, REFER = f"{CASE}services/", f"{CASE}consent/", f"{CASE}refer/{{other}}/"
ERASE, CONFIRM = f"{REPORT}erase/", "/staff/erasures/{report}/confirm/"
PROPOSE, SIGN, ADOPT = (
    "/staff/policy/propose/",
    "/staff/policy/{other}/sign/",
    "/staff/policy/{other}/adopt/",
)
REPLAY, UNLOCK = "/staff/policy/replay/", "/staff/unlock/"
MAY_I_SHARE, BRIEFING = "/staff/may-i-share/", "/staff/briefing/"
REFERRALS, REFERRAL = "/partner/referrals/", "/partner/referrals/{referral}/"
ACCEPT, PARTNER_UNLOCK = f"{REFERRAL}accept/", "/partner/unlock/"

# Who never gets what.
NEVER = (
    ("system_administrator", CASES),
    ("system_administrator", CASE),
    ("system_administrator", REPORT),
    ("system_administrator", MESSAGE),
    ("system_administrator", ERASE),
    ("system_administrator", CONFIRM),
    ("system_administrator", UNLOCK),
    ("system_administrator", REPLAY),
    ("system_administrator", SIGN),
    ("system_administrator", ADOPT),
    ("system_administrator", REFERRALS),
    ("response_officer", CASES),
    ("response_officer", CASE),
    ("response_officer", REPORT),
    ("response_officer", UNLOCK),
    ("response_officer", CONFIRM),
    ("officer_in_the_case", CASES),
    ("officer_in_the_case", CASE),
    ("officer_in_the_case", REPORT),
    ("inspector", CASE),
    ("inspector", REPORT),
    ("chief_officer", CASES),
    ("chief_officer", CASE),
    ("chief_officer", PROPOSE),
    ("disclosure_officer", CASE),
    ("disclosure_officer", REPORT),
    ("data_protection_officer", CASES),
    ("data_protection_officer", CASE),
    ("data_protection_officer", REPORT),
    ("data_protection_officer", MESSAGE),
    ("data_protection_officer", REFER),
    ("control_room", CASES),
    ("control_room", CASE),
    ("witness_care_officer", CONSENT),
    ("witness_care_officer", REFER),
    ("witness_care_officer", SERVICES),
    ("witness_care_officer", CONFIRM),
    ("witness_care_officer", REPLAY),
    ("victim_care_officer", CONFIRM),
    ("victim_care_officer", REPLAY),
    ("victim_care_officer", PROPOSE),
    ("victim_care_officer", SIGN),
    ("unit_supervisor", PROPOSE),
    ("unit_supervisor", SIGN),
    ("unit_supervisor", ADOPT),
    ("unit_supervisor", REFERRAL),
    ("policy_author", SIGN),
    ("policy_author", ADOPT),
    ("policy_author", CASES),
    ("policy_signer", PROPOSE),
    ("policy_signer", ADOPT),
    ("policy_signer", CASE),
    ("commissioners_analyst", CASES),
    ("commissioners_analyst", CASE),
    ("commissioners_analyst", REPORT),
    ("commissioners_analyst", UNLOCK),
    ("commissioner", CASES),
    ("commissioner", CASE),
    ("commissioner", PROPOSE),
    ("trainer", CASES),
    ("outreach_worker", CASE),
    ("network_coordinator", CASE),
    ("network_coordinator", REFERRALS),
    ("reporting_centre_worker", REFERRALS),
    ("reporting_centre_worker", REFERRAL),
    ("reporting_centre_worker", CASES),
    ("partner_worker", CASES),
    ("partner_worker", CASE),
    ("partner_worker", REPORT),
    ("partner_worker", MAY_I_SHARE),
    ("partner_worker", BRIEFING),
    ("partner_manager", CASE),
    ("partner_manager", ERASE),
    ("partner_manager", UNLOCK),
    ("nobody", CASES),
    ("nobody", CASE),
    ("nobody", REPORT),
    ("nobody", CONFIRM),
    ("nobody", REFERRAL),
    ("nobody", MAY_I_SHARE),
)
DOES = {
    **dict.fromkeys((CASES, CASE, REPORT, MESSAGE, ERASE, REFER, SERVICES, CONSENT), "victim_care_officer"),
    **dict.fromkeys((CONFIRM, REPLAY, UNLOCK), "unit_supervisor"),
    **{PROPOSE: "policy_author", SIGN: "policy_signer", ADOPT: "chief_officer"},
    **dict.fromkeys((REFERRALS, REFERRAL), "partner_worker"),
    **dict.fromkeys((MAY_I_SHARE, BRIEFING), "response_officer"),
}
PARTNERS = ("reporting_centre_worker", "partner_worker", "partner_manager")
KEYLESS = tuple(
    role
    for role in Role
    if role.value
    not in (
        *("victim_care_officer", "witness_care_officer", "unit_supervisor", "data_protection_officer"),
        *("partner_worker", "partner_manager"),
        *("inspector", "chief_officer", "disclosure_officer", "control_room"),
    )
)


@pytest.fixture
def rows() -> dict[str, UUID]:
    """A case, a report whose erasure was asked, a referral, and an identifier of nothing."""
    create_units()
    today, case, report = clock.today(), uuid4(), report_waits()
    with unit_of_work(write=True):
        Case.objects.create(
            id=case,
            report=uuid4(),
            state="taken",
            pathway="domestic_abuse",
            opened_on=today,
            review_on=today + timedelta(days=3),
        )
        ErasureRequest.objects.create(report=report, reason="person_asked", asked_by=uuid4(), asked_on=today)
    return {"case": case, "report": report, "organisation": uuid4(), "other": uuid4()}


def account_of(role: str, organisation: UUID | None = None) -> Account:
    return create_account(f"{role} {uuid4().hex[:8]}", Role(role), organisation=organisation)


def door_of(address: str) -> Realm:
    return Realm(address.split("/")[1])


def answer_to(role: str, address: str, rows: dict[str, UUID]) -> tuple[tuple[int, str], str | None]:
    """What the address answers to somebody of this role, and by which door she or he came in."""
    browser = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    account = None if role == "nobody" else account_of(role, rows["organisation"] if role in PARTNERS else None)
    if account is not None:
        assert sign_in(browser, account).status_code == 302
    return ask(browser, address.format(**rows)), None if account is None else account.realm


@pytest.mark.parametrize(("role", "address"), NEVER)
def test_never(role: str, address: str, rows: dict[str, UUID], unwrapper: InProcess) -> None:
    rows["referral"] = send_referral(rows["organisation"])
    answer, realm = answer_to(role, address, rows)
    assert is_refused(answer, door_of(address), realm), answer


@pytest.mark.parametrize(("address", "role"), DOES.items())
def test_somebody_does_get_what_others_never_get(
    role: str, address: str, rows: dict[str, UUID], unwrapper: InProcess
) -> None:
    rows["referral"] = send_referral(rows["organisation"])
    answer, realm = answer_to(role, address, rows)
    assert not is_refused(answer, door_of(address), realm), answer


@pytest.mark.parametrize("address", [REFERRAL, ACCEPT, f"{REFERRAL}answered/", f"{REFERRAL}decline/"])
@pytest.mark.parametrize("role", ["partner_worker", "partner_manager"])
def test_a_partner_never_sees_another_organisations_referral(
    role: str, address: str, rows: dict[str, UUID], unwrapper: InProcess
) -> None:
    rows["referral"] = send_referral(uuid4())
    answer, _realm = answer_to(role, address, rows)
    theirs = {**rows, "referral": uuid4()}
    # As if there were none: not even that it exists is told.
    assert answer == answer_to(role, address, theirs)[0]
    assert answer[0] == 404


def test_whoever_asked_for_an_erasure_never_confirms_it(rows: dict[str, UUID], unwrapper: InProcess) -> None:
    supervisor = account_of("unit_supervisor")
    with unit_of_work(write=True):
        ErasureRequest.objects.filter(pk=rows["report"]).update(asked_by=supervisor.id)
    browser = Client(headers={"host": "127.0.0.1"})
    sign_in(browser, supervisor)
    assert browser.post(CONFIRM.format(**rows)).status_code == 409
    with unit_of_work():
        assert ErasureRequest.objects.filter(pk=rows["report"]).exists()


@pytest.mark.parametrize("role", KEYLESS)
def test_who_holds_no_key_never_opens_a_record_even_with_one(role: Role, unwrapper: InProcess) -> None:
    organisation = uuid4() if role.value in PARTNERS else None
    # Somebody put a key of this role's account into the tables.
    account = member(role, organisation=organisation)
    member(Role.UNIT_SUPERVISOR)
    create_units()
    stays = client.unlock(account.id, PASSPHRASE)
    assert isinstance(stays, KeysStayLocked)
    with pytest.raises(LockedError):
        client.open_values(account.id, uuid4().hex, "read_report", [sealed(b"what happened")])


def test_the_data_protection_officer_never_opens_a_report(unwrapper: InProcess) -> None:
    officer = member(Role.DATA_PROTECTION_OFFICER)
    member(Role.UNIT_SUPERVISOR)
    create_units()
    unlocked = client.unlock(officer.id, PASSPHRASE)
    assert isinstance(unlocked, KeysUnlocked)
    with pytest.raises(NotPermittedError):
        client.open_values(officer.id, unlocked.handle, "read_report", [sealed(b"what happened")])


def test_a_partner_never_opens_a_report(unwrapper: InProcess) -> None:
    worker = member(Role.PARTNER_WORKER, organisation=uuid4())
    member(Role.UNIT_SUPERVISOR)
    create_units()
    unlocked = client.unlock(worker.id, PASSPHRASE)
    assert isinstance(unlocked, KeysUnlocked)
    with pytest.raises(NotPermittedError):
        client.open_values(worker.id, unlocked.handle, "read_report", [sealed(b"what happened")])


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CHIEF_OFFICER, Role.DISCLOSURE_OFFICER])
def test_whoever_decides_opens_what_is_asked_and_never_a_report(role: Role, unwrapper: InProcess) -> None:
    officer = member(role)
    member(Role.UNIT_SUPERVISOR)
    create_units()
    unlocked = client.unlock(officer.id, PASSPHRASE)
    assert isinstance(unlocked, KeysUnlocked)
    for kind in KeyKind:
        with pytest.raises(NotPermittedError):
            client.open_values(officer.id, unlocked.handle, "read_report", [sealed(b"what happened", kind)])
    with unit_of_work():
        key = current_key(UnitPurpose.DECISIONS, KeyKind.ORDINARY)
    assert key is not None
    asked = seal_fields({"why": "asked"}, Place(uuid4(), "sharing_askeddecision", "order", 1), key)
    assert client.open_values(officer.id, unlocked.handle, "decide", [asked]) == [b'{"why": "asked"}']
