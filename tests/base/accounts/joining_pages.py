"""How somebody invited walks through the pages of joining."""

from __future__ import annotations

import html
import re
from base64 import b32decode

from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.codes import code_for_step, current_step
from tests.base.accounts.pages import Response, page


def ticket_of(response: Response) -> str:
    """The sealed words that the form brings along."""
    found = re.search(r'name="ticket"[^>]*value="([^"]*)"', page(response))
    assert found
    return html.unescape(found[1])


def secret_of(response: Response) -> bytes:
    """The key that the page shows for the authenticator, as text."""
    found = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page(response))
    assert found
    return b32decode(found[0].replace(" ", ""))


def codes_of(response: Response) -> list[str]:
    """The codes on paper that a page lists."""
    return re.findall(r"[2-9A-HJ-NP-TV-Z]{5}-[2-9A-HJ-NP-TV-Z]{5}", page(response))


def passphrase_of(response: Response) -> str:
    found = re.search(r'<strong><span lang="en" dir="ltr">(.*?)</span></strong>', page(response))
    assert found
    return found[1]


def code_for(secret: bytes) -> str:
    return code_for_step(secret, current_step(clock.now()))


def begins(browser: Client, name: str, invitation: str, door: str = "staff") -> Response:
    return browser.post(f"/{door}/join/", {"name": name, "invitation": invitation})


def scans(browser: Client, response: Response, door: str = "staff") -> Response:
    """Type the first code of the new authenticator."""
    return browser.post(f"/{door}/join/", {"ticket": ticket_of(response), "code": code_for(secret_of(response))})


def types_codes_back(browser: Client, response: Response, door: str = "staff") -> Response:
    codes = codes_of(response)
    answer = {"ticket": ticket_of(response), "third": codes[2], "eighth": codes[7].lower()}
    return browser.post(f"/{door}/join/", answer)


def types_passphrase_back(browser: Client, response: Response, door: str = "staff") -> Response:
    return browser.post(f"/{door}/join/", {"ticket": ticket_of(response), "passphrase": passphrase_of(response)})
