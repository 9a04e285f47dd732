from uuid import UUID

import pytest

from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.vault.place import Place, context, opened

RECORD = UUID("00112233-4455-6677-8899-aabbccddeeff")


def test_a_place_is_encoded_as_record_then_names_with_their_length_then_version() -> None:
    encoded = Place(RECORD, "report", "né", 7).encoded()

    assert encoded.hex() == (
        "00112233445566778899aabbccddeeff"
        "00000006" + b"report".hex() + "00000003" + "né".encode().hex() + "0000000000000007"
    )


def test_names_that_read_alike_when_joined_are_encoded_differently() -> None:
    one = Place(RECORD, "ab", "c", 1)
    other = Place(RECORD, "a", "bc", 1)

    assert one.encoded() != other.encoded()


@pytest.mark.parametrize(
    ("table", "group", "version"),
    [
        ("", "words", 1),
        ("report", "", 1),
        ("report", "words", -1),
        ("report", "words", 2**64),
        ("re\ud800port", "words", 1),
        ("report", "wor\udfffds", 1),
    ],
)
def test_a_place_that_cannot_be_encoded_is_refused(table: str, group: str, version: int) -> None:
    with pytest.raises(BadInputError):
        Place(RECORD, table, group, version)


def test_the_greatest_version_and_a_name_in_any_script_are_accepted() -> None:
    place = Place(RECORD, "رپورٹ", "\U0001f512", 2**64 - 1)

    assert place.encoded().endswith(b"\xff" * 8)


def test_the_context_starts_with_purpose_and_algorithm() -> None:
    place = Place(RECORD, "report", "words", 1)

    assert context(0x41, b"wrap", place) == b"safetoshare wrap\x00\x41" + place.encoded()


def test_what_opened_is_returned_even_when_it_is_empty() -> None:
    assert opened(b"") == b""


def test_what_did_not_open_raises_without_a_cause() -> None:
    with pytest.raises(SealError) as caught:
        opened(None)

    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
