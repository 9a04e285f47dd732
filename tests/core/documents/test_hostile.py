"""What is locked, empty, broken or made to do harm is refused with a reason, by every reader."""

from collections.abc import Callable

import pytest

from safetoshare.core.documents.formats import read_document
from safetoshare.core.documents.troubles import Trouble
from safetoshare.core.errors import DocumentError
from tests.core.documents import hostile
from tests.core.documents.comparing import NAMES, RESPONSES

Make = Callable[[], bytes]
FIXTURE = RESPONSES / "avon-and-somerset-pcc-2021"
REFUSED: tuple[tuple[str, Make, Trouble, str], ...] = (
    ("a page with an entity bomb", lambda: hostile.ENTITY_PAGE, Trouble.ENTITIES, "declares entities"),
    ("a page that asks for a file", lambda: hostile.EXTERNAL_PAGE, Trouble.ENTITIES, "declares entities"),
    ("a page of elements in elements", lambda: hostile.DEEP_PAGE, Trouble.BROKEN, "nested deeper"),
    ("a page without text", lambda: b"<html><body><script>x</script></body></html>", Trouble.NO_TEXT, "holds no text"),
    ("an empty page", lambda: b"<!doctype html>", Trouble.NO_TEXT, "holds no text"),
    ("a page in an invented encoding", lambda: b"<html><meta charset=utf-99><p>x", Trouble.BROKEN, "save it as UTF-8"),
    ("a page in punycode", lambda: b"<html><meta charset=punycode><p>x", Trouble.BROKEN, "save it as UTF-8"),
    ("a page of wrong bytes", lambda: b"<html><p>caf\xe9", Trouble.BROKEN, "not in the encoding utf-8"),
    ("a page that is too large", lambda: b"<html><p>" + b"x " * 3_000_000, Trouble.TOO_LARGE, "larger than 5 MB"),
    ("a table of too many columns", lambda: b"<table><tr>" + b"<td>x" * 101, Trouble.UNREADABLE, "columns"),
    ("a cell over a thousand columns", lambda: b"<table><tr><td colspan=999>x<td>y", Trouble.UNREADABLE, "columns"),
    ("a locked Word document", hostile.locked_word, Trouble.ENCRYPTED, "without a password"),
    ("a Word document that is a bomb", lambda: hostile.bomb_word(31_000_000), Trouble.BOMB, "unpacks to far more"),
    ("one that lies about it", lambda: hostile.lying_bomb_word(31_000_000), Trouble.BOMB, "unpacks to far more"),
    (
        "a Word document with an entity bomb",
        lambda: hostile.declaring_word(hostile.LAUGHS, "l9"),
        Trouble.ENTITIES,
        "declares entities",
    ),
    (
        "a Word document that asks for a file",
        lambda: hostile.declaring_word('<!ENTITY x SYSTEM "file:///etc/hostname">', "x"),
        Trouble.ENTITIES,
        "declares entities",
    ),
    ("tables in tables", lambda: hostile.deep_word(150), Trouble.BROKEN, "nested|damaged"),
    ("a Word document without text", lambda: hostile.word("<w:p/>"), Trouble.NO_TEXT, "no text"),
    (
        "a Word document cut off",
        lambda: FIXTURE.with_suffix(".docx").read_bytes()[:3000],
        Trouble.BROKEN,
        "save it anew",
    ),
    ("a spreadsheet", hostile.sheet, Trouble.UNKNOWN_KIND, "sheet or slides"),
    ("another ZIP file", hostile.other_zip, Trouble.UNKNOWN_KIND, "no Word document"),
    ("an empty ZIP file", lambda: b"PK\x05\x06" + bytes(18), Trouble.UNKNOWN_KIND, "no Word document"),
    ("a locked PDF", hostile.locked_pdf, Trouble.ENCRYPTED, "password"),
    ("a scanned PDF", hostile.scanned_pdf, Trouble.NO_TEXT, "pictures of pages and no text"),
    ("a PDF of empty pages", lambda: hostile.pdf([b"", b""]), Trouble.NO_TEXT, "pages are empty"),
    ("a PDF of 2,100 pages", lambda: hostile.pdf([b""] * 2_100), Trouble.TOO_MANY_PAGES, "more than 300 pages"),
    ("a PDF without pages", lambda: hostile.pdf([]), Trouble.BROKEN, "damaged"),
    ("a PDF cut off at once", lambda: b"%PDF-1.7\n", Trouble.BROKEN, "damaged"),
)


@pytest.mark.parametrize(("make", "trouble", "says"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_it_is_refused_with_what_to_do(make: Make, trouble: Trouble, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read_document(make())
    assert caught.value.trouble == trouble


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
def test_a_document_cut_off_anywhere_is_read_or_refused(ending: str) -> None:
    content = (RESPONSES / f"letter.{ending}").read_bytes()
    for part in range(1, 12):
        try:
            document = read_document(content[: len(content) * part // 12])
        except DocumentError:
            continue
        assert document.text


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
def test_a_document_with_bytes_struck_out_is_read_or_refused(ending: str) -> None:
    content = (RESPONSES / f"{NAMES[0]}.{ending}").read_bytes()
    step = max(len(content) // 25, 1)
    for place in range(0, len(content), step):
        damaged = content[:place] + b"\xff" * 16 + content[place + 16 :]
        try:
            document = read_document(damaged)
        except DocumentError:
            continue
        assert document.text
