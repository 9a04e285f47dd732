import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from safetoshare.core.receipt import (
    MistypedReceiptError,
    Receipt,
    ReceiptProblem,
    check_digits,
    read_receipt,
)

EVERY_CHARACTER = [chr(code) for code in range(sys.maxunicode + 1)]
ZEROS = [letter for letter in EVERY_CHARACTER if unicodedata.decimal(letter, None) == 0]
SPACES = [letter for letter in EVERY_CHARACTER if letter.isspace() and unicodedata.category(letter) != "Cc"]
DASHES = [letter for letter in EVERY_CHARACTER if unicodedata.category(letter) == "Pd"]
UNSEEN = [letter for letter in EVERY_CHARACTER if unicodedata.category(letter) == "Cf"]

numbers = st.integers(0, 10**22 - 1).map(lambda number: f"{number:022d}")
receipts = numbers.map(lambda number: Receipt(number + check_digits(number)))
separators = st.text(st.sampled_from([*SPACES, *DASHES, *UNSEEN, *".۔．\t\n"]), max_size=4)


def in_script(digits: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(digit)) for digit in digits)


def problem_of(text: str) -> ReceiptProblem | None:
    try:
        read_receipt(text)
    except MistypedReceiptError as error:
        return error.problem
    return None


def test_unicode_has_the_scripts_of_digits_that_these_tests_are_about() -> None:
    assert {"0", "٠", "۰", "੦", "０"} <= set(ZEROS)
    assert len(ZEROS) > 60
    assert len(SPACES) > 15
    assert len(DASHES) > 20


@given(receipts)
def test_a_receipt_is_read_in_every_script_of_digits_that_unicode_has(receipt: Receipt) -> None:
    for zero in ZEROS:
        assert read_receipt(in_script(receipt.digits, zero)) == receipt
        assert read_receipt(in_script(receipt.grouped().replace(" ", ""), zero)) == receipt


@given(receipts, st.data())
def test_a_receipt_is_read_through_any_separators_and_any_mixture_of_scripts(
    receipt: Receipt, data: st.DataObject
) -> None:
    typed = data.draw(separators)
    for digit in receipt.digits:
        typed += in_script(digit, data.draw(st.sampled_from(ZEROS))) + data.draw(separators)

    assert read_receipt(typed) == receipt


@given(receipts, st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(receipt: Receipt, at: int, step: int) -> None:
    wrong = str((int(receipt.digits[at]) + step) % 10)
    typed = receipt.digits[:at] + wrong + receipt.digits[at + 1 :]

    assert problem_of(typed) is ReceiptProblem.CHECK_DIGITS


@given(receipts, st.integers(0, 22))
def test_two_neighbours_exchanged_are_always_caught(receipt: Receipt, at: int) -> None:
    digits = receipt.digits
    assume(digits[at] != digits[at + 1])
    typed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]

    assert problem_of(typed) is ReceiptProblem.CHECK_DIGITS


@given(receipts, st.integers(0, 24), st.text("0123456789", min_size=1, max_size=9))
def test_more_or_fewer_digits_are_always_caught(receipt: Receipt, at: int, more: str) -> None:
    longer = receipt.digits[:at] + more + receipt.digits[at:]
    shorter = receipt.digits[: max(0, at - 1)]

    assert problem_of(longer) is ReceiptProblem.TOO_MANY_DIGITS
    assert problem_of(shorter) is ReceiptProblem.TOO_FEW_DIGITS


@given(receipts, st.integers(0, 24), st.characters(categories=["L", "S", "Po", "No", "Nl", "Co"]))
def test_any_letter_sign_or_number_that_is_no_decimal_digit_is_caught(receipt: Receipt, at: int, letter: str) -> None:
    assume(letter not in "\u2212\u2043.\u06d4\uff0e\u3002\uff61")
    typed = receipt.digits[:at] + letter + receipt.digits[at:]

    assert problem_of(typed) is ReceiptProblem.OTHER_CHARACTERS


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused_with_a_problem_and_never_repeated(
    text: str,
) -> None:
    told = ""
    try:
        assert int(read_receipt(text).digits) % 97 == 1
    except MistypedReceiptError as error:
        told = str(error)

    assert told in {"", *(f"not a receipt: {problem.value}" for problem in ReceiptProblem)}


@given(numbers, st.integers(0, 99))
def test_only_the_one_pair_of_check_digits_makes_a_receipt(number: str, pair: int) -> None:
    typed = f"{number}{pair:02d}"

    if pair == int(check_digits(number)):
        assert read_receipt(typed).digits == typed
    else:
        with pytest.raises(MistypedReceiptError):
            read_receipt(typed)


@given(receipts)
def test_what_is_shown_reads_back_and_shows_in_no_other_way(receipt: Receipt) -> None:
    groups = receipt.grouped().split(" ")

    assert read_receipt(receipt.grouped()) == receipt
    assert [len(group) for group in groups] == [4] * 6
    assert receipt.last_two_groups() == f"{groups[4]} {groups[5]}"
    assert str(receipt) == repr(receipt) == "Receipt(hidden)"
