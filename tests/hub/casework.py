"""Case work for the tests: reports that wait, an officer's browser, and a case brought as far as a test needs it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import create_unit
from safetoshare.base.models import Account, MemberKey
from safetoshare.base.models.keys import UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper import client
from safetoshare.core.needs import NEEDS
from safetoshare.core.receipt import draw_receipt
from safetoshare.hub.api.cases import Assessment, CaseOpened, Consent, Triage, case, open_case, record_assessment
from safetoshare.hub.api.referring import Disclosed, OrderParts, order_of, record_consent, send
from safetoshare.network import demonstration as directory
from safetoshare.network import selectors as services_of
from safetoshare.report.api import ReportContent, SafeContact, record_report
from safetoshare.sharing import demonstration as policy
from tests.base.accounts.pages import sign_in, unlock
from tests.base.people import create_units, member, recovery_keys, trust_keys
from tests.hub.referring import ORGANISATION
from tests.web.trees import Element, tree

ROLE = "victim_care_officer"
BRISTOL = "E06000023"
OFFICER = UUID("0c6a2d34-51c0-4d5e-9a52-5f1f2f3b7c11")
CONTENT = ReportContent(
    account="He takes my wages. Canary account.",
    happened_when="since spring",
    about="me",
    pathways=("domestic_abuse",),
    needs=("safe_place",),
    danger="no",
    children="yes",
    spoken_language="Somali",
    page_language="so",
)
CONTACT = SafeContact(
    how="Canary telephone 07700 900123",
    when="Tuesdays before noon",
    if_someone_else_answers="Ask for the school",
    must_not_know="Canary brother",
)


def report_waits(content: ReportContent = CONTENT, contact: SafeContact = CONTACT, on: date | None = None) -> UUID:
    """Record a report, as the reporter's page does."""
    recorded = record_report(
        content, contact, area=BRISTOL, receipt=draw_receipt(), nonce=uuid4().bytes, on=on or clock.today()
    )
    return recorded.id


def triage(**changed: Any) -> Triage:  # noqa: ANN401  # any field
    """What an officer decided."""
    decided = Triage(("domestic_abuse",), "domestic_abuse", OFFICER, clock.today())
    return replace(decided, **changed)


def assessment(*found: str, **changed: Any) -> Assessment:  # noqa: ANN401  # any field
    """An assessment that found these needs."""
    needs: dict[str, Any] = {need: "yes" if need in found else "not_talked_about" for need in NEEDS}
    made = Assessment(
        needs=needs,
        name="Canary Amina",
        language="so",
        language_note="",
        age="adult",
        notes="Canary notes",
        assessed_by=OFFICER,
        assessed_on=clock.today(),
    )
    return replace(made, **changed)


def agreed(**changed: Any) -> Consent:  # noqa: ANN401  # any field
    """A consent to tell Next Link about name and needs."""
    with unit_of_work():
        service = next(one for one in services_of.all_services(0, 1000) if one.organisation == ORGANISATION)
    known = replace(
        agreed_to(service.id),
        service_name=service.name,
        organisation_name=service.organisation_name,
        recipient=service.recipient,
    )
    return replace(known, **changed)


def agreed_to(service: UUID) -> Consent:
    """A consent to tell a service of Next Link, whatever it is called."""
    return Consent(
        id=uuid4(),
        service=service,
        service_name="Refuge",
        organisation=ORGANISATION,
        organisation_name="Next Link",
        recipient="specialist_service",
        purpose="support",
        data=("identity", "needs"),
        summary="Needs a room with a lock",
        language="so",
        interpreter="yes",
        adviser_offered="yes",
        is_agreed=True,
        until=clock.today() + timedelta(days=30),
        asked_by=OFFICER,
        asked_on=clock.today(),
    )


def case_taken(**report: Any) -> UUID:  # noqa: ANN401  # as `report_waits`
    """A report that became a case."""
    opened = open_case(report_waits(**report), triage())
    assert isinstance(opened, CaseOpened)
    return opened.case


def case_assessed(*found: str) -> UUID:
    """A case whose needs are known."""
    taken = case_taken()
    record_assessment(taken, assessment(*(found or ("domestic_abuse", "safe_place"))), expected=0)
    return taken


def case_agreed(**consent: Any) -> tuple[UUID, Consent]:  # noqa: ANN401  # as `agreed`
    """A case in which the person agreed."""
    assessed, asked = case_assessed(), agreed(**consent)
    record_consent(assessed, asked)
    return assessed, asked


def parts(identifier: UUID, consent: Consent) -> OrderParts:
    """The parts of an order as they stand now."""
    found = case(identifier)
    assert found is not None
    known = assessment("domestic_abuse", "safe_place")
    return OrderParts(identifier, found.report, found.version, BRISTOL, found.pathway, CONTENT, CONTACT, known, consent)


def press_send(identifier: UUID, consent: Consent, *, account: Account | None = None) -> UUID:
    """Send, and return the package."""
    whole = parts(identifier, consent)
    order = order_of(whole, role=ROLE, nonce=uuid4())
    by = account.id if account else OFFICER
    done = send(whole, order, by=by, role=ROLE)
    assert isinstance(done, Disclosed), done
    return done.package


def consent_address(case: UUID, service: UUID | None = None) -> str:
    """Where consent is asked for."""
    return f"/en/staff/cases/{case}/consent/?service={service or agreed().service}"


def refer_address(case: UUID, consent: Consent) -> str:
    """Where the decision and the preview stand."""
    return f"/en/staff/cases/{case}/refer/{consent.id}/"


def load_house() -> None:
    """Put the demonstration's policy in force, load its directory, and give Next Link a key."""
    policy.load()
    directory.load()
    with unit_of_work():
        members = list(MemberKey.objects.select_related("account"))
    holders = [holder.listed for holder in recovery_keys()]
    create_unit("Next Link", UnitPurpose.ORGANISATION, members, organisation=ORGANISATION, recovery=holders)
    trust_keys()


@dataclass
class Desk:
    """An officer at her desk: a browser, signed in and unlocked."""

    account: Account
    browser: Client = field(default_factory=lambda: Client(headers={"host": "127.0.0.1"}))

    def sit_down(self) -> Desk:
        assert sign_in(self.browser, self.account).status_code == 302
        assert unlock(self.browser).status_code == 302
        return self

    def sit_down_again(self) -> None:
        assert unlock(self.browser).status_code == 302

    def lock(self) -> None:
        """Let the keys' time be over in the middle of a page: the browser keeps its cookie, which opens nothing."""
        client.lock(self.account.id, self.browser.cookies["unlock"].value)

    def get(self, address: str) -> HttpResponse:
        return self.browser.get(address)  # type: ignore[return-value]  # the client's own response

    def post(self, address: str, typed: dict[str, Any]) -> HttpResponse:
        return self.browser.post(address, typed)  # type: ignore[return-value]


def unit_with(*roles: Role) -> dict[Role, Account]:
    """Create a member of each role, and the units."""
    accounts = {role: member(role) for role in roles}
    create_units()
    return accounts


def page_of(response: HttpResponse) -> Element:
    return tree(response.content.decode())


def words_of(response: HttpResponse) -> str:
    return page_of(response).text


def typed_in(response: HttpResponse) -> dict[str, Any]:
    """Return what the page's last form would send as it stands."""
    form = [one for one in page_of(response).walk() if one.tag == "form"][-1]
    typed: dict[str, Any] = {}
    for one in form.walk():
        name = one.attributes.get("name")
        if not name or one.tag not in ("input", "select", "textarea"):
            continue
        _add(typed, str(name), one)
    return typed


def _add(typed: dict[str, Any], name: str, one: Element) -> None:
    kind = one.attributes.get("type")
    if kind in ("checkbox", "radio"):
        if "checked" in one.attributes:
            value = str(one.attributes["value"])
            typed[name] = [*typed.get(name, []), value] if kind == "checkbox" else value
    elif one.tag == "select":
        options = [option for option in one.walk() if option.tag == "option"]
        chosen = next((option for option in options if "selected" in option.attributes), options[0])
        typed[name] = str(chosen.attributes["value"] or "")
    else:
        typed[name] = one.text if one.tag == "textarea" else str(one.attributes.get("value") or "")
