"""The public log's pages: plain words in five languages, and files that programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from safetoshare.base.database import unit_of_work
from safetoshare.core.ledger.checkpoint import read_checkpoint
from safetoshare.core.ledger.note import open_note
from safetoshare.core.ledger.tiles import entries_of
from safetoshare.sharing.services import log
from safetoshare.sharing.services.tiles import append
from tests.sharing.logs import DAY, FIRST, log_keys, signing_on, wait_for
from tests.web.conftest import visitor
from tests.web.trees import tree

__all__ = ["visitor"]

LANGUAGES = ["en", "pa", "ur", "ar", "so"]
FILES = ["/log/checkpoint", "/log/key", f"/log/tile/0/000.p/{FIRST}", f"/log/tile/entries/000.p/{FIRST}"]


@pytest.fixture
def published(db: None) -> Iterator[None]:
    """A log of one batch."""
    with signing_on():
        log.publish_log(DAY)
        yield


def pieces_of(html: str, word: str) -> list[str]:
    """The pieces in which a long word stands on the page, between the places where it may break."""
    every: list[str] = re.findall(r'<bdi dir="ltr">(.*?)</bdi>', html)
    shown = next(shown for shown in every if shown.replace("<wbr>", "") == word)
    return shown.split("<wbr>")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_says_what_the_log_is_how_far_it_goes_and_its_key(visitor: Client, published: None, code: str) -> None:
    response = visitor.get(f"/{code}/log/")
    page = tree(response.content.decode())
    assert response.status_code == 200
    assert len([one for one in page.walk() if one.tag == "h1"]) == 1
    html = response.content.decode()
    assert '<bdi dir="ltr">10</bdi>' in html
    assert max(map(len, pieces_of(html, log_keys()[1]))) <= 16
    assert f'href="/{code}/log/checkpoint"' in html
    assert f'href="/{code}/log/key"' in html


@pytest.mark.parametrize("code", LANGUAGES)
def test_before_anything_is_published_the_page_says_so_and_links_to_no_file(
    visitor: Client, db: None, code: str
) -> None:
    response = visitor.get(f"/{code}/log/")
    assert response.status_code == 200
    assert "/log/key" not in response.content.decode()


def test_in_english_it_says_what_a_proof_cannot_show(visitor: Client, published: None) -> None:
    html = visitor.get("/en/log/").content.decode()
    assert "It does not show that nothing else was passed on." in html
    assert "no one outside has witnessed it yet" in html
    assert "The log is late." not in html


def test_a_promise_not_kept_in_time_is_said_in_public(visitor: Client, published: None) -> None:
    wait_for(bytes(32), include_by=DAY)
    with signing_on(DAY + timedelta(days=1)):
        assert "The log is late." in visitor.get("/en/log/").content.decode()


def test_the_page_and_its_files_set_no_cookie(visitor: Client, published: None) -> None:
    for address in ["/log/", *FILES]:
        response = visitor.get(address)
        assert response.status_code == 200
        assert not response.cookies


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_keeps_to_its_weight_with_all_that_it_can_hold(visitor: Client, published: None, code: str) -> None:
    wait_for(bytes(32), include_by=DAY)
    with signing_on(DAY + timedelta(days=1)):
        response = visitor.get(f"/{code}/log/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) + sum(len(f"{name}: {value}\r\n") for name, value in response.items()) <= 8_000


def test_checkpoint_and_key_are_text_that_belong_together(visitor: Client, published: None) -> None:
    checkpoint, key = visitor.get("/log/checkpoint"), visitor.get("/log/key")
    assert checkpoint["Content-Type"] == key["Content-Type"] == "text/plain; charset=utf-8"
    note = open_note(checkpoint.content.decode(), [key.content.decode().strip()])
    assert read_checkpoint(note.text).size == FIRST


def test_tiles_and_bundles_are_bytes_under_the_addresses_of_the_specification(visitor: Client, published: None) -> None:
    tile, bundle = (visitor.get(address) for address in FILES[2:])
    assert tile["Content-Type"] == bundle["Content-Type"] == "application/octet-stream"
    assert (len(tile.content), len(entries_of(bundle.content))) == (FIRST * 32, FIRST)
    assert visitor.get("/log/tile/0/000.p/5").content == tile.content[: 5 * 32]


@pytest.mark.parametrize(
    "address",
    [
        "/log/tile/0/000",
        f"/log/tile/0/000.p/{FIRST + 1}",
        "/log/tile/0/000.p/0",
        "/log/tile/0/000.p/08",
        "/log/tile/0/000.p/256",
        "/log/tile/0/000.p/999",
        "/log/tile/0/000.p/8/",
        "/log/tile/0/000.p",
        "/log/tile/0/001.p/1",
        "/log/tile/0/x000/000.p/8",
        "/log/tile/0/0.p/8",
        "/log/tile/0/x00/000.p/8",
        "/log/tile/0/x001/x234/067.p/1",
        "/log/tile/0/" + "x999/" * 10 + "999.p/1",
        "/log/tile/0/٠٠٠.p/8",
        "/log/tile/00/000.p/8",
        "/log/tile/1/000.p/1",
        "/log/tile/63/000.p/1",
        "/log/tile/100/000.p/1",
        "/log/tile/-1/000.p/1",
        "/log/tile/x/000.p/8",
        "/log/tile/entries/000",
        f"/log/tile/entries/000.p/{FIRST + 1}",
        "/log/tile/entries/nothing",
    ],
)
def test_what_is_no_tile_or_is_not_published_is_not_found(visitor: Client, published: None, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_a_full_tile_has_one_address_and_is_not_called_partial(visitor: Client, db: None) -> None:
    with signing_on(), unit_of_work(write=True):
        append(0, [(index.to_bytes(32), DAY) for index in range(264)])
        log.sign_checkpoint(DAY)
    for tiles in ("/log/tile/0", "/log/tile/entries"):
        assert visitor.get(f"{tiles}/000").status_code == visitor.get(f"{tiles}/001.p/8").status_code == 200
        assert visitor.get(f"{tiles}/000.p/255").status_code == 200
        assert visitor.get(f"{tiles}/000.p/256").status_code == 404


@pytest.mark.parametrize("address", FILES)
def test_before_anything_is_published_there_is_no_file(visitor: Client, db: None, address: str) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/log/", *FILES])
def test_nothing_is_posted_to_the_log(visitor: Client, db: None, address: str) -> None:
    assert visitor.post(address).status_code == 405
