"""A whole house to attack: somebody of each door at a desk, a record of each kind, and all forms on all pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction  # noqa: TID251  # to undo, not to open
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import MemberKey
from safetoshare.base.permissions import Action, Realm, Role, is_permitted
from safetoshare.base.unwrapper import keyring
from safetoshare.hub.models import ErasureRequest
from tests.base.accounts.pages import sign_in
from tests.base.every_address import Address, every_address
from tests.base.people import PASSPHRASE, create_units, member
from tests.hub.casework import BRISTOL, CONTENT, agreed, case_agreed, load_house, press_send, report_waits
from tests.hub.filing import sent_later
from tests.hub.letters import asked_in_tables, told_in_tables
from tests.hub.referring import ANOTHER, ORGANISATION, join, send_referral
from tests.sharing.policies import loaded
from tests.sharing.versions import claims_of, version_of
from tests.web.trees import Element, tree

# Who sits at a desk; together they may do whatever is done behind the two doors.
STAFF = (
    *(Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR, Role.DATA_PROTECTION_OFFICER),
    *(Role.POLICY_AUTHOR, Role.POLICY_SIGNER, Role.CHIEF_OFFICER, Role.RESPONSE_OFFICER),
    Role.CONTROL_ROOM,
)
# The unit and the control room may read it.
DANGER = replace(CONTENT, danger="yes", duty="yes")
# They end what the other attacks need, and have no box.
_ENDS = frozenset({Action.ACCOUNT_SIGN_OUT, Action.KEY_LOCK, Action.SITE_LEAVE})
# What a field takes that does not take whatever stands in it.
_FITTING = {
    **{"weeks": "6", "answer": "agree", "area": BRISTOL, "danger": "no", "why": "capacity", "organisation": ""},
    **{"document": "proposed.toml", "rules": version_of("proposed", requires=()).decode()},
}


@dataclass(frozen=True)
class Form:
    """A form as a page shows it, filled in, and the boxes in it that take words."""

    page: str
    address: str
    typed: Mapping[str, Any]
    boxes: tuple[str, ...]


@dataclass(frozen=True)
class Seat:
    """Somebody's browser, signed in, and unlocked where the role holds a key."""

    role: Role
    door: Realm
    browser: Client
    id: UUID
    organisation: UUID | None = None

    @property
    def realm(self) -> str:
        return self.door.value

    def post(self, form: Form, **changed: Any) -> Any:  # noqa: ANN401  # the client's own response
        return self.browser.post(form.address, {**form.typed, **changed})


@dataclass
class House:
    """Seats, records by the word for them in addresses, and another organisation's records."""

    seats: list[Seat] = field(default_factory=list)
    records: dict[str, UUID] = field(default_factory=dict)
    others: dict[str, UUID] = field(default_factory=dict)

    def addresses(self, **changed: UUID) -> list[Address]:
        """All addresses behind the doors, in the same order whatever stands in them."""
        return [one for one in every_address(self.records | changed) if one.door and one.action not in _ENDS]

    def seats_at(self, address: Address) -> list[Seat]:
        return [one for one in self.seats if is_permitted(address.action, one, address.door)]

    def forms(self) -> list[tuple[Seat, Form]]:
        """Each form that stands on a page, once, with somebody who is shown it."""
        found: dict[tuple[str, tuple[str, ...]], tuple[Seat, Form]] = {}
        for address in self.addresses():
            for seat in self.seats_at(address):
                for form in forms_on(seat.browser, self.page_of(address)):
                    found.setdefault((form.address, tuple(form.typed)), (seat, form))
        ends = {f"/en{one.path}" for one in every_address(self.records) if one.action in _ENDS}
        return [one for one in found.values() if one[1].address not in ends]

    def page_of(self, address: Address) -> str:
        query = f"?service={agreed().service}" if address.name == "hub:consent" else ""
        return f"/en{address.path}{query}"


def build(monkeypatch: pytest.MonkeyPatch) -> House:
    """Build the house. It takes the fixture `unwrapper` and both databases.

    Its hour holds as many openings as the attacks need: what a full hour answers has tests of its own.
    """
    for quota in ("OPENINGS_AN_HOUR", "SEARCHES_AN_HOUR", "SURVEYS_AN_HOUR"):
        monkeypatch.setattr(keyring, quota, 100_000)
    house = House()
    accounts = {role: member(role) for role in STAFF}
    worker = member(Role.PARTNER_WORKER, "next-link", ORGANISATION)
    centre = create_account("centre", Role.REPORTING_CENTRE_WORKER, organisation=ORGANISATION)
    create_units()
    load_house()
    join(ANOTHER, "Unseen")
    for role, account in accounts.items():
        house.seats.append(Seat(role, Realm.STAFF, Client(headers={"host": "127.0.0.1"}), account.id))
    for account in (worker, centre):
        partner = Client(headers={"host": "127.0.0.1"})
        house.seats.append(Seat(Role(account.role), Realm.PARTNER, partner, account.id, ORGANISATION))
    for seat, account in zip(house.seats, [*accounts.values(), worker, centre], strict=True):
        seat.browser.raise_request_exception = False
        assert sign_in(seat.browser, account).status_code == 302
        if MemberKey.objects.filter(account=account).exists():
            seat.browser.post(f"/{seat.door}/unlock/", {"passphrase": PASSPHRASE})
    _add_records(house)
    return house


def _add_records(house: House) -> None:
    sent, told = case_agreed()
    package = press_send(sent, told)
    case, consent = case_agreed()
    photo = sent_later(case)
    erased, author = report_waits(), next(one.id for one in house.seats if one.role is Role.POLICY_AUTHOR)
    with unit_of_work(write=True):
        ErasureRequest.objects.create(report=erased, reason="person_asked", asked_by=uuid4(), asked_on=clock.today())
    version = loaded(version_of(), claims_of()).version_id
    house.records = {
        **{"case": case, "consent": consent.id, "report": report_waits(DANGER), "package": package, "account": author},
        **{
            "file": photo.id,
            "asked": asked_in_tables(uuid4()),
            "record": told_in_tables(case),
            "version": version,
            "old": version,
            "service": agreed().service,
            "proposal": uuid4(),
        },
    }
    # Of another case.
    another_photo = sent_later(sent)
    house.others = {"file": another_photo.id, "package": send_referral(ANOTHER), "erased": erased, "consent": told.id}


def forms_on(browser: Client, address: str) -> list[Form]:
    """The forms of a page that send something, filled in so that they are carried out."""
    answer = browser.get(address)
    if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return []
    forms = [one for one in tree(answer.content.decode()).walk() if one.tag == "form"]
    return [_form(one, address) for one in forms if str(one.attributes.get("method")).lower() == "post"]


def _form(form: Element, page: str) -> Form:
    typed: dict[str, Any] = {}
    boxes: list[str] = []
    for one in form.walk():
        name = str(one.attributes.get("name") or "")
        if name and one.tag in ("input", "select", "textarea"):
            _fill(typed, boxes, name, one)
    return Form(page, form.attributes.get("action") or page, typed, tuple(boxes))


def _fill(typed: dict[str, Any], boxes: list[str], name: str, one: Element) -> None:
    kind, value = one.attributes.get("type"), str(one.attributes.get("value") or "")
    if kind == "file":
        return
    if kind == "checkbox":
        typed[name] = [*typed.get(name, []), value]
    elif kind in ("hidden", "radio"):
        typed[name] = _FITTING.get(name, value) if kind == "radio" else value
    elif one.tag == "select":
        options = [str(option.attributes.get("value") or "") for option in one.walk() if option.tag == "option"]
        typed[name] = _FITTING.get(name, next(filter(None, reversed(options)), ""))
    else:
        boxes.append(name)
        days = 30 if name in ("until", "review_on") else 1
        day = (clock.today() + timedelta(days=days)).isoformat()
        is_day = kind == "date" or name in ("until", "contact_by") or name.endswith("_on")
        typed[name] = day if is_day else _FITTING.get(name, value or one.text or "Words of a test")


@contextmanager
def undone(browser: Client) -> Iterator[None]:
    """Let all that happens within be as if it had not: in both databases, and in the browser."""
    cookies = deepcopy(browser.cookies)
    with transaction.atomic(using="default"), transaction.atomic(using="audit"):
        yield
        transaction.set_rollback(True, using="default")
        transaction.set_rollback(True, using="audit")
    browser.cookies = cookies
