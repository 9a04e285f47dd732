"""Which of the four formats bytes are, by what they hold and never by a name; and reading them, each by its reader.

The readers of HTML, DOCX and PDF need the extra `documents`; each is imported when a document of its kind comes, so
that the rest works without, and so that nobody waits for the others. Markdown is text that is none of the others.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from enum import StrEnum

from safetoshare.core.documents.blocks import Document
from safetoshare.core.documents.troubles import Trouble, refused

# The largest that any reader takes.
MAX_BYTES = 20_000_000
READABLE = "Markdown, HTML, DOCX and PDF are what can be read"

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "this is a rich text document (RTF): save it as DOCX or PDF"),
    (b"\x89PNG", "this is a picture: have it recognised (OCR), or ask for the document itself"),
    (b"\xff\xd8\xff", "this is a picture: have it recognised (OCR), or ask for the document itself"),
    (b"GIF8", "this is a picture: have it recognised (OCR), or ask for the document itself"),
    (b"II*\x00", "this is a picture: have it recognised (OCR), or ask for the document itself"),
    (b"MM\x00*", "this is a picture: have it recognised (OCR), or ask for the document itself"),
    (b"\x1f\x8b", "this is a packed file (gzip): unpack it first"),
    (b"7z\xbc\xaf", "this is a packed file (7z): unpack it first"),
    (b"Rar!", "this is a packed file (RAR): unpack it first"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# A page, or a part of one; after a byte order mark, a declaration and comments.
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*){0,5}"
    rb"<(?:!doctype\s+html|(?:html|head|body|main|article|section|header|div|h[1-6]|p|table|title|meta|style)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


# What the readers may meet inside a file; each is a module of its own that is imported when it is first asked for.
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "cp1252", "cp437", "latin-1", "ascii", "mac-roman")


class Format(StrEnum):
    """The formats that can be read."""

    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def format_of(content: bytes) -> Format:
    """Return the format of a document. DocumentError names what else it is."""
    start = content[:4096]
    if start.lstrip().startswith(b"%PDF-"):
        return Format.PDF
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.DOCX
    if start.startswith(_OLD_OFFICE):
        if _ENCRYPTED_PACKAGE in content:
            raise refused(
                Trouble.ENCRYPTED, "the Word document is locked by a password: save it without, and read that"
            )
        raise refused(Trouble.UNKNOWN_KIND, "this is an old Word document (DOC): save it as DOCX or PDF")
    for signature, message in _OTHERS:
        if start.startswith(signature):
            raise refused(Trouble.UNKNOWN_KIND, message)
    if start[:2] in _UTF_16:
        start = start[2:].decode(_UTF_16[start[:2]], "replace").encode()
        if not _HTML.match(start):
            raise refused(Trouble.UNKNOWN_KIND, "this is UTF-16 text: save it as UTF-8")
    return Format.HTML if _HTML.match(start) else _text(content)


def _text(content: bytes) -> Format:
    if b"\x00" in content:
        raise refused(Trouble.UNKNOWN_KIND, f"this is binary data of no kind that is known: {READABLE}")
    return Format.MARKDOWN


def read_document(content: bytes) -> Document:
    """Return the blocks of a document in any of the formats.

    DocumentError: of no known format, its library not installed, or what its reader refuses; `trouble` says which.
    """
    if len(content) > MAX_BYTES:
        raise refused(
            Trouble.TOO_LARGE,
            f"the document is larger than {MAX_BYTES // 1_000_000} MB: a published response is far smaller",
        )
    return reader_for(content)(content)


def reader_for(content: bytes) -> Callable[[bytes], Document]:
    """Return the reader of a document, with all imported that it will need: it opens no file afterwards."""
    for name in _ENCODINGS:
        codecs.lookup(name)
    match format_of(content):
        case Format.PDF:
            from safetoshare.core.documents.pdf import read_pdf

            return read_pdf
        case Format.DOCX:
            from safetoshare.core.documents.docx import read_docx

            return read_docx
        case Format.HTML:
            from safetoshare.core.documents.html import decode, read_html

            decode(content)  # the table of a rare encoding is a module of its own
            return read_html
        case Format.MARKDOWN:
            from safetoshare.core.documents.markdown import read_markdown

            return read_markdown
