"""What is lost when a key is lost: no report, and never by one person alone.

A member forgets the passphrase; the only supervisor leaves; one recovery sheet is lost. Each drill ends with a report
that opens again for whoever may, and with what was lost opening nothing.
"""

from __future__ import annotations

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import draw_member_key, may_hold
from safetoshare.base.keys.lists import KeyListSigned, add_signature, draft_list, list_in_force, propose
from safetoshare.base.keys.recovering import draft_recovery, private_keys, recover
from safetoshare.base.keys.recovery import recovered
from safetoshare.base.keys.rotation import destroy_old, draw_successor, listed_keys, move_rows, rewrapper
from safetoshare.base.keys.signing import line_of, present, signature_line
from safetoshare.base.models import Account, MemberKey, RecoveryWrap, UnitKeyWrap
from safetoshare.base.models.keys import MemberKeyState
from safetoshare.base.permissions import Role
from safetoshare.base.sealing import open_with
from safetoshare.base.settings.secrets import KEYS, read_key
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError, SafeToShareError, SealError
from safetoshare.core.key_list import CURRENT, HOLDERS
from safetoshare.core.recovery_sheet import recovery_key
from safetoshare.core.vault import PrivateKey, Wrapped, unwrap
from safetoshare.report.api import sealed_groups
from tests.base.people import PASSPHRASE, PEPPER, PEPPERS, give_pending_key, recovery_keys
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import CONTENT, report_waits, unit_with

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NEW_PASSPHRASE = "harbour violin meadow copper orbit lantern"


@pytest.fixture
def people(unwrapper: InProcess) -> dict[Role, Account]:
    return unit_with(Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR, Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def account_of_report(people: dict[Role, Account]) -> SealedValue:
    """The account of a report that waits, sealed."""
    return sealed_groups(report_waits())["account"]


def reads(person: Account, passphrase: str, value: SealedValue) -> bool:
    """Whether somebody who unlocks with this passphrase reads the report."""
    unlocked = client.unlock(person.id, passphrase)
    if not isinstance(unlocked, client.KeysUnlocked):
        return False
    try:
        (plaintext,) = client.open_values(person.id, unlocked.handle, "read_report", [value])
    except SafeToShareError:
        return False
    assert CONTENT.account.encode() in plaintext
    return True


def sign_in_force(by: list[Account]) -> None:
    """Let members propose and sign the list that would follow."""
    with unit_of_work():
        text = draft_list()
    proposal = propose(text, by[0].id)
    for one in by:
        row = MemberKey.objects.select_related("account").get(account=one, state=MemberKeyState.CURRENT)
        done = add_signature(proposal.id, one.id, signature_line(present(row, PASSPHRASE, PEPPERS), text))
    assert done == KeyListSigned(in_force=True)


def draw_anew(person: Account) -> None:
    """Let an invited member draw a new key, which waits for two signatures."""
    drawn = draw_member_key(NEW_PASSPHRASE, PEPPER)
    MemberKey.objects.create(
        id=drawn.id,
        account=person,
        state=MemberKeyState.PENDING,
        public=drawn.public,
        verifier=drawn.verifier,
        salt=drawn.salt,
        sealed_private=drawn.sealed_private,
        sealed_signing=drawn.sealed_signing,
    )


def test_a_member_who_forgot_the_passphrase_reads_again_and_the_old_key_opens_nothing(
    people: dict[Role, Account], account_of_report: SealedValue, unwrapper: InProcess
) -> None:
    officer, supervisor = people[Role.VICTIM_CARE_OFFICER], people[Role.UNIT_SUPERVISOR]
    assert reads(officer, PASSPHRASE, account_of_report)
    draw_anew(officer)
    sign_in_force([supervisor, people[Role.DATA_PROTECTION_OFFICER]])
    assert not reads(officer, PASSPHRASE, account_of_report)
    # A colleague who unlocks wraps the unit's keys to the new one.
    assert reads(supervisor, PASSPHRASE, account_of_report)
    unwrapper.catch_up()
    assert reads(officer, NEW_PASSPHRASE, account_of_report)
    assert not reads(officer, PASSPHRASE, account_of_report)
    assert MemberKey.objects.filter(account=officer).count() == 1


def test_when_the_only_supervisor_left_two_holders_bring_in_the_next_and_nothing_is_lost(
    people: dict[Role, Account], account_of_report: SealedValue
) -> None:
    leaver = people[Role.UNIT_SUPERVISOR]
    for gone in people.values():
        Account.objects.filter(pk=gone.pk).update(is_active=False)
    supervisor = give_pending_key(Role.UNIT_SUPERVISOR, "next-supervisor")
    assert not reads(supervisor, PASSPHRASE, account_of_report)
    recover(draft_recovery(), recovery_keys()[1:])
    assert reads(supervisor, PASSPHRASE, account_of_report)
    assert not reads(leaver, PASSPHRASE, account_of_report)
    assert not UnitKeyWrap.objects.filter(member__account=leaver).exists()


def test_what_a_leaver_copied_opens_nothing_after_the_rotation(
    people: dict[Role, Account], account_of_report: SealedValue
) -> None:
    holders = recovery_keys()[:2]
    old = next(key for key in listed_keys("Safeguarding", "ordinary") if key.state == CURRENT)
    copied = private_keys(holders)[old.key]
    assert CONTENT.account.encode() in open_with(copied, account_of_report)
    Account.objects.filter(pk=people[Role.UNIT_SUPERVISOR].pk).update(is_active=False)
    move = draw_successor(old, lambda text: "\n".join((text, *(line_of(text, h.signer)[:-1] for h in holders), "")))
    rewrap = rewrapper(copied, move.to_key)
    move_rows(move, rewrap, lambda _table, _rows: None)
    destroy_old(move, rewrap, lambda _table, _rows: None, settle=0)
    moved = sealed_groups(account_of_report.place.record)["account"]
    with pytest.raises(SealError):
        open_with(copied, moved)
    assert reads(people[Role.VICTIM_CARE_OFFICER], PASSPHRASE, moved)
    with pytest.raises(SealError):
        open_with(copied, sealed_groups(report_waits())["account"])


@pytest.mark.parametrize("lost", HOLDERS)
def test_with_one_sheet_lost_the_other_two_recover_and_make_new_sheets(
    people: dict[Role, Account], account_of_report: SealedValue, lost: int
) -> None:
    left = [key for key in recovery_keys() if key.number != lost]
    new = [recovery_key(number, bytes([70 + number]) * 32) for number in HOLDERS]
    recover(draft_recovery(tuple(key.listed for key in new)), left)
    private = private_keys(new[:2])[account_of_report.unit_key]
    assert CONTENT.account.encode() in open_with(private, account_of_report)
    found = next(key for key in recovery_keys() if key.number == lost)
    for other in left:
        with pytest.raises(BadInputError):
            private_keys([found, other])
    assert reads(people[Role.VICTIM_CARE_OFFICER], PASSPHRASE, account_of_report)


@pytest.mark.parametrize("number", HOLDERS)
def test_one_recovery_holder_with_the_database_opens_nothing(account_of_report: SealedValue, number: int) -> None:
    holder = recovery_keys()[number - 1]
    rows = list(RecoveryWrap.objects.filter(unit_key=account_of_report.unit_key))
    for other in HOLDERS:
        with pytest.raises((SealError, ValueError)):
            recovered(account_of_report.unit_key, rows, [holder, recovery_key(other, holder.private)])


def test_one_member_with_the_database_puts_no_key_and_no_list_in_force(
    people: dict[Role, Account], account_of_report: SealedValue
) -> None:
    officer = people[Role.VICTIM_CARE_OFFICER]
    give_pending_key(Role.UNIT_SUPERVISOR, "an-accomplice")
    with unit_of_work():
        before, text = list_in_force(), draft_list()
    row = MemberKey.objects.select_related("account").get(account=officer)
    proposal = propose(text, officer.id)
    line = signature_line(present(row, PASSPHRASE, PEPPERS), text)
    for _ in range(3):
        assert add_signature(proposal.id, officer.id, line) == KeyListSigned(in_force=False)
    with unit_of_work():
        assert list_in_force() == before
    # Nor does an ordinary member hold what the data protection officer's key opens.
    assert not any(may_hold(officer, key) for key in before.units if key.purpose == "data_protection")


def test_the_administrator_with_database_and_all_key_files_opens_nothing(account_of_report: SealedValue) -> None:
    from django.conf import settings

    environment = settings.ENVIRONMENT
    files = [PrivateKey(read_key(environment.secrets, name, environment.mode)) for name in KEYS]
    for private in files:
        with pytest.raises(SealError):
            open_with(private, account_of_report)
        for row in UnitKeyWrap.objects.filter(unit_key=account_of_report.unit_key).select_related("member"):
            place = account_of_report.place
            with pytest.raises(SealError):
                unwrap(Wrapped(bytes(row.wrapped)), private, place)
            with pytest.raises(SealError):
                present(row.member, "a guess of six words it is", PEPPERS)
