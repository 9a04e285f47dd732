"""Units get a key pair of each kind, wrapped to the members whose role may open with it and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import create_unit, current_key, member_key_place, unit_key_place, units
from safetoshare.base.models import Account, MemberKey, Unit, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, KeyState, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.vault import (
    PassphraseCost,
    PrivateKey,
    Sealed,
    Wrapped,
    generate_key_pair,
    open_private_key,
    public_of,
    stretch_passphrase,
    unwrap,
    wrap,
)
from tests.base.people import PASSPHRASE, PEPPER, create_units, member, stretch_quickly, trust_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    stretch_quickly(monkeypatch)


def private_of(account: Account) -> PrivateKey:
    key = MemberKey.objects.get(account=account.id)
    stretched = stretch_passphrase(PASSPHRASE, bytes(key.salt), PEPPER, PassphraseCost(memory_kib=64, passes=1))
    return open_private_key(Sealed(bytes(key.sealed_private)), stretched, member_key_place(key.id, "private"))


def holders(purpose: UnitPurpose, kind: KeyKind) -> set[str]:
    """Return the roles of those to whom the key is wrapped."""
    wraps = UnitKeyWrap.objects.filter(unit_key__unit__purpose=purpose, unit_key__kind=kind)
    return set(wraps.values_list("member__account__role", flat=True))


def test_each_key_is_wrapped_to_the_roles_that_may_open_with_it() -> None:
    # Each role gets a key of its own, so that only the table keeps the unit's from it.
    for role in Role:
        member(role)
    create_units()
    assert holders(UnitPurpose.SAFEGUARDING, KeyKind.ORDINARY) == {
        "victim_care_officer", "witness_care_officer", "unit_supervisor",
    }  # fmt: skip
    assert holders(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED) == {"victim_care_officer", "unit_supervisor"}
    assert holders(UnitPurpose.DATA_PROTECTION, KeyKind.ORDINARY) == {"data_protection_officer"}
    assert holders(UnitPurpose.DECISIONS, KeyKind.ORDINARY) == {
        "unit_supervisor", "inspector", "chief_officer", "disclosure_officer",
    }  # fmt: skip
    assert holders(UnitPurpose.DUTY, KeyKind.ORDINARY) == {"control_room"}
    assert UnitKey.objects.count() == 5


def test_a_wrap_opens_for_its_member_at_its_key_and_gives_the_private_half() -> None:
    officer, colleague = member(Role.VICTIM_CARE_OFFICER), member(Role.UNIT_SUPERVISOR)
    create_units()
    for row in UnitKeyWrap.objects.filter(member=officer.id).select_related("unit_key"):
        wrapped, place = Wrapped(bytes(row.wrapped)), unit_key_place(row.unit_key_id)
        private = PrivateKey(unwrap(wrapped, private_of(officer), place))
        assert public_of(private) == bytes(row.unit_key.public)
        with pytest.raises(SealError):
            unwrap(wrapped, private_of(colleague), place)
        with pytest.raises(SealError):
            unwrap(wrapped, private_of(officer), unit_key_place(uuid4()))
        assert bytes(wrapped).find(private) == -1


def test_the_two_kinds_have_different_keys() -> None:
    create_unit("Safeguarding", UnitPurpose.SAFEGUARDING, [])
    assert len({bytes(key.public) for key in UnitKey.objects.all()}) == 2


def test_a_unit_that_cannot_be_made_whole_is_not_made() -> None:
    broken = MemberKey(account=member(Role.VICTIM_CARE_OFFICER), public=b"too short", salt=b"", sealed_private=b"")
    with pytest.raises(BadInputError, match="public key"):
        create_unit("Safeguarding", UnitPurpose.SAFEGUARDING, [broken])
    assert not Unit.objects.exists()
    assert not UnitKey.objects.exists()


def test_keys_are_drawn_and_wrapped_outside_of_every_unit_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def watched(work: Callable[..., object]) -> Callable[..., object]:
        def do(*arguments: object) -> object:
            # A unit inside another is refused.
            with unit_of_work():
                done.append(work.__name__)
            return work(*arguments)

        return do

    member(Role.VICTIM_CARE_OFFICER)
    for work in (generate_key_pair, wrap):
        monkeypatch.setattr(units, work.__name__, watched(work))
    create_units()
    assert sorted(done) == [*["generate_key_pair"] * 5, *["wrap"] * 2]


def test_the_current_key_is_found_by_purpose_kind_and_unit() -> None:
    first = create_unit("A unit", UnitPurpose.SAFEGUARDING, [])
    second = create_unit("B unit", UnitPurpose.SAFEGUARDING, [])
    trust_keys()
    with unit_of_work():
        assert current_key(UnitPurpose.DATA_PROTECTION, KeyKind.ORDINARY) is None
        for unit, asked in ((first, None), (first, first.id), (second, second.id)):
            for kind in KeyKind:
                key = current_key(UnitPurpose.SAFEGUARDING, kind, asked)
                assert key is not None
                row = UnitKey.objects.get(unit=unit, kind=kind)
                assert (key.id, key.public) == (row.id, bytes(row.public))
        assert current_key(UnitPurpose.SAFEGUARDING, KeyKind.ORDINARY, uuid4()) is None


def test_a_retired_key_seals_no_more() -> None:
    create_unit("Safeguarding", UnitPurpose.SAFEGUARDING, [])
    trust_keys()
    with unit_of_work(write=True):
        UnitKey.objects.filter(kind=KeyKind.ORDINARY).update(state=KeyState.RETIRED)
    with unit_of_work():
        assert current_key(UnitPurpose.SAFEGUARDING, KeyKind.ORDINARY) is None
        assert current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED) is not None
