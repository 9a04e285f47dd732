"""Markdown (CommonMark 0.31 with tables) to blocks.

Promises: bytes in, a `Document` or a `DocumentError` that says what to do, never anything else; no text is lost
(raw HTML, link definitions and indented lines stay as text; of a link its words are kept, not its address); input of
any shape ends within the caps below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from safetoshare.core.documents.blocks import (
    INVISIBLE,
    PLAIN,
    Document,
    DocumentBuilder,
    Kind,
    Look,
    Place,
    clean,
)
from safetoshare.core.documents.troubles import Trouble, refused

# A published response has some 20 kB and 200 lines; at these caps the worst input found ends within ten seconds.
MAX_BYTES = 2_000_000
MAX_LINES = 50_000
MAX_NESTING = 60

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "this is a PDF"),
    (b"PK\x03\x04", "this is a Word document (DOCX) or another ZIP file"),
    (b"\xd0\xcf\x11\xe0", "this is an old Word document (DOC)"),
    (b"{\\rtf", "this is a rich text document (RTF)"),
    (b"\xff\xfe", "this is UTF-16 text"),
    (b"\xfe\xff", "this is UTF-16 text"),
    (b"\x89PNG", "this is a PNG picture"),
    (b"\xff\xd8\xff", "this is a JPEG picture"),
    (b"GIF8", "this is a GIF picture"),
    (b"\x1f\x8b", "this is a gzip file"),
)
_HTML_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_LINE_BREAK_TAG = re.compile(r"<br ?/?>", re.IGNORECASE)
_RAW_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,20}(?: [^<>]{0,200})?/?>|<!--")
_LINK = re.compile(r"""!?\[([^\[\]]{1,300})\]\([^()\s]{0,1000}(?: "[^"]{0,200}")?\)""")


def read_markdown(content: bytes) -> Document:
    """Return the blocks of a Markdown document.

    DocumentError: larger than MAX_BYTES or MAX_LINES, empty, not UTF-8, another format (which is named), or nested
    deeper than MAX_NESTING levels.
    """
    source = decode(content)
    if source.count("\n") > MAX_LINES:
        raise refused(
            Trouble.TOO_LARGE, f"the document has more than {MAX_LINES:,} lines: a published response is far smaller"
        )
    parser = _parser()
    # Before anything is read: one inside a tag or a sign would make another text of it.
    tokens = parser.parse(INVISIBLE.sub("", source))
    if any(token.level >= MAX_NESTING - 2 for token in tokens):
        raise refused(
            Trouble.BROKEN,
            f"lists or quotations are nested deeper than {MAX_NESTING // 2} levels: not a readable document",
        )
    builder = DocumentBuilder(breaks_are_lines=True)
    _Walk(builder).run(tokens)
    document = builder.document(tuple(_notes(source)))
    if not document.blocks:
        raise refused(Trouble.NO_TEXT, "the document is empty: there is no text in it")
    return document


def decode(content: bytes) -> str:
    """Return the text of UTF-8 bytes with or without byte order mark; DocumentError says what else they look like."""
    if len(content) > MAX_BYTES:
        raise refused(
            Trouble.TOO_LARGE,
            f"the document is larger than {MAX_BYTES // 1_000_000} MB: a published response is far smaller",
        )
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            raise refused(Trouble.UNKNOWN_KIND, f"{name}: Markdown in UTF-8 is what can be read")
    if _HTML_PAGE.match(content):
        raise refused(Trouble.UNKNOWN_KIND, "this is an HTML page: Markdown in UTF-8 is what can be read")
    if b"\x00" in content:
        raise refused(
            Trouble.UNKNOWN_KIND, "this is binary data (it holds NUL bytes): Markdown in UTF-8 is what can be read"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text (byte {error.start} cannot be read): save the document as UTF-8"
        raise refused(Trouble.BROKEN, message) from None
    if not clean(text):
        raise refused(Trouble.NO_TEXT, "the document is empty: there is no text in it")
    return text


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    # Indented lines of a pasted letter are not program code, and a link definition is text of the document. Links and
    # pictures are taken by _LINK: the parser's own rules need half a minute for a megabyte of opening brackets.
    return parser.enable("table").disable(["code", "reference", "link", "image"])


def _notes(source: str) -> Iterator[str]:
    if INVISIBLE.search(source.removeprefix("\ufeff")):
        yield "invisible or direction-changing characters were removed"
    if _RAW_HTML.search(_LINE_BREAK_TAG.sub("", source)):
        yield "raw HTML is kept as text"


class _Walk:
    """One walk over the tokens of a document; keeps what surrounds the text: lists, quotations, table cells."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self.builder = builder
        self.numbers: list[str] = []  # one entry per open item: its printed number, "" for a bullet
        self.fresh_item = False  # no text of the innermost item has been seen yet
        self.quotes = 0
        self.heading = 0
        self.line = 1
        self.table = self.row = self.column = -1
        self.in_table = False

    def run(self, tokens: Sequence[Token]) -> None:
        """Walk and fill the builder."""
        for token in tokens:
            if token.map is not None:
                self.line = token.map[0] + 1
            if token.type == "inline":
                self._text(*_flatten(token.children or []))
            elif token.type in {"fence", "code_block"}:
                self._text(token.content, PLAIN)
            elif token.type.endswith(("_open", "_close")):
                self._step(token)

    def _step(self, token: Token) -> None:
        opening = token.nesting == 1
        match token.tag:
            case "li" if opening:
                self.numbers.append(token.info)
                self.fresh_item = True
            case "li":
                self.numbers.pop()
                self.fresh_item = False
            case "blockquote":
                self.quotes += token.nesting
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.heading = int(token.tag[1]) if opening else 0
            case "table":
                self.in_table = opening
                self.table += opening
                self.row = -1
            case "tr" if opening:
                self.row += 1
                self.column = -1
            case "th" | "td" if opening:
                self.column += 1
            case _:
                pass

    def _text(self, text: str, look: Look) -> None:
        if self.quotes:
            look = Look(look.strong, look.italic, quoted=True, lead=look.lead)
        depth = len(self.numbers)
        if self.in_table:
            place = Place(self.table, self.row, self.column)
            text = _LINE_BREAK_TAG.sub("\n", text)
            self.builder.add(Kind.CELL, text, line=self.line, look=look, place=place)
        elif self.heading:
            self.builder.add(Kind.HEADING, text, line=self.line, level=self.heading, look=look)
        elif depth and self.fresh_item:
            self.fresh_item = False
            number = self.numbers[-1]
            self.builder.add(Kind.ITEM, text, line=self.line, level=depth, marker=number, look=look)
        else:
            # Not a line break here: lines are counted, and the source has none at this place.
            text = _LINE_BREAK_TAG.sub(" ", text)
            self.builder.add(Kind.PARAGRAPH, text, line=self.line, level=depth, look=look)


def _flatten(children: Sequence[Token]) -> tuple[str, Look]:
    """Return the plain text of inline tokens, and how it is set."""
    pieces: list[str] = []
    strong = italic = 0
    all_strong = all_italic = in_lead = True
    any_italic = False
    lead = 0
    for child in children:
        match child.type:
            case "strong_open" | "strong_close":
                strong += child.nesting
                continue
            case "em_open" | "em_close":
                italic += child.nesting
                continue
            case "softbreak" | "hardbreak":
                piece = "\n"
            case _:
                piece = child.content
        pieces.append(piece)
        if piece.strip():
            all_strong = all_strong and strong > 0
            in_lead = in_lead and strong > 0
            if not in_lead:
                any_italic = True if italic else any_italic
                all_italic = all_italic and italic > 0
        lead += len(piece) if in_lead else 0
    text = _LINK.sub(r"\1", "".join(pieces))
    strong_text = all_strong and bool(text.strip())
    return text, Look(strong=strong_text, italic=any_italic and all_italic, lead=lead)
