"""What every page knows: its language and the others, whether it is a demonstration, whether its words are a draft."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from safetoshare.base.languages import LANGUAGES, current_language, language_address
from safetoshare.web.review import is_draft
from safetoshare.web.scripts import LEAVE, SEND, script


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template takes: the language and its links, the two remarks, and the scripts."""
    current = current_language()
    return {
        "language": current,
        "language_links": [
            {
                "text": language.own_name,
                "lang": language.code,
                "dir": language.direction,
                "href": "" if language == current else language_address(request, language.code),
            }
            for language in LANGUAGES
        ],
        "demonstration": settings.SAFETOSHARE_MODE == "demonstration",
        "draft_translation": is_draft(current.code),
        "leave_script": script(LEAVE),
        "send_script": script(SEND),
    }
