"""Hostile words in every box of the reporter's form: stored sealed, shown as words, never run, never an error.

Seen to fail: with `|safe` on the account in the case's page the tag stood in the answer.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from safetoshare.report.forms.fields import Words
from safetoshare.report.forms.writing import ReportForm
from tests.hub.casework import Desk
from tests.report.conftest import the_report
from tests.report.pages import Reporter

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7|add:7 }}{% debug %}${7*7}",
    "SQL": "'; DROP TABLE report_report; -- \" OR 1=1",
    "formula": "=cmd|' /C calc'!A0",
    "path": "../../../etc/passwd",
    "lines": "one\r\nSet-Cookie: stolen=1\r\n\r\n<html>",
    "bidi": "\u202e\u2066desrever\u2069\u202c \u200f<b>",
    "Arabic": "محمد <script>alert('م')</script>",
    "Gurmukhi": "ਹਰਪ੍ਰੀਤ <script>",
    "emoji": "👩🏽\u200d🦱 <b>\U0001f1ec\U0001f1e7",
    "long": "ਕ<b>" * 4000,
}
BOXES = [name for name, field in ReportForm.base_fields.items() if isinstance(field, Words)]


@pytest.mark.django_db(databases=["default", "audit"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_what_a_reporter_writes_is_shown_to_the_unit_as_words(desk: Desk, visitor: Client, kind: str) -> None:
    words = HOSTILE[kind]
    reporter = Reporter(visitor)
    reporter.reach_form()
    answer = reporter.send(**{box: words[: 20_000 if box == "account" else 200] for box in BOXES})
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        answer = reporter.send(account=words)
        assert answer.status_code == 200
    assert "stolen" not in answer.headers.get("Set-Cookie", "")
    page = desk.get(f"/en/staff/reports/{the_report().id}/").content.decode()
    for raw in ("<script>alert", "<img src=x", "<b>"):
        assert raw not in page
    assert ("&lt;" in page) == ("<" in words)
    if kind == "template":
        assert "{{ 7|add:7 }}" in page


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["\x00", "a\x00b", "\ud800"[:0] + "\ufffe"])
def test_characters_that_cannot_be_stored_are_named_and_nothing_breaks(
    unit: object, visitor: Client, words: str
) -> None:
    reporter = Reporter(visitor)
    reporter.reach_form()
    for box in BOXES:
        assert reporter.send(**{"account": "x", box: words}).status_code in (200, 422)


@pytest.mark.django_db(databases=["default", "audit"])
@pytest.mark.parametrize("address", ["staff/cases/?state={0}", "staff/cases/?page={0}", "staff/audit/?account={0}"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_in_an_address_break_nothing(desk: Desk, address: str, kind: str) -> None:

    answer = desk.get(f"/en/{address.format(quote(HOSTILE[kind][:500]))}")
    assert answer.status_code in (200, 403, 404, 422)
    assert b"<script>alert" not in answer.content


def test_every_box_is_tried() -> None:
    assert {"account", "how", "must_not_know", "spoken_language"} <= set(BOXES)
