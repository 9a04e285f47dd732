import io
import json
import sys
from pathlib import Path

import pytest

from safetoshare.cli import main
from safetoshare.core.documents.formats import MAX_BYTES
from tests.core.documents.comparing import RESPONSES, differences

FIXTURE = RESPONSES / "avon-and-somerset-pcc-2021.md"
Capture = pytest.CaptureFixture[str]


def written(folder: Path, text: str, name: str = "response.md") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_published_response_is_read_exactly(capsys: Capture) -> None:
    assert main(["scrutiny", "read", str(FIXTURE), "--json"]) == 0
    output = capsys.readouterr()
    expected = json.loads(FIXTURE.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert differences(json.loads(output.out), expected) == []
    assert output.err == ""


def test_standard_input_is_read_too(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FIXTURE.read_bytes())))
    assert main(["scrutiny", "read", "-", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["recommendations"]) == 5


def test_a_person_sees_particulars_table_and_what_to_check(capsys: Capture, tmp_path: Path) -> None:
    assert main(["scrutiny", "read", str(FIXTURE)]) == 0
    assert "2021-06-17" in capsys.readouterr().out
    name = written(
        tmp_path, "## Recommendation\n\n[red]Act[/red].\n\n## Response\n\nWe do not accept this recommendation."
    )
    assert main(["scrutiny", "read", name]) == 0
    shown = capsys.readouterr().out
    assert "[red]Act" in shown
    assert "not accepted" in " ".join(shown.split())
    assert "Check: a recommendation has no number in the document" in shown


@pytest.mark.parametrize("text", ["Nothing here.", "## Recommendation 1\n\nAct."])
def test_a_document_without_recommendation_or_answer_falls_short(text: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["scrutiny", "read", written(tmp_path, text), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["warnings"]


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
def test_the_response_is_read_in_every_format_under_any_name(ending: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "response.md"
    path.write_bytes(FIXTURE.with_suffix(f".{ending}").read_bytes())
    assert main(["scrutiny", "read", str(path), "--json"]) == 0
    expected = json.loads(FIXTURE.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert differences(json.loads(capsys.readouterr().out), expected) == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("response.pdf", "the PDF is damaged"),
        ("missing.md", "there is no such file"),
        ("folder.md", "this is not a file"),
        ("picture.md", "this is a picture"),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_refused(name: str, says: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "response.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n")
    assert main(["scrutiny", "read", str(tmp_path / name), "--json"]) == 2
    output = capsys.readouterr()
    assert says in output.err
    assert output.out == ""


def test_of_several_documents_each_is_read_and_the_worst_gives_the_exit_code(tmp_path: Path, capsys: Capture) -> None:
    good, pdf = str(FIXTURE), str(FIXTURE.with_suffix(".pdf"))
    short = written(tmp_path, "## Recommendation 1\n\nAct.")
    bad = written(tmp_path, "%PDF-1.7", "bad.md")
    assert main(["scrutiny", "read", good, pdf, "--json"]) == 0
    both = json.loads(capsys.readouterr().out)
    assert [each["file"] for each in both] == [good, pdf]
    assert [len(each["reading"]["recommendations"]) for each in both] == [5, 5]
    assert main(["scrutiny", "read", good, short]) == 1
    shown = capsys.readouterr()
    assert short in shown.out
    assert shown.err == ""
    assert main(["scrutiny", "read", bad, short, good, str(tmp_path / "missing.md"), "--json"]) == 2
    output = capsys.readouterr()
    read = json.loads(output.out)
    assert [list(each) for each in read] == [
        ["file", "refused"],
        ["file", "reading"],
        ["file", "reading"],
        ["file", "refused"],
    ]
    assert read[0]["refused"]["trouble"] == "broken"
    assert output.err.count(f"{bad}: the PDF is damaged") == 1
    assert output.err.count("missing.md: there is no such file") == 1


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert main(["scrutiny", "read", str(path)]) == 2
    assert "larger than 20 MB" in capsys.readouterr().err


def test_standard_input_without_end_is_refused(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= MAX_BYTES + 1
            return b"a" * size

    class Stdin:
        buffer = Endless()

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert main(["scrutiny", "read", "-"]) == 2
    assert "larger than 20 MB" in capsys.readouterr().err
