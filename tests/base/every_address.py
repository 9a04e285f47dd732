"""Every address of the assembled house, as a browser asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from safetoshare.base.permissions import Action, Realm
from safetoshare.web.urls import urlpatterns

# Where an address names no identifier but words.
_WORDS = {
    **{"report": "some-report", "number": "4", "body": "some-body", "level": "0", "where": "000", "rest": "nothing"},
    "address": "0" * 32,
    "complaint": "some-complaint",
}


@dataclass(frozen=True)
class Address:
    """One address, with the action that its view names and the door that it stands behind."""

    name: str
    path: str
    action: Action
    door: Realm | None


def every_address(records: dict[str, UUID]) -> list[Address]:
    """Return all addresses; `records` says which identifier stands where an address names one."""
    return list(_addresses(cast("Sequence[URLPattern | URLResolver]", urlpatterns), (), records))


def ask(browser: Client, path: str) -> tuple[int, str]:
    """Ask for a page, by the method that it takes; return the status, and where it leads."""
    response = browser.get(path)
    if response.status_code == 405:
        response = browser.post(path)
    if response.headers.get("Location", "") == f"/en{path}":
        response = browser.get(f"/en{path}")
    return response.status_code, response.headers.get("Location", "")


def is_refused(answer: tuple[int, str], door: Realm | None, realm: str | None) -> bool:
    """Whether the answer is that one may not, or that one signs in first, where one has not come by that door."""
    status, leads_to = answer
    return status == 403 or (door is not None and realm != door and status == 302 and leads_to == f"/{door}/")


def _addresses(
    patterns: Sequence[URLPattern | URLResolver], names: tuple[str, ...], records: dict[str, UUID]
) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from _addresses(pattern.url_patterns, inner, records)
            continue
        named = pattern.pattern.converters or dict.fromkeys(pattern.pattern.regex.groupindex)
        values = {
            word: records[word] if type(kind).__name__ == "UUIDConverter" else _WORDS[word]
            for word, kind in named.items()
        }
        name = ":".join((*names, pattern.name or ""))
        door = pattern.default_args.get("realm")
        yield Address(
            name,
            reverse(name, kwargs=values),
            getattr(pattern.callback, "action"),  # noqa: B009  # set by `allowed`
            Realm(door) if door else None,
        )
