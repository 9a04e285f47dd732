"""Search: names and numbers of what the settings name, in memory, and audited with its reason before all else."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base.models import AuditRow, UnitKey
from safetoshare.base.models.keys import KeyKind, KeyState, UnitPurpose
from safetoshare.base.unwrapper import client, searching
from safetoshare.base.unwrapper.client import SearchResult
from safetoshare.base.unwrapper.index import Found, SearchedText, WordKind
from safetoshare.base.unwrapper.keyring import SEARCHES_AN_HOUR
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError, LockedError, NotPermittedError, RefusedError
from safetoshare.core.vault import Place
from tests.base.audit.test_rows import key_of_the_unit, said_in
from tests.base.people import sealed
from tests.base.unwrapper.conftest import Team
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import handle_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

REASON = "She telephones about her case"


class Kept:
    """What a part would have searched: records whose plaintext is kind and text."""

    def __init__(self) -> None:
        self.values: dict[Place, SealedValue] = {}
        self.opened: list[Place] = []

    def keep(self, text: str, kind: KeyKind = KeyKind.ORDINARY, record: UUID | None = None, version: int = 1) -> UUID:
        value = sealed(text.encode(), kind, record, version)
        self.values[value.place] = value
        return value.place.record

    def standing(self) -> Mapping[Place, UUID]:
        return {place: place.record for place in self.values}

    def sealed(self, places: Collection[Place]) -> Iterable[SealedValue]:
        return [self.values[place] for place in places if place in self.values]

    def texts(self, place: Place, plaintext: bytes) -> Iterable[SearchedText]:
        self.opened.append(place)
        name, _, number = plaintext.decode().partition("|")
        return [SearchedText("name", WordKind.NAME, name), SearchedText("how", WordKind.TELEPHONE, number)]


KEPT = Kept()


@pytest.fixture(autouse=True)
def kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Kept:
    settings.SAFETOSHARE_SEARCHES = {"part:subject:search": f"{__name__}.KEPT"}
    KEPT.__init__()  # type: ignore[misc]  # the settings name one object
    return KEPT


def search(team: Team, handle: str, words: str, reason: str = REASON) -> SearchResult:
    return client.search(team.victim_care.id, handle, words, reason)


def test_a_name_is_found_in_another_script_and_a_number_however_it_is_written(
    team: Team, handle: str, kept: Kept
) -> None:
    record = kept.keep("Maxamed Cali|ring 07700 900123")
    kept.keep("Hodan|07700 900456")
    for words, of in (("محمد", "name"), ("muhammad ALI", "name"), ("+44 7700 900123", "how"), ("٠٧٧٠٠٩٠٠١٢٣", "how")):
        assert search(team, handle, words) == SearchResult((Found(record, of),), is_more=False)
    assert search(team, handle, "Ali Hassan") == SearchResult((), is_more=False)


def test_at_most_ten_leave_and_it_says_that_there_are_more(team: Team, handle: str, kept: Kept) -> None:
    for count in range(10):
        kept.keep(f"Amina {count}|")
    assert (len(search(team, handle, "Amina").found), search(team, handle, "Amina").is_more) == (10, False)
    kept.keep("Amina|")
    result = search(team, handle, "Amina")
    assert (len(result.found), result.is_more) == (10, True)


def test_no_text_of_a_record_leaves(team: Team, handle: str, kept: Kept, unwrapper: InProcess) -> None:
    kept.keep("Canary Amina|07700 900123")
    question = {"ask": "search", "account": str(team.victim_care.id), "handle": handle, "words": "amina"}
    answer = unwrapper.openings.answer(question | {"reason": REASON})
    assert {key for one in answer["found"] for key in one} == {"record", "field"}
    assert "Canary" not in json.dumps(answer)


def test_what_is_new_changed_or_gone_is_seen_at_the_next_search(team: Team, handle: str, kept: Kept) -> None:
    record = kept.keep("Amina|")
    assert search(team, handle, "Amina").found
    # The next version stands at a place of its own, and the one before no longer.
    kept.values.clear()
    kept.keep("Hodan|", record=record, version=2)
    assert not search(team, handle, "Amina").found
    assert [one.record for one in search(team, handle, "Hodan").found] == [record]
    kept.values.clear()
    assert not search(team, handle, "Hodan").found


def test_a_record_is_opened_once_for_the_index_and_not_at_each_search(team: Team, handle: str, kept: Kept) -> None:
    kept.keep("Amina|")
    for words in ("Amina", "Hodan", "07700 900123"):
        search(team, handle, words)
    assert len(kept.opened) == 1


def test_the_index_is_built_after_unlocking_and_goes_with_the_keys(
    team: Team, kept: Kept, unwrapper: InProcess
) -> None:
    kept.keep("Amina|")
    handle = handle_of(team.victim_care)
    assert kept.opened == []
    unwrapper.catch_up()
    assert len(kept.opened) == 1
    search(team, handle, "Amina")
    assert len(kept.opened) == 1
    client.lock(team.victim_care.id, handle)
    search(team, handle_of(team.victim_care), "Amina")
    assert len(kept.opened) == 2


def test_building_stops_when_the_keys_lock_meanwhile(
    team: Team, kept: Kept, unwrapper: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        kept.keep("Amina|")
    handle = handle_of(team.victim_care)
    monkeypatch.setattr(
        searching,
        "opened",
        lambda *_value: client.lock(team.victim_care.id, handle) or b"Amina|",  # type: ignore[func-returns-value]
    )
    unwrapper.catch_up()
    assert len(kept.opened) == 1


def test_for_a_role_that_may_not_search_no_index_is_built(team: Team, kept: Kept, unwrapper: InProcess) -> None:
    kept.keep("Amina|")
    handle = handle_of(team.data_protection)
    unwrapper.catch_up()
    assert kept.opened == []
    with pytest.raises(NotPermittedError):
        client.search(team.data_protection.id, handle, "Amina", REASON)
    assert kept.opened == []


def test_only_what_the_members_keys_open_is_found(team: Team, handle: str, kept: Kept) -> None:
    kept.keep("Amina|", KeyKind.RESTRICTED)
    witness_care = handle_of(team.witness_care)
    assert not client.search(team.witness_care.id, witness_care, "Amina", REASON).found
    assert search(team, handle, "Amina").found


def test_a_value_that_does_not_open_is_passed_over(team: Team, handle: str, kept: Kept) -> None:
    kept.keep("Amina|")
    broken = sealed(b"Amina|")
    moved = replace(broken, place=replace(broken.place, version=7))
    kept.values[moved.place] = moved
    assert len(search(team, handle, "Amina").found) == 1


def test_the_row_with_the_reason_is_there_before_anything_is_opened(
    team: Team, handle: str, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep("Amina|")
    seen: list[int] = []
    monkeypatch.setattr(searching, "refresh", lambda *_given: seen.append(AuditRow.objects.count()))
    search(team, handle, "Amina")
    assert seen == [1]


def test_the_audit_keeps_the_reason_sealed_and_of_the_words_nothing(team: Team, handle: str, kept: Kept) -> None:
    kept.keep("Amina|")
    search(team, handle, "canaryname")
    row = AuditRow.objects.get()
    assert (row.action, row.purpose, row.record) == ("base:record:search", "search", team.victim_care.id)
    said = said_in(row, key_of_the_unit(team.data_protection, UnitPurpose.DATA_PROTECTION))
    assert said["reason"] == REASON
    assert said["records"] == 1
    assert "canaryname" not in json.dumps(said).lower()
    assert REASON.encode() not in bytes(row.sealed_at)


def test_without_an_audit_nothing_is_searched(team: Team, handle: str, kept: Kept) -> None:
    kept.keep("Amina|")
    UnitKey.objects.filter(unit__purpose=UnitPurpose.DATA_PROTECTION).update(state=KeyState.RETIRED)
    with pytest.raises(RefusedError):
        search(team, handle, "Amina")
    assert kept.opened == []


def test_after_twenty_searches_in_an_hour_it_is_enough(team: Team, handle: str, unwrapper: InProcess) -> None:
    for _ in range(SEARCHES_AN_HOUR):
        search(team, handle, "Amina")
    with pytest.raises(RefusedError, match="searches in an hour"):
        search(team, handle, "Amina")
    assert AuditRow.objects.count() == SEARCHES_AN_HOUR == 20


@pytest.mark.parametrize("words", ["", " ", "12", "999", "!?", "a" * 101, "\u200f", "💔"])
def test_words_without_a_name_or_a_whole_number_are_refused_and_cost_nothing(
    team: Team, handle: str, words: str
) -> None:
    for _ in range(SEARCHES_AN_HOUR + 1):
        with pytest.raises(BadInputError):
            search(team, handle, words)
    assert not AuditRow.objects.exists()


@pytest.mark.parametrize("reason", ["", "why", " " * 20, "x" * 301, "a reason\x1b[2J"])
def test_a_reason_says_something(team: Team, handle: str, reason: str) -> None:
    with pytest.raises(BadInputError):
        search(team, handle, "Amina", reason)


def test_locked_keys_search_nothing(team: Team, handle: str) -> None:
    with pytest.raises(LockedError):
        client.search(team.witness_care.id, handle, "Amina", REASON)


def test_nothing_of_what_is_searched_shows_when_things_are_printed(team: Team, handle: str, kept: Kept) -> None:
    text: Any = SearchedText("name", WordKind.NAME, "Canary")
    assert "Canary" not in repr(text)
