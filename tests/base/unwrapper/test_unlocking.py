"""Unlocking: which passphrases do, how long wrong ones wait, who holds no key, and what locks again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import DrawnMemberKey
from safetoshare.base.models import Account, MemberKey
from safetoshare.base.models.keys import MemberKeyState
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.client import KeysStayLocked, KeysUnlocked, open_values, unlock
from safetoshare.core.errors import LockedError, NotPermittedError
from tests.base.conftest import InThreads
from tests.base.people import PASSPHRASE, member, sealed
from tests.base.unwrapper.conftest import Team
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import CANARY, change, handle_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.mark.parametrize("typed", [PASSPHRASE, f"\t{PASSPHRASE.replace(' ', '  ')} ", PASSPHRASE.title()])
def test_the_passphrase_unlocks_however_it_is_spaced(team: Team, typed: str) -> None:
    outcome = unlock(team.victim_care.id, typed)
    assert isinstance(outcome, KeysUnlocked)
    assert outcome.seconds_left == 15 * 60
    assert outcome.handle not in repr(outcome)


@pytest.mark.parametrize("typed", ["", " ", PASSPHRASE[:-1], PASSPHRASE + " more", "\x00", "\ud800", "x" * 100_000])
def test_any_other_passphrase_does_not(team: Team, typed: str) -> None:
    assert unlock(team.victim_care.id, typed) == KeysStayLocked("wrong")


def test_three_wrong_passphrases_are_free_then_waits_grow_to_five_minutes(team: Team, unwrapper: InProcess) -> None:
    account = team.victim_care.id
    for _ in range(3):
        assert unlock(account, "wrong") == KeysStayLocked("wrong")
    waits = []
    for _ in range(10):
        outcome = unlock(account, PASSPHRASE)
        assert isinstance(outcome, KeysStayLocked)
        assert outcome.reason == "wait"
        waits.append(outcome.seconds)
        unwrapper.clock.seconds += outcome.seconds - 0.5
        assert unlock(account, PASSPHRASE) == KeysStayLocked("wait", 1)
        unwrapper.clock.seconds += 0.5
        assert unlock(account, "wrong") == KeysStayLocked("wrong")
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_a_burst_of_wrong_passphrases_gets_three_answers_and_then_waits(
    unwrapper: InProcess, in_threads: InThreads
) -> None:
    account = member(Role.VICTIM_CARE_OFFICER).id
    question = {"ask": "unlock", "account": str(account), "passphrase": "wrong"}
    answers = in_threads(*[lambda: unwrapper.openings.answer(question)] * 8)
    assert sorted(answer["refused"] for answer in answers) == [*["wait"] * 5, *["wrong"] * 3]


def test_wrong_passphrases_of_one_account_do_not_make_another_wait(team: Team) -> None:
    for _ in range(4):
        unlock(team.victim_care.id, "wrong")
    assert isinstance(unlock(team.witness_care.id, PASSPHRASE), KeysUnlocked)


def test_success_makes_the_next_three_tries_free_again(team: Team) -> None:
    for _ in range(2):
        unlock(team.victim_care.id, "wrong")
    handle_of(team.victim_care)
    for _ in range(3):
        assert unlock(team.victim_care.id, "wrong") == KeysStayLocked("wrong")


def test_without_a_key_of_its_own_no_account_unlocks(team: Team) -> None:
    supervisor = create_account("unit-supervisor", Role.UNIT_SUPERVISOR)
    assert unlock(supervisor.id, PASSPHRASE) == KeysStayLocked("no_key")
    assert unlock(uuid4(), PASSPHRASE) == KeysStayLocked("no_key")


@pytest.mark.usefixtures("team")
def test_a_role_that_may_not_unlock_does_not_though_it_has_a_key() -> None:
    assert unlock(member(Role.SYSTEM_ADMINISTRATOR).id, PASSPHRASE) == KeysStayLocked("no_key")


def test_a_deactivated_account_does_not_unlock(team: Team) -> None:
    change(team.victim_care, is_active=False)
    assert unlock(team.victim_care.id, PASSPHRASE) == KeysStayLocked("no_key")


def test_a_private_key_put_into_another_members_row_does_not_open_there(team: Team) -> None:
    with unit_of_work(write=True):
        mine, theirs = team.victim_care.keys.get(), team.witness_care.keys.get()
        mine.salt, mine.sealed_private = theirs.salt, theirs.sealed_private
        mine.save()
    assert unlock(team.victim_care.id, PASSPHRASE) == KeysStayLocked("wrong")


def test_locking_needs_the_handle_and_the_account(team: Team, handle: str) -> None:
    client.lock(team.witness_care.id, handle)
    assert client.seconds_unlocked(team.victim_care.id, handle) > 0
    client.lock(team.victim_care.id, handle)
    assert client.seconds_unlocked(team.victim_care.id, handle) == 0


def test_a_restart_locks_all(team: Team, handle: str, unwrapper: InProcess) -> None:
    unwrapper.restart()
    assert client.seconds_unlocked(team.victim_care.id, handle) == 0
    with pytest.raises(LockedError):
        open_values(team.victim_care.id, handle, "read_report", [sealed(CANARY)])


# A new key, and who waits for signatures


def pending_key(account: Account) -> DrawnMemberKey:
    """Have a key drawn and write it down as pending, as joining does."""
    drawn = client.draw_member_key(account.id)
    with unit_of_work(write=True):
        MemberKey.objects.create(
            id=drawn.id,
            account=account,
            state=MemberKeyState.PENDING,
            public=drawn.public,
            verifier=drawn.verifier,
            salt=drawn.salt,
            sealed_private=drawn.sealed_private,
            sealed_signing=drawn.sealed_signing,
        )
    return drawn


def test_a_drawn_key_opens_with_its_passphrase_once_it_is_current(team: Team) -> None:
    newcomer = create_account("unit-supervisor", Role.UNIT_SUPERVISOR)
    drawn = pending_key(newcomer)
    assert len(drawn.passphrase.split()) == 6
    assert drawn.passphrase not in repr(drawn)
    assert unlock(newcomer.id, drawn.passphrase) == KeysStayLocked("pending")
    with unit_of_work(write=True):
        MemberKey.objects.update(state=MemberKeyState.CURRENT)
    assert unlock(newcomer.id, PASSPHRASE) == KeysStayLocked("wrong")
    assert isinstance(unlock(newcomer.id, drawn.passphrase), KeysUnlocked)


def test_a_pending_key_beside_a_current_one_changes_nothing_yet(team: Team) -> None:
    drawn = pending_key(team.victim_care)
    assert unlock(team.victim_care.id, drawn.passphrase) == KeysStayLocked("wrong")
    assert isinstance(unlock(team.victim_care.id, PASSPHRASE), KeysUnlocked)


def test_drawing_stores_nothing_and_no_two_are_alike(team: Team) -> None:
    before = MemberKey.objects.count()
    first, second = (client.draw_member_key(team.victim_care.id) for _ in range(2))
    assert MemberKey.objects.count() == before
    assert first.passphrase != second.passphrase
    assert first.public != second.public


def test_no_key_is_drawn_for_a_role_that_holds_none(team: Team) -> None:
    administrator = create_account("admin", Role.SYSTEM_ADMINISTRATOR)
    for account in (administrator.id, uuid4()):
        with pytest.raises(NotPermittedError):
            client.draw_member_key(account)


def test_when_the_key_is_replaced_what_it_had_unlocked_locks(team: Team, handle: str) -> None:
    pending_key(team.victim_care)
    with unit_of_work(write=True):
        team.victim_care.keys.filter(state=MemberKeyState.CURRENT).delete()
        team.victim_care.keys.update(state=MemberKeyState.CURRENT)
    with pytest.raises(LockedError):
        open_values(team.victim_care.id, handle, "read_report", [sealed(CANARY)])


def test_lock_all_locks_everybody_and_says_how_many(team: Team, handle: str) -> None:
    other = handle_of(team.witness_care)
    assert client.lock_all() == 2
    assert client.seconds_unlocked(team.victim_care.id, handle) == 0
    assert client.seconds_unlocked(team.witness_care.id, other) == 0
    assert client.lock_all() == 0


@pytest.mark.parametrize(
    "values", [{"is_active": False}, {"role": Role.WITNESS_CARE_OFFICER}, {"session_stamp": uuid4()}]
)
def test_the_sweep_forgets_the_keys_of_whoever_left_or_changed(
    team: Team, handle: str, unwrapper: InProcess, values: dict[str, object]
) -> None:
    other = handle_of(team.witness_care)
    unwrapper.openings.sweep()
    assert client.seconds_unlocked(team.victim_care.id, handle) > 0
    change(team.victim_care, **values)
    unwrapper.openings.sweep()
    assert client.seconds_unlocked(team.victim_care.id, handle) == 0
    assert client.seconds_unlocked(team.witness_care.id, other) > 0
