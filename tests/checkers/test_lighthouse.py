"""Lighthouse gives public pages 100 for accessibility and for best practices, in English and in Arabic."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.checkers.lighthouse import BARS, PAGES, scores
from tests.house import House
from tests.journeys.conftest import house

__all__ = ["house"]

pytestmark = pytest.mark.long
NO_NAME = b"<!DOCTYPE html><html><head><title>A</title></head><body><a href='/'><img src='data:,'></a></body></html>"


@pytest.mark.parametrize("page", PAGES)
def test_a_public_page_has_the_full_score(house: House, page: str, tmp_path: Path) -> None:
    found = scores(house.address, page, tmp_path, BARS)
    assert found.missed == {name: [] for name in BARS}
    assert found.of == dict.fromkeys(BARS, 100)


class _Careless(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(NO_NAME)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def careless() -> Iterator[str]:
    """A page without a language, and with a link and a picture without names."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Careless)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_careless_page_has_not(careless: str, tmp_path: Path) -> None:
    found = scores(careless, "/", tmp_path, BARS)
    assert found.of["accessibility"] < 100
    assert {"html-has-lang", "image-alt", "link-name"} <= set(found.missed["accessibility"])
