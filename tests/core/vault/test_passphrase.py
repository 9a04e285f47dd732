import hmac
from importlib import resources

import pytest
from argon2.low_level import Type, core, ffi, hash_secret_raw

from safetoshare.core.errors import BadInputError
from safetoshare.core.vault.passphrase import (
    PassphraseCost,
    fold_passphrase,
    stretch_passphrase,
)

SALT = bytes(range(16))
PEPPER = bytes(range(32))
LITTLE = PassphraseCost(memory_kib=8, passes=1)
SIX_WORDS = "correct horse battery staple lamp river"


def test_the_library_gives_the_argon2id_vector_of_rfc_9106_section_5_3() -> None:
    out = ffi.new("uint8_t[]", 32)
    parts = {
        "pwd": ffi.new("uint8_t[]", b"\x01" * 32),
        "salt": ffi.new("uint8_t[]", b"\x02" * 16),
        "secret": ffi.new("uint8_t[]", b"\x03" * 8),
        "ad": ffi.new("uint8_t[]", b"\x04" * 12),
    }
    asked = ffi.new(
        "argon2_context *",
        {
            "version": 0x13,
            "out": out,
            "outlen": 32,
            **parts,
            "pwdlen": 32,
            "saltlen": 16,
            "secretlen": 8,
            "adlen": 12,
            "t_cost": 3,
            "m_cost": 32,
            "lanes": 4,
            "threads": 1,
            "allocate_cbk": ffi.NULL,
            "free_cbk": ffi.NULL,
            "flags": 0,
        },
    )

    assert core(asked, Type.ID.value) == 0
    assert bytes(ffi.buffer(out, 32)).hex() == ("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")


def test_a_passphrase_costs_argon2id_of_64_mib_and_3_passes_then_the_pepper() -> None:
    stretched = hash_secret_raw(SIX_WORDS.encode(), SALT, 3, 65_536, 1, 32, Type.ID)
    expected = hmac.digest(PEPPER, b"safetoshare passphrase\x00" + stretched, "sha256")

    assert stretch_passphrase(SIX_WORDS, SALT, PEPPER) == expected


def test_a_passphrase_set_with_the_first_version_still_gives_its_key() -> None:
    assert stretch_passphrase(SIX_WORDS, SALT, PEPPER).hex() == (
        "a15be9ddb4226400b7a7b73e8d0e0a398786ce3f1230de89740ef6e6d3d13aea"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "  Correct HORSE battery\tstaple\n lamp river ",
        "correct\u00a0horse\u3000battery\u2009staple lamp\u2028river",
        "\u200fcorrect\u200e horse bat\u00adtery sta\u200bple lamp river\ufeff",
        "ｃｏｒｒｅｃｔ horse battery staple lamp river",
        "correct horse battery ﬆaple lamp river",
    ],
    ids=["capitals and tabs", "other spaces", "marks unseen", "fullwidth", "a ligature"],
)
def test_six_words_typed_oddly_give_the_same_key(typed: str) -> None:
    assert stretch_passphrase(typed, SALT, PEPPER, LITTLE) == stretch_passphrase(SIX_WORDS, SALT, PEPPER, LITTLE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("cafe\u0301", "CAF\u00c9"),
        ("\u1fb3", "ΑΙ"),
        ("a\u200d\u0301", "\u00e1"),
        ("\u03b1\u0345\u0301", "\u1fb4"),
    ],
)
def test_letters_that_mean_the_same_fold_to_the_same(one: str, other: str) -> None:
    assert fold_passphrase(one) == fold_passphrase(other)


@pytest.mark.parametrize(
    "other",
    [
        "correcthorse battery staple lamp river",
        "horse correct battery staple lamp river",
        "correct horse battery staple lamp rivers",
        "correct horse battery staple lamp",
        "correct-horse battery staple lamp river",
    ],
)
def test_other_words_give_another_key(other: str) -> None:
    assert stretch_passphrase(other, SALT, PEPPER, LITTLE) != stretch_passphrase(SIX_WORDS, SALT, PEPPER, LITTLE)


def test_no_two_words_of_the_list_that_passphrases_are_drawn_from_fold_alike() -> None:
    listed = resources.files("xkcdpass").joinpath("static", "eff-long").read_text("utf-8")
    words = listed.split("\n")[:-1]

    assert len(words) > 7000
    assert [word for word in words if fold_passphrase(word) != word] == []
    assert len(set(words)) == len(words)
    assert [word for word in words if " " in word] == []


def test_another_salt_pepper_or_cost_gives_another_key() -> None:
    keys = {
        stretch_passphrase(SIX_WORDS, SALT, PEPPER, LITTLE),
        stretch_passphrase(SIX_WORDS, bytes(16), PEPPER, LITTLE),
        stretch_passphrase(SIX_WORDS, SALT, bytes(32), LITTLE),
        stretch_passphrase(SIX_WORDS, SALT, PEPPER, PassphraseCost(memory_kib=16, passes=1)),
        stretch_passphrase(SIX_WORDS, SALT, PEPPER, PassphraseCost(memory_kib=8, passes=2)),
        stretch_passphrase(SIX_WORDS, SALT, PEPPER, PassphraseCost(16, 1, 2)),
    }

    assert len(keys) == 6
    assert {len(key) for key in keys} == {32}


@pytest.mark.parametrize("typed", ["", "   \t\n", "\u200e\u200b\ufeff", "x" * 1001])
def test_a_passphrase_with_nothing_to_see_or_too_long_is_refused(typed: str) -> None:
    with pytest.raises(BadInputError):
        stretch_passphrase(typed, SALT, PEPPER, LITTLE)


def test_a_passphrase_of_a_thousand_characters_that_fold_to_eighteen_each_is_accepted() -> None:
    assert len(stretch_passphrase("\ufdfa" * 1000, SALT, PEPPER, LITTLE)) == 32


def test_a_lone_surrogate_raises_no_error_that_would_carry_the_passphrase() -> None:
    assert len(stretch_passphrase("lamp \ud800 river", SALT, PEPPER, LITTLE)) == 32


@pytest.mark.parametrize(("salt", "pepper"), [(bytes(15), PEPPER), (SALT, bytes(31)), (b"", b"")])
def test_a_short_salt_or_pepper_is_refused(salt: bytes, pepper: bytes) -> None:
    with pytest.raises(BadInputError):
        stretch_passphrase(SIX_WORDS, salt, pepper, LITTLE)
