"""The pages of a PDF as letters, ruled lines and small shapes, each at its place; what a page shows is not interpreted.

Needs pdfminer.six, which pdfplumber brings (the extra `documents`). Whatever the library raises on a damaged file
becomes a `DocumentError`. A page's content is unpacked without a cap of its own: untrusted files are read in a process
whose memory and time are limited.
"""

from __future__ import annotations

import io
import itertools
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from safetoshare.core.documents.pdf_letters import Letter, Shape, is_bold, is_italic, plain
from safetoshare.core.documents.pdf_tables import Edge
from safetoshare.core.documents.troubles import Trouble, not_installed, refused
from safetoshare.core.errors import DocumentError

try:
    from pdfminer import layout
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
except ImportError:
    raise not_installed("pdfplumber") from None

# It remarks on every oddity of a file, to standard error where nobody has set up logging.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

MAX_PAGES = 300
MAX_PARTS = 400_000
_THIN = 2.5
_SMALL = 12.0
_SMALLEST = 1.0
_MOST_NESTED = 20
_BROKEN = "the PDF is damaged: open it in a PDF viewer and print it to a new PDF"


@dataclass(slots=True)
class Page:
    """One page: its number from 1, its size, and what stands on it. `turned` counts letters that are not upright."""

    number: int
    width: float
    height: float
    letters: list[Letter] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    has_picture: bool = False
    turned: int = 0
    unreadable: int = 0  # letters for which the file gives no text


def pages_of(content: bytes) -> Iterator[Page]:
    """Yield the pages. DocumentError: encrypted, broken, or more than MAX_PAGES pages, or MAX_PARTS parts."""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        sheets = list(itertools.islice(PDFPage.create_pages(document), MAX_PAGES + 1))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise refused(
            Trouble.ENCRYPTED, "the PDF is locked by a password: open it, print it to a new PDF, and read that"
        ) from None
    except MemoryError:
        raise
    except Exception:
        raise refused(Trouble.BROKEN, _BROKEN) from None
    if len(sheets) > MAX_PAGES:
        raise refused(
            Trouble.TOO_MANY_PAGES,
            f"the PDF has more than {MAX_PAGES} pages: print the pages that hold the response to a new PDF",
        )
    if not sheets:
        raise refused(Trouble.BROKEN, _BROKEN)
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for number, sheet in enumerate(sheets, 1):
        try:
            interpreter.process_page(sheet)
            page = _page(device.get_result(), number)
        except (MemoryError, DocumentError):
            raise
        except OSError:  # a table of letters that lies in a file of its own, which a confined process cannot open
            raise refused(
                Trouble.UNREADABLE,
                f"page {number} of the PDF writes its letters in a way that is not read here: print it to a new PDF",
            ) from None
        except Exception:
            raise refused(Trouble.BROKEN, f"page {number} of the PDF is damaged: print it to a new PDF") from None
        yield page


def _page(sheet: layout.LTPage, number: int) -> Page:
    page = Page(number, sheet.width, sheet.height)
    for count, part in enumerate(_parts(sheet, 0)):
        if count > MAX_PARTS:
            raise refused(Trouble.TOO_LARGE, f"page {number} of the PDF holds more than a page can show")
        match part:
            case layout.LTChar():
                _letter(part, sheet, page)
            case layout.LTImage():
                page.has_picture = True
            case layout.LTCurve():  # lines and rectangles are curves, too
                _drawn(part, sheet, page)
    return page


def _parts(holder: Iterable[object], depth: int) -> Iterator[object]:
    for part in holder:
        if isinstance(part, layout.LTFigure):
            if depth < _MOST_NESTED:
                yield from _parts(part, depth + 1)
        else:
            yield part


def _letter(char: layout.LTChar, sheet: layout.LTPage, page: Page) -> None:
    text = char.get_text()
    middle = (char.x0 + char.x1) / 2
    base = sheet.y1 - char.matrix[5]
    if char.size < _SMALLEST or not (sheet.x0 <= middle <= sheet.x1 and 0 <= base <= sheet.height):
        return  # too small for any eye, or beside the page
    if not char.upright:
        page.turned += 1
        return
    if text.startswith("(cid:"):
        page.unreadable += 1
        text = "\ufffd"
    slant = char.matrix[2] / char.matrix[3] if char.matrix[3] else 0.0
    strong, italic = is_bold(char.fontname), is_italic(char.fontname, slant)
    size = round(char.size, 1)
    page.letters.append(Letter(plain(text), char.x0 - sheet.x0, char.x1 - sheet.x0, base, size, strong, italic))


def _drawn(curve: layout.LTCurve, sheet: layout.LTPage, page: Page) -> None:
    box = Shape(curve.x0 - sheet.x0, curve.x1 - sheet.x0, sheet.y1 - curve.y1, sheet.y1 - curve.y0)
    width, height = box.x1 - box.x0, box.bottom - box.top
    if height <= _THIN < width:
        page.edges.append(Edge(box.x0, box.x1, box.middle, box.middle, is_upright=False))
    elif width <= _THIN < height:
        middle = (box.x0 + box.x1) / 2
        page.edges.append(Edge(middle, middle, box.top, box.bottom, is_upright=True))
    elif max(width, height) <= _SMALL:
        page.shapes.append(box)
    elif isinstance(curve, layout.LTRect):
        page.edges += [Edge(box.x0, box.x1, at, at, is_upright=False) for at in (box.top, box.bottom)]
        page.edges += [Edge(at, at, box.top, box.bottom, is_upright=True) for at in (box.x0, box.x1)]
