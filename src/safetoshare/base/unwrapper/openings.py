"""What the unwrapper does when asked: unlock, lock, tell, open, survey. Each answer is a JSON object."""

from __future__ import annotations

import re
import threading
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from math import ceil
from typing import Any
from uuid import UUID

from safetoshare.base.accounts.services import member_key_place
from safetoshare.base.accounts.tries import wait_after
from safetoshare.base.clock import now
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import ACTION_OF_KEY, unit_key_place
from safetoshare.base.models import Account, MemberKey, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Action, Realm, is_permitted
from safetoshare.base.unwrapper.audit import record_consultations, record_survey
from safetoshare.base.unwrapper.keyring import Keyring, Unlocked, seconds_since_boot
from safetoshare.base.unwrapper.operations import operate
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.base.unwrapper.surveys import MOST_RECORDS, check_reason, survey_named
from safetoshare.core.errors import BadInputError, LockedError, NotPermittedError, SealError
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

# It stands in the clear in the audit: a word of ours, never a text in which a name could stand.
_PURPOSE = re.compile(r"[a-z][a-z_]{0,59}")


class Openings:
    """The unwrapper's work, apart from the socket it is asked through."""

    def __init__(
        self,
        peppers: Mapping[Realm, bytes],
        log_seed: bytes | None = None,
        clock: Callable[[], float] = seconds_since_boot,
    ) -> None:
        self.keyring = Keyring(clock)
        self._peppers = peppers
        self._log_seed = log_seed
        self._tries = _Tries(clock)
        # One after another: argon2id takes 64 MiB, and a burst of tries must not pass before the first is counted.
        self._one_try_at_a_time = threading.Lock()

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what a message asks for. BadInputError when it is not a question of this protocol."""
        # It is about nobody's record, so it needs nobody's unlocked keys: the worker asks it too.
        if message.get("ask") == "operate":
            return {"answer": operate(_text(message, "operation"), message.get("body"), self._log_seed)}
        account = _uuid(message, "account")
        match message.get("ask"):
            case "unlock":
                return self._unlock(account, _text(message, "passphrase"))
            case "lock":
                self.keyring.drop(_text(message, "handle"), account)
                return {"locked": True}
            case "status":
                return {"seconds_left": self.keyring.seconds_left(_text(message, "handle"), account)}
            case "open":
                handle, purpose = _text(message, "handle"), _text(message, "purpose")
                return self._open(handle, account, purpose, _values(message))
            case "survey":
                return {"answer": self._survey(account, message)}
        raise BadInputError("The unwrapper was asked for something that it does not do.")

    def _unlock(self, account: UUID, passphrase: str) -> dict[str, Any]:
        with unit_of_work():
            member = (
                MemberKey.objects.select_related("account").filter(account=account, account__is_active=True).first()
            )
            wraps = list(UnitKeyWrap.objects.filter(member=account).values_list("unit_key", "wrapped"))
        if member is None or not is_permitted(Action.KEY_UNLOCK, member.account):
            return {"refused": "no_key"}
        # Partners' keys are not unlocked at the force's unwrapper, nor the force's at the partners'.
        if member.account.realm not in self._peppers:
            return {"refused": "no_key"}
        with self._one_try_at_a_time:
            wait = self._tries.seconds_to_wait(account)
            if wait:
                return {"refused": "wait", "seconds": wait}
            private = self._private_key(member, passphrase)
            if private is None:
                self._tries.count_failure(account)
                return {"refused": "wrong"}
            self._tries.forget(account)
        unit_keys = {
            unit_key: PrivateKey(unwrap(Wrapped(bytes(wrapped)), private, unit_key_place(unit_key)))
            for unit_key, wrapped in wraps
        }
        handle = self.keyring.add(account, member.account.session_stamp, unit_keys)
        return {"handle": handle, "seconds_left": self.keyring.seconds_left(handle, account)}

    def _private_key(self, member: MemberKey, passphrase: str) -> PrivateKey | None:
        try:
            pepper = self._peppers[Realm(member.account.realm)]
            stretched = stretch_passphrase(passphrase, bytes(member.salt), pepper)
            place = member_key_place(member.account_id)
            return open_private_key(Sealed(bytes(member.sealed_private)), stretched, place)
        except (SealError, BadInputError):
            return None

    def _open(self, handle: str, account: UUID, purpose: str, values: list[SealedValue]) -> dict[str, Any]:
        if not _PURPOSE.fullmatch(purpose):
            raise BadInputError("A purpose is one word, such as read_report.")
        unlocked, person, actions = self._holder(handle, account, values)
        if not all(is_permitted(action, person) for action in actions.values()):
            raise NotPermittedError("Your role does not open this.")
        if not set(actions) <= set(unlocked.unit_keys) or len(actions) != len({v.unit_key for v in values}):
            raise NotPermittedError("You hold no key to this.")
        self.keyring.count_openings(account, len({value.place.record for value in values}))
        for action in sorted(set(actions.values())):
            records = {value.place.record for value in values if actions[value.unit_key] is action}
            record_consultations(account, person.role, action, records, purpose=purpose, at=now())
        return {
            "plaintexts": [
                b64encode(_opened(value, unlocked.unit_keys[value.unit_key])).decode("ascii") for value in values
            ]
        }

    def _survey(self, account: UUID, message: dict[str, Any]) -> dict[str, Any]:
        """Count over many records. Permission, quota and one audit row come before the first is opened."""
        survey, reason = survey_named(_text(message, "survey")), check_reason(_text(message, "reason"))
        subject, values, body = _uuid(message, "subject"), _values(message), message.get("body")
        if not isinstance(body, dict) or len(values) > MOST_RECORDS:
            raise BadInputError(f"A survey is told about in an object, and goes over {MOST_RECORDS} records at most.")
        unlocked, person, actions = self._holder(_text(message, "handle"), account, values)
        if not all(is_permitted(action, person) for action in (survey.action, *actions.values())):
            raise NotPermittedError("Your role does not have this counted.")
        if values and not set(actions) & set(unlocked.unit_keys):
            raise NotPermittedError("You hold no key to this.")
        self.keyring.count_survey(account)
        record_survey(
            account,
            person.role,
            survey.action,
            subject,
            purpose=survey.purpose,
            at=now(),
            records=len(values),
            reason=reason,
        )
        # A key of earlier days that the member does not hold leaves its records unread, and they are counted as such.
        held = {key: private for key, private in unlocked.unit_keys.items() if key in actions}
        return survey.run((_opened_or_none(value, held) for value in values), body)

    def _holder(
        self, handle: str, account: UUID, values: list[SealedValue]
    ) -> tuple[Unlocked, Account, dict[UUID, Action]]:
        """Return the keys, whose they are, and what opening with each key that the values name is called."""
        unlocked = self.keyring.use(handle, account)
        with unit_of_work():
            # Read anew each time: somebody who left, or changed role, opens nothing from that moment.
            person = Account.objects.filter(pk=account, is_active=True, session_stamp=unlocked.session_stamp).first()
            actions = _actions_of_keys({value.unit_key for value in values})
        if person is None:
            self.keyring.drop(handle, account)
            raise LockedError("The keys are locked: sign in again and unlock.")
        return unlocked, person, actions


def _opened(value: SealedValue, unit_private: PrivateKey) -> bytes:
    data_key = DataKey(unwrap(value.wrapped, unit_private, value.place))
    return open_sealed(data_key, value.sealed, value.place)


def _opened_or_none(value: SealedValue, held: Mapping[UUID, PrivateKey]) -> bytes | None:
    try:
        return _opened(value, held[value.unit_key]) if value.unit_key in held else None
    except SealError:
        return None


def _uuid(message: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(message, name))
    except ValueError:
        raise BadInputError(f"The question names no {name}.") from None


def _text(message: dict[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str):
        raise BadInputError(f"The question lacks its {name}.")
    return value


def _values(message: dict[str, Any]) -> list[SealedValue]:
    values = message.get("values")
    if not isinstance(values, list):
        raise BadInputError("The question lacks its values.")
    return [SealedValue.from_json(value) for value in values]


def _actions_of_keys(unit_keys: Iterable[UUID]) -> dict[UUID, Action]:
    rows = UnitKey.objects.filter(pk__in=unit_keys).values_list("pk", "unit__purpose", "kind")
    return {key: ACTION_OF_KEY[UnitPurpose(purpose), KeyKind(kind)] for key, purpose, kind in rows}


class _Tries:
    """Wrong passphrases by account, in memory: each costs a wait, see `accounts.tries`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: dict[UUID, tuple[int, float]] = {}

    def seconds_to_wait(self, account: UUID) -> int:
        failures, since = self._failures.get(account, (0, 0.0))
        return max(0, ceil(since + wait_after(failures).total_seconds() - self._clock()))

    def count_failure(self, account: UUID) -> None:
        failures, _ = self._failures.get(account, (0, 0.0))
        self._failures[account] = (failures + 1, self._clock())

    def forget(self, account: UUID) -> None:
        self._failures.pop(account, None)
