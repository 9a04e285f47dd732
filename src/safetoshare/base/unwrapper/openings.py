"""What the unwrapper does when asked: one table from a question's name to who answers it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import connections

from safetoshare.base.database import NOBODY, SecurityContext, acting_as
from safetoshare.base.permissions import Realm
from safetoshare.base.unwrapper import reading, searching, signing, unlocking, wrapping
from safetoshare.base.unwrapper.keyring import Keyring, seconds_since_boot
from safetoshare.base.unwrapper.operations import operate
from safetoshare.base.unwrapper.questions import Answer, Question, text_of, uuid_of
from safetoshare.base.unwrapper.room import Room, forget_who_left
from safetoshare.base.unwrapper.tries import PassphraseTries
from safetoshare.core.errors import BadInputError

Work = Callable[[], None]


def _operate(room: Room, question: Question) -> Answer:
    # It is about nobody's record, so it needs nobody's unlocked keys: the worker asks it too.
    return {"answer": operate(text_of(question, "operation"), question.get("body"), room.log_seed)}


ANSWERS: Final[Mapping[str, Callable[[Room, Question], Answer]]] = {
    "operate": _operate,
    "unlock": unlocking.unlock,
    "lock": unlocking.lock,
    "lock_all": unlocking.lock_all,
    "status": unlocking.status,
    "draw_member_key": unlocking.draw_key,
    "open": reading.open_values,
    "survey": reading.survey,
    "allow_more": reading.allow_more,
    "search": searching.search,
    "sign_key_list": signing.sign_key_list,
    "wrap_missing": wrapping.wrap_missing,
    "rewrap": wrapping.rewrap,
}


def in_background(work: Work) -> None:
    """Do something in a thread of its own, which gives its connections back."""

    def done() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=done, daemon=True).start()


class Openings:
    """The unwrapper's work, apart from the socket it is asked through."""

    def __init__(
        self,
        peppers: Mapping[Realm, bytes],
        log_seed: bytes | None = None,
        clock: Callable[[], float] = seconds_since_boot,
        afterwards: Callable[[Work], None] = in_background,
    ) -> None:
        self._room = Room(Keyring(clock), PassphraseTries(clock), peppers, log_seed, afterwards)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Do what is asked for. BadInputError when it is not a question of this protocol."""
        name = question.get("ask")
        answer = ANSWERS.get(name) if isinstance(name, str) else None
        if answer is None:
            raise BadInputError("The unwrapper was asked for something that it does not do.")
        # Row-level security shows an account what that account may see, here as in a web process.
        context = SecurityContext.of_account(uuid_of(question, "account")) if "account" in question else NOBODY
        with acting_as(context):
            return answer(self._room, question)

    def sweep(self) -> None:
        """Forget the keys whose time is over, and those of members who left or changed since."""
        forget_who_left(self._room)
