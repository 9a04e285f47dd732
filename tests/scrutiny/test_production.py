"""In production the tables' owner writes the register; the process of scrutiny reads it, and writes nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.postgres import OWNER
from tests.production import Production, production
from tests.scrutiny.conftest import REGISTER, RESPONSE

__all__ = ["production"]

pytestmark = pytest.mark.postgresql

# What a browser of the public is answered by that process, with its own login.
ASK = """
import django
django.setup()
from django.test import Client
browser = Client(headers={"host": "www.example.org"})
page = browser.get("/en/scrutiny/", secure=True)
# Of a house whose first month is not over there are figures of referrals, and none of what was told to anybody.
evidence = browser.get("/en/scrutiny/recommendations/safe-to-share/4/avon-and-somerset-chief-constable/", secure=True)
told = evidence.content.decode()
print(page.status_code, "Waits for national guidance" in page.content.decode(), "Referrals sent to" in told)
"""


def test_the_owner_enters_the_register_and_the_public_reads_it_with_its_evidence(production: Production) -> None:
    for document in (REGISTER, RESPONSE):
        owner = production.url(OWNER)
        entered = production.command("scrutiny", "scrutiny", "import", str(document), SAFETOSHARE_DATABASE_URL=owner)
        assert entered.returncode == 0, entered.stderr
    settings = {"DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project"}
    asked = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", ASK],
        env=production.environment("scrutiny", **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert asked.stdout.strip() == "200 True True", asked.stderr


def test_the_process_that_shows_the_register_cannot_write_it(production: Production) -> None:
    refused = production.command("scrutiny", "scrutiny", "import", str(REGISTER))
    assert refused.returncode == 1
    assert "run it with SAFETOSHARE_DATABASE_URL set to the tables' owner" in refused.stderr
