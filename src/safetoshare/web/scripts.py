"""The two scripts of the house: some hundred bytes inside a page, so no request of their own, allowed by their hashes.

`leave.js` empties the page at once where "Leave now" is pressed, and takes it out of the history; the link that it
stands by does the same without it, but for the history. `send.js` shows how far a file has come, on the pages that take
one; without it the browser sends the form by itself.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.utils.safestring import SafeString, mark_safe

LEAVE: Final = "leave.js"
SEND: Final = "send.js"


@cache
def script(name: str) -> SafeString:
    """Return a script as it stands between its tags."""
    return mark_safe(Path(__file__).with_name(name).read_text("utf-8").rstrip("\n"))  # noqa: S308  # our own file


@cache
def script_source(name: str) -> str:
    """Return a script's hash as a Content-Security-Policy names it."""
    return f"'sha256-{b64encode(sha256(script(name).encode()).digest()).decode('ascii')}'"
