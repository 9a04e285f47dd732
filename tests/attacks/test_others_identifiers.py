"""An identifier of somebody else's record, or of another kind, is answered as one of nothing: the very same page.

Each address that names a record is asked for and sent its form, with each word in it put out of place in turn. The
planted fault is a test below: referrals that are found whatever organisation asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from safetoshare.hub.models import Referral
from safetoshare.hub.selectors import referrals
from tests.attacks.house import House, Seat, build, undone
from tests.base.unwrapper.in_process import InProcess
from tests.faults.dumps import dump

pytestmark = [pytest.mark.once, pytest.mark.django_db(databases=["default", "audit"])]

# What is drawn anew for each page, and the identifier itself where the page names its own address.
_DRAWN = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|value="[^"]*"|nonce[-=]"?[\w+/=-]+|<!-- .*? -->', re.DOTALL)
# A try is audited, and nothing else of it remains.
_OF_TRIES = frozenset({"base.AuditRow", "base.AuditLeaf", "base.AuditHead", "base.UsedForm"})
# That there is nothing, or that it is over: who presses a button late is told so, or led back, whatever was there.
_NOTHING = frozenset({403, 404, 405, 409})
_LED_BACK = {
    "hub:keep-report": "an erasure that is asked no more is kept already",
    "hub:withdraw": "it takes no key, so that no one is kept from it: which consents a case has cannot be read",
}


@pytest.fixture
def house(unwrapper: InProcess, monkeypatch: pytest.MonkeyPatch) -> House:
    return build(monkeypatch)


def strange(house: House, word: str) -> dict[str, UUID]:
    """What else might stand for a word: a record of another kind, and where there is one, of somebody else."""
    kind = "version" if word == "case" else "case"
    found = {kind: house.records[kind]}
    if word in house.others:
        found[f"another {word}"] = house.others[word]
    return found


def answers_to(seat: Seat, path: str, typed: Mapping[str, Any]) -> list[tuple[int, str]]:
    """What the address answers to being read and to being sent a form, but for what is drawn anew."""
    found = []
    for method in ("get", "post"):
        with undone(seat.browser):
            answer = seat.browser.post(path, typed) if method == "post" else seat.browser.get(path)
            found.append((answer.status_code, _DRAWN.sub("", answer.content.decode())))
    return found


@dataclass(frozen=True)
class Place:
    """A word in an address, somebody who may come there, what its form sends, and the paths with other identifiers."""

    name: str
    word: str
    seat: Seat
    typed: Mapping[str, Any]
    nothing: str
    strange: Mapping[str, str]


def places(house: House, only: str = "") -> list[Place]:
    """Each word of each address behind a door."""
    typed = {form.address.partition("?")[0]: form.typed for _seat, form in house.forms()}
    plain, found = house.addresses(), []
    for word in house.records:
        nothing = house.addresses(**{word: uuid4()})
        moved = {kind: house.addresses(**{word: value}) for kind, value in strange(house, word).items()}
        for number, one in enumerate(plain):
            if one.path != nothing[number].path and one.name.startswith(only):
                paths = {kind: f"/en{addresses[number].path}" for kind, addresses in moved.items()}
                sent = typed.get(f"/en{one.path}", {})
                seat = house.seats_at(one)[0]
                found.append(Place(one.name, word, seat, sent, f"/en{nothing[number].path}", paths))
    return found


def told_apart(places: list[Place]) -> list[str]:
    """The addresses that answer otherwise than to an identifier of nothing, or not that there is nothing."""
    found = []
    for place in places:
        nothing = answers_to(place.seat, place.nothing, place.typed)
        statuses = [status for status, _page in nothing]
        if set(statuses) - _NOTHING - ({302} if place.name in _LED_BACK else set()):
            found.append(f"{place.name} {place.word} of nothing: {statuses}")
        for kind, path in place.strange.items():
            if answers_to(place.seat, path, place.typed) != nothing:
                found.append(f"{place.name} {place.word}: {kind}")
    return found


def test_an_identifier_of_anything_else_is_answered_as_one_of_nothing(house: House) -> None:
    tried = places(house)
    assert len(tried) > 25
    assert told_apart(tried) == []


def test_a_form_sent_with_an_identifier_of_anything_else_changes_nothing(house: House) -> None:
    tried = places(house)
    before, changed = dump(), []
    for place in tried:
        for path in (place.nothing, *place.strange.values()):
            with undone(place.seat.browser):
                place.seat.browser.post(path, place.typed)
                after = dump()
            if (place.name, place.word) != ("hub:withdraw", "consent"):
                changed += [f"{place.name}: {table}" for table in before if before[table] != after[table]]
    assert [one for one in changed if one.rpartition(" ")[2] not in _OF_TRIES] == []


def test_referrals_that_are_found_for_anybody_would_show(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "safetoshare.hub.views.partner.referral_of",
        lambda package, _organisation: (
            referrals._in_tray(one) if (one := Referral.objects.filter(package=package).first()) else None
        ),
    )
    assert "hub:referral-accepted package: another package" in told_apart(places(house, "hub:referral-accepted"))
