"""No word in an address sends anybody to another site.

Seen to fail: with `_goal` returning what was asked for, every case but the first led away.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from tests.base.people import PASSPHRASE
from tests.hub.casework import Desk

pytestmark = pytest.mark.once

ELSEWHERE = [
    "/en/staff/cases/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example",
    "https://elsewhere.example/",
    "https:elsewhere.example",
    "/\t/elsewhere.example",
    "/%2f/elsewhere.example",
    "///elsewhere.example",
    "javascript:alert(1)",
    " //elsewhere.example",
    "／／elsewhere.example",  # the wide form of a slash
    "/en/staff/cases/\r\nLocation: https://elsewhere.example",
]


@pytest.mark.django_db(databases=["default", "audit"])
@pytest.mark.parametrize("goal", ELSEWHERE)
def test_after_unlocking_one_stays_here(desk: Desk, goal: str) -> None:
    desk.lock()
    answer = desk.browser.post(f"/en/staff/unlock/?next={quote(goal)}", {"passphrase": PASSPHRASE, "next": goal})
    assert answer.status_code == 302
    assert is_here(answer.headers["Location"])
    assert "\n" not in answer.headers["Location"]


@pytest.mark.parametrize("goal", ELSEWHERE)
@pytest.mark.parametrize("path", ["/", "/en/", "/en/staff/", "/en/return/", "/en/help/"])
@pytest.mark.django_db
def test_no_public_page_is_led_away_by_an_address(visitor: Client, path: str, goal: str) -> None:
    for name in ("next", "url", "to", "redirect", "return", "language"):
        answer = visitor.get(path, {name: goal})
        if 300 <= answer.status_code < 400:
            assert is_here(answer.headers["Location"])


def is_here(location: str) -> bool:
    return location.startswith("/") and not location.startswith(("//", "/\\", "/\t"))
