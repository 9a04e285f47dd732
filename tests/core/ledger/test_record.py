"""The disclosure record: one spelling, exactly its fields; and a commitment that tells nothing."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.record import DisclosureRecord, commitment, read_record, record_of
from tests.core.ledger.records import RECORD, REFUSAL, SALT

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
several = st.lists(words, max_size=3).map(tuple)
days = st.dates(date(1990, 1, 1), date(2200, 1, 1))
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
TEXTS = [
    "subject", "recipient", "organisation", "organisation_name", "purpose", "gateway", "status_basis", "consent",
    "consent_language", "consent_version", "necessity", "policy", "adopted_by", "role", "recipient_key", "actor", "age",
    "danger", "stage", "adviser_offered", "shares_home_or_visa", "promised_policy",
]  # fmt: skip
LISTS = ["pathways", "fields", "rules", "says", "cites", "duties", "instead"]


@st.composite
def drawn_records(draw: st.DrawFn) -> DisclosureRecord:
    number = draw(st.integers(1, 10**6))
    texts: dict[str, Any] = {name: draw(words) for name in TEXTS}
    lists: dict[str, Any] = {name: draw(several) for name in LISTS}
    data = draw(st.lists(words, min_size=1, max_size=3).map(tuple))
    return DisclosureRecord(
        id=draw(st.uuids()),
        number=number,
        previous="" if number == 1 else draw(hashes),
        on=draw(days),
        at=datetime.fromtimestamp(draw(st.integers(10**9, 7 * 10**9)), UTC),
        decision="permitted",
        data=data,
        answers=("yes",) * len(data),
        consent_on=draw(st.none() | days),
        authorised_by="",
        proportionality=draw(words),
        evidence=draw(words),
        promised_on=draw(st.none() | days),
        promised_policy_sha256=draw(hashes),
        policy_sha256=draw(hashes),
        package_hash=draw(hashes),
        sealed_hash=draw(hashes),
        **texts,
        **lists,
    )


def content_of(record: DisclosureRecord) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(record.encoded())
    return content


def spelled(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(drawn_records())
def test_a_record_is_read_as_it_was_written(record: DisclosureRecord) -> None:
    assert read_record(record.encoded()) == record


def test_the_bytes_are_json_with_sorted_names_and_no_space() -> None:
    encoded = RECORD.encoded()
    assert encoded == spelled(content_of(RECORD))
    assert content_of(RECORD)["organisation_name"].encode() in encoded
    assert content_of(RECORD)["at"] == "2026-11-22T14:05Z"
    assert set(content_of(RECORD)) == {"form", *(field.name for field in fields(DisclosureRecord))}


@pytest.mark.parametrize("name", sorted(content_of(RECORD)))
def test_a_missing_field_is_refused(name: str) -> None:
    content = content_of(RECORD)
    del content[name]
    with pytest.raises(BadInputError):
        read_record(spelled(content))


def test_an_unknown_field_is_refused_and_named() -> None:
    with pytest.raises(BadInputError, match="nationality"):
        read_record(spelled({**content_of(RECORD), "nationality": "x"}))


@pytest.mark.parametrize("name", sorted(content_of(RECORD)))
@pytest.mark.parametrize("value", [1.5, True, {"a": 1}, [1], [["a"]], None, "no such day"])
def test_a_value_of_another_kind_is_refused(name: str, value: object) -> None:
    content = {**content_of(RECORD), name: value}
    kept = content_of(RECORD)
    try:
        read = read_record(spelled(content))
    except BadInputError:
        return
    # A text may hold these words, and consent or promise may have no day.
    without_day = [("consent_on", None), ("promised_on", None)]
    assert (isinstance(kept[name], str) and isinstance(value, str)) or (name, value) in without_day
    assert read != RECORD


@pytest.mark.parametrize(
    "altered",
    [
        lambda encoded: encoded.replace(b",", b", ", 1),
        lambda encoded: encoded + b"\n",
        lambda encoded: b" " + encoded,
        lambda encoded: encoded.replace(b"domestic", b"\\u0064omestic"),
        lambda encoded: encoded.replace(b'"number":1', b'"number":1,"number":1'),
        lambda encoded: encoded.replace(b'"number":1', b'"number":1.0'),
        lambda encoded: encoded.replace(b"2026-11-21", b"20261121"),
        lambda encoded: encoded.replace(b"6d0c0a52", b"6D0C0A52"),
        lambda encoded: encoded.replace("ਸੇ".encode(), b"\xff"),
        lambda encoded: encoded[:-1],
        lambda _encoded: b"[" * 100_000,
        lambda _encoded: b"",
        lambda _encoded: b"null",
    ],
)
def test_another_spelling_of_the_same_record_is_refused(altered: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BadInputError):
        read_record(altered(RECORD.encoded()))


@pytest.mark.parametrize(
    ("name", "value"),
    [("id", RECORD.id.hex), ("on", "20261122"), ("at", "2026-11-22T14:5Z"), ("promised_on", "2026-W47-5")],
)
def test_an_object_that_spells_a_value_otherwise_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadInputError, match=f"{name} has one spelling"):
        record_of({**content_of(RECORD), name: value})


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_is_read_the_only_error_is_bad_input(encoded: bytes) -> None:
    with pytest.raises(BadInputError):
        read_record(encoded)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 0},
        {"number": 2**53},
        {"number": 2},
        {"previous": "a" * 64},
        {"at": datetime(2026, 11, 22, 14, 5)},  # noqa: DTZ001  # that it has no zone is the point
        {"decision": "allowed"},
        {"policy_sha256": "A" * 64},
        {"package_hash": "short"},
        {"promised_policy_sha256": "short"},
        {"answers": ("yes",)},
        {"answers": ("yes", "perhaps")},
        {"answers": ("yes", "human")},
        {"data": (), "answers": ()},
    ],
)
def test_values_that_do_not_fit_make_no_record(changed: dict[str, Any]) -> None:
    with pytest.raises(BadInputError):
        replace(RECORD, **changed)


@pytest.mark.parametrize(
    "changed",
    [{"fields": ("identity.name",)}, {"package_hash": "a" * 64}, {"sealed_hash": "a" * 64}, {"recipient_key": "k"}],
)
def test_a_refusal_that_tells_of_something_given_is_no_record(changed: dict[str, Any]) -> None:
    with pytest.raises(BadInputError, match="refusal"):
        replace(REFUSAL, **changed)


def test_a_refusal_in_which_each_kind_is_a_yes_is_no_record() -> None:
    with pytest.raises(BadInputError, match="refused was not"):
        replace(REFUSAL, answers=("yes", "yes"))


def test_the_time_is_kept_in_utc_to_the_minute() -> None:
    summer = timezone(timedelta(hours=1))
    assert replace(RECORD, at=datetime(2026, 7, 1, 0, 30, 59, 7, tzinfo=summer)).at == datetime(
        2026, 6, 30, 23, 30, tzinfo=UTC
    )


def test_a_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(BadInputError, match="Unicode"):
        replace(RECORD, necessity="half a pair \ud800").encoded()


def test_a_commitment_is_hmac_sha256_under_the_salt() -> None:
    assert commitment(SALT, RECORD.encoded()) == hmac.digest(SALT, RECORD.encoded(), "sha256")
    assert record_of(content_of(REFUSAL)) == REFUSAL


@given(st.binary(min_size=32, max_size=32), drawn_records())
def test_another_salt_or_record_makes_another_commitment(salt: bytes, record: DisclosureRecord) -> None:
    mine = commitment(SALT, RECORD.encoded())
    assert len(mine) == 32
    assert commitment(SALT, record.encoded()) != mine
    if salt != SALT:
        assert commitment(salt, RECORD.encoded()) != mine


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(BadInputError, match="32 bytes"):
        commitment(bytes(length), b"record")
