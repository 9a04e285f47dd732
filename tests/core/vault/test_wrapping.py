"""A reader of HPKE written from RFC 9180 4 and 5, proved on its vector A.2.1, opens our wraps."""

import hashlib
import hmac
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.vault.place import Place
from safetoshare.core.vault.sealing import DataKey, PrivateKey, new_data_key
from safetoshare.core.vault.wrapping import (
    PublicKey,
    Wrapped,
    fingerprint,
    generate_key_pair,
    public_of,
    unwrap,
    wrap,
)

PLACE = Place(UUID(int=1), "report", "words", 1)
PRIVATE = PrivateKey(bytes(range(32, 64)))
KEY = DataKey(bytes(range(32)))

# Wrapped to PRIVATE for PLACE by the first version of this code: it must open always.
WRAPPED_BY_THE_FIRST_VERSION = (
    "41f05ee9672a7690d0b6d1a9e13a525cdf97870e179b41f074dc6befa323505367c6c0489bab9f5d5dbab6ad1b9041"
    "78f9d708f6b9a75875cbe4cf91a753256da4b9e9c54e52084b8f50eaa3cf029a94b4"
)
KEM_SUITE = b"KEM\x00\x20"
HPKE_SUITE = b"HPKE\x00\x20\x00\x01\x00\x03"


def labeled_extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")


def labeled_expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labeled + b"\x01", "sha256")[:length]


def opened_by_rfc_9180(private: bytes, sent: bytes, info: bytes, associated: bytes) -> bytes:
    holder = X25519PrivateKey.from_private_bytes(private)
    encapsulated, ciphertext = sent[:32], sent[32:]
    shared_point = holder.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    kem_context = encapsulated + holder.public_key().public_bytes_raw()
    extracted = labeled_extract(KEM_SUITE, b"", b"eae_prk", shared_point)
    shared = labeled_expand(KEM_SUITE, extracted, b"shared_secret", kem_context, 32)
    psk_hash = labeled_extract(HPKE_SUITE, b"", b"psk_id_hash", b"")
    info_hash = labeled_extract(HPKE_SUITE, b"", b"info_hash", info)
    schedule = b"\x00" + psk_hash + info_hash
    secret = labeled_extract(HPKE_SUITE, shared, b"secret", b"")
    key = labeled_expand(HPKE_SUITE, secret, b"key", schedule, 32)
    nonce = labeled_expand(HPKE_SUITE, secret, b"base_nonce", schedule, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, associated)


def test_the_reader_used_here_opens_the_vector_of_rfc_9180_a_2_1() -> None:
    private = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
    encapsulated = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
    ciphertext = "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"

    plaintext = opened_by_rfc_9180(
        private,
        bytes.fromhex(encapsulated + ciphertext),
        info=b"Ode on a Grecian Urn",
        associated=b"Count-0",
    )

    assert plaintext == b"Beauty is truth, truth beauty"
    assert public_of(PrivateKey(private)).hex() == ("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")


def test_a_wrap_is_hpke_of_rfc_9180_with_the_place_in_its_info() -> None:
    wrapped = wrap(KEY, public_of(PRIVATE), PLACE)

    info = b"safetoshare wrap\x00\x41" + PLACE.encoded()
    assert wrapped[0] == 0x41
    assert opened_by_rfc_9180(PRIVATE, wrapped[1:], info, associated=b"") == KEY


def test_what_the_first_version_wrapped_still_opens() -> None:
    wrapped = Wrapped(bytes.fromhex(WRAPPED_BY_THE_FIRST_VERSION))

    assert unwrap(wrapped, PRIVATE, PLACE) == KEY


def test_the_public_half_is_that_of_rfc_7748_section_6_1() -> None:
    private = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")

    assert public_of(PrivateKey(private)).hex() == ("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")


def test_a_key_pair_belongs_together_and_is_drawn_anew() -> None:
    first, second = generate_key_pair(), generate_key_pair()

    assert public_of(first.private) == first.public
    assert first.private != second.private
    assert (len(first.public), len(first.private)) == (32, 32)


def test_a_wrap_is_49_bytes_longer_than_its_key_and_never_the_same_twice() -> None:
    pair = generate_key_pair()
    key = new_data_key()

    wraps = {wrap(key, pair.public, PLACE) for _ in range(20)}

    assert len(wraps) == 20
    assert {len(wrapped) for wrapped in wraps} == {32 + 49}


def test_a_nest_of_two_wraps_takes_both_private_keys() -> None:
    inside, outside = generate_key_pair(), generate_key_pair()
    unit = generate_key_pair()

    nest = wrap(wrap(unit.private, inside.public, PLACE), outside.public, PLACE)

    inner = Wrapped(unwrap(nest, outside.private, PLACE))
    assert unwrap(inner, inside.private, PLACE) == unit.private
    with pytest.raises(SealError):
        unwrap(nest, inside.private, PLACE)
    with pytest.raises(SealError):
        unwrap(inner, outside.private, PLACE)


@pytest.mark.parametrize("algorithm", [0x00, 0x01, 0x42, 0xFF])
def test_an_unknown_algorithm_byte_does_not_open(algorithm: int) -> None:
    wrapped = wrap(KEY, public_of(PRIVATE), PLACE)

    with pytest.raises(SealError):
        unwrap(Wrapped(bytes((algorithm,)) + wrapped[1:]), PRIVATE, PLACE)


@pytest.mark.parametrize("length", [0, 1, 32, 33, 48, 49, 80])
def test_what_is_cut_short_does_not_open(length: int) -> None:
    wrapped = wrap(KEY, public_of(PRIVATE), PLACE)
    assert length < len(wrapped)

    with pytest.raises(SealError):
        unwrap(Wrapped(wrapped[:length]), PRIVATE, PLACE)


@pytest.mark.parametrize("private", [b"", bytes(31), bytes(33)])
def test_a_private_key_of_the_wrong_length_opens_nothing_and_has_no_public_half(
    private: bytes,
) -> None:
    with pytest.raises(SealError):
        unwrap(wrap(KEY, public_of(PRIVATE), PLACE), PrivateKey(private), PLACE)
    with pytest.raises(BadInputError):
        public_of(PrivateKey(private))


@pytest.mark.parametrize(
    "public",
    [
        b"",
        bytes(31),
        bytes(33),
        bytes(32),
        b"\x01" + bytes(31),
        bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    ],
    ids=["empty", "31 bytes", "33 bytes", "the point 0", "the point 1", "a point of order 8"],
)
def test_nothing_is_wrapped_to_a_key_that_anybody_could_open(public: bytes) -> None:
    with pytest.raises(BadInputError):
        wrap(KEY, PublicKey(public), PLACE)


def test_a_fingerprint_is_eight_groups_of_four_hexadecimal_digits() -> None:
    assert fingerprint(PublicKey(bytes(32))) == "4301 2c4e b82a 4e27 c8ae a9f6 af7b c339"


def test_a_single_changed_bit_changes_the_fingerprint() -> None:
    public = generate_key_pair().public
    changed = PublicKey(public[:-1] + bytes((public[-1] ^ 1,)))

    assert fingerprint(changed) != fingerprint(public)
    assert hashlib.sha256(b"safetoshare public key\x00" + public).hexdigest()[:4] == (fingerprint(public)[:4])
