"""The list in force is what was pinned and what follows it; whatever else stands in the database is not believed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import KeysNotTrustedError, create_unit, current_key, organisation_key
from safetoshare.base.keys.lists import (
    KeyListSigned,
    TooLate,
    add_signature,
    chain,
    draft_list,
    list_in_force,
    proposals,
    propose,
    withdraw,
)
from safetoshare.base.keys.pins import PIN_FILE, read_pin, write_pin
from safetoshare.base.keys.signing import present, signature_line
from safetoshare.base.models import (
    Account,
    MemberKey,
    ProposedKeyList,
    SignedKeyList,
    Unit,
    UnitKey,
    UnitKeyWrap,
)
from safetoshare.base.models.keys import KeyKind, MemberKeyState, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.core.key_list import KeyList, KeyListError, read_key_list
from safetoshare.core.vault import generate_key_pair
from tests.base.conftest import InThreads
from tests.base.people import (
    PASSPHRASE,
    PEPPERS,
    create_units,
    give_pending_key,
    member,
    stretch_quickly,
    trust_keys,
)

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
ORGANISATION = uuid4()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    stretch_quickly(monkeypatch)


@pytest.fixture
def team() -> dict[str, Account]:
    """Three who may sign, one who may not, and a newcomer whose key waits."""
    people = {
        "officer": member(Role.VICTIM_CARE_OFFICER),
        "supervisor": member(Role.UNIT_SUPERVISOR),
        "protection": member(Role.DATA_PROTECTION_OFFICER),
        "witness": member(Role.WITNESS_CARE_OFFICER),
    }
    create_units()
    people["newcomer"] = give_pending_key(Role.VICTIM_CARE_OFFICER, "newcomer")
    return people


def in_force() -> KeyList:
    with unit_of_work():
        return list_in_force()


def draft() -> str:
    with unit_of_work():
        return draft_list()


def line_of(account: Account, text: str) -> str:
    row = MemberKey.objects.select_related("account").get(account=account, state=MemberKeyState.CURRENT)
    return signature_line(present(row, PASSPHRASE, PEPPERS), text)


def test_a_key_of_the_list_is_given_out(team: dict[str, Account]) -> None:
    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
    assert key is not None
    assert key.public in {one.public for one in in_force().units}


def _other_public(key: UnitKey) -> None:
    UnitKey.objects.filter(pk=key.pk).update(public=generate_key_pair().public)


def _other_identifier(key: UnitKey) -> None:
    UnitKey.objects.filter(pk=key.pk).delete()
    UnitKey.objects.create(unit=key.unit, kind=key.kind, public=key.public)


def _other_unit_comes_first(_key: UnitKey) -> None:
    create_unit("A thief's", UnitPurpose.SAFEGUARDING, [])


def _other_kind(key: UnitKey) -> None:
    UnitKey.objects.filter(unit=key.unit).exclude(pk=key.pk).delete()
    UnitKey.objects.filter(pk=key.pk).update(kind=KeyKind.RESTRICTED)


@pytest.mark.parametrize("change", [_other_public, _other_identifier, _other_unit_comes_first, _other_kind])
def test_a_changed_key_row_is_not_given_out_and_alarms(
    team: dict[str, Account], change: Callable[[UnitKey], None], caplog: pytest.LogCaptureFixture
) -> None:
    change(UnitKey.objects.select_related("unit").get(unit__purpose="safeguarding", kind=KeyKind.ORDINARY))
    kind = KeyKind.RESTRICTED if change is _other_kind else KeyKind.ORDINARY
    with caplog.at_level(logging.CRITICAL), unit_of_work(), pytest.raises(KeysNotTrustedError):
        current_key(UnitPurpose.SAFEGUARDING, kind)
    assert "alarm, keys are not trusted: a unit's key is not the one that was signed" in caplog.text


def test_another_organisations_key_in_the_place_of_ones_own_is_not_given_out(team: dict[str, Account]) -> None:
    theirs = create_unit("Theirs", UnitPurpose.ORGANISATION, [], organisation=ORGANISATION)
    other = create_unit("Others'", UnitPurpose.ORGANISATION, [], organisation=uuid4())
    trust_keys()
    with unit_of_work():
        assert organisation_key(ORGANISATION) is not None
        assert organisation_key(uuid4()) is None
    Unit.objects.filter(pk=theirs.pk).update(organisation=uuid4())
    Unit.objects.filter(pk=other.pk).update(organisation=ORGANISATION)
    with unit_of_work(), pytest.raises(KeysNotTrustedError):
        organisation_key(ORGANISATION)


def test_nothing_is_trusted_without_a_pin(team: dict[str, Account]) -> None:
    (settings.ENVIRONMENT.state / PIN_FILE).unlink()
    with pytest.raises(KeysNotTrustedError, match="pinned"):
        in_force()


@pytest.mark.parametrize("changed", [{"origin": "another.example/keys"}, {"number": 2}, {"sha256": "0" * 64}])
def test_a_pin_that_does_not_fit_trusts_nothing(team: dict[str, Account], changed: dict[str, object]) -> None:
    pin = read_pin()
    assert pin is not None
    write_pin(replace(pin, **changed))  # type: ignore[arg-type]  # a field of it, by name
    with pytest.raises(KeysNotTrustedError):
        in_force()


def test_a_list_altered_or_put_in_by_one_alone_is_not_believed(team: dict[str, Account]) -> None:
    before, text = in_force(), draft()
    SignedKeyList.objects.create(number=2, note=f"{text}\n{line_of(team['officer'], text)}")
    with pytest.raises(KeysNotTrustedError):
        in_force()
    SignedKeyList.objects.filter(number=2).delete()
    assert in_force() == before
    note = SignedKeyList.objects.get(number=1).note
    SignedKeyList.objects.filter(number=1).update(note=note.replace(" signs\n", " -\n", 1))
    with pytest.raises(KeysNotTrustedError):
        in_force()


def test_two_signatures_put_a_newcomers_key_in_force_and_move_the_pin(team: dict[str, Account]) -> None:
    text = draft()
    proposal = propose(text, team["officer"].id)
    with unit_of_work():
        (waiting,) = proposals()
    assert [one.account for one in waiting.changes.added] == [team["newcomer"].id]
    assert waiting.signed_by == ()
    assert add_signature(proposal.id, team["officer"].id, line_of(team["officer"], text)) == KeyListSigned(
        in_force=False
    )
    assert in_force().number == 1
    assert add_signature(proposal.id, team["protection"].id, line_of(team["protection"], text)) == KeyListSigned(
        in_force=True
    )
    assert in_force() == read_key_list(text)
    assert MemberKey.objects.get(account=team["newcomer"]).state == MemberKeyState.CURRENT
    assert not ProposedKeyList.objects.exists()
    pin = read_pin()
    assert pin is not None
    assert pin.number == 2
    with unit_of_work():
        assert [one.listed.number for one in chain()] == [1, 2]


def test_the_same_member_twice_is_one(team: dict[str, Account]) -> None:
    text = draft()
    proposal = propose(text, team["officer"].id)
    for _ in range(2):
        line = line_of(team["officer"], text)
        assert add_signature(proposal.id, team["officer"].id, line) == KeyListSigned(in_force=False)


@pytest.mark.parametrize("who", ["witness", "newcomer"])
def test_who_may_not_sign_adds_nothing(team: dict[str, Account], who: str) -> None:
    text = draft()
    proposal = propose(text, team["officer"].id)
    row = MemberKey.objects.select_related("account").get(account=team[who])
    line = signature_line(present(row, PASSPHRASE, PEPPERS), text)
    with pytest.raises(KeyListError):
        add_signature(proposal.id, team[who].id, line)
    with pytest.raises(KeyListError):
        add_signature(proposal.id, team["officer"].id, line_of(team["supervisor"], text))
    lines = line_of(team["officer"], text) + line_of(team["supervisor"], text)
    with pytest.raises(KeyListError, match="one line"):
        add_signature(proposal.id, team["officer"].id, lines)


def test_of_two_lists_the_first_complete_one_counts_and_the_other_is_too_late(team: dict[str, Account]) -> None:
    text = draft()
    with clock.clock_at(clock.now() + timedelta(days=1)):
        other = draft()
    first, second = propose(text, team["officer"].id), propose(other, team["supervisor"].id)
    assert first.id != second.id
    add_signature(second.id, team["officer"].id, line_of(team["officer"], other))
    for who in ("officer", "supervisor"):
        add_signature(first.id, team[who].id, line_of(team[who], text))
    line = line_of(team["supervisor"], other)
    assert add_signature(second.id, team["supervisor"].id, line) == TooLate()
    assert in_force() == read_key_list(text)


def test_a_list_withdrawn_is_signed_by_nobody(team: dict[str, Account]) -> None:
    text = draft()
    proposal = propose(text, team["officer"].id)
    assert propose(text, team["supervisor"].id).id == proposal.id
    withdraw(proposal.id)
    assert add_signature(proposal.id, team["officer"].id, line_of(team["officer"], text)) == TooLate()


def test_what_does_not_follow_or_changes_nothing_is_not_proposed(team: dict[str, Account]) -> None:
    with pytest.raises(KeyListError, match="does not follow"):
        propose(in_force().text(), team["officer"].id)
    MemberKey.objects.filter(account=team["newcomer"]).delete()
    with pytest.raises(KeyListError, match="changes nothing"):
        propose(draft(), team["officer"].id)


def test_whoever_left_or_changed_role_loses_the_wraps_with_the_next_list(team: dict[str, Account]) -> None:
    Account.objects.filter(pk=team["supervisor"].pk).update(is_active=False)
    Account.objects.filter(pk=team["officer"].pk).update(role=Role.WITNESS_CARE_OFFICER)
    text = draft()
    proposal = propose(text, team["protection"].id)
    add_signature(proposal.id, team["protection"].id, line_of(team["protection"], text))
    assert UnitKeyWrap.objects.filter(member__account=team["supervisor"]).count() == 3
    done = add_signature(proposal.id, team["officer"].id, line_of(team["officer"], text))
    assert done == KeyListSigned(in_force=True)
    assert not UnitKeyWrap.objects.filter(member__account=team["supervisor"]).exists()
    wraps = UnitKeyWrap.objects.filter(member__account=team["officer"])
    assert list(wraps.values_list("unit_key__kind", flat=True)) == [KeyKind.ORDINARY]


def test_a_members_key_row_that_was_altered_is_not_listed_anew(team: dict[str, Account]) -> None:
    MemberKey.objects.filter(account=team["officer"]).update(public=generate_key_pair().public)
    with pytest.raises(KeysNotTrustedError):
        draft()


def test_a_unit_key_row_that_was_altered_is_not_listed_anew(team: dict[str, Account]) -> None:
    _other_public(UnitKey.objects.filter(unit__purpose="safeguarding")[0])
    assert read_key_list(draft()).units == in_force().units


def test_the_system_administrator_is_never_drafted(team: dict[str, Account]) -> None:
    administrator = give_pending_key(Role.SYSTEM_ADMINISTRATOR, "administrator")
    assert administrator.id not in {one.account for one in read_key_list(draft()).members}


@pytest.mark.django_db(databases=["default", "audit"], transaction=True)
def test_two_who_sign_at_once_put_it_in_force_once(in_threads: InThreads) -> None:
    people = [member(Role.VICTIM_CARE_OFFICER), member(Role.UNIT_SUPERVISOR), member(Role.DATA_PROTECTION_OFFICER)]
    create_units()
    give_pending_key(Role.VICTIM_CARE_OFFICER, "newcomer")
    text = draft()
    proposal = propose(text, people[0].id)
    lines = [line_of(one, text) for one in people]
    jobs = [
        lambda one=one, line=line: add_signature(proposal.id, one.id, line)
        for one, line in zip(people, lines, strict=True)
    ]
    done = in_threads(*jobs)
    assert KeyListSigned(in_force=True) in done
    assert SignedKeyList.objects.count() == 2
    assert in_force() == read_key_list(text)
