"""A confined process reaches nothing, holds little, ends in time, and tells only what it was asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from safetoshare.base.confined import ConfinedError, Failure, Limits, run_confined, running
from tests.core.files.samples import WHOLE

ROOM = Limits(memory=512 * 1024 * 1024, processor_seconds=10, seconds=20.0, answer=30_000_000)
EXAMINE = "safetoshare.core.files.examining:ready"


@pytest.fixture(autouse=True)
def tests_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process load the work of these tests beside our own sources."""
    root = __file__.rsplit("/tests/", 1)[0]
    program = running._PROGRAM.replace("import sys;", f"import sys; sys.path.insert(0, {root!r});", 1)
    monkeypatch.setattr(running, "_PROGRAM", program)


def run(work: str, content: bytes = b"words", **limits: Any) -> tuple[dict[str, Any], bytes]:  # noqa: ANN401
    return run_confined(f"tests.base.confined.work:{work}", [content], replace(ROOM, **limits))


def test_it_is_given_bytes_and_answers_with_words_and_bytes() -> None:
    assert run("echo") == ({"length": 5}, b"sdrow")


def test_what_comes_in_pieces_arrives_as_one() -> None:
    pieces = [b"a" * 1_000_000] * 20
    assert run_confined("tests.base.confined.work:echo", pieces, ROOM)[0] == {"length": 20_000_000}


def test_it_can_open_no_file_no_socket_and_no_pipe_and_sees_no_setting() -> None:
    with patch.dict(os.environ, {"SAFETOSHARE_SECRETS": "canary"}):
        said, _ = run("trying")
    assert said
    assert not [what for what, was_possible in said.items() if was_possible]


@pytest.mark.parametrize("work", ["not_ready", "failing", "greedy", "unknown", "nothing", "nonsense", "a_list", "deep"])
def test_work_that_fails_takes_too_much_memory_or_answers_nonsense_is_no_answer(work: str) -> None:
    with pytest.raises(ConfinedError) as caught:
        run(work, b"canary of a file")
    assert caught.value.failure is Failure.BROKE
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(("work", "limits"), [("endless", {"processor_seconds": 1}), ("waiting", {"seconds": 1.0})])
def test_work_without_end_is_ended(work: str, limits: dict[str, Any]) -> None:
    with pytest.raises(ConfinedError) as caught:
        run(work, **limits)
    assert caught.value.failure is Failure.TOOK_TOO_LONG


@pytest.mark.parametrize("work", ["talking", "talking_without_end"])
def test_an_answer_longer_than_it_may_be_is_not_heard_to_its_end(work: str) -> None:
    with pytest.raises(ConfinedError) as caught:
        run(work, answer=1_000_000)
    assert caught.value.failure is Failure.SAID_TOO_MUCH


def test_what_it_prints_of_a_failure_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ConfinedError):
        run("failing", b"canary of a file")
    assert capfd.readouterr() == ("", "")


def test_bytes_that_cannot_be_read_end_the_process_too() -> None:
    def broken() -> Iterator[bytes]:
        yield b"one"
        raise OSError("the database is away")

    with pytest.raises(OSError, match="away"):
        run_confined("tests.base.confined.work:echo", broken(), ROOM)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_of_each_kind_is_looked_at_where_nothing_more_can_be_loaded(name: str) -> None:
    group, content = WHOLE[name]
    said, copy = run_confined(EXAMINE, [content], ROOM)
    assert (said["kind"], said["group"], said["refusal"]) == (name, group, "")
    assert bool(copy) == (group == "picture")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_so_is_a_text_of_another_encoding(encoding: str) -> None:
    assert run_confined(EXAMINE, ["کیا".encode(encoding)], ROOM)[0]["refusal"] == ""
