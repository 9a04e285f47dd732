"""A page has a player where a recording of its very words is there, and in no other case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from safetoshare.base import recordings
from safetoshare.base.recordings import Kind, Recording, Slot
from safetoshare.core.errors import BadInputError
from safetoshare.core.languages import codes
from safetoshare.web import review
from safetoshare.web.recordings import PAGES, PIECE, State, hash_of, spoken_words, state_of, words_of_page
from tests.recorded import MP3, MP4, VTT, recordings_folder
from tests.web.test_page_weight import fetched, on_the_wire
from tests.web.trees import tree
from tests.web.weights import NEXT_PAGE

__all__ = ["recordings_folder"]

pytestmark = pytest.mark.django_db


def record(page: str, language: str = "en", kind: Kind = Kind.AUDIO, words: str | None = None) -> Recording:
    said = words_of_page(page, language) if words is None else words
    content, captions = (MP3, b"") if kind is Kind.AUDIO else (MP4, VTT)
    one = Recording("Aamina Cali", date(2026, 11, 20), hash_of(said))
    return recordings.add(Slot(page, language, kind), one, content, captions)


def players(visitor: Client, address: str) -> list[str]:
    elements = tree(visitor.get(address).content.decode()).walk()
    return [one.tag for one in elements if one.tag in ("audio", "video")]


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("page", PAGES)
def test_without_a_recording_no_page_has_a_player_and_the_policy_allows_none(
    recordings_folder: Path, visitor: Client, page: str, language: str
) -> None:
    assert words_of_page(page, language)
    address = f"/{language}{reverse(PAGES[page])}"
    assert players(visitor, address) == []
    assert "media-src" not in visitor.get(address)["Content-Security-Policy"]


@pytest.mark.parametrize("language", codes())
def test_a_recording_of_the_words_of_a_page_is_offered_on_it_and_on_no_other(
    recordings_folder: Path, visitor: Client, language: str
) -> None:
    added = record("easy", language)
    html = visitor.get(f"/{language}/easy/").content.decode()
    player = tree(html).find(tag="audio")
    assert player.attributes["preload"] == "none"
    assert "controls" in player.attributes
    assert player.attributes["src"] == f"/{language}/recordings/{added.sha256[:32]}"
    with translation.override(language):
        assert player.attributes["aria-label"] == translation.gettext("Listen to this page")
    assert html.index("</h1>") < html.index("<audio") < html.index("<h2")
    assert players(visitor, f"/{language}/safety/") == []
    others = [code for code in codes() if code != language]
    assert [players(visitor, f"/{code}/easy/") for code in others] == [[]] * len(others)


def test_only_a_page_with_a_player_may_play_and_only_from_this_site(recordings_folder: Path, visitor: Client) -> None:
    record("easy")
    assert visitor.get("/en/easy/")["Content-Security-Policy"].endswith("; media-src 'self'")
    assert "media-src" not in visitor.get("/en/safety/")["Content-Security-Policy"]
    assert "Aamina" not in visitor.get("/en/easy/").content.decode()


def test_a_page_with_both_keeps_its_weight_and_loads_nothing_before_it_is_asked(
    recordings_folder: Path, visitor: Client
) -> None:
    record("easy")
    record("easy", kind=Kind.BSL)
    page = tree(visitor.get("/en/easy/").content.decode())
    assert players(visitor, "/en/easy/") == ["audio", "video"]
    assert page.find(tag="video").attributes["preload"] == "none"
    captions = page.find(tag="track").attributes
    assert (captions["kind"], captions["srclang"], "default" in captions) == ("captions", "en", False)
    # Besides the style sheet: the three addresses that a press leads to.
    assert len(fetched(page)) == 4
    assert on_the_wire(visitor, "/en/easy/") <= NEXT_PAGE


def test_when_the_page_says_something_else_the_player_is_gone(recordings_folder: Path, visitor: Client) -> None:
    record("safety", words="Other words.")
    assert players(visitor, "/en/safety/") == []
    assert state_of(Slot("safety", "en", Kind.AUDIO), words_of_page("safety", "en"))[0] is State.OUT_OF_DATE


def test_a_page_with_an_error_on_it_has_no_player(recordings_folder: Path, visitor: Client) -> None:
    record("return")
    assert players(visitor, "/en/return/") == ["audio"]
    html = visitor.post("/en/return/", {"receipt": "1"}).content.decode()
    assert "<audio" not in html


def test_a_damaged_file_is_not_offered(recordings_folder: Path, visitor: Client) -> None:
    added = record("easy")
    (recordings_folder / added.sha256).write_bytes(b"ID3 something else")
    assert players(visitor, "/en/easy/") == []
    assert state_of(Slot("easy", "en", Kind.AUDIO), words_of_page("easy", "en"))[0] is State.DAMAGED
    assert visitor.get(f"/recordings/{added.sha256[:32]}").status_code == 404


def test_the_english_beneath_a_draft_is_no_part_of_what_is_read(recordings_folder: Path, visitor: Client) -> None:
    draft = words_of_page("easy", "so")
    assert "Nobody reads this at once" not in draft
    assert "Nobody reads this at once" in visitor.get("/so/easy/").content.decode()
    with (
        patch.object(review, "is_draft", return_value=False),
        patch("safetoshare.web.templatetags.components.is_draft", return_value=False),
    ):
        assert words_of_page("easy", "so") == draft


def test_words_are_a_line_a_paragraph() -> None:
    html = '<h1>One</h1>\n<p>Two  <bdi>999</bdi>,\n<a>three</a><span class="app-original x"><span>No.</span></span></p>'
    assert spoken_words(html) == "One\nTwo 999, three"


def test_a_page_that_this_process_does_not_serve_is_said_to_be_none_of_it() -> None:
    with patch.dict(PAGES, {"easy": "report:nowhere"}), pytest.raises(BadInputError, match="SAFETOSHARE_ROLE=public"):
        words_of_page("easy", "en")


@pytest.mark.parametrize(
    ("asked", "status", "sent"),
    [
        (None, 200, MP3),
        ("bytes=0-", 206, MP3[:PIECE]),
        ("bytes=0-9", 206, MP3[:10]),
        (f"bytes={len(MP3) - 5}-", 206, MP3[-5:]),
        (f"bytes={len(MP3) - 5}-99999999", 206, MP3[-5:]),
        (f"bytes={len(MP3)}-", 416, b""),
        ("bytes=9-3", 416, b""),
        # Forms that no player needs are answered with the whole.
        ("bytes=-5", 200, MP3),
        ("bytes=0-1,4-5", 200, MP3),
        ("lines=1-2", 200, MP3),
    ],
)
def test_a_player_gets_the_piece_that_it_asks_for(
    recordings_folder: Path, visitor: Client, asked: str | None, status: int, sent: bytes
) -> None:
    address = f"/recordings/{record('easy').sha256[:32]}"
    headers = {"accept-encoding": "gzip"} | ({"range": asked} if asked else {})
    response = visitor.get(address, headers=headers)
    assert (response.status_code, response.getvalue()) == (status, sent)
    assert "Content-Encoding" not in response
    assert response["Cache-Control"] == "no-store"
    if status == 206:
        assert response["Content-Range"].endswith(f"/{len(MP3)}")
    if status != 416:
        assert response["Content-Type"] == "audio/mpeg"


@pytest.mark.parametrize("address", ["0" * 32, "0" * 31, "..%2Fforce.toml", "easy.en.audio.toml", "A" * 32])
def test_no_other_file_can_be_had(recordings_folder: Path, visitor: Client, address: str) -> None:
    record("easy")
    assert visitor.get(f"/recordings/{address}").status_code == 404
