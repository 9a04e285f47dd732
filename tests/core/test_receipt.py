import hashlib
import hmac
import logging
import traceback

import pytest
from argon2.low_level import Type, hash_secret_raw

from safetoshare.core.errors import BadInputError, ReceiptError
from safetoshare.core.receipt import (
    MistypedReceiptError,
    Receipt,
    ReceiptProblem,
    StretchedReceipt,
    check_digits,
    draw_receipt,
    look_up,
    read_receipt,
    receipt_key,
    stretch_receipt,
)

DIGITS = "123456789012345678901235"
RECEIPT = Receipt(DIGITS)
STRETCHED = StretchedReceipt(bytes(range(32)))
PEPPER = bytes(range(100, 132))
SALT = bytes(range(16))


def problem_of(text: str) -> ReceiptProblem:
    with pytest.raises(MistypedReceiptError) as caught:
        read_receipt(text)
    return caught.value.problem


@pytest.mark.parametrize(
    ("number", "check"),
    [
        ("794", "44"),  # ISO 7064, the example of MOD 97-10
        ("32142829123456987654321611", "82"),  # the IBAN registry's GB82 WEST 1234 5698 7654 32
        ("0000000000000000000000", "98"),
        ("0000000000000000000001", "95"),
        ("9999999999999999999999", "26"),
    ],
)
def test_check_digits_are_those_of_iso_7064_mod_97_10(number: str, check: str) -> None:
    assert check_digits(number) == check
    assert int(number + check) % 97 == 1


def test_every_single_wrong_digit_is_caught() -> None:
    accepted = [
        (at, wrong)
        for at in range(24)
        for wrong in "0123456789"
        if wrong != DIGITS[at] and _is_receipt(DIGITS[:at] + wrong + DIGITS[at + 1 :])
    ]

    assert accepted == []


def test_every_two_neighbours_exchanged_are_caught() -> None:
    exchanged = [
        DIGITS[:at] + DIGITS[at + 1] + DIGITS[at] + DIGITS[at + 2 :] for at in range(23) if DIGITS[at] != DIGITS[at + 1]
    ]

    assert len(exchanged) == 23
    assert [digits for digits in exchanged if _is_receipt(digits)] == []


def test_no_remainder_lets_a_wrong_digit_or_an_exchange_through() -> None:
    # The whole proof: what a slip adds to the number is never a multiple of 97, wherever it is.
    wrong_digit = {step * 10**at % 97 for step in range(1, 10) for at in range(24)}
    exchange = {step * 9 * 10**at % 97 for step in range(1, 10) for at in range(23)}

    assert 0 not in wrong_digit | exchange


def test_each_number_has_one_pair_of_check_digits_only() -> None:
    number = "0000000000000000000098"
    fitting = [pair for pair in range(100) if _is_receipt(f"{number}{pair:02d}")]

    assert fitting == [int(check_digits(number))]
    # 97 and 98 have the same remainder as 00 and 01; only the first two are check digits.
    assert check_digits("0" * 22) == "98"
    assert not _is_receipt("0" * 22 + "01")


def test_a_receipt_is_drawn_with_fitting_check_digits_and_never_twice() -> None:
    drawn = [draw_receipt() for _ in range(500)]

    assert len({receipt.digits for receipt in drawn}) == 500
    assert {len(receipt.digits) for receipt in drawn} == {24}
    assert all(int(receipt.digits) % 97 == 1 for receipt in drawn)


def test_the_first_digit_of_drawn_receipts_may_be_any_digit_nought_too() -> None:
    assert {draw_receipt().digits[0] for _ in range(500)} == set("0123456789")


def test_a_receipt_is_shown_in_six_groups_of_four() -> None:
    assert RECEIPT.grouped() == "1234 5678 9012 3456 7890 1235"
    assert RECEIPT.last_two_groups() == "7890 1235"


@pytest.mark.parametrize(
    "typed",
    [
        "123456789012345678901235",
        "1234 5678 9012 3456 7890 1235",
        "  1234-5678-9012-3456-7890-1235\r\n",
        "1234.5678.9012.3456.7890.1235.",
        "1234\u20135678\u20149012\u22123456\u20107890\u20111235",
        "١٢٣٤ ٥٦٧٨ ٩٠١٢ ٣٤٥٦ ٧٨٩٠ ١٢٣٥",
        "۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۶ ۷۸۹۰ ۱۲۳۵۔",
        "੧੨੩੪ ੫੬੭੮ ੯੦੧੨ ੩੪੫੬ ੭੮੯੦ ੧੨੩੫",
        "１２３４　５６７８　９０１２　３４５６　７８９０　１２３５．",
        "\u2066\u200e1234\u200b5678\u2060901234\ufeff56\u00ad7890\u200f1235\u2069",
        "1\ufe0f2\ufe0f34 5678 9012 3456 7890 1235",
        "1234 ٥٦٧٨ ۹۰۱۲ ੩੪੫੬ ７８９０ 1235",
        "1234\u20435678\u20439012\u20433456\u20437890\u20431235",
        "1234\u00a05678\u20289012\u30003456\u202f7890\u20091235\x85",
    ],
    ids=[
        "no spaces",
        "as shown",
        "hyphens",
        "full stops",
        "dashes",
        "Arabic-Indic",
        "Urdu with its full stop",
        "Gurmukhi",
        "fullwidth",
        "bidi marks and zero width",
        "as a phone draws digits",
        "mixed",
        "hyphen bullets",
        "other spaces",
    ],
)
def test_a_receipt_is_read_however_it_was_typed(typed: str) -> None:
    assert read_receipt(typed) == RECEIPT


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", ReceiptProblem.TOO_FEW_DIGITS),
        (" -.\u200f", ReceiptProblem.TOO_FEW_DIGITS),
        (DIGITS[:-1], ReceiptProblem.TOO_FEW_DIGITS),
        (DIGITS + "0", ReceiptProblem.TOO_MANY_DIGITS),
        (DIGITS * 40, ReceiptProblem.TOO_MANY_DIGITS),
        (" " * 1001, ReceiptProblem.TOO_MANY_DIGITS),
        pytest.param("7" * 10_000_000, ReceiptProblem.TOO_MANY_DIGITS, id="ten million digits"),
        ("O" + DIGITS[1:], ReceiptProblem.OTHER_CHARACTERS),
        ("l234", ReceiptProblem.OTHER_CHARACTERS),
        ("١" * 24 + "ا", ReceiptProblem.OTHER_CHARACTERS),
        ("²" + DIGITS[1:], ReceiptProblem.OTHER_CHARACTERS),
        ("①" + DIGITS[1:], ReceiptProblem.OTHER_CHARACTERS),
        ("Ⅷ" + DIGITS[1:], ReceiptProblem.OTHER_CHARACTERS),
        ("一" + DIGITS[1:], ReceiptProblem.OTHER_CHARACTERS),
        ("+" + DIGITS, ReceiptProblem.OTHER_CHARACTERS),
        ("1_" + DIGITS[1:], ReceiptProblem.OTHER_CHARACTERS),
        (DIGITS + "\x00", ReceiptProblem.OTHER_CHARACTERS),
        (DIGITS + "\ud800", ReceiptProblem.OTHER_CHARACTERS),
        ("<script>", ReceiptProblem.OTHER_CHARACTERS),
        (DIGITS[:-1] + "6", ReceiptProblem.CHECK_DIGITS),
        ("0" * 24, ReceiptProblem.CHECK_DIGITS),
    ],
)
def test_what_is_not_a_receipt_is_refused_with_its_problem(typed: str, problem: ReceiptProblem) -> None:
    assert problem_of(typed) is problem


def test_the_names_of_the_problems_are_those_the_pages_translate() -> None:
    assert [problem.value for problem in ReceiptProblem] == [
        "too_few_digits",
        "too_many_digits",
        "other_characters",
        "check_digits",
    ]


@pytest.mark.parametrize("digits", ["", "1234", DIGITS[:-1] + "6", "١" * 24, DIGITS + "\n"])
def test_no_receipt_can_be_made_of_anything_else(digits: str) -> None:
    with pytest.raises(ReceiptError):
        Receipt(digits)


def test_an_error_never_holds_what_was_typed() -> None:
    typed = DIGITS[:-1] + "6"
    with pytest.raises(MistypedReceiptError) as caught:
        read_receipt(typed)

    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__dict__)
    assert "check_digits" in told
    assert not any(typed[at : at + 4] in told for at in range(21))
    assert caught.value.__context__ is None


def test_a_receipt_shows_no_digit_in_any_usual_way(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("tests").info("stored %s %r", RECEIPT, RECEIPT)
    shown = f"{RECEIPT} {RECEIPT!r} {[RECEIPT]} {{{RECEIPT!a}}} {caplog.messages}"

    assert "hidden" in shown
    assert not any(letter.isdigit() for letter in shown)


def test_two_receipts_of_the_same_digits_are_the_same() -> None:
    assert Receipt(DIGITS) == RECEIPT
    assert len({RECEIPT, Receipt(DIGITS), draw_receipt()}) == 2


def test_stretching_is_argon2id_of_19_mib_and_2_passes() -> None:
    expected = hash_secret_raw(DIGITS.encode(), SALT, 2, 19_456, 1, 32, Type.ID)

    assert stretch_receipt(RECEIPT, SALT) == expected
    assert stretch_receipt(RECEIPT, bytes(16)) != expected


def test_what_the_first_version_derived_is_derived_still() -> None:
    stretched = stretch_receipt(RECEIPT, SALT)
    pepper = bytes(range(32))

    assert stretched.hex() == "21edbb548cbbae34c672f93d885eb872633aa950b77d47dae959ab1fd022e254"
    assert look_up(stretched, pepper).hex() == ("05950b98aeca804e4b268370be77fb34b7659d56365e6e3b44fd31a555137ad6")
    assert receipt_key(stretched, pepper, SALT).hex() == (
        "5b370e0ecb41b80270c5c0b0df79584eada61be091639ad4c461607e2123e38e"
    )


def test_the_look_up_is_hmac_sha256_of_id_and_the_stretched_receipt() -> None:
    expected = hmac.new(PEPPER, b"id" + bytes(range(32)), hashlib.sha256).digest()

    assert look_up(STRETCHED, PEPPER) == expected


def test_the_receipt_key_is_hkdf_sha256_of_rfc_5869() -> None:
    extracted = hmac.digest(PEPPER + SALT, STRETCHED, "sha256")
    expected = hmac.digest(extracted, b"safetoshare receipt key" + b"\x01", "sha256")

    assert receipt_key(STRETCHED, PEPPER, SALT) == expected


def test_another_receipt_pepper_or_salt_gives_another_look_up_and_key() -> None:
    other = StretchedReceipt(bytes(32))
    derived = {
        look_up(STRETCHED, PEPPER),
        look_up(other, PEPPER),
        look_up(STRETCHED, bytes(32)),
        receipt_key(STRETCHED, PEPPER, SALT),
        receipt_key(other, PEPPER, SALT),
        receipt_key(STRETCHED, bytes(32), SALT),
        receipt_key(STRETCHED, PEPPER, bytes(16)),
    }

    assert len(derived) == 7


def test_short_salts_and_peppers_are_refused_by_name() -> None:
    with pytest.raises(BadInputError, match="the site salt"):
        stretch_receipt(RECEIPT, bytes(15))
    with pytest.raises(BadInputError, match="the pepper"):
        look_up(STRETCHED, bytes(31))
    with pytest.raises(BadInputError, match="the second pepper"):
        receipt_key(STRETCHED, bytes(31), SALT)
    with pytest.raises(BadInputError, match="the second pepper"):
        receipt_key(STRETCHED, bytes(33), SALT)
    with pytest.raises(BadInputError, match="the report salt"):
        receipt_key(STRETCHED, PEPPER, bytes(15))


def _is_receipt(digits: str) -> bool:
    try:
        Receipt(digits)
    except ReceiptError:
        return False
    return True
