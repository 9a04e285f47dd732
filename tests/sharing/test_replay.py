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
from safetoshare.sharing.services.replaying import REPLAY_NAME, replay_records
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import handle_of
from tests.core.ledger.records import RECORD, REFUSAL
from tests.sharing.disclosing import CLAIMS, POLICY, order_of, press
from tests.sharing.policies import loaded
from tests.sharing.replaying import REASON, TURNED, decide_about_two_people, supervisor

__all__ = ["supervisor"]

CANARIES = ("Canary", "Nightingale", "5b1f6c1e", "Next Link")


def plaintext(record: DisclosureRecord, **more: str) -> bytes:
    return json.dumps({"record": record.encoded().decode(), **more}).encode()


def replayed(*plaintexts: bytes | None, content: bytes = POLICY) -> dict[str, Any]:
    return replay_records(plaintexts, {"document": "test.toml", "content": content.decode()})


def several(count: int, **changed: Any) -> list[bytes]:  # noqa: ANN401
    return [plaintext(replace(RECORD, id=uuid4(), **changed)) for _ in range(count)]


def test_the_version_that_decided_changes_nothing() -> None:
    assert replayed(*several(3)) == {"records": 3, "unreadable": 0, "answers": 6, "changed": 0, "rows": []}


def test_each_change_is_counted_by_recipient_with_kinds_and_rules_and_rounded() -> None:
    found = replayed(*several(13), content=TURNED)
    assert (found["records"], found["answers"], found["changed"]) == (13, 26, 25)
    assert found["rows"] == [
        {
            "recipient": "specialist_service",
            "was": "yes",
            "now": "no",
            "count": 25,
            "kinds": ["identity", "needs"],
            "rules": [],
        }
    ]


def test_fewer_than_ten_changes_of_a_kind_are_not_counted_out() -> None:
    found = replayed(*several(4), content=TURNED)
    assert found["changed"] is None
    assert [row["count"] for row in found["rows"]] == [None]


def test_refusals_are_replayed_too() -> None:
    other_offence: dict[str, Any] = {"status_basis": "evidence_of_other_offence", "gateway": "law_enforcement_task"}
    told = replace(REFUSAL, data=("identity",), answers=("no",), **other_offence)
    (row,) = replayed(plaintext(told))["rows"]
    assert (row["recipient"], row["was"], row["now"]) == ("immigration_enforcement", "no", "human")
    assert row["rules"] == ["H1"]


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
    found = replayed(*several(1), broken, *several(1))
    assert (found["records"], found["unreadable"], found["answers"]) == (3, 1, 4)


def test_the_order_of_the_records_does_not_show_in_what_comes_out() -> None:
    records = several(2) + several(2, recipient="immigration_adviser")
    assert replayed(*records, content=TURNED) == replayed(*reversed(records), content=TURNED)


@pytest.mark.parametrize("body", [{}, {"document": "a"}, {"document": "a", "content": 5}, {"content": "x"}])
def test_without_a_version_nothing_is_replayed(body: dict[str, Any]) -> None:
    with pytest.raises(BadInputError):
        replay_records([], body)


def test_a_version_that_does_not_read_is_an_error_that_tells_of_no_record() -> None:
    with pytest.raises(PolicyError) as error:
        replayed(*several(2), content=b"id = 5")
    assert not any(word in str(error.value) for word in CANARIES)


# In the unwrapper


def replay_of(account: Account, content: bytes = TURNED) -> Replay:
    version = loaded(content, CLAIMS, "turned.toml").version_id
    found = replay_version(version, opener=Opener(account.id, handle_of(account)), reason=REASON)
    assert found is not None
    return found


pages = pytest.mark.django_db(transaction=True, databases=["default", "audit"])


@pages
def test_recorded_decisions_are_replayed_and_counted(supervisor: Account) -> None:
    decide_about_two_people()
    found = replay_of(supervisor)
    assert (found.records, found.unreadable, found.left_out, found.answers) == (4, 0, 0, 8)
    assert found.changed == PublishedCount(None, is_exact=False)
    assert [(row.recipient, row.was, row.now, row.count.at_least) for row in found.rows] == [
        ("specialist_service", "yes", "no", None)
    ]
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
        "body": {"document": "a.toml", "content": TURNED.decode()},
    }
    answered = json.dumps(answer_to(json.loads(json.dumps(message)), unwrapper.openings))
    opened = client.open_values(supervisor.id, handle_of(supervisor), "read_report", values)
    assert b"Canary necessity" in b"".join(opened)
    identifiers = [str(row.id) for row in Disclosure.objects.all()] + [
        str(row.case) for row in Disclosure.objects.all()
    ]
    assert json.loads(answered)["answer"]["records"] == len(values) == 4
    assert not [word for word in (*CANARIES, *identifiers, "2026") if word in answered]


@pages
def test_the_newest_are_looked_at_and_the_others_are_counted(
    supervisor: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide_about_two_people()
    monkeypatch.setattr(api, "MOST_RECORDS", 3)
    found = replay_of(supervisor)
    assert (found.records, found.left_out) == (3, 1)


@pages
def test_a_record_that_no_longer_opens_is_counted(supervisor: Account) -> None:
    decide_about_two_people()
    row = Disclosure.objects.earliest("number")
    Disclosure.objects.filter(id=row.id).update(sealed=bytes(row.sealed)[::-1])
    assert (replay_of(supervisor).records, replay_of(supervisor, POLICY).unreadable) == (4, 1)


@pages
def test_a_version_that_is_not_there_is_not_replayed(supervisor: Account) -> None:
    press(order_of(UnitPublicKey(uuid4(), generate_key_pair().public), uuid4()))
    opener = Opener(supervisor.id, handle_of(supervisor))
    assert replay_version(uuid4(), opener=opener, reason=REASON) is None
    assert not AuditRow.objects.exists()
