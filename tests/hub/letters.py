"""Letters and decisions of ranks for the tests: the form filled in, pressed, and what it made."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from safetoshare.hub.api.cases import case as case_or_none
from safetoshare.hub.api.referring import order_of
from safetoshare.report.api import mailbox_of
from safetoshare.sharing.api.acts import Act, ActOrder, record_act
from safetoshare.sharing.api.decisions import ask_decision
from safetoshare.sharing.models import AskedDecision, Disclosure, Letter, Package, SubjectNotice
from tests.hub.casework import ROLE, Desk, case_agreed, parts, typed_in, words_of

# Social care is told of somebody in danger: the policy leaves it to nobody and permits it.
CARE = {
    "organisation_name": "Invented Children’s Services",
    "recipient": "social_care",
    "purpose": "safeguarding",
    "gateway": "safeguarding_at_risk",
    "kinds": ["identity", "needs"],
    "summary": "Canary summary",
    "necessity": "Canary necessity",
    "danger": "immediate",
    "consent": "not_asked",
    "adviser_offered": "no",
}


def address(case: UUID) -> str:
    return f"/en/staff/cases/{case}/letter/"


def looked(desk: Desk, case: UUID, **changed: Any) -> HttpResponse:  # noqa: ANN401  # fields of the form
    typed = typed_in(desk.get(address(case)))
    return desk.post(address(case), typed | CARE | changed)


def pressed(desk: Desk, case: UUID, step: str, **changed: Any) -> HttpResponse:  # noqa: ANN401
    page = looked(desk, case, **changed)
    assert page.status_code == 200, words_of(page)
    # The chosen kinds are several hidden fields of one name.
    typed = typed_in(page) | {"kinds": changed.get("kinds", CARE["kinds"])}
    return desk.post(address(case), typed | {"step": step})


def letter_of(page: HttpResponse) -> tuple[str, str]:
    """The address and the code that the page shows."""
    text = page.content.decode()
    found, code = re.search(r"/letter/([0-9a-f]{32})/", text), re.search(r">(\d{4} \d{4})<", text)
    assert found, text
    assert code, text
    return f"/en/letter/{found[1]}/", code[1]


def visitor() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def everything_in(*tables: type[Model]) -> bytes:
    found = [value for table in tables for row in table._default_manager.values_list() for value in row]
    assert found
    return b"".join(value if isinstance(value, bytes) else str(value).encode() for value in found)


def stored() -> tuple[int, int, int, int]:
    tables = (Disclosure, SubjectNotice, Letter, Package)
    return (tables[0].objects.count(), tables[1].objects.count(), tables[2].objects.count(), tables[3].objects.count())


# Another force learns of a victim's needs only by a rank's decision (rule H14).
FOR_A_RANK = {
    "recipient": "other_force",
    "purpose": "investigation",
    "gateway": "law_enforcement_task",
    "kinds": ["needs"],
}


def asked_of_a_rank(desk: Desk, case: UUID, **changed: Any) -> UUID:  # noqa: ANN401
    page = looked(desk, case, **FOR_A_RANK | changed)
    assert "a person of one of these ranks decides" in words_of(page), words_of(page)
    typed = typed_in(page) | {"kinds": FOR_A_RANK["kinds"], "step": "ask"}
    for _ in range(2):
        assert desk.post(address(case), typed).status_code == 302
    return AskedDecision.objects.get(case=case).id


DECIDED = {"answer": "yes", "necessity": "Canary why", "proportionality": "Canary so little", "evidence": "File 7"}


def answered(desk: Desk, asked: UUID, **changed: Any) -> HttpResponse:  # noqa: ANN401
    where = f"/en/staff/decisions/{asked}/"
    page = desk.get(where)
    assert page.status_code == 200, page.status_code
    return desk.post(where, typed_in(page) | DECIDED | changed)


def asked_in_tables(by: UUID) -> UUID:
    """A question that waits for a rank, without any page."""
    case, consent = case_agreed()
    order = order_of(parts(case, consent), role=ROLE, nonce=uuid4())
    needs = {"needs": {"summary": "Canary summary"}}
    changed: dict[str, Any] = {name: FOR_A_RANK[name] for name in ("recipient", "purpose", "gateway")}
    return ask_decision(replace(order, fields=needs, **changed), by)


def told_in_tables(case: UUID) -> UUID:
    """A record of what was told outside, which waits to be reviewed by anybody, without any page."""
    found = case_or_none(case)
    assert found is not None
    order = ActOrder(
        act=Act.FOUND_OUTSIDE,
        case=case,
        mailbox=mailbox_of(found.report),
        nonce=uuid4(),
        recipient="employer",
        organisation_name="An invented employer",
        data=("identity",),
    )
    return record_act(order, by=uuid4(), role=ROLE).record
