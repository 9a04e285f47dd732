"""Hostile words in every box of every form behind the doors: never an error, never run, never out of their place.

The forms are those on the pages, so that a new one is tried by itself. The planted fault is a test below: templates
that escape nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.attacks.house import Form, House, Seat, build, undone
from tests.attacks.test_injection import HOSTILE
from tests.base.unwrapper.in_process import InProcess

pytestmark = [pytest.mark.once, pytest.mark.django_db(databases=["default", "audit"])]

# Within the shortest box, so that the words are taken and shown again.
_SHORT = 90
_MORE = {
    "Urdu": "ٹھیک ہے <b>\u200f",
    "Somali": "Waan ka baqayaa <script>alert(1)</script>",
    "joined": "<b>" + "\u200d" * 40,
}
WORDS = HOSTILE | _MORE
RAW = ("<script>alert", "<img src=x", "<b>")
# Bytes that are no UTF-8: of another encoding, cut off, too long a form of a slash, and half of a pair of surrogates.
BYTES = ("%ff%fe", "%e0%a4", "%c0%af", "%ed%a0%80", "%ed%b0%80x", "%00", "%f4%90%80%80")


@pytest.fixture
def house(unwrapper: InProcess, monkeypatch: pytest.MonkeyPatch) -> House:
    return build(monkeypatch)


def with_boxes(house: House) -> list[tuple[Seat, Form]]:
    found = [one for one in house.forms() if one[1].boxes]
    assert len(found) > 15
    return found


def faults_of(answer: Any) -> Iterator[str]:  # noqa: ANN401  # the client's own response
    """What is wrong with an answer to hostile words."""
    if answer.status_code >= 500:
        yield f"status {answer.status_code}"
    if "html" in answer.headers.get("Content-Type", ""):
        page = answer.content.decode()
        yield from (raw for raw in RAW if raw in page)
    for name, value in answer.headers.items():
        if "\r" in value or "\n" in value or "stolen" in value:
            yield f"header {name}"
    if "stolen" in answer.cookies:
        yield "a cookie"


def tried(seat: Seat, form: Form, words: str) -> list[str]:
    """Send the form with the words in every box, then in one box at a time where not all were taken."""
    found: list[str] = []
    for boxes in [form.boxes, *((box,) for box in form.boxes if len(form.boxes) > 1)]:
        with undone(seat.browser):
            answer = seat.post(form, **dict.fromkeys(boxes, words))
            found += faults_of(answer)
            if answer.status_code == 302:
                found += faults_of(seat.browser.get(answer.headers["Location"]))
                found += faults_of(seat.browser.get(form.page))
    return [f"{form.address} {boxes}: {fault}" for fault in found]


@pytest.mark.long
def test_hostile_words_are_answered_as_words_and_shown_as_words(house: House) -> None:
    forms = with_boxes(house)
    found = [
        fault
        for kind, words in WORDS.items()
        for seat, form in forms
        for fault in tried(seat, form, words if kind == "long" else words[:_SHORT])
    ]
    assert found == []


def test_bytes_that_are_no_text_are_answered_without_an_error(house: House) -> None:
    found = []
    for seat, form in with_boxes(house):
        for raw in BYTES:
            others = [(name, value) for name, value in form.typed.items() if name not in form.boxes]
            body = "&".join([urlencode(others, doseq=True), *(f"{quote(box)}={raw}" for box in form.boxes)])
            with undone(seat.browser):
                answer = seat.browser.generic("POST", form.address, body, "application/x-www-form-urlencoded")
                found += [f"{form.address} {raw}: {fault}" for fault in faults_of(answer)]
    assert found == []


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "nothing-known", "\u00fc"])
def test_a_body_in_another_encoding_is_answered_without_an_error(house: House, charset: str) -> None:
    for seat, form in with_boxes(house):
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        with undone(seat.browser):
            answer = seat.browser.generic("POST", form.address, b"\xff\xfe+ADw-b+AD4-", kind)
            assert list(faults_of(answer)) == [], form.address


@pytest.mark.long
def test_pages_that_escape_nothing_would_show(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = with_boxes(house)
    monkeypatch.setattr("django.template.base.conditional_escape", str)
    found = [fault for seat, form in forms for fault in tried(seat, form, HOSTILE["markup"])]
    assert len(found) > 5
