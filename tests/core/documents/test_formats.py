import json

import pytest

from safetoshare.core.documents.formats import MAX_BYTES, Format, format_of, read_document
from safetoshare.core.documents.troubles import Trouble
from safetoshare.core.errors import DocumentError
from tests.core.documents.comparing import NAMES, RESPONSES, differences, document_as_json, squeezed, without_lines

ENDINGS = ("md", "html", "docx", "pdf")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", NAMES)
def test_each_document_is_read_exactly_in_each_format(name: str, ending: str) -> None:
    expected = json.loads((RESPONSES / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert differences(document_as_json((RESPONSES / f"{name}.{ending}").read_bytes()), expected) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_four_formats_give_one_reading_to_the_letter(name: str) -> None:
    readings = [without_lines(document_as_json((RESPONSES / f"{name}.{ending}").read_bytes())) for ending in ENDINGS]
    assert readings[1:] == readings[:1] * 3


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_at_its_span(name: str, ending: str) -> None:
    read = document_as_json((RESPONSES / f"{name}.{ending}").read_bytes())
    plain = read["plain_text"]
    for each in read["recommendations"]:
        spans = [(each["text"], each["span"]), *((p["text"], p["span"]) for p in each["response_passages"])]
        spans += [
            (each[axis]["text"], each[axis]["span"]) for axis in ("stance_evidence", "progress_evidence") if each[axis]
        ]
        for text, span in spans:
            if text is None:
                assert span is None
            else:
                assert squeezed(plain[span["start"] : span["end"]]) == squeezed(text)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_the_number_of_a_place_counts_is_said(ending: str) -> None:
    read = document_as_json((RESPONSES / f"avon-and-somerset-pcc-2021.{ending}").read_bytes())
    counted = {"md": "lines", "html": "lines", "docx": "paragraphs", "pdf": "pages"}
    assert read["counted_in"] == counted[ending]
    last = read["recommendations"][-1]["response_passages"][0]["span"]["line"]
    assert last > 20 if ending != "pdf" else last == 4


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", Format.PDF),
        (b"\n\n%PDF-1.4", Format.PDF),
        (b"PK\x03\x04", Format.DOCX),
        (b"<!DOCTYPE html><p>x", Format.HTML),
        (b"\xef\xbb\xbf <html>", Format.HTML),
        (b'<?xml version="1.0"?>\n<!-- saved -->\n<html lang="en">', Format.HTML),
        (b"<h1>Response</h1>", Format.HTML),
        ("<!doctype html><p>x".encode("utf-16"), Format.HTML),
        (b"# Response", Format.MARKDOWN),
        (b"A letter that speaks of <html> pages and %PDF- files", Format.MARKDOWN),
        (b"", Format.MARKDOWN),
    ],
)
def test_a_format_is_known_by_what_the_bytes_hold(content: bytes, expected: Format) -> None:
    assert format_of(content) is expected


@pytest.mark.parametrize(
    ("content", "trouble", "says"),
    [
        (b"\xd0\xcf\x11\xe0 old", Trouble.UNKNOWN_KIND, "save it as DOCX or PDF"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), Trouble.ENCRYPTED, "without"),
        (b"{\\rtf1", Trouble.UNKNOWN_KIND, "RTF"),
        (b"\x89PNG\r\n", Trouble.UNKNOWN_KIND, "picture"),
        (b"\xff\xd8\xff\xe0", Trouble.UNKNOWN_KIND, "picture"),
        (b"\x1f\x8b\x08", Trouble.UNKNOWN_KIND, "unpack"),
        ("text".encode("utf-16"), Trouble.UNKNOWN_KIND, "save it as UTF-8"),
        (b"\x00\x01\x02", Trouble.UNKNOWN_KIND, "Markdown, HTML, DOCX and PDF"),
        (b"caf\xe9", Trouble.BROKEN, "UTF-8"),
        (b"", Trouble.NO_TEXT, "empty"),
        (b"a" * (MAX_BYTES + 1), Trouble.TOO_LARGE, "larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(content: bytes, trouble: Trouble, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read_document(content)
    assert caught.value.trouble == trouble
