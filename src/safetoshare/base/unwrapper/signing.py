"""A member's signature on the next key list: the only thing that a member's signing seed is used for.

The seed is in memory while the member's keys are unlocked. What is signed is judged here, whoever asks: a list that
follows the one in force, by a member who may sign on that list, with the key that stands there.
"""

from __future__ import annotations

from safetoshare.base.audit import record_act
from safetoshare.base.clock import now
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import list_in_force
from safetoshare.base.keys.members import signer_name
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.questions import Answer, Question, text_of
from safetoshare.base.unwrapper.room import Holder, Room, holder_of
from safetoshare.core.errors import NotPermittedError, RefusedError
from safetoshare.core.key_list import KeyList, digest, keys_of_seed, read_key_list, sign_note


def sign_key_list(room: Room, question: Question) -> Answer:
    """Return the line of a member's signature on a key list, once the audit row is committed.

    BadInputError (no key list), RefusedError (it does not follow) or NotPermittedError (the member may not sign).
    """
    text = text_of(question, "text")
    holder = holder_of(room, question)
    holder.check_permitted(Action.KEY_LIST_SIGN)
    following = read_key_list(text)
    with unit_of_work():
        in_force = list_in_force()
    _check_follows(in_force, following)
    signer = _signer_key(in_force, holder)
    person, key = holder.person, holder.unlocked.member.key
    record_act(person.id, person.role, Action.KEY_LIST_SIGN, key, purpose="sign_key_list", at=now())
    return {"line": sign_note(text, [signer]).rpartition("\n\n")[2].removesuffix("\n")}


def _check_follows(in_force: KeyList, following: KeyList) -> None:
    """Refuse whatever could never be in force next: a signature on it would wait for its day."""
    if (
        following.number != in_force.number + 1
        or following.previous != digest(in_force.text())
        or following.origin != in_force.origin
        or following.on < in_force.on
    ):
        raise RefusedError("This key list does not follow the one in force: draw it up anew.")


def _signer_key(in_force: KeyList, holder: Holder) -> str:
    """Return the member's signer key, if the list in force names it as one that may sign."""
    member = holder.unlocked.member
    signer, verifier = keys_of_seed(signer_name(member.key), holder.unlocked.signing)
    if not any((one.account, one.verifier) == (member.account, verifier) for one in in_force.signers):
        raise NotPermittedError("The key list in force does not name you as one who signs.")
    return signer
