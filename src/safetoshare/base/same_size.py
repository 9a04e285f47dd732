"""`@same_size`: pages that hold secrets come back in one size, uncompressed.

Whoever watches the line sees lengths. A wrong receipt, an empty mailbox and a full one look the same to him, up to a
size that few mailboxes pass; then the next class is twice as large. What is compressed has a length that tells of its
words (BREACH): these pages are not.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SMALLEST: Final = 16 * 1024
_FRAME: Final = b"\n<!-- %b -->\n"
View = Callable[..., HttpResponse]


def same_size(view: View) -> View:
    """Pad each page that answers a form to a size class, and mark it as not to be compressed."""

    @wraps(view)
    def padded_view(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if request.method == "POST" and is_page and not response.streaming:
            response.content = padded(response.content)
            response.is_padded = True  # type: ignore[attr-defined]  # Compression asks for it
        return response

    return padded_view


def padded(page: bytes) -> bytes:
    """Return a page with a comment of random letters after it, as long as its size class."""
    size = SMALLEST
    while len(page) + len(_FRAME % b"") > size:
        size *= 2
    missing = size - len(page) - len(_FRAME % b"")
    return page + _FRAME % secrets.token_hex(missing // 2 + 1)[:missing].encode("ascii")


class Compression(GZipMiddleware):
    """Django's compression, without pages that were padded, and without voices and videos, which are small already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_recording = response.get("Content-Type", "").startswith(("audio/", "video/"))
        is_sent_as_it_is = is_recording or getattr(response, "is_padded", False)
        return response if is_sent_as_it_is else super().process_response(request, response)
