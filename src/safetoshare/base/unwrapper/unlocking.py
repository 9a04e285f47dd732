"""Unlocking with a passphrase, locking, and drawing a member's new key: all that takes the peppers."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import draw_member_key, member_key_place, unit_key_place
from safetoshare.base.keys.members import new_passphrase
from safetoshare.base.models import Account, MemberKey, UnitKeyWrap
from safetoshare.base.models.keys import MemberKeyState
from safetoshare.base.permissions import Action, Realm, is_permitted
from safetoshare.base.unwrapper.keyring import Member
from safetoshare.base.unwrapper.preparing import prepare
from safetoshare.base.unwrapper.protocol import DRAWN_BYTES
from safetoshare.base.unwrapper.questions import Answer, Question, text_of, uuid_of
from safetoshare.base.unwrapper.room import Room, holder_of
from safetoshare.core.errors import BadInputError, NotPermittedError, SealError
from safetoshare.core.vault import PrivateKey, Sealed, Wrapped, open_private_key, stretch_passphrase, unwrap


@dataclass(frozen=True)
class MemberSecrets:
    """The private halves of a member's two key pairs."""

    private: PrivateKey = field(repr=False)
    signing: PrivateKey = field(repr=False)


def unlock(room: Room, question: Question) -> Answer:
    """Unlock a member's keys. The answer says why not, in a word: no_key, pending, wait or wrong."""
    account, passphrase = uuid_of(question, "account"), text_of(question, "passphrase")
    with unit_of_work():
        keys = {key.state: key for key in MemberKey.objects.select_related("account").filter(account=account)}
        member = keys.get(MemberKeyState.CURRENT)
        wraps = list(UnitKeyWrap.objects.filter(member=member).values_list("unit_key", "wrapped")) if member else []
    # Partners' keys are not unlocked at the force's unwrapper, nor the force's at the partners'.
    if not all(_may_hold(room, key.account) and key.account.is_active for key in keys.values()):
        return {"refused": "no_key"}
    if member is None:
        return {"refused": "pending" if keys else "no_key"}
    with room.one_at_a_time:
        wait = room.tries.seconds_to_wait(account)
        if wait:
            return {"refused": "wait", "seconds": wait}
        opened = open_member_key(member, passphrase, room.peppers[Realm(member.account.realm)])
        if opened is None:
            room.tries.count_failure(account)
            return {"refused": "wrong"}
        room.tries.forget(account)
    unit_keys = {
        unit_key: PrivateKey(unwrap(Wrapped(bytes(wrapped)), opened.private, unit_key_place(unit_key)))
        for unit_key, wrapped in wraps
    }
    person = member.account
    handle = room.keyring.add(
        Member(person.id, person.role, person.session_stamp, member.id), unit_keys, opened.signing
    )
    holder = holder_of(room, {"account": str(account), "handle": handle})
    room.afterwards(lambda: prepare(holder))
    return {"handle": handle, "seconds_left": room.keyring.seconds_left(handle, account)}


def lock(room: Room, question: Question) -> Answer:
    """Forget a member's unlocked keys."""
    room.keyring.drop(text_of(question, "handle"), uuid_of(question, "account"))
    return {"locked": True}


def lock_all(room: Room, _question: Question) -> Answer:
    """Forget everybody's unlocked keys: it takes nobody's, so that it can be done in haste."""
    return {"locked": room.keyring.drop_all()}


def status(room: Room, question: Question) -> Answer:
    """Say how long a member's keys stay unlocked if nothing is opened."""
    return {"seconds_left": room.keyring.seconds_left(text_of(question, "handle"), uuid_of(question, "account"))}


def draw_key(room: Room, question: Question) -> Answer:
    """Draw a passphrase and key pairs for a member, and store nothing. The passphrase is told once, in the answer.

    Whoever asks writes the row, as pending: it opens nothing until two members have signed a key list with it.
    """
    with unit_of_work():
        person = Account.objects.filter(pk=uuid_of(question, "account")).first()
    if person is None or not _may_hold(room, person):
        raise NotPermittedError("This role holds no key.")
    with room.one_at_a_time:
        drawn = draw_member_key(new_passphrase(), room.peppers[Realm(person.realm)])
    return {
        "id": str(drawn.id),
        "verifier": drawn.verifier,
        "passphrase": drawn.passphrase,
        **{name: b64encode(getattr(drawn, name)).decode("ascii") for name in DRAWN_BYTES},
    }


def open_member_key(member: MemberKey, passphrase: str, pepper: bytes) -> MemberSecrets | None:
    """Return the private halves of a member's key pairs, or None when the passphrase is wrong."""
    try:
        stretched = stretch_passphrase(passphrase, bytes(member.salt), pepper)
        return MemberSecrets(
            open_private_key(Sealed(bytes(member.sealed_private)), stretched, member_key_place(member.id, "private")),
            open_private_key(Sealed(bytes(member.sealed_signing)), stretched, member_key_place(member.id, "signing")),
        )
    except (SealError, BadInputError):
        return None


def _may_hold(room: Room, person: Account) -> bool:
    return is_permitted(Action.KEY_UNLOCK, person) and person.realm in room.peppers
