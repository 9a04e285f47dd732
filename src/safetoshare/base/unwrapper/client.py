"""What web processes call. A private key never comes back; plaintext does, after its audit row is committed."""

from __future__ import annotations

import socket
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.conf import settings

from safetoshare.base.keys.members import DrawnMemberKey
from safetoshare.base.unwrapper.index import Found
from safetoshare.base.unwrapper.protocol import (
    DRAWN_BYTES,
    ERRORS,
    SealedValue,
    receive_message,
    send_message,
    short_address,
    socket_name,
)
from safetoshare.core.errors import BadInputError, LockedError, SafeToShareError
from safetoshare.core.vault import PublicKey, Sealed, Wrapped

_PATIENCE_SECONDS = 20


class UnwrapperAwayError(SafeToShareError):
    """The unwrapper does not answer: nothing can be unlocked or opened now."""


@dataclass(frozen=True)
class KeysUnlocked:
    """The keys are unlocked. The handle belongs to the member's browser alone."""

    handle: str = field(repr=False)
    seconds_left: int


@dataclass(frozen=True)
class KeysStayLocked:
    """They are not: the passphrase is wrong, the member holds no key or must wait some seconds.

    "pending": its key waits for two signatures.
    """

    reason: Literal["wrong", "no_key", "pending", "wait"]
    seconds: int = 0


@dataclass(frozen=True)
class SearchResult:
    """At most ten records and the field of each that matched; `is_more` when there are others."""

    found: tuple[Found, ...]
    is_more: bool


def unlock(account: UUID, passphrase: str) -> KeysUnlocked | KeysStayLocked:
    """Unlock a member's keys with the passphrase."""
    answer = _ask({"ask": "unlock", "account": str(account), "passphrase": passphrase})
    if "refused" in answer:
        return KeysStayLocked(answer["refused"], answer.get("seconds", 0))
    return KeysUnlocked(answer["handle"], answer["seconds_left"])


def lock(account: UUID, handle: str) -> None:
    """Lock a member's keys."""
    _ask({"ask": "lock", "account": str(account), "handle": handle})


def seconds_unlocked(account: UUID, handle: str) -> int:
    """Return how many seconds the keys stay unlocked: 0 when they are locked."""
    try:
        return int(_ask({"ask": "status", "account": str(account), "handle": handle})["seconds_left"])
    except LockedError:
        return 0


def open_values(account: UUID, handle: str, purpose: str, values: Sequence[SealedValue]) -> list[bytes]:
    """Return the plaintexts, in order. LockedError, NotPermittedError, RefusedError (quota) or SealError."""
    answer = _ask(
        {
            "ask": "open",
            "account": str(account),
            "handle": handle,
            "purpose": purpose,
            "values": [value.as_json() for value in values],
        }
    )
    return [b64decode(text) for text in answer["plaintexts"]]


def survey(  # what the unwrapper is asked
    account: UUID,
    handle: str,
    name: str,
    *,
    subject: UUID,
    reason: str,
    values: Sequence[SealedValue],
    body: dict[str, Any],
) -> dict[str, Any]:
    """Have a survey of the settings made over sealed records, and return its counts (see `surveys`).

    LockedError, NotPermittedError, RefusedError (quota) or BadInputError.
    """
    answer: dict[str, Any] = _ask(
        {
            "ask": "survey",
            "account": str(account),
            "handle": handle,
            "survey": name,
            "subject": str(subject),
            "reason": reason,
            "values": [value.as_json() for value in values],
            "body": body,
        }
    )["answer"]
    return answer


def operate(operation: str, body: dict[str, Any]) -> dict[str, Any]:
    """Have an operation of the settings done with the log's key, and return what it answers (see `operations`)."""
    answer: dict[str, Any] = _ask({"ask": "operate", "operation": operation, "body": body})["answer"]
    return answer


def draw_member_key(account: UUID) -> DrawnMemberKey:
    """Have a passphrase and key pairs drawn for a member. Nothing is stored: write the row, tell the passphrase once.

    NotPermittedError for somebody whose role holds no key here.
    """
    answer = _ask({"ask": "draw_member_key", "account": str(account)})
    drawn = {name: b64decode(answer[name]) for name in DRAWN_BYTES}
    return DrawnMemberKey(
        id=UUID(answer["id"]),
        public=PublicKey(drawn["public"]),
        verifier=answer["verifier"],
        salt=drawn["salt"],
        sealed_private=Sealed(drawn["sealed_private"]),
        sealed_signing=Sealed(drawn["sealed_signing"]),
        passphrase=answer["passphrase"],
    )


def sign_key_list(account: UUID, handle: str, text: str) -> str:
    """Return the line of a member's signature on the list that is to follow the one in force.

    LockedError, NotPermittedError, RefusedError (it does not follow) or BadInputError (it is no key list).
    """
    question = {"ask": "sign_key_list", "account": str(account), "handle": handle, "text": text}
    return str(_ask(question)["line"])


def wrap_missing(account: UUID, handle: str) -> int:
    """Have what a member holds wrapped to listed colleagues who may open it and cannot yet; return how many wraps.

    LockedError, or RefusedError while no key list is trusted.
    """
    return int(_ask({"ask": "wrap_missing", "account": str(account), "handle": handle})["wrapped"])


def rewrap(account: UUID, handle: str, to_key: UUID, values: Sequence[SealedValue]) -> list[Wrapped]:
    """Return the data keys of a batch wrapped to another current key of the same unit and kind, in order.

    LockedError, NotPermittedError, RefusedError (no such key), SealError or BadInputError (too many at once).
    """
    answer = _ask(
        {
            "ask": "rewrap",
            "account": str(account),
            "handle": handle,
            "to_key": str(to_key),
            "values": [value.as_json() for value in values],
        }
    )
    return [Wrapped(b64decode(text)) for text in answer["wraps"]]


def lock_all() -> int:
    """Lock everybody's keys; return of how many members."""
    return int(_ask({"ask": "lock_all"})["locked"])


def allow_more(account: UUID, handle: str, colleague: UUID, reason: str) -> None:
    """Let a colleague open twice as many records for an hour. LockedError, NotPermittedError or RefusedError."""
    _ask(
        {
            "ask": "allow_more",
            "account": str(account),
            "handle": handle,
            "colleague": str(colleague),
            "reason": reason,
        }
    )


def search(account: UUID, handle: str, words: str, reason: str) -> SearchResult:
    """Search the unit's open records for a name or a telephone number (see `searching`).

    LockedError, NotPermittedError, RefusedError (quota) or BadInputError.
    """
    question = {"ask": "search", "account": str(account), "handle": handle, "words": words, "reason": reason}
    answer = _ask(question)
    found = tuple(Found(UUID(one["record"]), one["field"]) for one in answer["found"])
    return SearchResult(found, answer["is_more"])


def is_there(path: Path | None = None) -> bool:
    """Whether the unwrapper takes questions."""
    try:
        with _connected(path):
            return True
    except UnwrapperAwayError:
        return False


def _ask(message: dict[str, Any]) -> dict[str, Any]:
    try:
        with _connected() as connection:
            send_message(connection, message)
            answer = receive_message(connection)
    except (OSError, BadInputError):
        raise UnwrapperAwayError("The unwrapper did not answer: nothing can be opened now.") from None
    if "error" in answer:
        raise ERRORS.get(answer["error"], UnwrapperAwayError)(answer["says"])
    return answer


def _socket() -> Path:
    environment = settings.ENVIRONMENT
    return Path(environment.state / socket_name(environment.role))


def _connected(path: Path | None = None) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(_PATIENCE_SECONDS)
    try:
        with short_address(path or _socket()) as address:
            connection.connect(address)
    except OSError:
        connection.close()
        raise UnwrapperAwayError("The unwrapper is not running: nothing can be opened now.") from None
    return connection
