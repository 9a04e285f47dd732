"""The package: what an organisation is given, and nothing else (Recs 4(e) and 4(g)).

What is previewed is what is sealed, byte for byte: the bytes depend on the order and the outcome alone, so that the
same order on the same day under the same policy makes the same bytes, and their hash shows it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from safetoshare.base.force import current_force
from safetoshare.core.errors import BadInputError
from safetoshare.sharing.services.orders import DisclosureOrder, Outcome, Permitted

_FORM: Final = "safe-to-share package, version 1"
# Those of a rule's duties that bind whoever receives the package.
CONDITIONS: Final = ("ask_no_onward_to_immigration",)


@dataclass(frozen=True)
class Package:
    """What an organisation was given. `conditions` bind it (codes of obligations); `fields` are by kind of data.

    It does not say what kind of crime it is about, nor in which language the person was asked: who is to know that,
    gets it as a field of its kind.
    """

    given_by: str
    organisation_name: str
    on: date
    conditions: tuple[str, ...]
    purpose: str
    consent: str
    consent_on: date | None
    rules: tuple[str, ...]
    says: tuple[str, ...]
    citations: tuple[str, ...]
    policy: str
    policy_sha256: str
    fields: Mapping[str, Mapping[str, str]] = field(repr=False)


@dataclass(frozen=True)
class Preview:
    """The outcome and, where it is a yes, the very bytes that would be sealed, what they say, and their hash."""

    outcome: Outcome
    package: Package | None
    payload: bytes = field(repr=False)
    sha256: str


def preview_of(order: DisclosureOrder, outcome: Outcome, day: date) -> Preview:
    """Return what would be sent on a day. Without a yes there is nothing."""
    if not isinstance(outcome.together, Permitted):
        return Preview(outcome, None, b"", "")
    package = Package(
        given_by=current_force().unit,
        organisation_name=order.organisation_name,
        on=day,
        conditions=tuple(duty for duty in outcome.together.duties if duty in CONDITIONS),
        purpose=order.purpose,
        consent=order.consent,
        consent_on=order.consent_on,
        rules=outcome.together.rules,
        says=outcome.together.says,
        citations=outcome.together.citations,
        policy=outcome.policy,
        policy_sha256=outcome.policy_sha256,
        fields={kind: dict(values) for kind, values in order.fields.items()},
    )
    payload = _encoded(package)
    return Preview(outcome, package, payload, hashlib.sha256(payload).hexdigest())


def read_package(plaintext: bytes) -> Package:
    """Return what a package says. BadInputError for anything that is none."""
    try:
        content = json.loads(plaintext)
        if content.pop("form") != _FORM:
            raise BadInputError("this is not a package of a version that is known here")
        return Package(**{name: _READ.get(name, _text)(value) for name, value in content.items()})
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        raise BadInputError("this is not a package") from None


def _encoded(package: Package) -> bytes:
    content = vars(package) | {
        "form": _FORM,
        "on": package.on.isoformat(),
        "consent_on": package.consent_on.isoformat() if package.consent_on else None,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(one) for one in value)


def _fields(value: object) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict) or not all(isinstance(values, dict) for values in value.values()):
        raise TypeError
    return {kind: {name: _text(text) for name, text in values.items()} for kind, values in value.items()}


# How a package's fields are read from JSON; those that are not named here are texts.
_READ: Final[Mapping[str, Callable[[object], Any]]] = {
    "on": lambda value: date.fromisoformat(_text(value)),
    "consent_on": lambda value: None if value is None else date.fromisoformat(_text(value)),
    "fields": _fields,
    **dict.fromkeys(("conditions", "rules", "says", "citations"), _texts),
}
