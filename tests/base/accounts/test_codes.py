"""One-time codes: the vectors of RFC 6238, the window of three steps, and how a typed code is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.accounts.codes import (
    SECRET_BYTES,
    STEP_SECONDS,
    code_for_step,
    current_step,
    fold_code,
    matching_step,
    new_code_secret,
    next_usable_code,
    open_code_secret,
    seal_code_secret,
    seconds_until_usable,
)
from safetoshare.core.errors import SealError

# RFC 6238, Appendix B, the SHA-1 rows: the last six of their eight digits.
SECRET = b"12345678901234567890"
VECTORS = (
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
)
KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 9, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_for_step(SECRET, current_step(at)) == code
    assert matching_step(SECRET, code, at) == seconds // STEP_SECONDS


@pytest.mark.parametrize(("steps", "is_accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_to_either_side_is_accepted_and_no_further(steps: int, is_accepted: bool) -> None:
    step = current_step(NOW) + steps
    assert matching_step(SECRET, code_for_step(SECRET, step), NOW) == (step if is_accepted else None)


def test_the_step_changes_after_thirty_seconds_and_not_before() -> None:
    start = datetime(2026, 11, 22, 9, 14, 0, tzinfo=UTC)
    assert current_step(start + timedelta(seconds=29.999)) == current_step(start)
    assert current_step(start + timedelta(seconds=30)) == current_step(start) + 1


@pytest.mark.parametrize(
    "typed",
    [
        "050 471",
        " 050471\n",
        "0 5 0 4 7 1",
        "050\u00a0471",
        "٠٥٠٤٧١",  # Arabic-Indic
        "۰۵۰۴۷۱",  # Extended Arabic-Indic, of Urdu
        "੦੫੦੪੭੧",  # Gurmukhi
        "０５０４７１",  # full width
        "\u2067050471\u2069",  # isolated, as it is copied from a page of Arabic
        "\u200f050\u200e471",
    ],
)
def test_a_code_is_read_however_it_is_spaced_and_in_digits_of_any_script(typed: str) -> None:
    assert matching_step(SECRET, typed, datetime.fromtimestamp(1111111111, UTC)) is not None


@pytest.mark.parametrize(
    "typed", ["", "05047", "0504711", "O50471", "5047¹1", "050471x", "\ud800", "9" * 100_000, "-50471"]
)
def test_what_is_not_the_code_matches_nothing(typed: str) -> None:
    assert matching_step(SECRET, typed, datetime.fromtimestamp(1111111111, UTC)) is None


@given(st.text())
def test_folding_a_code_twice_is_folding_it_once(typed: str) -> None:
    folded = fold_code(typed)
    assert fold_code(folded) == folded
    assert not any(letter.isspace() for letter in folded)


@given(st.integers(min_value=0, max_value=2**40), st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES))
def test_every_code_has_six_digits(step: int, secret: bytes) -> None:
    code = code_for_step(secret, step)
    assert len(code) == 6
    assert code.isascii()
    assert code.isdecimal()


def test_a_new_secret_has_twenty_random_bytes() -> None:
    secrets = {new_code_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert {len(secret) for secret in secrets} == {SECRET_BYTES}


def test_a_sealed_secret_opens_for_its_own_account_and_key_only() -> None:
    account = uuid4()
    sealed = seal_code_secret(SECRET, account, KEY)
    assert bytes(sealed).find(SECRET) == -1
    assert open_code_secret(sealed, account, KEY) == SECRET
    with pytest.raises(SealError):
        open_code_secret(sealed, uuid4(), KEY)
    with pytest.raises(SealError):
        open_code_secret(sealed, account, bytes(32))
    with pytest.raises(SealError):
        open_code_secret(sealed[:-1] + bytes([sealed[-1] ^ 1]), account, KEY)


def test_the_code_to_type_is_the_current_one_until_it_is_spent_and_then_the_next() -> None:
    now = current_step(NOW)
    assert next_usable_code(SECRET, NOW, last_used=0) == code_for_step(SECRET, now)
    assert next_usable_code(SECRET, NOW, last_used=now) == code_for_step(SECRET, now + 1)
    assert seconds_until_usable(NOW, last_used=now) == 0


def test_while_the_next_code_is_spent_too_there_is_none_and_the_wait_is_told() -> None:
    spent = current_step(NOW) + 1
    assert next_usable_code(SECRET, NOW, last_used=spent) == ""
    # NOW is five seconds into its step.
    assert seconds_until_usable(NOW, last_used=spent) == 25
    assert seconds_until_usable(NOW - timedelta(seconds=0.5), last_used=spent) == 26
    after = NOW + timedelta(seconds=25)
    code = next_usable_code(SECRET, after, last_used=spent)
    assert matching_step(SECRET, code, after) == spent + 1


@given(st.integers(min_value=-100, max_value=100), st.integers(min_value=-3, max_value=3))
def test_a_code_that_is_shown_is_always_one_that_is_accepted(seconds: int, steps: int) -> None:
    at, last_used = NOW + timedelta(seconds=seconds), current_step(NOW) + steps
    code = next_usable_code(SECRET, at, last_used)
    accepted = matching_step(SECRET, code, at)
    assert (accepted is not None and accepted > last_used) if code else seconds_until_usable(at, last_used) > 0
