"""What may stand on a key list, and what may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from safetoshare.core.key_list import KeyListError
from safetoshare.core.ledger.note import keys_of_seed
from safetoshare.core.vault import PublicKey
from tests.core.key_list.lists import AMIRA, BASIL, CLAIRE, HOLDING, Signer, a_list, holder, member, named, unit_key


def test_its_lines_have_one_order_whatever_order_they_came_in() -> None:
    listed = a_list()
    assert a_list(members=listed.members[::-1], units=listed.units[::-1], recovery=listed.recovery[::-1]) == listed


def test_who_may_sign_is_who_the_list_says() -> None:
    assert {one.account for one in a_list().signers} == {named("amira"), named("basil")}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"origin": ""}, "origin"),
        ({"origin": "two words"}, "origin"),
        ({"number": 0}, "number"),
        ({"number": 2}, "names the one before"),
        ({"previous": "0" * 64}, "names the one before"),
        ({"number": 2, "previous": "x" * 64}, "SHA-256"),
        ({"units": (replace(unit_key(), state="new"),)}, "current or retired"),
        ({"units": (replace(unit_key(), purpose="Two words"),)}, "words"),
        ({"units": (replace(unit_key(), unit_name="a\nmember"),)}, "a name"),
        ({"units": (replace(unit_key(), public=PublicKey(b"short")),)}, "32 bytes"),
        ({"units": (unit_key(), unit_key(key="another"))}, "current key of a unit"),
        ({"units": (unit_key(), replace(unit_key(kind="restricted"), public=unit_key().public))}, "public key"),
        ({"units": (unit_key(), replace(unit_key(kind="restricted"), purpose="data_protection"))}, "said of a unit"),
        ({"recovery": tuple(one.listed for one in HOLDING[:2])}, "three"),
        ({"recovery": (*(one.listed for one in HOLDING[:2]), replace(HOLDING[0].listed, number=3))}, "another name"),
    ],
)
def test_what_does_not_agree_is_no_list(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(KeyListError, match=says):
        a_list(**changed)


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (member("basil", role="system_administrator"), "system administrator"),
        (member("amira", key="another"), "account"),
        (replace(BASIL, listed=replace(BASIL.listed, key=named("else"))), "another name"),
        (replace(BASIL, listed=replace(BASIL.listed, public=AMIRA.listed.public)), "public key"),
        (replace(BASIL, listed=replace(BASIL.listed, role="Two words")), "role"),
    ],
)
def test_a_member_who_does_not_agree_is_on_no_list(second: Any, says: str) -> None:  # noqa: ANN401  # a signer
    with pytest.raises(KeyListError, match=says):
        a_list(members=(AMIRA.listed, second.listed))


def test_one_verifier_key_under_two_names_could_sign_for_two_and_is_refused() -> None:
    borrowed = keys_of_seed(f"member/{BASIL.listed.key}", AMIRA.listed.key.bytes * 2)[1]
    with pytest.raises(KeyListError, match="verifier key"):
        a_list(members=(AMIRA.listed, replace(BASIL.listed, verifier=borrowed)))


def test_one_recovery_key_cannot_stand_for_two_holders() -> None:
    twice = holder(2, which=-1).listed
    with pytest.raises(KeyListError, match="recovery"):
        a_list(recovery=(HOLDING[0].listed, twice, HOLDING[2].listed))


def test_a_unit_may_have_any_number_of_retired_keys() -> None:
    retired = [unit_key(state="retired", key=str(number)) for number in range(3)]
    assert len(a_list(units=(unit_key(), *retired), members=(AMIRA.listed, CLAIRE.listed)).units) == 4


def test_keys_whose_base64_ends_alike_after_a_plus_sign_are_two_keys() -> None:
    """The base64 in a verifier key may hold a plus sign, as the one that parts it from the name."""
    by_ending: dict[str, list[Signer]] = {}
    for number in range(5000):
        one = member(f"member {number}")
        ending = one.listed.verifier.rpartition("+")[2]
        if len(ending) <= 2:
            by_ending.setdefault(ending, []).append(one)
    alike = next(found for found in by_ending.values() if len(found) > 1)
    listed = tuple(one.listed for one in alike[:2])
    assert set(a_list(members=listed).members) == set(listed)
