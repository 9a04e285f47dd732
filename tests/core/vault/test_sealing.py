from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.vault import sealing
from safetoshare.core.vault.place import Place, context
from safetoshare.core.vault.sealing import (
    DataKey,
    PrivateKey,
    Sealed,
    StretchedKey,
    new_data_key,
    new_salt,
    open_data_key,
    open_private_key,
    open_sealed,
    seal,
    seal_data_key,
    seal_private_key,
    sealed_size,
    size_class,
)

PLACE = Place(UUID(int=1), "report", "words", 1)
KEY = DataKey(bytes(range(32)))
STRETCHED = StretchedKey(bytes(range(32)))
MEBIBYTE = 1024 * 1024

# Sealed under KEY for PLACE by the first version of this code; it must open always.
SEALED_BY_THE_FIRST_VERSION = (
    "01155200f4417d8b4692ac3333509533febd22ce2e7c8a202d3e281ce46e77de9be17d98bc98e4ec68b600868e7657"
    "9e6de5183ac01059cccdd482e9362971da8a090e67c23754669f4a5970152361360f832288904a00682200fe87b0fa"
    "ae9268de3457c232dcb41e27b71b84e8db9866213b888b290b4b2422e21f7e94c87ef7bacef994fc93499f47cd2054"
    "91d9216560fff7d726ebc02908e3daf742fb118494d728e537bcc9ba2bda1a1d94308243a39ccd9a572dabdeef5e3d"
    "817db5c7206c501245f8f76d3dc1ceb10d343223cb5e8ce7c07c827011793ab38f814c9a58c0c833b025956c26ffe0"
    "4c2783709f7d40eb76f9fca818c11f8119d405d23adc9ca3ca4dfbd3be621eaf7f30337740c4a383cc71fe978f0770"
    "cf3d8fa0087f1bad16df80"
)


def sealed_by_hand(padded: bytes, key: DataKey = KEY) -> Sealed:
    nonce = bytes(12)
    sent = ChaCha20Poly1305(key).encrypt(nonce, padded, context(1, b"value", PLACE))
    return Sealed(b"\x01" + nonce + sent)


def test_the_cipher_is_that_of_rfc_8439_section_2_8_2() -> None:
    key = bytes(range(0x80, 0xA0))
    nonce = bytes.fromhex("070000004041424344454647")
    associated = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    text = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        b"future, sunscreen would be it."
    )

    sent = ChaCha20Poly1305(key).encrypt(nonce, text, associated)

    assert sent[:16].hex() == "d31a8d34648e60db7b86afbc53ef7ec2"
    assert sent[-16:].hex() == "1ae10b594f09e26a7e902ecbd0600691"


def test_a_value_is_byte_then_nonce_then_rfc_8439_over_length_text_and_zeros() -> None:
    sealed = seal(KEY, b"he took my passport", PLACE)

    bound_to = (
        b"safetoshare value\x00\x01"
        + bytes(15)
        + b"\x01\x00\x00\x00\x06report\x00\x00\x00\x05words"
        + b"\x00\x00\x00\x00\x00\x00\x00\x01"
    )
    padded = ChaCha20Poly1305(KEY).decrypt(sealed[1:13], sealed[13:], bound_to)
    assert sealed[0] == 1
    assert padded == bytes(7) + b"\x13" + b"he took my passport" + bytes(256 - 19)


def test_what_the_first_version_sealed_still_opens() -> None:
    sealed = Sealed(bytes.fromhex(SEALED_BY_THE_FIRST_VERSION))

    assert open_sealed(KEY, sealed, PLACE).decode() == "Ich sah es – میں نے دیکھا"


@pytest.mark.parametrize(
    ("length", "padded_to"),
    [
        (0, 256),
        (1, 256),
        (256, 256),
        (257, 1024),
        (1024, 1024),
        (1025, 4096),
        (4096, 4096),
        (4097, 16_384),
        (16_384, 16_384),
        (16_385, 65_536),
        (65_536, 65_536),
        (65_537, 262_144),
        (262_144, 262_144),
        (262_145, MEBIBYTE),
        (MEBIBYTE, MEBIBYTE),
        (MEBIBYTE + 1, 2 * MEBIBYTE),
        (2 * MEBIBYTE, 2 * MEBIBYTE),
        (2 * MEBIBYTE + 1, 3 * MEBIBYTE),
    ],
)
def test_a_text_is_padded_to_the_size_class_of_its_length(length: int, padded_to: int) -> None:
    text = b"\x80" * length

    sealed = seal(KEY, text, PLACE)

    assert size_class(length) == padded_to
    assert len(sealed) == sealed_size(length) == 1 + 12 + 8 + padded_to + 16
    assert open_sealed(KEY, sealed, PLACE) == text


@pytest.mark.parametrize("text", [b"", b"\x00", b"\x00" * 256, b"end\x00\x00", b"\x80\x00\x00"])
def test_a_text_that_ends_like_padding_comes_back_whole(text: bytes) -> None:
    assert open_sealed(KEY, seal(KEY, text, PLACE), PLACE) == text


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    assert len({seal(KEY, b"same words", PLACE) for _ in range(50)}) == 50


@pytest.mark.parametrize("algorithm", [0x00, 0x02, 0x41, 0xFF])
def test_an_unknown_algorithm_byte_does_not_open(algorithm: int) -> None:
    sealed = seal(KEY, b"words", PLACE)

    with pytest.raises(SealError):
        open_sealed(KEY, Sealed(bytes((algorithm,)) + sealed[1:]), PLACE)


@pytest.mark.parametrize("length", [0, 1, 5, 12, 13, 14, 28, 29, 292])
def test_what_is_cut_short_does_not_open(length: int) -> None:
    sealed = seal(KEY, b"words", PLACE)
    assert length < len(sealed)

    with pytest.raises(SealError):
        open_sealed(KEY, Sealed(sealed[:length]), PLACE)


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33)])
def test_a_key_of_the_wrong_length_seals_nothing_and_opens_nothing(key: bytes) -> None:
    with pytest.raises(BadInputError):
        seal(DataKey(key), b"words", PLACE)
    with pytest.raises(SealError):
        open_sealed(DataKey(key), seal(KEY, b"words", PLACE), PLACE)


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        b"\x00\x00",
        bytes(8),
        (2**64 - 1).to_bytes(8, "big") + bytes(256),
        (257).to_bytes(8, "big") + bytes(256),
        (5).to_bytes(8, "big") + b"words" + b"\x00" * 250 + b"\x01",
        (5).to_bytes(8, "big") + b"words" + bytes(1024 - 5),
        (5).to_bytes(8, "big") + b"words" + bytes(255 - 5),
    ],
    ids=[
        "nothing",
        "part of a length",
        "no padding",
        "a length of 2^64 - 1",
        "a length beyond the end",
        "padding that is not zero",
        "too large a class",
        "too small a class",
    ],
)
def test_padding_that_this_code_would_not_have_written_does_not_open(padded: bytes) -> None:
    with pytest.raises(SealError):
        open_sealed(KEY, sealed_by_hand(padded), PLACE)


def test_padding_written_by_hand_as_this_code_writes_it_opens() -> None:
    padded = (5).to_bytes(8, "big") + b"words" + bytes(256 - 5)

    assert open_sealed(KEY, sealed_by_hand(padded), PLACE) == b"words"


def test_more_than_the_largest_plaintext_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LARGEST_PLAINTEXT", 1000)

    assert len(seal(KEY, bytes(1000), PLACE)) == sealed_size(1000)
    with pytest.raises(BadInputError):
        seal(KEY, bytes(1001), PLACE)


def test_a_private_key_opens_under_the_stretched_key_alone() -> None:
    private = PrivateKey(bytes(range(32, 64)))
    sealed = seal_private_key(private, STRETCHED, PLACE)

    assert open_private_key(sealed, STRETCHED, PLACE) == private
    with pytest.raises(SealError):
        open_private_key(sealed, StretchedKey(bytes(32)), PLACE)


def test_a_data_key_opens_under_the_stretched_key_alone() -> None:
    sealed = seal_data_key(KEY, STRETCHED, PLACE)

    assert open_data_key(sealed, STRETCHED, PLACE) == KEY
    with pytest.raises(SealError):
        open_data_key(sealed, StretchedKey(bytes(32)), PLACE)


def test_no_sealed_value_passes_for_one_of_another_purpose() -> None:
    same_bytes = bytes(range(32))
    value = seal(KEY, same_bytes, PLACE)
    private = seal_private_key(PrivateKey(same_bytes), STRETCHED, PLACE)
    data_key = seal_data_key(DataKey(same_bytes), STRETCHED, PLACE)

    for sealed in (private, data_key):
        with pytest.raises(SealError):
            open_sealed(KEY, sealed, PLACE)
    for sealed in (value, data_key):
        with pytest.raises(SealError):
            open_private_key(sealed, STRETCHED, PLACE)
    for sealed in (value, private):
        with pytest.raises(SealError):
            open_data_key(sealed, STRETCHED, PLACE)


def test_keys_and_salts_are_drawn_anew_each_time() -> None:
    assert len({new_data_key() for _ in range(50)}) == 50
    assert len({new_salt() for _ in range(50)}) == 50
    assert len(new_data_key()) == 32
    assert len(new_salt()) == 16
