"""What the unwrapper does when asked: unlock, lock, tell, open. Each answer is a JSON object."""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from safetoshare.base.accounts.services import member_key_place
from safetoshare.base.clock import now
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import ACTION_OF_KEY, unit_key_place
from safetoshare.base.models import Account, MemberKey, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Action, is_permitted
from safetoshare.base.unwrapper.audit import record_consultations
from safetoshare.base.unwrapper.keyring import Keyring
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError, NotPermittedError, SealError
from safetoshare.core.vault import (
    DataKey,
    PrivateKey,
    Sealed,
    Wrapped,
    open_private_key,
    open_sealed,
    stretch_passphrase,
    unwrap,
)

_FREE_TRIES = 3
_LONGEST_WAIT = 300.0


class Openings:
    """The unwrapper's work, apart from the socket it is asked through."""

    def __init__(self, pepper: bytes, clock: Callable[[], float] = time.monotonic) -> None:
        self.keyring = Keyring(clock)
        self._pepper = pepper
        self._clock = clock
        self._tries = _Tries(clock)
        # argon2id takes 64 MiB each time: one after another, so that many tries do not exhaust the memory.
        self._stretching = threading.Semaphore(1)

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what a message asks for."""
        asked = message.get("ask")
        account = UUID(message["account"])
        match asked:
            case "unlock":
                return self._unlock(account, message["passphrase"])
            case "lock":
                self.keyring.drop(message["handle"])
                return {"locked": True}
            case "status":
                return {"seconds_left": self.keyring.seconds_left(message["handle"], account)}
            case "open":
                values = [SealedValue.from_json(value) for value in message["values"]]
                return self._open(message["handle"], account, message["purpose"], values)
        raise BadInputError("The unwrapper was asked for something that it does not do.")

    def _unlock(self, account: UUID, passphrase: str) -> dict[str, Any]:
        wait = self._tries.seconds_to_wait(account)
        if wait:
            return {"refused": "wait", "seconds": wait}
        with unit_of_work():
            member = MemberKey.objects.select_related("account").filter(account=account).first()
            wraps = list(
                UnitKeyWrap.objects.filter(member=account).values_list("unit_key", "wrapped")
            )
        if member is None or not is_permitted(Action.KEY_UNLOCK, member.account):
            return {"refused": "no_key"}
        try:
            with self._stretching:
                stretched = stretch_passphrase(passphrase, bytes(member.salt), self._pepper)
            private = open_private_key(
                Sealed(bytes(member.sealed_private)), stretched, member_key_place(account)
            )
        except (SealError, BadInputError):
            self._tries.count_failure(account)
            return {"refused": "wrong"}
        self._tries.forget(account)
        unit_keys = {
            unit_key: PrivateKey(unwrap(Wrapped(bytes(wrapped)), private, unit_key_place(unit_key)))
            for unit_key, wrapped in wraps
        }
        handle = self.keyring.add(account, unit_keys)
        return {"handle": handle, "seconds_left": self.keyring.seconds_left(handle, account)}

    def _open(
        self, handle: str, account: UUID, purpose: str, values: list[SealedValue]
    ) -> dict[str, Any]:
        if not purpose.isidentifier():
            raise BadInputError("A purpose is one word, such as read_report.")
        unlocked = self.keyring.use(handle, account)
        with unit_of_work():
            # Read anew each time: somebody who left, or changed role, opens nothing from that moment.
            person = Account.objects.filter(pk=account, is_active=True).first()
            actions = _actions_of_keys({value.unit_key for value in values})
        if person is None or not all(is_permitted(action, person) for action in actions.values()):
            raise NotPermittedError("Your role does not open this.")
        if not set(actions) <= set(unlocked.unit_keys) or len(actions) != len(
            {v.unit_key for v in values}
        ):
            raise NotPermittedError("You hold no key to this.")
        self.keyring.count_openings(account, len({value.place.record for value in values}))
        for action in sorted(set(actions.values())):
            records = {value.place.record for value in values if actions[value.unit_key] is action}
            record_consultations(account, person.role, action, records, purpose, now())
        return {
            "plaintexts": [_opened(value, unlocked.unit_keys[value.unit_key]) for value in values]
        }


def _opened(value: SealedValue, unit_private: PrivateKey) -> str:
    data_key = DataKey(unwrap(value.wrapped, unit_private, value.place))
    return b64encode(open_sealed(data_key, value.sealed, value.place)).decode("ascii")


def _actions_of_keys(unit_keys: Iterable[UUID]) -> dict[UUID, Action]:
    rows = UnitKey.objects.filter(pk__in=unit_keys).values_list("pk", "unit__purpose", "kind")
    return {key: ACTION_OF_KEY[UnitPurpose(purpose), KeyKind(kind)] for key, purpose, kind in rows}


class _Tries:
    """Wrong passphrases by account, in memory: after three each costs a longer wait, up to five minutes."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: dict[UUID, tuple[int, float]] = {}

    def seconds_to_wait(self, account: UUID) -> int:
        failures, since = self._failures.get(account, (0, 0.0))
        if failures < _FREE_TRIES:
            return 0
        wait = min(2.0 ** min(failures - _FREE_TRIES + 1, 16), _LONGEST_WAIT)
        return max(0, round(since + wait - self._clock()))

    def count_failure(self, account: UUID) -> None:
        failures, _ = self._failures.get(account, (0, 0.0))
        self._failures[account] = (failures + 1, self._clock())

    def forget(self, account: UUID) -> None:
        self._failures.pop(account, None)
