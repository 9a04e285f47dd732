"""Unit keys wrapped to members who have none yet, and data keys wrapped anew to a unit's next key.

A key leaves this process only wrapped, and only to a public key of the list in force: a row of the database that
names another is not believed.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from uuid import UUID

from safetoshare.base.audit import record_act, record_consultations
from safetoshare.base.clock import now
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import ACTION_OF_KEY, unit_key_place
from safetoshare.base.keys.lists import list_in_force
from safetoshare.base.models import MemberKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, MemberKeyState, UnitPurpose
from safetoshare.base.permissions import Action, is_permitted
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.base.unwrapper.questions import Answer, Question, uuid_of, values_of
from safetoshare.base.unwrapper.room import Holder, Room, holder_of
from safetoshare.core.errors import NotPermittedError, RefusedError
from safetoshare.core.key_list import CURRENT, KeyList, ListedMember, ListedUnitKey
from safetoshare.core.vault import DataKey, PrivateKey, public_of, unwrap, wrap

MOST_VALUES = 500


def wrap_missing(room: Room, question: Question) -> Answer:
    """Wrap what this member holds to each listed colleague who may open with it and cannot yet."""
    return {"wrapped": wrap_to_colleagues(holder_of(room, question))}


def wrap_to_colleagues(holder: Holder) -> int:
    """Write the wraps that are missing, each once its audit row is committed, and return how many.

    RefusedError while no key list is trusted.
    """
    with unit_of_work():
        listed = list_in_force()
        accounts = {
            key.id: key.account
            for key in MemberKey.objects.select_related("account").filter(
                state=MemberKeyState.CURRENT, account__is_active=True
            )
        }
        has = set(UnitKeyWrap.objects.values_list("unit_key", "member"))
    missing = [
        (unit_key, member)
        for unit_key, member in _reachable(listed, holder)
        if (unit_key.key, member.key) not in has
        and member.key in accounts
        # By the list that was signed, and by what the colleague is today: both must let it.
        and is_permitted(_action(unit_key), accounts[member.key])
        and accounts[member.key].role == member.role
    ]
    if not missing:
        return 0
    person = holder.person
    reached = {member.key for _, member in missing}
    record_consultations(person.id, person.role, Action.KEY_UNLOCK, reached, purpose="wrap_unit_key", at=now())
    rows = [_wrap_to(unit_key, member, holder.unlocked.unit_keys[unit_key.key]) for unit_key, member in missing]
    with unit_of_work(write=True):
        # A colleague who unlocked at the same moment may have done it: one wrap suffices.
        UnitKeyWrap.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def rewrap(room: Room, question: Question) -> Answer:
    """Return the data keys of a batch, wrapped to another current key of the same unit and kind. Nothing is opened.

    NotPermittedError for a member who may not, or holds no key to one of them; RefusedError for any other key.
    """
    values, to_key = values_of(question, MOST_VALUES), uuid_of(question, "to_key")
    holder = holder_of(room, question)
    holder.check_permitted(Action.KEY_ROTATE)
    with unit_of_work():
        goal = _goal(list_in_force(), to_key, {value.unit_key for value in values})
    if not {value.unit_key for value in values} <= set(holder.unlocked.unit_keys):
        raise NotPermittedError("You hold no key to this.")
    person = holder.person
    record_act(person.id, person.role, Action.KEY_ROTATE, to_key, purpose="wrap_anew", at=now())
    return {"wraps": [_wrapped_anew(value, holder.unlocked.unit_keys[value.unit_key], goal) for value in values]}


def _reachable(listed: KeyList, holder: Holder) -> Iterator[tuple[ListedUnitKey, ListedMember]]:
    """Yield each listed unit key that this member holds, with each listed member who may open with it."""
    for unit_key in listed.units:
        private = holder.unlocked.unit_keys.get(unit_key.key)
        # What was unwrapped came from a row: it is handed on if it is the private half of what was signed.
        if private is None or public_of(private) != unit_key.public:
            continue
        for member in listed.members:
            if member.organisation == unit_key.organisation:
                yield unit_key, member


def _action(unit_key: ListedUnitKey) -> Action:
    return ACTION_OF_KEY[UnitPurpose(unit_key.purpose), KeyKind(unit_key.kind)]


def _wrap_to(unit_key: ListedUnitKey, member: ListedMember, private: PrivateKey) -> UnitKeyWrap:
    wrapped = wrap(private, member.public, unit_key_place(unit_key.key))
    return UnitKeyWrap(unit_key_id=unit_key.key, member_id=member.key, wrapped=wrapped)


def _goal(listed: KeyList, to_key: UUID, from_keys: set[UUID]) -> ListedUnitKey:
    """Return the listed key that data keys are wrapped to, if it is current and of the unit and kind of the others."""
    keys = {key.key: key for key in listed.units}
    goal = keys.get(to_key)
    if goal is None or goal.state != CURRENT:
        raise RefusedError("Keys are wrapped anew to a current key of the key list alone.")
    if any(key not in keys or (keys[key].unit, keys[key].kind) != (goal.unit, goal.kind) for key in from_keys):
        raise RefusedError("Keys are wrapped anew to a key of the same unit and kind alone.")
    return goal


def _wrapped_anew(value: SealedValue, private: PrivateKey, goal: ListedUnitKey) -> str:
    data_key = DataKey(unwrap(value.wrapped, private, value.place))
    return b64encode(wrap(data_key, goal.public, value.place)).decode("ascii")
