import pytest

from safetoshare.core.documents.package import Package, attribute, child, local
from safetoshare.core.errors import DocumentError
from tests.core.documents import hostile
from tests.core.documents.making.word import SPACE, document_of, packed


def test_parts_are_found_beside_the_main_one() -> None:
    package = Package(packed(document_of(hostile.paragraph("text"))))
    assert package.main == "word/document.xml"
    styles = package.beside("styles.xml")
    assert styles is not None
    assert local(styles) == "styles"
    assert package.beside("footnotes.xml") is None


def test_elements_and_attributes_are_found_without_their_namespace() -> None:
    root = Package(packed(document_of('<w:p w:val="7"/>'))).part("word/document.xml")
    assert attribute(child(root, "body", "p"), "val") == "7"
    assert attribute(child(root, "body", "p"), "other") is None
    assert child(root, "body", "tbl", "tr") is None
    assert attribute(None, "val") is None


def test_a_part_that_was_altered_after_it_was_packed_is_refused() -> None:
    content = bytearray(packed(document_of(hostile.paragraph("text"))))
    at = content.find(b"word/document.xml") + len("word/document.xml")
    content[at + 20] ^= 0xFF
    with pytest.raises(DocumentError, match="damaged"):
        Package(bytes(content)).part("word/document.xml")


def test_a_declaration_in_utf_16_is_seen_too() -> None:
    document = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY x "y">]><d {SPACE}>&x;</d>'
    content = packed(document.encode("utf-16"))  # type: ignore[arg-type]  # zipfile takes bytes as they are
    with pytest.raises(DocumentError, match="declares entities"):
        Package(content).part("word/document.xml")
