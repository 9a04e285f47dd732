"""The script for leaving: small, inside the page, and the only one that the policy lets run."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from django.test import Client

from safetoshare.web.leaving import leave_script, leave_script_source

LARGEST = 800


def test_each_page_holds_it_once_and_the_policy_allows_it_and_no_other(visitor: Client) -> None:
    for address in ("/en/", "/ar/safety/", "/en/report/", "/en/nowhere/", "/en/staff/"):
        response = visitor.get(address)
        (script,) = re.findall(r"<script>(.*?)</script>", response.content.decode(), re.DOTALL)
        digest = b64encode(sha256(script.encode()).digest()).decode()
        policy = response.headers["Content-Security-Policy"]
        assert f"script-src 'sha256-{digest}';" in policy
        assert "unsafe" not in policy


def test_it_is_small_names_no_address_and_holds_nothing_that_ends_it(visitor: Client) -> None:
    script = leave_script()
    assert len(script) <= LARGEST
    assert "http" not in script
    assert "</" not in script
    assert leave_script_source().startswith("'sha256-")
