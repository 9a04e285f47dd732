"""What a version would change in recorded decisions: counted, with nothing of a record coming out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from safetoshare.base.accounts.opening import Opener
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.models import Account, AuditRow
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.server import answer_to
from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.ledger.record import DisclosureRecord
from safetoshare.core.measures import PublishedCount
from safetoshare.core.vault import generate_key_pair
from safetoshare.sharing.api import replay as api
from safetoshare.sharing.api.replay import Replay, replay_version
from safetoshare.sharing.models import Disclosure
from safetoshare.sharing.selectors.disclosures import newest_records
from safetoshare.sharing.services.replaying import REPLAY_NAME, replay_records
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import handle_of
from tests.core.ledger.records import RECORD, REFUSAL
from tests.sharing.disclosing import CLAIMS, POLICY, order_of, press
from tests.sharing.policies import loaded
from tests.sharing.replaying import REASON, TURNED, decide_about_two_people, supervisor

__all__ = ["supervisor"]

FEW, NONE = PublishedCount(None, is_exact=False), PublishedCount(0, is_exact=True)
GIVEN = {"document": "test.toml", "content": POLICY.decode()}
KINDS = ("identity", "needs")
CANARIES = ("Canary", "Nightingale", "5b1f6c1e", "Next Link")


def plaintext(record: DisclosureRecord, **more: str) -> bytes:
    return json.dumps({"record": record.encoded().decode(), **more}).encode()


def replayed(*plaintexts: bytes | None, content: bytes = POLICY) -> dict[str, Any]:
    """Each record is a case of its own."""
    cases = list(range(len(plaintexts)))
    return replay_records(plaintexts, {"document": "test.toml", "content": content.decode(), "cases": cases})


def several(count: int, **changed: Any) -> list[bytes]:  # noqa: ANN401
    return [plaintext(replace(RECORD, id=uuid4(), **changed)) for _ in range(count)]


def test_the_version_that_decided_changes_nothing() -> None:
    found = replayed(*several(13))
    assert found == {"records": 10, "unreadable": 0, "changed": None, "rows": [], "others": None}


def test_each_change_is_counted_by_recipient_with_kinds_and_silence_and_rounded() -> None:
    found = replayed(*several(13), content=TURNED)
    assert (found["records"], found["changed"], found["others"]) == (10, 10, None)
    assert found["rows"] == [
        {
            "recipient": "specialist_service",
            "was": "yes",
            "now": "no",
            "count": 10,
            "kinds": ["identity", "needs"],
            "rules": [],
            "by_silence": True,
        }
    ]


def test_fewer_than_ten_changes_look_like_none() -> None:
    assert replayed(*several(9), content=TURNED) == replayed(*several(9))


def test_refusals_are_replayed_too() -> None:
    other_offence: dict[str, Any] = {"status_basis": "evidence_of_other_offence", "gateway": "law_enforcement_task"}
    told = replace(REFUSAL, data=("identity",), answers=("no",), **other_offence)
    (row,) = replayed(*(plaintext(replace(told, id=uuid4())) for _ in range(10)))["rows"]
    assert (row["recipient"], row["was"], row["now"]) == ("immigration_enforcement", "no", "human")
    assert (row["rules"], row["by_silence"]) == (["H1"], False)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        b"",
        b"{}",
        b"[]",
        b'{"record": 5}',
        b'{"record": "{}"}',
        b"\xff",
        plaintext(replace(RECORD, recipient="the moon")),
        plaintext(replace(RECORD, actor="nobody")),
    ],
)
def test_what_does_not_open_or_read_is_counted_as_such(broken: bytes | None) -> None:
    found = replayed(*several(9), broken)
    assert (found["records"], found["unreadable"]) == (10, None)
    assert replayed(*several(2), *([broken] * 11))["unreadable"] == 10


def test_the_order_of_the_records_does_not_show_in_what_comes_out() -> None:
    records = several(11) + several(11, recipient="immigration_adviser")
    assert replayed(*records, content=TURNED) == replayed(*reversed(records), content=TURNED)


@pytest.mark.parametrize(
    "body", [{}, {"document": "a"}, {"document": "a", "content": 5}, {"content": "x"}, {**GIVEN, "cases": ["a"]}, GIVEN]
)
def test_without_a_version_or_cases_nothing_is_replayed(body: dict[str, Any]) -> None:
    with pytest.raises(BadInputError):
        replay_records([], body)


def test_a_record_without_a_case_is_not_replayed() -> None:
    with pytest.raises(BadInputError):
        replay_records(several(2), GIVEN | {"cases": [0]})


def test_a_version_that_does_not_read_is_an_error_that_tells_of_no_record() -> None:
    with pytest.raises(PolicyError) as error:
        replayed(*several(2), content=b"id = 5")
    assert not any(word in str(error.value) for word in CANARIES)


# In the unwrapper


def replay_of(account: Account, content: bytes = TURNED) -> Replay:
    version = loaded(content, CLAIMS, "turned.toml").version_id
    found = replay_version(version, opener=Opener(account.id, handle_of(account), account.role), reason=REASON)
    assert found is not None
    return found


pages = pytest.mark.django_db(transaction=True, databases=["default", "audit"])


@pages
def test_recorded_decisions_are_replayed_and_counted(supervisor: Account) -> None:
    decide_about_two_people()
    found = replay_of(supervisor)
    assert (found.records, found.unreadable, found.left_out) == (FEW, NONE, NONE)
    assert (found.changed, found.rows, found.others) == (None, (), None)
    row = AuditRow.objects.get()
    assert (row.action, row.purpose) == (Action.POLICY_REPLAY, "replay_policy")


@pages
def test_nothing_of_a_record_leaves_the_unwrapper(supervisor: Account, unwrapper: InProcess) -> None:
    decide_about_two_people()
    values = [row.at(Disclosure.place(row.id)) for row in Disclosure.objects.all()]
    message = {
        "ask": "survey",
        "account": str(supervisor.id),
        "handle": handle_of(supervisor),
        "survey": REPLAY_NAME,
        "subject": str(UUID(int=5)),
        "reason": REASON,
        "values": [value.as_json() for value in values],
        "body": {"document": "a.toml", "content": TURNED.decode(), "cases": [0] * len(values)},
    }
    answered = json.dumps(answer_to(json.loads(json.dumps(message)), unwrapper.openings))
    opened = client.open_values(supervisor.id, handle_of(supervisor), "read_report", values)
    assert b"Canary necessity" in b"".join(opened)
    identifiers = [str(row.id) for row in Disclosure.objects.all()] + [
        str(row.case) for row in Disclosure.objects.all()
    ]
    expected: dict[str, Any] = {"records": None, "unreadable": 0, "changed": None, "rows": [], "others": None}
    assert (len(values), json.loads(answered)["answer"]) == (4, expected)
    assert not [word for word in (*CANARIES, *identifiers, "2026") if word in answered]


@pages
def test_the_newest_are_looked_at_and_the_others_are_counted(
    supervisor: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide_about_two_people()
    monkeypatch.setattr(api, "MOST_RECORDS", 3)
    found = replay_of(supervisor)
    assert (found.records, found.left_out) == (FEW, FEW)


@pages
def test_a_record_that_no_longer_opens_is_counted(supervisor: Account) -> None:
    decide_about_two_people()
    row = Disclosure.objects.earliest("number")
    Disclosure.objects.filter(id=row.id).update(sealed=bytes(row.sealed)[::-1])
    assert (replay_of(supervisor).records, replay_of(supervisor, POLICY).unreadable) == (FEW, FEW)


@pages
def test_the_records_of_one_case_are_one_case(supervisor: Account) -> None:
    decide_about_two_people()
    cases = {row.id: row.case for row in Disclosure.objects.all()}
    values, numbers = newest_records(10)
    paired = {(cases[value.place.record], number) for value, number in zip(values, numbers, strict=True)}
    assert (len(values), len(paired), len(set(numbers))) == (4, 2, 2)


@pages
def test_ten_cases_whose_answers_change_are_shown(supervisor: Account) -> None:
    for _ in range(5):
        decide_about_two_people()
    found = replay_of(supervisor)
    assert found.records == PublishedCount(20, is_exact=False)
    (row,) = found.rows
    assert (row.recipient, row.was, row.now, row.count) == ("specialist_service", "yes", "no", 10)
    assert (row.kinds, row.rules, row.by_silence, found.changed, found.others) == (KINDS, (), True, 10, None)


@pages
def test_a_version_that_is_not_there_is_not_replayed(supervisor: Account) -> None:
    press(order_of(UnitPublicKey(uuid4(), generate_key_pair().public), uuid4()))
    opener = Opener(supervisor.id, handle_of(supervisor), supervisor.role)
    assert replay_version(uuid4(), opener=opener, reason=REASON) is None
    assert not AuditRow.objects.exists()
