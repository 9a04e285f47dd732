"""Documents that are broken, locked, empty or made to do harm, each made by a few lines."""

from __future__ import annotations

import io
import zipfile
import zlib

from tests.core.documents.making.word import RELATIONS, SPACE, TYPES, document_of, packed

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
ENTITY_PAGE = f"<!DOCTYPE html [{LAUGHS}]><html><p>&l9;</p></html>".encode()
EXTERNAL_PAGE = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>&x;</p></html>'
DEEP_PAGE = b"<html>" + b"<div>" * 5_000 + b"text"


def paragraph(text: str) -> str:
    """Return a paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word(body: str) -> bytes:
    """Return a Word document with this body."""
    return packed(document_of(body))


def declaring_word(declarations: str, entity: str) -> bytes:
    """Return a Word document that declares entities and uses one."""
    document = document_of(paragraph(f"&{entity};"))
    return packed(document.replace("<w:document", f"<!DOCTYPE d [{declarations}]><w:document", 1))


def bomb_word(size: int) -> bytes:
    """Return a small Word document whose main part unpacks to so many bytes."""
    return word(paragraph("a" * size))


def lying_bomb_word(size: int) -> bytes:
    """Return the same with headers that say that it unpacks to one byte."""
    content = bomb_word(size)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        true_size = package.getinfo("word/document.xml").file_size
    return content.replace(true_size.to_bytes(4, "little"), (1).to_bytes(4, "little"))


def locked_word() -> bytes:
    """Return a package whose parts say that they are encrypted."""
    content = bytearray(word(paragraph("text")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + offset] |= 1
    return bytes(content)


def sheet() -> bytes:
    """Return a package of a spreadsheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS.replace("word/document.xml", "xl/workbook.xml"))
        package.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def other_zip() -> bytes:
    """Return a ZIP file of no Office program."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("letter.txt", "text")
    return file.getvalue()


def deep_word(levels: int) -> bytes:
    """Return a Word document with tables inside tables."""
    cell = "<w:tbl><w:tr><w:tc>"
    return word(cell * levels + paragraph("text") + "</w:tc></w:tr></w:tbl>" * levels)


def footnotes(text: str) -> str:
    """Return the part footnotes.xml with one note."""
    return f"<w:footnotes {SPACE}><w:footnote>{paragraph(text)}</w:footnote></w:footnotes>"


def pdf(contents: list[bytes], *, extra: bytes = b"", resources: bytes = b"", filtered: bool = False) -> bytes:
    """Return a PDF with a page for each content stream; `extra` goes into the trailer."""
    count = len(contents)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(count))
    font = (
        b"<< /Font << /F1 3 0 R /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >> >> "
        + resources
        + b" >>"
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /MediaBox [0 0 595 842] /Resources %s /Kids [%s] >>" % (count, font, kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, content in enumerate(contents):
        parts.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (5 + 2 * index))
        how = b"/Filter /FlateDecode " if filtered else b""
        parts.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (how, len(content), content))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, extra, table)
    return bytes(out)


def text_at(x: float, y: float, text: str, *, size: float = 11, font: str = "F1") -> bytes:
    """Return the drawing of a line of text; `y` counts up from the foot of the page."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n".encode("cp1252")


def locked_pdf() -> bytes:
    """Return a PDF under a password that nobody has."""
    owner, user = b"<" + b"11" * 32 + b">", b"<" + b"22" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O %s /U %s >> /ID [<00> <00>]" % (owner, user)
    return pdf([text_at(72, 700, "secret")], extra=lock)


def scanned_pdf(pages: int = 2) -> bytes:
    """Return a PDF of pictures without text."""
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    return pdf([picture] * pages)


def bomb_pdf(megabytes: int) -> bytes:
    """Return a small PDF whose page unpacks to so many megabytes."""
    packer = zlib.compressobj(9)
    packed_content = b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()
    return pdf([packed_content], filtered=True)


def endless_pdf() -> bytes:
    """Return a PDF whose page draws a form that draws itself."""
    content = pdf([b"/X Do"], resources=b"/XObject << /X 6 0 R >>")
    form = (
        b"6 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R /Y 6 0 R >> >> "
        b"/Length 11 >>\nstream\n/X Do /Y Do\nendstream\nendobj\n"
    )
    return content.replace(b"xref\n0 6", form + b"xref\n0 6")
