"""What "Leave now" does where scripts run: the page is emptied at once, and goes out of the history.

The one script of the house: some hundred bytes inside each page, so that it costs no request, and allowed by its hash
alone. The link that it stands by does the same without it, but for the history.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe


@cache
def leave_script() -> SafeString:
    """Return the script as it stands between its tags."""
    return mark_safe(Path(__file__).with_name("leave.js").read_text("utf-8").rstrip("\n"))  # noqa: S308  # our own file


@cache
def leave_script_source() -> str:
    """Return the script's hash as a Content-Security-Policy names it."""
    return f"'sha256-{b64encode(sha256(leave_script().encode()).digest()).decode('ascii')}'"
