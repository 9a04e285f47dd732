"""Running heads, running feet and page numbers of a PDF: lines that belong to the paper and not to the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from safetoshare.core.documents.pdf_letters import Line

_ZONE = 0.12  # of the page's height, at its head and at its foot
_NEAR = 4.0
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–|\s]*(?P<number>[0-9]{1,4})(?P<of>\s*(?:of|/)\s*[0-9]{1,4})?[-–|\s]*", re.IGNORECASE
)


def without_margins(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Line]]:
    """Return the lines of each page, given as its height and its lines, without what runs through the pages.

    A line in the upper or lower margin runs when it stands at the same height, its figures aside, on at least two
    pages and on half of them; a page number is left out on a single page, too.
    """
    seen = Counter(key for height, lines in pages for key in {_key(line, height) for line in lines} if key)
    least = max(2, (len(pages) + 1) // 2)

    def runs(line: Line, height: float) -> bool:
        key = _key(line, height)
        return key is not None and (seen[key] >= least or _is_page_number(line))

    return [[line for line in lines if not runs(line, height)] for height, lines in pages]


def _key(line: Line, height: float) -> tuple[str, int] | None:
    """Return what a line says without its figures, and where; None outside the margins."""
    if _ZONE * height < line.base < (1 - _ZONE) * height:
        return None
    return re.sub(r"[0-9]+", "#", line.text.casefold()), round(line.base / _NEAR)


def _is_page_number(line: Line) -> bool:
    match = _PAGE_NUMBER.fullmatch(line.text)
    if match is None:
        return False
    return match["of"] is not None or line.text.lower().startswith("page") or int(match["number"]) == line.page
