"""Pages of the shell as visitors get them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.web.trees import Element, tree


@pytest.fixture
def visitor() -> Client:
    """A browser on this machine that has never been here. An unforeseen error is answered, not raised."""
    # WhiteNoise warns of a missing folder, and a warning is an error here.
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    return Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)


@pytest.fixture
def rendered_home(visitor: Client) -> Element:
    """The English home page."""
    return tree(visitor.get("/en/").content.decode())
