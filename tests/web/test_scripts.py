"""The scripts: small, inside the page, and the only ones that the policy lets run."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.test import Client

from safetoshare.web.scripts import LEAVE, SEND, script, script_source

LARGEST = {LEAVE: 800, SEND: 1400}


def test_each_page_holds_the_one_for_leaving_once_and_the_policy_allows_it(visitor: Client) -> None:
    for address in ("/en/", "/ar/safety/", "/en/report/", "/en/nowhere/", "/en/staff/"):
        response = visitor.get(address)
        (found,) = re.findall(r"<script>(.*?)</script>", response.content.decode(), re.DOTALL)
        digest = b64encode(sha256(found.encode()).digest()).decode()
        policy = response.headers["Content-Security-Policy"]
        assert f"script-src 'sha256-{digest}' " in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("name", LARGEST)
def test_it_is_small_names_no_address_and_holds_nothing_that_ends_it(name: str) -> None:
    assert len(script(name)) <= LARGEST[name]
    assert "http" not in script(name)
    assert "</" not in script(name)
    assert script_source(name).startswith("'sha256-")
