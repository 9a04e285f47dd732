import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetoshare.base import confined
from safetoshare.base.confined import ConfinedError, Failure, documents
from safetoshare.base.confined.documents import LIMITS, read_confined
from safetoshare.core.documents.formats import MAX_BYTES, read_document
from safetoshare.core.documents.troubles import Trouble
from safetoshare.core.errors import DocumentError
from tests.core.documents import hostile
from tests.core.documents.comparing import RESPONSES

FIXTURE = RESPONSES / "avon-and-somerset-pcc-2021"


@pytest.mark.parametrize("ending", [".md", ".html", ".docx", ".pdf"])
def test_a_document_is_read_as_it_is_outside(ending: str) -> None:
    content = FIXTURE.with_suffix(ending).read_bytes()
    assert read_confined(content) == read_document(content)


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (hostile.locked_pdf(), Trouble.ENCRYPTED),
        (hostile.scanned_pdf(), Trouble.NO_TEXT),
        (hostile.ENTITY_PAGE, Trouble.ENTITIES),
        (b"\x89PNG", Trouble.UNKNOWN_KIND),
        (b"", Trouble.NO_TEXT),
        (b"a" * (MAX_BYTES + 1), Trouble.TOO_LARGE),
    ],
    ids=["locked", "scanned", "entities", "picture", "empty", "large"],
)
def test_a_refusal_comes_out_with_its_reason(content: bytes, trouble: Trouble) -> None:
    with pytest.raises(DocumentError) as caught:
        read_confined(content)
    assert caught.value.trouble == trouble


def test_a_page_that_unpacks_without_end_takes_no_more_memory_than_it_may() -> None:
    with pytest.raises(DocumentError, match="memory") as caught:
        read_confined(hostile.bomb_pdf(2_000), replace(LIMITS, memory=500_000_000))
    assert caught.value.trouble == Trouble.TOO_LONG


def test_a_form_that_draws_itself_ends() -> None:
    with pytest.raises(DocumentError):
        read_confined(hostile.endless_pdf(), replace(LIMITS, processor_seconds=5, seconds=20))


@pytest.mark.parametrize(
    "limits", [replace(LIMITS, processor_seconds=1), replace(LIMITS, seconds=1)], ids=["processor", "clock"]
)
def test_a_document_that_takes_too_long_is_given_up(limits: confined.Limits) -> None:
    page = b"".join(hostile.text_at(72, 700 - index % 600, "x" * 60) for index in range(3_000))
    with pytest.raises(DocumentError, match="longer than it may") as caught:
        read_confined(hostile.pdf([page] * 40), limits)
    assert caught.value.trouble == Trouble.TOO_LONG


def test_an_answer_that_is_too_long_is_given_up() -> None:
    with pytest.raises(DocumentError, match="more text"):
        read_confined(b"word " * 10_000, replace(LIMITS, answer=1_000))


@given(st.binary(max_size=60))
@settings(max_examples=3, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    troubles = set(Trouble)
    try:
        document = read_confined(content)
    except DocumentError as error:
        troubles.remove(Trouble(error.trouble))
    else:
        assert document.text


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"document": {}},
        {"document": {"blocks": [["heading"]], "notes": [], "counted_in": "pages"}},
        {"document": {"blocks": [], "notes": [7], "counted_in": "pages"}},
        {"refused": {"trouble": "invented", "message": "x"}},
        {"refused": {"trouble": "broken"}},
        {"refused": None},
    ],
)
def test_whatever_the_process_answers_is_believed_in_nothing(answer: dict[str, Any]) -> None:
    with (
        patch.object(documents, "run_confined", return_value=(answer, b"")),
        pytest.raises(DocumentError) as caught,
    ):
        read_confined(b"text")
    assert caught.value.trouble == Trouble.BROKEN


def test_a_message_of_the_process_is_shortened_and_cleaned() -> None:
    answer = {"refused": {"trouble": "broken", "message": "\x1b[31m" + "a" * 9_000}}
    with (
        patch.object(documents, "run_confined", return_value=(answer, b"")),
        pytest.raises(DocumentError) as caught,
    ):
        read_confined(b"text")
    assert len(str(caught.value)) == 400
    assert "\x1b" not in str(caught.value)


def test_a_process_that_breaks_is_a_refusal() -> None:
    with (
        patch.object(documents, "run_confined", side_effect=ConfinedError(Failure.BROKE)),
        pytest.raises(DocumentError, match="breaks its reader"),
    ):
        read_confined(b"text")


@pytest.mark.parametrize("ending", ["md", "html", "docx", "pdf"])
def test_nothing_is_imported_or_opened_once_a_reader_is_chosen(ending: str) -> None:
    program = (
        "import sys\nfrom safetoshare.core.documents.formats import reader_for\n"
        "content = sys.stdin.buffer.read()\nread = reader_for(content)\nseen = []\n"
        "watched = ('open', 'import')\n"
        "sys.addaudithook(lambda event, about: seen.append((event, about[0])) if event in watched else None)\n"
        "read(content)\nprint(seen)\n"
    )
    source = str(Path(confined.__file__).parents[3])
    for name in ("avon-and-somerset-pcc-2021", "update-columns"):
        done = subprocess.run(  # noqa: S603  (the program above)
            [sys.executable, "-c", program],
            input=(RESPONSES / f"{name}.{ending}").read_bytes(),
            env={"PYTHONPATH": source},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode().strip() == "[]"
