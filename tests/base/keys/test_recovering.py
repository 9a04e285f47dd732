"""Two holders let members open again, make new sheets, and hold a drill; one holder does nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from safetoshare.base import clock
from safetoshare.base.checkup import key_list, recovery_drill
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import list_in_force
from safetoshare.base.keys.recovering import draft_recovery, drill, recover
from safetoshare.base.models import MemberKey, RecoveryWrap, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import MemberKeyState
from safetoshare.base.permissions import Role
from safetoshare.base.sealing import open_with
from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.key_list import HOLDERS, ListedHolder
from safetoshare.core.recovery_sheet import recovery_key
from safetoshare.core.vault import generate_key_pair
from tests.base.people import create_units, give_pending_key, member, recovery_keys, sealed, stretch_quickly

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def unit(monkeypatch: pytest.MonkeyPatch) -> None:
    stretch_quickly(monkeypatch)
    member(Role.VICTIM_CARE_OFFICER)
    create_units()


def new_holders() -> tuple[ListedHolder, ...]:
    return tuple(recovery_key(number, bytes([100 + number]) * 32).listed for number in HOLDERS)


def test_a_newcomer_reads_again_when_all_members_are_lost() -> None:
    MemberKey.objects.all().delete()
    newcomer = give_pending_key(Role.UNIT_SUPERVISOR, "newcomer")
    drafted = draft_recovery()
    assert [one.account for one in drafted.changes.added] == [newcomer.id]
    done = recover(drafted, recovery_keys()[1:])
    assert (done.wraps, done.number) == (3, 2)
    assert MemberKey.objects.get(account=newcomer).state == MemberKeyState.CURRENT
    assert UnitKeyWrap.objects.filter(member__account=newcomer).count() == 3


def test_a_list_that_changes_nothing_is_not_signed_and_lost_wraps_are_made_again() -> None:
    UnitKeyWrap.objects.all().delete()
    done = recover(draft_recovery(), recovery_keys()[:2])
    assert (done.wraps, done.number) == (2, 1)


def test_new_sheets_take_the_place_of_the_old_ones() -> None:
    old = bytes(RecoveryWrap.objects.first().wrapped)  # type: ignore[union-attr]  # there are nine
    recover(draft_recovery(new_holders()), recovery_keys()[:2])
    assert RecoveryWrap.objects.count() == 3 * UnitKey.objects.count()
    assert old not in {bytes(row.wrapped) for row in RecoveryWrap.objects.all()}
    with pytest.raises(BadInputError, match="not the recovery keys"):
        drill(recovery_keys()[:2])
    assert drill([recovery_key(number, bytes([100 + number]) * 32) for number in (1, 3)]).unit_keys == 5


@pytest.mark.parametrize("which", [(0,), (0, 0), ()])
def test_one_sheet_alone_does_nothing(which: tuple[int, ...]) -> None:
    give_pending_key(Role.UNIT_SUPERVISOR, "newcomer")
    keys = [recovery_keys()[index] for index in which]
    for act in (lambda: recover(draft_recovery(), keys), lambda: drill(keys)):
        with pytest.raises(BadInputError, match="two different holders"):
            act()
    with unit_of_work():
        assert list_in_force().number == 1


def test_a_stranger_beside_a_holder_does_nothing() -> None:
    with pytest.raises(BadInputError):
        drill([recovery_keys()[0], recovery_key(2, b"\x55" * 32)])


def test_a_drill_opens_records_and_changes_nothing_but_the_day() -> None:
    wraps = list(RecoveryWrap.objects.order_by("pk").values_list("pk", flat=True))
    done = drill(recovery_keys()[:2])
    assert done.unit_keys == 5
    assert drill(recovery_keys()[:2]) == done
    assert list(RecoveryWrap.objects.order_by("pk").values_list("pk", flat=True)) == wraps
    assert recovery_drill().is_well


def test_a_drill_finds_a_recovery_wrap_that_was_altered() -> None:
    row = RecoveryWrap.objects.get(inner=1, outer=2, unit_key__kind="restricted")
    row.wrapped = bytes(row.wrapped)[:-1] + bytes((bytes(row.wrapped)[-1] ^ 1,))
    row.save()
    with pytest.raises(SealError):
        drill(recovery_keys()[:2])
    assert drill([recovery_keys()[0], recovery_keys()[2]]).unit_keys == 5


def test_a_wrap_of_another_key_in_the_right_place_is_found() -> None:
    from safetoshare.base.keys.recovery import recovery_wraps

    key = UnitKey.objects.filter(kind="restricted")[0]
    RecoveryWrap.objects.filter(unit_key=key).delete()
    thiefs = generate_key_pair()
    for row in recovery_wraps(key.id, thiefs.private, [holder.listed for holder in recovery_keys()]):
        row.save()
    with pytest.raises(SealError, match="another key"):
        drill(recovery_keys()[:2])


def test_the_doctor_says_when_a_drill_is_due(production_mode: None) -> None:
    assert "not held yet" in recovery_drill().says
    assert not recovery_drill().is_well
    drill(recovery_keys()[:2])
    assert recovery_drill().is_well
    with clock.clock_at(clock.now() + timedelta(days=366)):
        assert not recovery_drill().is_well
    with clock.clock_at(clock.now() + timedelta(days=365)):
        assert recovery_drill().is_well


@pytest.fixture
def production_mode(settings: object) -> None:
    settings.IS_DEMONSTRATION = False  # type: ignore[attr-defined]  # the fixture of settings


def test_the_doctor_says_whether_the_list_is_trusted() -> None:
    assert key_list().is_well
    UnitKey.objects.all().delete()
    assert key_list().is_well
    from safetoshare.base.models import SignedKeyList

    SignedKeyList.objects.update(note="x")
    assert not key_list().is_well
    SignedKeyList.objects.all().delete()
    assert "ceremony" in key_list().says


def test_the_recovered_key_opens_what_was_sealed() -> None:
    from safetoshare.base.keys.recovering import private_keys

    value = sealed(b"Canary")
    assert open_with(private_keys(recovery_keys()[:2])[value.unit_key], value) == b"Canary"
