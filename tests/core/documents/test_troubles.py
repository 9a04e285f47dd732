import subprocess
import sys
from pathlib import Path

import pytest

import safetoshare
from safetoshare.core.documents.troubles import Trouble, not_installed, refused

SOURCE = str(Path(safetoshare.__file__).parents[1])


def test_a_refusal_carries_its_reason_in_one_word_and_in_a_sentence() -> None:
    error = refused(Trouble.BOMB, "do this")
    assert (error.trouble, str(error)) == ("bomb", "do this")
    assert not_installed("lxml").trouble == "not_installed"


@pytest.mark.parametrize(
    ("library", "content"),
    [("lxml", b"<!doctype html><p>x"), ("lxml", b"PK\x03\x04"), ("pdfminer", b"%PDF-1.7"), ("pdfplumber", b"%PDF-1.7")],
)
def test_without_the_extra_markdown_is_read_and_the_rest_names_what_to_install(library: str, content: bytes) -> None:
    program = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from safetoshare.core.documents.formats import read_document\n"
        "from safetoshare.core.errors import DocumentError\n"
        "assert read_document(b'# A').text == 'A'\n"
        f"try: read_document({content!r})\n"
        "except DocumentError as error: print(error.trouble, error)\n"
    )
    done = subprocess.run(  # noqa: S603  (the program above)
        [sys.executable, "-c", program], env={"PYTHONPATH": SOURCE}, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("not_installed the library ")
    assert "safetoshare[documents]" in done.stdout
