"""A page read aloud or signed: the player on it where there is a recording of its very words, and the file behind it.

Which words a page says is found where it is made (the tag `spoken` in `text_page.html`): if they have changed since the
recording was made, or the form below shows an error, there is no player. Nothing is loaded before somebody presses it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from enum import StrEnum
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from safetoshare.base import recordings
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.languages import current_language
from safetoshare.base.permissions import Action
from safetoshare.base.recordings import Kind, Recording, Slot
from safetoshare.core.errors import BadInputError

# The pages that a person needs before she decides -> the name of their address.
PAGES: Final = {
    "home": "start",
    "safety": "safety",
    "leaving": "report:start",
    "easy": "report:easy",
    "rule": "report:rule",
    "return": "report:return",
}
_NAMES: Final = {address: page for page, address in PAGES.items()}
# One answer is sent within seconds on a poor line, so that no listener holds up those who report.
PIECE: Final = 64 * 1024
_RANGE: Final = re.compile(r"bytes=(\d+)-(\d*)")
# In English, beneath what is not reviewed: whoever reads a page aloud leaves it out.
_UNSPOKEN: Final = "app-original"
_INLINE: Final = frozenset({"a", "bdi", "span", "strong"})


class State(StrEnum):
    """How a slot stands."""

    PRESENT = "present"
    ABSENT = "absent"
    # Its page says something else by now.
    OUT_OF_DATE = "out_of_date"
    # Its file is not there, or is not the one that was added.
    DAMAGED = "damaged"


def spoken_words(html: str) -> str:
    """Return the words of a page, a line a paragraph: what is read aloud."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.words).split("\n"))
    return "\n".join(filter(None, lines))


def hash_of(words: str) -> str:
    """Return the SHA-256 of the words of a page, in hex."""
    return hashlib.sha256(words.encode()).hexdigest()


def players_of(request: HttpRequest, html: str) -> list[dict[str, str]]:
    """Return what the page may play, of the words that it says now. The request is marked for the page's policy."""
    match = request.resolver_match
    page = _NAMES.get(match.view_name if match else "")
    if page is None:
        return []
    request.spoken_html = html  # type: ignore[attr-defined]  # `words_of_page` asks for it
    slots = [Slot(page, current_language().code, kind) for kind in Kind]
    filled = [(slot.kind, found) for slot in slots if (found := recordings.find(slot)) is not None]
    if not filled:
        return []
    now = hash_of(spoken_words(html))
    players = [_player(kind, one) for kind, one in filled if one.text_sha256 == now and recordings.is_whole(one)]
    if players:
        request.plays_recordings = True  # type: ignore[attr-defined]  # `web.middleware` asks for it
    return players


def words_of_page(page: str, language: str) -> str:
    """Return the words of a page as a visitor gets it now. BadInputError when this process does not serve it."""
    try:
        path = f"/{language}{reverse(PAGES[page])}"
    except NoReverseMatch:
        raise BadInputError(
            f"The page {page} is none of this process: set SAFETOSHARE_ROLE=public, as for `safetoshare serve`."
        ) from None
    handler = BaseHandler()
    handler.load_middleware()
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": settings.ALLOWED_HOSTS[0].lstrip("."),
            "SERVER_PORT": "443",
            "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http",
            "wsgi.input": BytesIO(),
        }
    )
    response = handler.get_response(request)
    response.close()
    if response.status_code != 200 or not hasattr(request, "spoken_html"):
        raise BadInputError(f"The page {page} cannot be made just now: `safetoshare doctor` tells what is missing.")
    return spoken_words(request.spoken_html)


def state_of(slot: Slot, words: str) -> tuple[State, Recording | None]:
    """Return how a slot stands, the words of its page being these."""
    found = recordings.find(slot)
    if found is None:
        return State.ABSENT, None
    if not recordings.is_whole(found):
        return State.DAMAGED, found
    return (State.PRESENT if found.text_sha256 == hash_of(words) else State.OUT_OF_DATE), found


@require_safe
@allowed(Action.PAGE_READ)  # type: ignore[arg-type]  # what is longer than a page is sent in pieces
def recording(request: HttpRequest, address: str) -> HttpResponse | StreamingHttpResponse:
    """Send a recording, or the piece of it that a player asks for: at most `PIECE`, then it asks for the next."""
    path = recordings.file_of(address)
    if path is None:
        raise Http404
    kind = recordings.content_type(path)
    size = path.stat().st_size
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None:
        whole = StreamingHttpResponse(_pieces(path), content_type=kind)
        whole["Content-Length"], whole["Accept-Ranges"] = size, "bytes"
        return whole
    first = int(asked[1])
    last = min(int(asked[2] or size - 1), first + PIECE - 1, size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(first)
        piece = HttpResponse(file.read(last - first + 1), status=206, content_type=kind)
    piece["Content-Range"], piece["Accept-Ranges"] = f"bytes {first}-{last}/{size}", "bytes"
    return piece


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _player(kind: Kind, found: Recording) -> dict[str, str]:
    def address(sha256: str) -> str:
        return reverse("recording", args=[recordings.address_of(sha256)])

    captions = address(found.captions_sha256) if found.captions_sha256 else ""
    return {"kind": kind, "address": address(found.sha256), "captions": captions}


class _Words(HTMLParser):
    """Collects the words of a page, without the English beneath a draft."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unspoken = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        if self._unspoken:
            self._unspoken += tag == "span"
        elif _UNSPOKEN in (dict(attrs).get("class") or "").split():
            self._unspoken = 1
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._unspoken:
            self._unspoken -= tag == "span"
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unspoken:
            self.words.append(re.sub(r"\s", " ", data))

    def _break(self, tag: str) -> None:
        if tag not in _INLINE and not self._unspoken:
            self.words.append("\n")
