"""What goes from one page of joining to the next: sealed, in a hidden field, for fifteen minutes.

A session's row or an address would outlive the page. The key is the file `one-time-codes`; a ticket that was altered,
or is older, is none.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from safetoshare.base.accounts.services.creating import codes_key
from safetoshare.base.keys import DrawnMemberKey
from safetoshare.core.errors import SafeToShareError
from safetoshare.core.vault import DataKey, Place, PublicKey, Sealed, open_sealed, seal

GOOD_FOR = timedelta(minutes=15)
# It is for no record: nothing of it is stored.
_PLACE = Place(record=UUID(int=0), table="join", group="ticket", version=1)
_BYTES = ("public", "salt", "sealed_private", "sealed_signing")


@dataclass(frozen=True)
class Ticket:
    """How far somebody has come. `until` is given once, at the first page: the whole way takes fifteen minutes."""

    name: str
    until: datetime
    invitation: str = field(repr=False)
    # The time step of the new authenticator's first code, once it was typed; then what was drawn and shown.
    step: int | None = None
    codes: tuple[str, ...] = field(default=(), repr=False)
    key: DrawnMemberKey | None = field(default=None, repr=False)


def seal_ticket(ticket: Ticket) -> str:
    """Return the ticket as it stands in a form."""
    values: dict[str, Any] = {
        "name": ticket.name,
        "until": ticket.until.isoformat(),
        "invitation": ticket.invitation,
        "step": ticket.step,
        "codes": ticket.codes,
        "key": _key_as_json(ticket.key) if ticket.key else None,
    }
    return b64encode(seal(DataKey(codes_key()), json.dumps(values).encode(), _PLACE)).decode("ascii")


def open_ticket(text: str, at: datetime) -> Ticket | None:
    """Return the ticket, or None when it is none of ours or its time is over."""
    try:
        values = json.loads(open_sealed(DataKey(codes_key()), Sealed(b64decode(text, validate=True)), _PLACE))
    except (ValueError, SafeToShareError):
        return None
    ticket = Ticket(
        name=values["name"],
        until=datetime.fromisoformat(values["until"]),
        invitation=values["invitation"],
        step=values["step"],
        codes=tuple(values["codes"]),
        key=_key_from_json(values["key"]) if values["key"] else None,
    )
    return ticket if at < ticket.until else None


def _key_as_json(key: DrawnMemberKey) -> dict[str, str]:
    as_text = {name: b64encode(getattr(key, name)).decode("ascii") for name in _BYTES}
    return as_text | {"id": str(key.id), "verifier": key.verifier, "passphrase": key.passphrase}


def _key_from_json(values: dict[str, str]) -> DrawnMemberKey:
    drawn = {name: b64decode(values[name]) for name in _BYTES}
    return DrawnMemberKey(
        id=UUID(values["id"]),
        public=PublicKey(drawn["public"]),
        verifier=values["verifier"],
        salt=drawn["salt"],
        sealed_private=Sealed(drawn["sealed_private"]),
        sealed_signing=Sealed(drawn["sealed_signing"]),
        passphrase=values["passphrase"],
    )
