"""What all the unwrapper's work shares: unlocked keys, peppers, the log's seed, and who a question comes from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.keys import ACTION_OF_KEY
from safetoshare.base.models import Account, MemberKey, UnitKey
from safetoshare.base.models.keys import KeyKind, MemberKeyState, UnitPurpose
from safetoshare.base.permissions import Action, Realm, is_permitted
from safetoshare.base.unwrapper.keyring import Keyring, Unlocked
from safetoshare.base.unwrapper.questions import Question, text_of, uuid_of
from safetoshare.base.unwrapper.tries import PassphraseTries
from safetoshare.core.errors import LockedError, NotPermittedError


@dataclass(frozen=True)
class Room:
    """The unwrapper's memory. Nothing of it is written anywhere."""

    keyring: Keyring
    tries: PassphraseTries
    peppers: Mapping[Realm, bytes] = field(repr=False)
    log_seed: bytes | None = field(repr=False)
    # How something is done after an answer was given, such as the building of an index.
    afterwards: Callable[[Callable[[], None]], None]
    # argon2id takes 64 MiB: one after another, so that a burst of tries neither fills the memory nor passes uncounted.
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Holder:
    """Who asks: a member whose keys are unlocked, and who still is what she was when she unlocked them."""

    person: Account
    unlocked: Unlocked

    def check_permitted(self, *actions: Action) -> None:
        """NotPermittedError unless the permission table allows this member all of it."""
        if not all(is_permitted(action, self.person) for action in actions):
            raise NotPermittedError("Your role does not do this.")

    def is_colleague(self, other: Account) -> bool:
        """Whether somebody works on the same records, behind the same door."""
        same = other.realm == self.person.realm and other.organisation == self.person.organisation
        return same and is_permitted(Action.OPENINGS_ALLOW, other)


def holder_of(room: Room, question: Question) -> Holder:
    """Return who asks. LockedError for anyone without unlocked keys.

    The account is read anew each time: somebody who left, changed role, ended all sessions or has another key since
    opens nothing from that moment, and the keys are forgotten.
    """
    account, handle = uuid_of(question, "account"), text_of(question, "handle")
    unlocked = room.keyring.use(handle, account)
    person = _as_unlocked(unlocked)
    if person is None:
        room.keyring.drop(handle, account)
        raise LockedError("The keys are locked: sign in again and unlock.")
    return Holder(person, unlocked)


def forget_who_left(room: Room) -> None:
    """Forget the keys whose time is over, and those of members who are no longer what they were."""
    room.keyring.sweep()
    for unlocked in room.keyring.all_unlocked():
        if _as_unlocked(unlocked) is None:
            room.keyring.drop_account(unlocked.member.account)


def actions_of_keys(unit_keys: Iterable[UUID]) -> dict[UUID, Action]:
    """Return what opening with each of these unit keys is called; a key that is not known here is left out."""
    with unit_of_work():
        rows = UnitKey.objects.filter(pk__in=set(unit_keys)).values_list("pk", "unit__purpose", "kind")
        return {key: ACTION_OF_KEY[UnitPurpose(purpose), KeyKind(kind)] for key, purpose, kind in rows}


def _as_unlocked(unlocked: Unlocked) -> Account | None:
    """Return the member's account, if neither it nor its key has changed since the keys were unlocked."""
    member = unlocked.member
    with unit_of_work(context=SecurityContext.of_account(member.account)):
        person = Account.objects.filter(
            pk=member.account, is_active=True, session_stamp=member.session_stamp, role=member.role
        ).first()
        has_key = MemberKey.objects.filter(pk=member.key, state=MemberKeyState.CURRENT).exists()
    return person if has_key else None
