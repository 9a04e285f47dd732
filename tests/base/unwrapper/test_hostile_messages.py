"""Whatever is sent to the socket, the unwrapper goes on answering, and what it answers is never plaintext."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.unwrapper.openings import ANSWERS, Openings
from safetoshare.base.unwrapper.protocol import ERRORS, LARGEST_MESSAGE
from safetoshare.base.unwrapper.server import answer_to
from tests.base.people import PEPPERS, sealed
from tests.base.unwrapper.conftest import Team
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import CANARY
from tests.base.unwrapper.test_server import LOCKED, ask, connected, serving

NUMBERS = st.integers() | st.floats()
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
PARTS = (
    *("account", "handle", "passphrase", "purpose", "values", "survey", "subject"),
    *("reason", "body", "text", "to_key", "colleague", "words", "operation"),
)
# A question's own name with parts of any kind, so that some get further than the first check.
QUESTIONS = st.fixed_dictionaries(
    {"ask": st.sampled_from(sorted(ANSWERS)) | JSON},
    optional=dict.fromkeys(PARTS, JSON | st.uuids().map(str) | st.just("x" * 43)),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A socket at which an unwrapper answers."""
    socket_path = tmp_path_factory.mktemp("socket") / "unwrapper.sock"
    with serving(socket_path):
        yield socket_path


def send(path: Path, content: bytes) -> bytes:
    with connected(path) as connection:
        with suppress(ConnectionError):
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            return connection.recv(100_000)
    return b""


@given(content=st.binary(max_size=300), claimed=st.none() | st.integers(min_value=0, max_value=2**32 - 1))
def test_any_bytes_leave_it_answering(path: Path, content: bytes, claimed: int | None) -> None:
    answer = send(path, content if claimed is None else claimed.to_bytes(4) + content)
    # No question is so short that it could be one by chance: nothing, or a refusal.
    assert answer == b"" or json.loads(answer[4:])["error"] in {*ERRORS, "broken"}
    assert ask(path) == LOCKED


@given(text=JSON)
def test_any_json_leaves_it_answering(path: Path, text: Any) -> None:  # noqa: ANN401  # any JSON
    body = json.dumps(text).encode()
    answer = send(path, len(body).to_bytes(4) + body)
    assert answer == b"" or "error" in json.loads(answer[4:])
    assert ask(path) == LOCKED


def test_a_message_that_claims_more_than_it_sends_is_not_waited_for(path: Path) -> None:
    for claimed in (10, 10_000, LARGEST_MESSAGE):
        assert send(path, claimed.to_bytes(4) + b"{") == b""
    assert ask(path) == LOCKED


@given(question=QUESTIONS)
@pytest.mark.django_db(databases=["default", "audit"])
def test_any_question_is_answered_by_a_word_of_the_protocol(question: dict[str, Any]) -> None:
    openings = Openings(PEPPERS, afterwards=lambda _work: None)
    answer = answer_to(json.loads(json.dumps(question)), openings)
    json.dumps(answer)
    if "error" in answer:
        # "broken" is an error that nobody foresaw.
        assert answer["error"] in ERRORS, answer
    else:
        assert set(answer) <= {"refused", "seconds", "locked"}, answer


@pytest.mark.django_db(databases=["default", "audit"])
@pytest.mark.parametrize("part", ["record", "table", "group", "version", "unit_key", "wrapped", "sealed"])
@pytest.mark.parametrize("wrong", [None, "", "x", -1, 2**70, [], {}, "\ud800", 1.5, True, str(UUID(int=7))])
def test_a_value_with_a_wrong_part_gives_no_plaintext(
    team: Team, handle: str, unwrapper: InProcess, part: str, wrong: object
) -> None:
    whole = sealed(CANARY).as_json()
    question = {"ask": "open", "account": str(team.victim_care.id), "handle": handle, "purpose": "read_report"}
    for values in ([whole | {part: wrong}], [whole, whole | {part: wrong}]):
        answer = answer_to(json.loads(json.dumps(question | {"values": values})), unwrapper.openings)
        assert answer.get("error") in ERRORS
        assert "plaintexts" not in answer
