"""The public log's pages: what it is, how to check it, and its files for programs (C2SP tlog-tiles)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.sharing.api import log as api
from safetoshare.sharing.api.figures import measures
from safetoshare.sharing.labels import shown_count

_LEVEL = re.compile("0|[1-9][0-9]?", re.ASCII)
_WHERE = re.compile(r"(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?", re.ASCII)
# More elements than any log of 2**64 entries has.
_LONGEST = 40
_PIECE = 16
_YEAR: Final = timedelta(days=364)


@require_safe
@allowed(Action.PAGE_READ)
def log_page(request: HttpRequest) -> HttpResponse:
    """Show what the public log is, how far it goes, and how to check it."""
    state = api.log_state()
    shown = {"origin": _pieces(state.origin), "key": _pieces(state.verifier_key)} if state else {}
    return render(
        request,
        "sharing/log.html",
        {"log": state, "closed": _closed(), "to_home_office": _to_home_office(), **shown},
    )


@require_safe
@allowed(Action.PAGE_READ)
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Give the newest signed checkpoint."""
    return _text(_published().checkpoint_note)


@require_safe
@allowed(Action.PAGE_READ)
def log_key(_request: HttpRequest) -> HttpResponse:
    """Give the key that verifies the log's signatures."""
    return _text(_published().verifier_key + "\n")


@require_safe
@allowed(Action.PAGE_READ)
def hash_tile(_request: HttpRequest, level: str, where: str) -> HttpResponse:
    """Give one tile of the log's hashes."""
    if not _LEVEL.fullmatch(level):
        raise Http404
    return _bytes(api.hash_tile(int(level), *_number_and_width(where)))


@require_safe
@allowed(Action.PAGE_READ)
def entry_bundle(_request: HttpRequest, where: str) -> HttpResponse:
    """Give one bundle of the log's entries."""
    return _bytes(api.entry_bundle(*_number_and_width(where)))


def _closed() -> list[dict[str, object]]:
    return [
        {
            "origin": _pieces(one.origin),
            "key": _pieces(one.verifier_key),
            "size": one.size,
            "closed_on": one.closed_on,
        }
        for one in api.closed_logs()
    ]


def _to_home_office() -> dict[str, object] | None:
    """Return what the commissioner's page says too: how often, in whatever way, and of which days."""
    today = clock.today()
    for measure in measures(today - _YEAR, today):
        if measure.name == "disclosures_to_home_office":
            return {"since": measure.since, "until": measure.until, "number": shown_count(measure.count)}
    return None


def _published() -> api.LogState:
    state = api.log_state()
    if state is None:
        raise Http404
    return state


def _number_and_width(where: str) -> tuple[int, int]:
    """Read `x001/x234/067.p/17`. Http404 for what is no address of a tile."""
    found = _WHERE.fullmatch(where) if len(where) <= _LONGEST else None
    width = api.TILE if found is None or found["width"] is None else int(found["width"])
    # Each tile has one address: no leading zeros, and a full one is not called partial.
    if found is None or found["number"].startswith("x000") or (found["width"] and width >= api.TILE):
        raise Http404
    return int(found["number"].replace("x", "").replace("/", "")), width


def _pieces(word: str) -> list[str]:
    """Cut a long word where a narrow screen may break it; copied from the page, it is whole."""
    return [word[start : start + _PIECE] for start in range(0, len(word), _PIECE)]


def _text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _bytes(content: bytes | None) -> HttpResponse:
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/octet-stream")
