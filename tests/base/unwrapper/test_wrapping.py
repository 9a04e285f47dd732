"""Wrapping keys: to listed members alone, of what the one who asks holds; and data keys anew, to a key that counts."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account, AuditRow, MemberKey, SignedKeyList, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, KeyState, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper import client, wrapping
from safetoshare.base.unwrapper.client import open_values
from safetoshare.base.unwrapper.reading import opened
from safetoshare.core.errors import BadInputError, LockedError, NotPermittedError, RefusedError, SealError
from safetoshare.core.vault import KeyPair, generate_key_pair
from tests.base.people import member, sealed, trust_keys
from tests.base.unwrapper.conftest import Team
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import CANARY, change, handle_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def keys_of(account: Account) -> set[tuple[str, str]]:
    rows = UnitKeyWrap.objects.filter(member__account=account.id).values_list(
        "unit_key__unit__purpose", "unit_key__kind"
    )
    return set(rows)


def key(kind: KeyKind, state: KeyState = KeyState.CURRENT) -> UnitKey:
    return UnitKey.objects.get(unit__purpose=UnitPurpose.SAFEGUARDING, kind=kind, state=state)


@pytest.fixture
def newcomers(team: Team) -> dict[Role, Account]:
    """A supervisor, a witness care officer and a worker of an organisation: listed since, with no wrap yet."""
    accounts = {
        Role.UNIT_SUPERVISOR: member(Role.UNIT_SUPERVISOR),
        Role.WITNESS_CARE_OFFICER: member(Role.WITNESS_CARE_OFFICER, "second-witness-care"),
        Role.PARTNER_WORKER: member(Role.PARTNER_WORKER, organisation=uuid4()),
    }
    trust_keys()
    return accounts


def test_each_listed_colleague_gets_what_the_role_may_open(team: Team, newcomers: dict[Role, Account]) -> None:
    assert client.wrap_missing(team.victim_care.id, handle_of(team.victim_care)) == 3
    assert keys_of(newcomers[Role.UNIT_SUPERVISOR]) == {("safeguarding", "ordinary"), ("safeguarding", "restricted")}
    assert keys_of(newcomers[Role.WITNESS_CARE_OFFICER]) == {("safeguarding", "ordinary")}
    assert keys_of(newcomers[Role.PARTNER_WORKER]) == set()
    supervisor = newcomers[Role.UNIT_SUPERVISOR]
    value = sealed(CANARY, KeyKind.RESTRICTED)
    assert open_values(supervisor.id, handle_of(supervisor), "read_report", [value]) == [CANARY]


def test_it_is_done_on_each_unlocking_too(team: Team, newcomers: dict[Role, Account], unwrapper: InProcess) -> None:
    handle_of(team.witness_care)
    unwrapper.catch_up()
    # A witness care officer hands on what it holds, and no more.
    assert keys_of(newcomers[Role.UNIT_SUPERVISOR]) == {("safeguarding", "ordinary")}


def test_a_second_time_there_is_nothing_to_do_and_nothing_to_audit(team: Team, newcomers: dict[Role, Account]) -> None:
    handle = handle_of(team.victim_care)
    client.wrap_missing(team.victim_care.id, handle)
    rows = AuditRow.objects.count()
    assert {(row.action, row.purpose) for row in AuditRow.objects.all()} == {("base:key:unlock", "wrap_unit_key")}
    assert client.wrap_missing(team.victim_care.id, handle) == 0
    assert AuditRow.objects.count() == rows == 2


def test_nobody_who_is_not_on_the_list_gets_a_wrap(team: Team) -> None:
    stranger = member(Role.UNIT_SUPERVISOR, "not-signed-for")
    assert client.wrap_missing(team.victim_care.id, handle_of(team.victim_care)) == 0
    assert keys_of(stranger) == set()


@pytest.mark.parametrize(
    "values", [{"is_active": False}, {"role": Role.INSPECTOR}, {"role": Role.WITNESS_CARE_OFFICER}]
)
def test_whoever_left_or_changed_role_since_the_list_gets_none(
    team: Team, newcomers: dict[Role, Account], values: dict[str, object]
) -> None:
    change(newcomers[Role.UNIT_SUPERVISOR], **values)
    client.wrap_missing(team.victim_care.id, handle_of(team.victim_care))
    assert keys_of(newcomers[Role.UNIT_SUPERVISOR]) == set()


def test_a_members_public_key_altered_in_its_row_is_passed_over(team: Team, newcomers: dict[Role, Account]) -> None:
    supervisor = newcomers[Role.UNIT_SUPERVISOR]
    theirs = generate_key_pair()
    with unit_of_work(write=True):
        MemberKey.objects.filter(account=supervisor.id).update(public=theirs.public)
    client.wrap_missing(team.victim_care.id, handle_of(team.victim_care))
    handle = handle_of(supervisor)
    # What was wrapped went to the key that was signed for: the right holder opens it, the altered row's does not.
    assert open_values(supervisor.id, handle, "read_report", [sealed(CANARY)]) == [CANARY]


def test_without_a_trusted_list_nothing_is_wrapped_and_the_keys_unlock_all_the_same(
    team: Team, newcomers: dict[Role, Account], unwrapper: InProcess
) -> None:
    handle = handle_of(team.victim_care)
    with unit_of_work(write=True):
        SignedKeyList.objects.all().delete()
    with pytest.raises(RefusedError, match="not trusted"):
        client.wrap_missing(team.victim_care.id, handle)
    unwrapper.catch_up()
    assert keys_of(newcomers[Role.UNIT_SUPERVISOR]) == set()
    assert client.seconds_unlocked(team.victim_care.id, handle) > 0


def test_what_breaks_after_unlocking_is_told_to_the_log_by_its_kind_alone(
    team: Team, newcomers: dict[Role, Account], unwrapper: InProcess, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def fails(*_given: object) -> None:
        raise ValueError("canary")

    monkeypatch.setattr(wrapping, "_reachable", fails)
    handle_of(team.victim_care)
    unwrapper.catch_up()
    assert "not wrapped to colleagues: ValueError" in caplog.text
    assert "canary" not in caplog.text


# Data keys wrapped anew


def rotate(kind: KeyKind) -> UUID:
    """Give the safeguarding unit a new key of a kind and sign for it; return its identifier."""
    return rotate_to(kind, generate_key_pair())


def rotate_to(kind: KeyKind, pair: KeyPair) -> UUID:
    old = key(kind)
    with unit_of_work(write=True):
        UnitKey.objects.filter(pk=old.pk).update(state=KeyState.RETIRED)
        new = UnitKey.objects.create(unit=old.unit, kind=kind, public=pair.public)
    trust_keys()
    return new.id


def test_a_value_wrapped_anew_keeps_its_seal_and_opens_with_the_next_key_alone(team: Team) -> None:
    value, handle, pair = sealed(CANARY), handle_of(team.victim_care), generate_key_pair()
    to_key = rotate_to(KeyKind.ORDINARY, pair)
    wraps = client.rewrap(team.victim_care.id, handle, to_key, [value, value])
    assert [opened(replace(value, wrapped=wrapped), pair.private) for wrapped in wraps] == [CANARY, CANARY]
    with pytest.raises(SealError):
        opened(value, pair.private)
    row = AuditRow.objects.get()
    assert (row.action, row.record, row.purpose) == ("base:key:rotate", to_key, "wrap_anew")


@pytest.mark.parametrize("wrong", ["unknown", "retired", "another kind", "another unit"])
def test_nothing_is_wrapped_to_any_other_key(team: Team, wrong: str) -> None:
    value, handle = sealed(CANARY), handle_of(team.victim_care)
    old = value.unit_key
    rotate(KeyKind.ORDINARY)
    with unit_of_work():
        to_key = {
            "unknown": uuid4(),
            "retired": old,
            "another kind": key(KeyKind.RESTRICTED).id,
            "another unit": UnitKey.objects.get(unit__purpose=UnitPurpose.DATA_PROTECTION).id,
        }[wrong]
    with pytest.raises(RefusedError):
        client.rewrap(team.victim_care.id, handle, to_key, [value])
    assert not AuditRow.objects.exists()


def test_a_key_altered_in_its_row_is_not_the_one_that_is_wrapped_to(team: Team) -> None:
    value, handle = sealed(CANARY), handle_of(team.victim_care)
    signed_for, theirs = generate_key_pair(), generate_key_pair()
    to_key = rotate_to(KeyKind.ORDINARY, signed_for)
    # The audit is sealed first, to a key of its own: it does not meet the altered row.
    with unit_of_work(write=True):
        UnitKey.objects.filter(pk=to_key).update(public=theirs.public)
    (wrapped,) = client.rewrap(team.victim_care.id, handle, to_key, [value])
    assert opened(replace(value, wrapped=wrapped), signed_for.private) == CANARY
    with pytest.raises(SealError):
        opened(replace(value, wrapped=wrapped), theirs.private)


def test_who_may_not_rotate_or_holds_no_key_wraps_nothing_anew(team: Team) -> None:
    ordinary, restricted = sealed(CANARY), sealed(CANARY, KeyKind.RESTRICTED)
    handles = {account.id: handle_of(account) for account in (team.witness_care, team.data_protection)}
    to_keys = {kind: rotate(kind) for kind in KeyKind}
    with pytest.raises(NotPermittedError):
        client.rewrap(team.witness_care.id, handles[team.witness_care.id], to_keys[KeyKind.ORDINARY], [ordinary])
    with pytest.raises(NotPermittedError, match="no key"):
        client.rewrap(
            team.data_protection.id, handles[team.data_protection.id], to_keys[KeyKind.RESTRICTED], [restricted]
        )
    with pytest.raises(LockedError):
        client.rewrap(team.victim_care.id, "none", to_keys[KeyKind.ORDINARY], [ordinary])


def test_a_batch_has_an_end(team: Team) -> None:
    values = [sealed(CANARY)] * (wrapping.MOST_VALUES + 1)
    with pytest.raises(BadInputError, match="500"):
        client.rewrap(team.victim_care.id, handle_of(team.victim_care), uuid4(), values)
