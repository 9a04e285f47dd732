"""`safetoshare scrutiny import`: new, known, refused or unreadable, and nothing half."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safetoshare.cli import main
from tests.core.documents.comparing import RESPONSES
from tests.scrutiny.conftest import REGISTER, RESPONSE

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *words: str) -> tuple[int, dict[str, object]]:
    code = main(["scrutiny", "import", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_report_and_then_the_response_to_it_enter_and_are_known_afterwards(capsys: Capture) -> None:
    assert answer(capsys, str(REGISTER))[1]["outcome"] == "entered"
    code, entered = answer(capsys, str(RESPONSE))
    assert (code, entered["outcome"], entered["version"]) == (0, "entered", 1)
    assert entered["answered"] == ["1", "4", "5", "6", "8"]
    for document in (REGISTER, RESPONSE):
        code, known = answer(capsys, str(document))
        assert (code, known["outcome"]) == (0, "known")


def test_a_response_to_a_report_that_is_not_there_is_refused_with_exit_1(capsys: Capture) -> None:
    code, refused = answer(capsys, str(RESPONSE))
    assert (code, refused["outcome"]) == (1, "refused")
    assert any("knows no report called" in problem for problem in refused["problems"])  # type: ignore[attr-defined]


def test_a_person_is_told_what_became_of_it(capsys: Capture) -> None:
    assert main(["scrutiny", "import", str(RESPONSE)]) == 1
    assert "Refused. Nothing was entered:\n- the register knows no report" in capsys.readouterr().out
    main(["scrutiny", "import", str(REGISTER)])
    assert "rows of the register" in capsys.readouterr().out
    assert main(["scrutiny", "import", str(RESPONSE)]) == 0
    said = capsys.readouterr().out
    assert "version 1; answers to 1, 4, 5, 6, 8." in said
    assert "until a person has confirmed it" in said
    main(["scrutiny", "import", str(RESPONSE)])
    assert "Known already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.md", None, "there is no such file"),
        ("response.pdf", b"%PDF-1.7", "the PDF is damaged"),
        ("response.md", b"\x89PNG", "this is a picture"),
        ("register.toml", b"[[[", "this is not a register file in TOML"),
        ("register.toml", b"\xff", "this is not a register file in TOML"),
    ],
)
def test_what_cannot_be_read_is_exit_2(
    name: str, content: bytes | None, says: str, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(["scrutiny", "import", str(path), "--json"]) == 2
    output = capsys.readouterr()
    assert says in output.err
    assert output.out == ""


def test_standard_input_has_no_name_and_is_refused(capsys: Capture) -> None:
    assert main(["scrutiny", "import", "-"]) == 2
    assert "give a file" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".html", ".docx", ".pdf"])
def test_the_response_enters_from_every_format_with_the_same_answers(ending: str, capsys: Capture) -> None:
    answer(capsys, str(REGISTER))
    code, entered = answer(capsys, str(RESPONSES / f"{RESPONSE.stem}{ending}"))
    assert (code, entered["outcome"], entered["answered"]) == (0, "entered", ["1", "4", "5", "6", "8"])
