"""The vault as other parts use it, through its one door."""

import traceback
from collections.abc import Callable
from typing import cast
from uuid import UUID

import pytest

from safetoshare.core import vault
from safetoshare.core.errors import SealError
from safetoshare.core.vault import (
    DataKey,
    PassphraseCost,
    Place,
    PrivateKey,
    Sealed,
    StretchedKey,
    Wrapped,
    generate_key_pair,
    new_data_key,
    new_salt,
    open_data_key,
    open_private_key,
    open_sealed,
    seal,
    seal_data_key,
    seal_private_key,
    stretch_passphrase,
    unwrap,
    wrap,
)

RECORD = UUID("00112233-4455-6677-8899-aabbccddeeff")
PLACE = Place(RECORD, "report", "words", 1)
ELSEWHERE = Place(RECORD, "report", "words", 2)
SECRET_WORDS = b"he keeps my passport in the car"
KEY = DataKey(b"k" * 32)
STRETCHED = StretchedKey(b"s" * 32)
PAIR = generate_key_pair()
SEALED = seal(KEY, SECRET_WORDS, PLACE)
WRAPPED = wrap(KEY, PAIR.public, PLACE)
PRIVATE_SEALED = seal_private_key(PAIR.private, STRETCHED, PLACE)
KEY_SEALED = seal_data_key(KEY, STRETCHED, PLACE)


def altered(value: bytes) -> bytes:
    return value[:-1] + bytes((value[-1] ^ 1,))


FAILURES: dict[str, Callable[[], object]] = {
    "value, other key": lambda: open_sealed(new_data_key(), SEALED, PLACE),
    "value, other place": lambda: open_sealed(KEY, SEALED, ELSEWHERE),
    "value, altered": lambda: open_sealed(KEY, Sealed(altered(SEALED)), PLACE),
    "value, unknown algorithm": lambda: open_sealed(KEY, Sealed(b"\x7f" + SEALED[1:]), PLACE),
    "value, empty": lambda: open_sealed(KEY, Sealed(b""), PLACE),
    "value, short key": lambda: open_sealed(DataKey(b"k"), SEALED, PLACE),
    "value, a wrap": lambda: open_sealed(KEY, Sealed(bytes(WRAPPED)), PLACE),
    "wrap, other key": lambda: unwrap(WRAPPED, generate_key_pair().private, PLACE),
    "wrap, other place": lambda: unwrap(WRAPPED, PAIR.private, ELSEWHERE),
    "wrap, altered": lambda: unwrap(Wrapped(altered(WRAPPED)), PAIR.private, PLACE),
    "wrap, unknown algorithm": lambda: unwrap(Wrapped(b"\x7f" + WRAPPED[1:]), PAIR.private, PLACE),
    "wrap, empty": lambda: unwrap(Wrapped(b""), PAIR.private, PLACE),
    "wrap, short key": lambda: unwrap(WRAPPED, PrivateKey(b"p"), PLACE),
    "wrap, a value": lambda: unwrap(Wrapped(bytes(SEALED)), PAIR.private, PLACE),
    "private key, other key": lambda: open_private_key(PRIVATE_SEALED, StretchedKey(b"t" * 32), PLACE),
    "private key, other place": lambda: open_private_key(PRIVATE_SEALED, STRETCHED, ELSEWHERE),
    "data key, other key": lambda: open_data_key(KEY_SEALED, StretchedKey(b"t" * 32), PLACE),
    "data key, other place": lambda: open_data_key(KEY_SEALED, STRETCHED, ELSEWHERE),
}


@pytest.mark.parametrize("attempt", FAILURES.values(), ids=FAILURES.keys())
def test_every_failure_to_open_says_the_same_words_and_has_no_cause(
    attempt: Callable[[], object],
) -> None:
    with pytest.raises(SealError) as caught:
        attempt()

    assert type(caught.value) is SealError
    assert caught.value.args == ("a sealed value does not open: wrong key, wrong place, or altered",)
    assert caught.value.__context__ is None
    assert "InvalidTag" not in "".join(traceback.format_exception(caught.value))


def test_a_private_key_is_never_shown_with_its_pair() -> None:
    shown = f"{PAIR!r} {PAIR}"

    assert repr(bytes(PAIR.private)) not in shown
    assert "private" not in shown
    assert PAIR.private.hex() not in shown


def test_values_as_postgresql_returns_them_open_too() -> None:
    sealed = cast(Sealed, memoryview(SEALED))
    wrapped = cast(Wrapped, memoryview(WRAPPED))

    assert open_sealed(KEY, sealed, PLACE) == SECRET_WORDS
    assert unwrap(wrapped, PAIR.private, PLACE) == KEY
    with pytest.raises(SealError):
        open_sealed(KEY, sealed, ELSEWHERE)


def test_neither_words_nor_keys_stand_in_what_is_stored() -> None:
    stored = SEALED + WRAPPED + PRIVATE_SEALED + KEY_SEALED

    for secret in (SECRET_WORDS, KEY, STRETCHED, PAIR.private, RECORD.bytes):
        assert secret[:8] not in stored


def test_a_member_unlocks_with_the_passphrase_and_reads_what_was_sealed_to_the_unit() -> None:
    cost, salt, pepper = PassphraseCost(memory_kib=8, passes=1), new_salt(), bytes(range(32))
    unit, member = generate_key_pair(), generate_key_pair()
    at_member = Place(RECORD, "member", "private key", 1)
    at_unit = Place(RECORD, "unit", "ordinary", 1)
    chosen = stretch_passphrase("lamp river stone", salt, pepper, cost)
    member_stored = seal_private_key(member.private, chosen, at_member)
    unit_stored = wrap(unit.private, member.public, at_unit)
    data_key = new_data_key()
    report_stored, key_stored = (
        seal(data_key, SECRET_WORDS, PLACE),
        wrap(data_key, unit.public, PLACE),
    )

    typed = stretch_passphrase(" Lamp  River STONE", salt, pepper, cost)
    member_private = open_private_key(member_stored, typed, at_member)
    unit_private = PrivateKey(unwrap(unit_stored, member_private, at_unit))
    report_key = DataKey(unwrap(key_stored, unit_private, PLACE))

    assert open_sealed(report_key, report_stored, PLACE) == SECRET_WORDS
    other = stretch_passphrase("lamp river stones", salt, pepper, cost)
    with pytest.raises(SealError):
        open_private_key(member_stored, other, at_member)


def test_every_public_name_is_there() -> None:
    assert [name for name in vault.__all__ if not hasattr(vault, name)] == []
