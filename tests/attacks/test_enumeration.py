"""Whether a name, a report or a case exists is told by no answer: not by its status, its words, nor its queries.

Seen to fail: with a look-up of the name before its tries were counted, the two doors took different queries.
"""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safetoshare.base.accounts.services import create_account
from safetoshare.base.permissions import Role
from tests.hub.casework import Desk, case_taken, report_waits

pytestmark = [pytest.mark.once, pytest.mark.django_db(databases=["default", "audit"])]


def tried(visitor: Client, name: str) -> tuple[int, str, list[str]]:
    """Status, page without what is drawn anew for each, and the shapes of the queries."""
    with CaptureQueriesContext(connection) as queries:
        answer = visitor.post("/en/staff/sign-in/", {"name": name, "code": "000000"})
    page = re.sub(r'value="[^"]*"', "", answer.content.decode())
    shapes = [re.sub(r"'[^']*'|\b\d+\b", "?", one["sql"]) for one in queries.captured_queries]
    return answer.status_code, page, shapes


def test_a_name_that_nobody_has_is_answered_as_one_that_somebody_has(visitor: Client) -> None:
    create_account("the-supervisor", Role.UNIT_SUPERVISOR)
    # The count that all unknown browsers share is made by the first try at a door.
    tried(visitor, "somebody-else")
    somebody, nobody = tried(visitor, "the-supervisor"), tried(visitor, "the-superviser")
    assert somebody[0] == nobody[0] == 422
    assert somebody[1] == nobody[1]
    assert len(somebody[2]) == len(nobody[2])


@pytest.mark.parametrize("path", ["cases/{0}/", "reports/{0}/", "reports/{0}/erase/", "cases/{0}/message/"])
def test_identifiers_of_nothing_and_of_another_kind_are_not_found_alike(desk: Desk, path: str) -> None:
    case, report = case_taken(), report_waits()
    other: UUID = report if path.startswith("cases") else case
    answers = [desk.get(f"/en/staff/{path.format(one)}") for one in (uuid4(), other)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({len(answer.content) for answer in answers}) == 1


@pytest.mark.parametrize("code", ["", "AAAAA", "23456-789AB-CDEFG-HJKMN", "x" * 500])
def test_a_wrong_invitation_says_nothing_about_the_name(visitor: Client, code: str) -> None:
    create_account("the-supervisor", Role.UNIT_SUPERVISOR)
    pages = []
    for name in ("the-supervisor", "the-superviser"):
        answer = visitor.post("/en/staff/join/", {"name": name, "code": code})
        pages.append((answer.status_code, len(re.sub(r'value="[^"]*"', "", answer.content.decode()))))
    assert pages[0] == pages[1]
    assert pages[0][0] == 422
