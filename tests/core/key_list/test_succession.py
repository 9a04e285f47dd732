"""Which list may follow which: two signed it who may, and it names the one before."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.key_list import (
    KeyList,
    KeyListError,
    check_successor,
    digest,
    fingerprint,
    follow,
    signers,
    text_of,
)
from tests.core.key_list.lists import AMIRA, BASIL, CLAIRE, DAY, HOLDING, Signer, a_list, member, signed, unit_key

NADIA = member("nadia")


def following(before: KeyList) -> KeyList:
    """Return the list on which Nadia has come."""
    members = (*before.members, NADIA.listed)
    return follow(before, DAY, units=before.units, members=members, recovery=before.recovery)


def test_the_first_list_is_signed_by_two_of_its_own() -> None:
    first = a_list()
    assert check_successor(None, signed(first, AMIRA, BASIL)) == first
    assert check_successor(None, signed(first, *HOLDING[:2])) == first


def test_a_list_follows_when_two_of_the_list_before_signed_it() -> None:
    first = a_list()
    second = following(first)
    assert (second.number, second.previous) == (2, digest(first.text()))
    assert check_successor(first, signed(second, BASIL, AMIRA)) == second
    assert check_successor(first, signed(second, HOLDING[0], HOLDING[2])) == second


@pytest.mark.parametrize(
    "by",
    [
        (AMIRA,),
        (AMIRA, AMIRA),
        (AMIRA, CLAIRE),
        (AMIRA, NADIA),
        (NADIA, member("stranger")),
        (HOLDING[1],),
        (AMIRA, HOLDING[0]),
    ],
    ids=["one", "one twice", "one who may not sign", "one only just listed", "strangers", "one holder", "one of each"],
)
def test_nobody_alone_and_nobody_who_may_not_puts_a_list_in_force(by: tuple[Signer, ...]) -> None:
    first = a_list()
    with pytest.raises(KeyListError):
        check_successor(first, signed(following(first), *by))


@given(st.sets(st.sampled_from([AMIRA, BASIL, CLAIRE, NADIA, *HOLDING]), min_size=1))
def test_exactly_two_members_or_two_holders_suffice(by: set[Signer]) -> None:
    first = a_list()
    note = signed(following(first), *sorted(by, key=lambda one: one.signer))
    suffices = {AMIRA, BASIL} <= by or len(by & set(HOLDING)) >= 2
    try:
        check_successor(first, note)
    except KeyListError:
        assert not suffices
    else:
        assert suffices


@pytest.mark.parametrize(
    "altered",
    [
        {"number": 3},
        {"previous": "0" * 64},
        {"origin": "another.example/keys"},
        {"on": DAY - timedelta(days=1)},
    ],
)
def test_a_list_that_does_not_follow_is_refused_though_two_signed(altered: dict[str, object]) -> None:
    first = a_list()
    second = replace(following(first), **altered)  # type: ignore[arg-type]
    with pytest.raises(KeyListError, match="does not follow"):
        check_successor(first, signed(second, AMIRA, BASIL))


def test_a_first_list_again_follows_nothing() -> None:
    first = a_list()
    with pytest.raises(KeyListError, match="does not follow"):
        check_successor(first, signed(first, AMIRA, BASIL))
    with pytest.raises(KeyListError, match="first key list"):
        check_successor(None, signed(following(first), AMIRA, BASIL))


def test_a_letter_changed_after_signing_shows() -> None:
    first = a_list()
    note = signed(following(first), AMIRA, BASIL)
    other = unit_key(key="of a thief")
    with pytest.raises(KeyListError):
        check_successor(first, note.replace(str(unit_key().key), str(other.key)))


def test_it_is_told_who_signed() -> None:
    first = a_list()
    assert signers(first, signed(following(first), BASIL, HOLDING[1])) == (BASIL.listed, HOLDING[1].listed)
    assert signers(None, signed(first, AMIRA, BASIL)) == (AMIRA.listed, BASIL.listed)


def test_the_fingerprint_is_what_sha256sum_begins_with() -> None:
    text = a_list().text()
    assert fingerprint(text).replace(" ", "") == hashlib.sha256(text.encode()).hexdigest()[:32]
    assert text_of(signed(a_list(), AMIRA)) == text


@pytest.mark.parametrize("note", ["", "no signature\n", a_list().text(), "\n\n", "\n\n— a b\n"])
def test_what_is_no_signed_list_is_refused(note: str) -> None:
    with pytest.raises(KeyListError):
        check_successor(None, note)
