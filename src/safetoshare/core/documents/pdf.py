"""PDF files to blocks, by where the letters stand on the pages.

Promises: bytes in, a `Document` or a `DocumentError`; running heads, running feet and page numbers are left out; words
that the end of a line parts are put together. A page that is only a picture is noted, a file of such pages refused:
nothing is recognised from pictures. Columns of text beside one another are read line by line, which is noted. Tags of
the file are not used: what a person sees counts. ISO 32000-1; needs pdfplumber (the extra `documents`).
"""

from __future__ import annotations

from collections.abc import Sequence

from safetoshare.core.documents.blocks import CountedIn, Document, DocumentBuilder
from safetoshare.core.documents.flow import MAX_CHARACTERS, Flow
from safetoshare.core.documents.hyphens import Vocabulary
from safetoshare.core.documents.pdf_layout import Element, Layout, Measures
from safetoshare.core.documents.pdf_letters import WIDE, Line, lines_of, mark_bullets
from safetoshare.core.documents.pdf_margins import without_margins
from safetoshare.core.documents.pdf_pages import Page, pages_of
from safetoshare.core.documents.pdf_tables import Table, in_box, joined, tables_of
from safetoshare.core.documents.troubles import Trouble, refused

MAX_BYTES = 20_000_000
_COLUMN_LINES = 3


def read_pdf(content: bytes) -> Document:
    """Return the blocks of a PDF; `line` is the number of the page.

    DocumentError: larger than MAX_BYTES, encrypted, broken, more pages than `pdf_pages.MAX_PAGES`, or without text.
    """
    if len(content) > MAX_BYTES:
        raise refused(
            Trouble.TOO_LARGE,
            f"the PDF is larger than {MAX_BYTES // 1_000_000} MB: print the pages that matter to a new PDF",
        )
    pages: list[Page] = []
    characters = 0
    for page in pages_of(content):
        pages.append(page)
        characters += len(page.letters)
        if characters > 2 * MAX_CHARACTERS:
            raise refused(
                Trouble.TOO_LARGE, "the PDF holds more text than any published response: print the pages that matter"
            )
    _check_text(pages)
    parts = [_tables_and_lines(page) for page in pages]
    kept = without_margins([(page.height, lines) for page, (_, lines) in zip(pages, parts, strict=True)])
    elements: list[Element] = []
    for (tables, _), lines in zip(parts, kept, strict=True):
        elements += sorted([*tables, *lines], key=lambda element: element.base)
    builder = DocumentBuilder(CountedIn.PAGES)
    vocabulary = Vocabulary.of(line.text for lines in kept for line in lines)
    Layout(Flow(builder), Measures.of(elements), vocabulary).run(_with_joined_tables(elements))
    document = builder.document(tuple(_notes(pages, kept)))
    if not document.blocks:
        raise _without_text(pages)
    return document


def _tables_and_lines(page: Page) -> tuple[list[Table], list[Line]]:
    tables = tables_of(page.edges, page.letters, page.shapes, page.number)
    outside = [letter for letter in page.letters if not any(in_box(letter, table.box) for table in tables)]
    lines = lines_of(outside, page.number)
    mark_bullets(lines, page.shapes)
    return tables, lines


def _with_joined_tables(elements: Sequence[Element]) -> list[Element]:
    """Join tables that follow one another on different pages with nothing between them."""
    result: list[Element] = []
    waiting: list[Table] = []
    for element in elements:
        if isinstance(element, Table) and (not waiting or waiting[-1].page < element.page):
            waiting.append(element)
            continue
        result += joined(waiting)
        waiting = [element] if isinstance(element, Table) else []
        result += [] if waiting else [element]
    return [*result, *joined(waiting)]


def _check_text(pages: Sequence[Page]) -> None:
    readable = sum(len(page.letters) for page in pages)
    unreadable = sum(page.unreadable for page in pages)
    if not any(letter.text.strip() for page in pages for letter in page.letters):
        raise _without_text(pages)
    if unreadable > readable / 5:
        raise refused(
            Trouble.NO_TEXT,
            "the PDF shows letters without saying which they are: ask for the document itself, or for another PDF",
        )


def _without_text(pages: Sequence[Page]) -> Exception:
    if any(page.has_picture for page in pages):
        message = (
            "the PDF holds pictures of pages and no text: have them recognised (OCR) first, "
            "or ask for the document itself"
        )
    else:
        message = "the PDF holds no text: its pages are empty"
    return refused(Trouble.NO_TEXT, message)


def _notes(pages: Sequence[Page], kept: Sequence[Sequence[Line]]) -> list[str]:
    notes = [
        f"page {page.number} is a picture without text: what it shows was not read"
        for page in pages
        if page.has_picture and not any(letter.text.strip() for letter in page.letters)
    ]
    if any(page.unreadable for page in pages):
        notes.append("some letters could not be read: they are shown as \ufffd")
    if any(page.turned for page in pages):
        notes.append("text that does not stand upright was left out")
    in_columns = [
        page.number
        for page, lines in zip(pages, kept, strict=True)
        if sum(line.gap > WIDE * line.size for line in lines) >= _COLUMN_LINES
    ]
    notes += [f"page {number} has columns without ruled lines: they were read line by line" for number in in_columns]
    return notes
