"""A foreign page makes nobody's browser do anything: every address that takes a form refuses one that is not our own.

Seen to fail: with the token's check taken out of the middleware all staff addresses answered 422 or 302.
"""

from __future__ import annotations

import re
from collections import defaultdict
from uuid import uuid4

import pytest
from django.test import Client

from safetoshare.base.models import AuditRow
from tests.base.every_address import Address, every_address
from tests.hub.casework import Desk

pytestmark = [pytest.mark.once, pytest.mark.django_db(databases=["default", "audit"])]


def addresses() -> list[Address]:
    return every_address(defaultdict(uuid4))


def of_a_door() -> list[Address]:
    return [one for one in addresses() if one.door == "staff"]


def takes_a_form(browser: Client, address: Address) -> bool:
    return browser.post(f"/en{address.path}", {}).status_code != 405


@pytest.mark.parametrize("address", of_a_door(), ids=lambda address: address.name)
def test_a_form_without_our_token_is_refused_wherever_somebody_is_signed_in(desk: Desk, address: Address) -> None:
    if not takes_a_form(desk.browser, address):
        return
    foreign = Client(headers={"host": "127.0.0.1", "origin": "https://elsewhere.example"}, enforce_csrf_checks=True)
    foreign.cookies = desk.browser.cookies
    before = AuditRow.objects.count()
    assert foreign.post(f"/en{address.path}", {"reason": "person_asked"}).status_code == 403
    assert AuditRow.objects.count() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_sends_no_form_of_a_reporter(visitor: Client, site: str) -> None:
    for address in addresses():
        if address.door is None and re.search("/(report|return)/", address.path):
            answer = visitor.post(f"/en{address.path}", {"receipt": "1"}, headers={"sec-fetch-site": site})
            assert answer.status_code in (302, 403, 405), (address.path, answer.status_code)
            if answer.status_code == 302:
                assert "elsewhere" not in answer.headers["Location"]


def test_the_addresses_that_take_forms_are_many(desk: Desk) -> None:
    assert len([one for one in of_a_door() if takes_a_form(desk.browser, one)]) > 20
