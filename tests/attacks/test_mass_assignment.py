"""A form takes its own fields and no other: whatever else is sent with it, the database comes out the same.

Each form on each page is sent as it stands, and again with every column of every table beside its own fields. The
planted fault is a test below: a door that writes a column which was sent along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse

from safetoshare.base.accounts import decorators
from safetoshare.base.accounts.forms_once import carry_out
from safetoshare.base.models import Account
from tests.attacks.house import Form, House, Seat, build, undone
from tests.base.unwrapper.in_process import InProcess
from tests.faults.dumps import dump

pytestmark = [pytest.mark.once, pytest.mark.django_db(databases=["default", "audit"])]

# What no column is called, and somebody would try.
_TRIED = {
    **{
        "permission": "account_manage",
        "roles": "unit_supervisor",
        "owner": "1",
        "pk": "1",
        "unit": "1",
        "realm": "staff",
    },
    **{"is_staff": "true", "is_superuser": "true", "created": "2020-01-01", "day": "2020-01-01", "status": "sent"},
}
_DRAWN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}")
# Forms after which the second sending leaves something else by right, and why.
_OTHERWISE = {
    "/en/staff/audit/export/": "the same form takes what the list was narrowed to, and the audit row names it",
    "/en/staff/openings/allow/": "the unwrapper keeps in memory that a colleague was allowed more already",
}
# Of a form with nothing but buttons an answer that shows again is not one that was carried out.
_CARRIED_OUT = (200, 302)


def every_column() -> dict[str, str]:
    """Each column of the house, with a value that it would take."""
    found = dict(_TRIED)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            found |= {field.name: _value_for(field), field.attname: _value_for(field)}
    return found


def _value_for(field: models.Field[Any, Any]) -> str:
    if isinstance(field, models.BooleanField):
        return str(not field.get_default()).lower()
    if isinstance(field, models.UUIDField | models.ForeignKey):
        return str(UUID(int=7))
    if isinstance(field, models.DateField):
        return "2020-01-01"
    return {"role": "unit_supervisor", "realm": "staff", "state": "accepted"}.get(field.name, "7")


def what_remains(before: str) -> dict[str, list[str]]:
    """The dump, in which what was drawn at random since `before` has no name."""

    def said(row: list[Any]) -> str:
        return _DRAWN.sub(lambda one: one[0] if one[0] in before else "drawn", str(row))

    return {table: sorted(map(said, rows)) for table, rows in dump().items()}


def changed_by_more(seat: Seat, form: Form, columns: Mapping[str, str]) -> bool:
    """Whether the form leaves something else behind when more is sent with it."""
    before, left = str(dump()), []
    for more in ({}, {name: value for name, value in columns.items() if name not in form.typed}):
        with undone(seat.browser):
            seat.post(form, **more)
            left.append(what_remains(before))
    return left[0] != left[1]


@pytest.fixture
def house(unwrapper: InProcess, monkeypatch: pytest.MonkeyPatch) -> House:
    return build(monkeypatch)


def test_no_form_behind_a_door_takes_a_field_that_it_does_not_have(house: House) -> None:
    forms, columns = house.forms(), every_column()
    assert len(columns) > 100
    found = [form.address for seat, form in forms if changed_by_more(seat, form, columns)]
    assert sorted(set(found) - set(_OTHERWISE)) == []


def test_most_forms_are_carried_out_as_they_are_filled_in(house: House) -> None:
    done = []
    for seat, form in house.forms():
        with undone(seat.browser):
            before = str(dump())
            if seat.post(form).status_code in _CARRIED_OUT and str(dump()) != before:
                done.append(form.address)
    assert len(done) > 20


def test_a_door_that_writes_what_was_sent_along_would_show(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(request: Any, account: UUID, *more: Any) -> HttpResponse:  # noqa: ANN401  # as `carry_out`
        if "session_stamp" in request.POST:
            Account.objects.filter(pk=account).update(session_stamp=uuid4(), role=request.POST["role"])
        return carry_out(request, account, *more)

    monkeypatch.setattr(decorators, "carry_out", careless)
    found = next(one for one in house.forms() if one[1].address.endswith("/briefing/"))
    assert changed_by_more(*found, every_column())
