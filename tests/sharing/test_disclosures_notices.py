"""A notice tells what was decided, and reads only if its record is the one that was committed to."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import SealError
from safetoshare.core.ledger.record import commitment
from safetoshare.core.vault import Place, Sealed, Wrapped, generate_key_pair
from safetoshare.sharing.selectors.disclosures import LastNotice
from safetoshare.sharing.services.deciding import outcome_of
from safetoshare.sharing.services.notices import Notice, RuleSaid, Sent, read_notice, write_record
from safetoshare.sharing.services.recording import Written, notice_fields
from tests.sharing.disclosing import in_force, order_of

DAY = date(2026, 11, 22)
SALT = bytes(range(32))
ORDER = order_of(UnitPublicKey(UUID(int=7), generate_key_pair().public), UUID(int=8))
PLACE = Place(UUID(int=3), "sharing_package", "fields", 1)
SENT = Sent(b"payload", SealedValue(PLACE, UUID(int=4), Wrapped(b"wrapped"), Sealed(b"sealed")))
FIRST = LastNotice(0, b"")


def made(sent: Sent | None = SENT, last: LastNotice = FIRST) -> Written:
    order = ORDER if sent else replace(ORDER, consent="withdrawn")
    return write_record(
        order,
        outcome_of(order, in_force()),
        last,
        record=UUID(int=1),
        role="victim_care_officer",
        at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        on=DAY,
        salt=SALT,
        sent=sent,
    )


def plaintext(**changed: Any) -> bytes:  # noqa: ANN401  # hostile values too
    return json.dumps(notice_fields(made(), "the promise", date(2026, 11, 24)) | changed).encode()


def test_a_notice_tells_who_was_told_which_kinds_when_why_and_by_which_rule() -> None:
    notice = read_notice(plaintext())
    assert isinstance(notice, Notice)
    assert (notice.number, notice.on, notice.decision, notice.was_permitted) == (1, DAY, "permitted", True)
    assert (notice.recipient, notice.organisation_name) == ("specialist_service", "Next Link")
    assert notice.kinds == ("identity", "needs")
    assert notice.fields == ("identity/name", "needs/needs")
    assert notice.purpose == "support"
    assert notice.rules == (RuleSaid("M1", "Those who support the person are told what she or he agrees to."),)
    assert notice.citations == ("Rec 4 [R]", "Rec 6 [R]")
    assert (notice.consent, notice.consent_on) == ("given", ORDER.consent_on)
    assert notice.necessity == "She asked for a safe place."
    assert (notice.policy, notice.policy_sha256) == ("test-policy", in_force().sha256)
    assert (notice.role, notice.adopted_by) == ("victim_care_officer", "A force of the tests")
    assert (notice.promise, notice.include_by) == ("the promise", date(2026, 11, 24))
    assert notice.commitment == commitment(SALT, notice.record)
    assert notice.salt == SALT


def test_a_record_names_the_fields_given_and_holds_none_of_their_values() -> None:
    encoded = made().encoded.decode()
    assert "identity/name" in encoded
    for values in ORDER.fields.values():
        for value in values.values():
            assert value not in encoded


def test_a_record_continues_the_one_before() -> None:
    second = made(last=LastNotice(1, b"\x07" * 32))
    assert second.number == 2
    assert json.loads(second.encoded)["previous"] == "07" * 32


def test_the_record_of_a_refusal_tells_of_nothing_given() -> None:
    refused = json.loads(made(sent=None).encoded)
    assert refused["decision"] == "refused"
    assert refused["data"] == ["identity", "needs"]
    assert refused["fields"] == []
    assert refused["package_hash"] == refused["sealed_hash"] == refused["recipient_key"] == ""


def test_another_record_salt_or_commitment_does_not_read() -> None:
    other = json.loads(made().encoded) | {"necessity": "Something else."}
    spelled = json.dumps(other, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for changed in ({"record": spelled}, {"salt": "00" * 32}, {"commitment": "00" * 32}):
        with pytest.raises(SealError, match="committed"):
            read_notice(plaintext(**changed))


@given(
    name=st.sampled_from(["record", "salt", "commitment", "include_by"]),
    value=st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text())),
)
def test_what_is_no_notice_is_an_error(name: str, value: Any) -> None:  # noqa: ANN401
    with pytest.raises(SealError):
        read_notice(plaintext(**{name: value}))


@pytest.mark.parametrize("broken", [b"", b"[]", b"{}", b"\xff", b"null"])
def test_rubbish_is_no_notice(broken: bytes) -> None:
    with pytest.raises(SealError):
        read_notice(broken)
