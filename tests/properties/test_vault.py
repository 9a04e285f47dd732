import string
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safetoshare.core.errors import SealError
from safetoshare.core.vault import (
    DataKey,
    PassphraseCost,
    Place,
    PrivateKey,
    PublicKey,
    Sealed,
    Wrapped,
    fingerprint,
    fold_passphrase,
    generate_key_pair,
    open_sealed,
    public_of,
    seal,
    sealed_size,
    size_class,
    stretch_passphrase,
    unwrap,
    wrap,
)

KEY = DataKey(bytes(range(32)))
PAIR = generate_key_pair()
PLACE = Place(UUID(int=1), "report", "words", 1)
LITTLE = PassphraseCost(memory_kib=8, passes=1)

keys = st.binary(min_size=32, max_size=32).map(DataKey)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
places = st.builds(Place, st.uuids(), names, names, st.integers(0, 2**64 - 1))
flips = st.integers(1, 255)
words = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=9), min_size=1, max_size=8)
gaps = st.text(" \t\n\u00a0\u3000\u2009", min_size=1, max_size=4)
unseen = st.text("\u200b\u200c\u200d\u200e\u200f\u2066\u2069\u00ad\ufeff", max_size=3)


def with_byte_changed(value: bytes, index: int, flip: int) -> bytes:
    index %= len(value)
    return value[:index] + bytes((value[index] ^ flip,)) + value[index + 1 :]


@given(keys, st.binary(max_size=5000), places)
def test_whatever_is_sealed_opens(key: DataKey, text: bytes, place: Place) -> None:
    assert open_sealed(key, seal(key, text, place), place) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=2000))
def test_words_in_any_script_come_back_as_they_were(text: str) -> None:
    assert open_sealed(KEY, seal(KEY, text.encode(), PLACE), PLACE).decode() == text


@given(st.binary(max_size=300), st.integers(0, 10_000), flips)
def test_a_sealed_value_with_any_byte_changed_never_opens(text: bytes, index: int, flip: int) -> None:
    changed = Sealed(with_byte_changed(seal(KEY, text, PLACE), index, flip))

    with pytest.raises(SealError):
        open_sealed(KEY, changed, PLACE)


@given(st.binary(max_size=300), st.data())
def test_a_sealed_value_cut_short_or_drawn_out_never_opens(text: bytes, data: st.DataObject) -> None:
    sealed = seal(KEY, text, PLACE)
    cut = data.draw(st.integers(0, len(sealed) - 1))
    added = data.draw(st.binary(min_size=1, max_size=40))

    for changed in (sealed[:cut], sealed[cut + 1 :], sealed + added, added + sealed):
        with pytest.raises(SealError):
            open_sealed(KEY, Sealed(changed), PLACE)


@given(keys, keys, places, places)
def test_a_sealed_value_never_opens_under_another_key_or_at_another_place(
    key: DataKey, other_key: DataKey, place: Place, other_place: Place
) -> None:
    assume(key != other_key and place != other_place)
    sealed = seal(key, b"words", place)

    with pytest.raises(SealError):
        open_sealed(other_key, sealed, place)
    with pytest.raises(SealError):
        open_sealed(key, sealed, other_place)


@given(st.uuids(), names, names, names, st.integers(0, 2**64 - 1))
def test_a_letter_moved_from_one_name_to_the_next_makes_another_place(
    record: UUID, first: str, middle: str, last: str, version: int
) -> None:
    one = Place(record, first + middle, last, version)
    other = Place(record, first, middle + last, version)

    assert one.encoded() != other.encoded()


@given(places, places)
def test_two_places_are_encoded_alike_only_when_they_are_the_same(one: Place, other: Place) -> None:
    assert (one.encoded() == other.encoded()) == (one == other)


@given(st.binary(max_size=20_000), st.binary(max_size=20_000))
def test_the_length_of_a_sealed_value_tells_its_size_class_alone(one: bytes, other: bytes) -> None:
    sealed, other_sealed = seal(KEY, one, PLACE), seal(KEY, other, PLACE)

    assert len(sealed) == sealed_size(len(one))
    same_class = size_class(len(one)) == size_class(len(other))
    assert (len(sealed) == len(other_sealed)) == same_class


@given(st.integers(0, 2**40))
def test_a_size_class_holds_its_length_and_is_its_own_class(length: int) -> None:
    size = size_class(length)

    assert length <= size
    assert size_class(size) == size
    assert size == 256 or size <= 4 * length or size - length < 1024 * 1024


@given(st.binary(max_size=300))
def test_two_seals_of_the_same_text_differ(text: bytes) -> None:
    assert seal(KEY, text, PLACE) != seal(KEY, text, PLACE)


@given(st.binary(max_size=400))
def test_no_bytes_made_up_ever_open(made_up: bytes) -> None:
    for first in (b"", b"\x01", b"\x41"):
        with pytest.raises(SealError):
            open_sealed(KEY, Sealed(first + made_up), PLACE)
        with pytest.raises(SealError):
            unwrap(Wrapped(first + made_up), PAIR.private, PLACE)


@given(keys, places)
def test_whatever_is_wrapped_unwraps_at_its_place_under_its_key_alone(key: DataKey, place: Place) -> None:
    wrapped = wrap(key, PAIR.public, place)

    assert unwrap(wrapped, PAIR.private, place) == key
    with pytest.raises(SealError):
        unwrap(wrapped, generate_key_pair().private, place)


@given(places, places)
def test_a_wrap_never_opens_at_another_place(place: Place, other_place: Place) -> None:
    assume(place != other_place)
    wrapped = wrap(KEY, PAIR.public, place)

    with pytest.raises(SealError):
        unwrap(wrapped, PAIR.private, other_place)


@given(st.integers(0, 80), flips)
def test_a_wrap_with_any_byte_changed_never_opens(index: int, flip: int) -> None:
    changed = Wrapped(with_byte_changed(wrap(KEY, PAIR.public, PLACE), index, flip))

    with pytest.raises(SealError):
        unwrap(changed, PAIR.private, PLACE)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_fingerprints_are_the_same_only_for_the_same_key(one: bytes, other: bytes) -> None:
    same = fingerprint(PublicKey(one)) == fingerprint(PublicKey(other))

    assert same == (one == other)
    assert len(public_of(PrivateKey(one))) == 32


@settings(max_examples=40)
@given(words, st.data())
def test_words_typed_with_odd_spaces_capitals_and_unseen_marks_give_the_same_key(
    chosen: list[str], data: st.DataObject
) -> None:
    typed = data.draw(st.one_of(st.just(""), gaps))
    for word in chosen:
        capitals = data.draw(st.sampled_from((word, word.upper(), word.title())))
        typed += data.draw(unseen) + capitals + data.draw(unseen) + data.draw(gaps)
    salt, pepper = bytes(16), bytes(32)

    assert stretch_passphrase(typed, salt, pepper, LITTLE) == stretch_passphrase(" ".join(chosen), salt, pepper, LITTLE)


@given(words, words)
def test_two_lists_of_words_fold_alike_only_when_they_are_the_same(one: list[str], other: list[str]) -> None:
    same = fold_passphrase(" ".join(one)) == fold_passphrase(" ".join(other))

    assert same == (one == other)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    folded = fold_passphrase(text)

    assert fold_passphrase(folded) == folded
