"""Pages of the shell as visitors get them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.trees import Element, tree


@pytest.fixture
def visitor() -> Client:
    """A browser on this machine that has never been here. An unforeseen error is answered, not raised."""
    return Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)


@pytest.fixture
def rendered_home(visitor: Client) -> Element:
    """The English home page."""
    return tree(visitor.get("/en/").content.decode())
