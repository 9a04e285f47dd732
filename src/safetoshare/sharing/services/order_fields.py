"""An order as fields that can be sealed, and back again: what a rank decides on is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final
from uuid import UUID

from safetoshare.base.keys import UnitPublicKey
from safetoshare.core.errors import SealError
from safetoshare.core.vault import PublicKey
from safetoshare.sharing.services.orders import DisclosureOrder, HumanDecision, NoticeDelay

_IDENTIFIERS: Final = ("case", "organisation", "nonce")
_DAYS: Final = ("consent_on", "promised_on", "told_on")
_APART: Final = frozenset({"mailbox", "pathways", "fields", "human", "delay", *_IDENTIFIERS, *_DAYS})
_TEXTS: Final = tuple(one.name for one in fields(DisclosureOrder) if one.name not in _APART)


def fields_of_order(order: DisclosureOrder) -> dict[str, Any]:
    """Return an order as JSON can hold it. What a human decided is no part of it."""
    return {
        **{name: getattr(order, name) for name in _TEXTS},
        **{name: str(getattr(order, name)) for name in _IDENTIFIERS},
        **{name: _text_of(getattr(order, name)) for name in _DAYS},
        "mailbox": {"id": str(order.mailbox.id), "public": order.mailbox.public.hex()},
        "pathways": list(order.pathways),
        "fields": {kind: dict(values) for kind, values in order.fields.items()},
        "delay": None if order.delay is None else vars(order.delay) | {"until": order.delay.until.isoformat()},
    }


def order_of_fields(written: Mapping[str, Any]) -> DisclosureOrder:
    """Return the order that `fields_of_order` wrote. SealError for anything else."""
    try:
        mailbox, delay = written["mailbox"], written["delay"]
        texts: dict[str, Any] = {name: written[name] for name in _TEXTS}
        texts |= {name: UUID(written[name]) for name in _IDENTIFIERS}
        texts |= {name: _day_of(written[name]) for name in _DAYS}
        return DisclosureOrder(
            **texts,
            mailbox=UnitPublicKey(UUID(mailbox["id"]), PublicKey(bytes.fromhex(mailbox["public"]))),
            pathways=tuple(written["pathways"]),
            fields=written["fields"],
            delay=None if delay is None else NoticeDelay(**delay | {"until": date.fromisoformat(delay["until"])}),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise SealError("what was sealed here is not an order") from None


def fields_of_human(human: HumanDecision) -> dict[str, Any]:
    """Return a human's decision as JSON can hold it."""
    return vars(human) | {"by": str(human.by)}


def human_of_fields(written: Mapping[str, Any]) -> HumanDecision:
    """Return the decision that `fields_of_human` wrote. SealError for anything else."""
    try:
        return HumanDecision(**{**written, "by": UUID(written["by"])})
    except (AttributeError, KeyError, TypeError, ValueError):
        raise SealError("what was sealed here is not a decision") from None


def _text_of(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
