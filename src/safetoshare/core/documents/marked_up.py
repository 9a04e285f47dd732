"""What the elements of an HTML page say about themselves: which hold the document, which are hidden, how items count.

Needs nothing but the elements that it is given (`lxml.etree`), so that it can be read and tested apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

# Never the words of the document: programs, controls, pictures, menus.
_DROPPED_TAGS = (
    "script style template noscript nav iframe object embed svg math canvas audio video button select option "
    "datalist input textarea head title meta link progress meter map area"
)
DROPPED = frozenset(_DROPPED_TAGS.split())
_OUTSIDE = frozenset({"header", "footer", "aside"})
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:[\w-]*visually-hidden|sr-only|screen-reader-text|hidden)(?:\s|$)")
# Parts that sites put around and into every page: consent to cookies, the way out, the path to the page, sharing.
_SITE_PART = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|skip-link|quick-?exit|exit-this-page|escape|site-(?:header|footer)|"
    r"share(?:-this|-links|-buttons)?|pagination|related|newsletter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_SPANNED = 1000


def root_of(tree: etree._Element) -> tuple[etree._Element, list[etree._Element]]:
    """Return the element that holds the document, and a heading outside of it that is the page's title, if any.

    The one `main` of the page, else its one `article`, else the body without site header and footer.
    """
    bodies = tree.findall("body") or [tree]
    body = bodies[0]
    mains = [e for e in body.iter("main", "div", "section") if e.tag == "main" or e.get("role") == "main"]
    articles = list(body.iter("article"))
    root = mains[0] if len(mains) == 1 else articles[0] if len(articles) == 1 else body
    if root is body:
        for part in [e for e in body if e.tag in _OUTSIDE and not _holds_title(e, body)]:
            _remove(part)
    before = [] if root is body or root.find(".//h1") is not None else _titles(body)
    for part in [e for e in root.iter() if _is_site_part(e)]:
        if part is not root:
            _remove(part)
    return root, before


def _titles(body: etree._Element) -> list[etree._Element]:
    titles = list(body.iter("h1"))
    return titles if len(titles) == 1 else []


def _holds_title(part: etree._Element, body: etree._Element) -> bool:
    return part.tag == "header" and part.find(".//h1") is not None and len(_titles(body)) == 1


def _is_site_part(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in {
        "body",
        "main",
        "article",
        "h1",
        "h2",
        "h3",
        "td",
        "tr",
        "table",
    }:
        return False
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return _SITE_PART.search(names) is not None


def _remove(element: etree._Element) -> None:
    """Take an element out of its tree; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def hidden(element: etree._Element) -> bool:
    """Report whether an attribute hides the element from who looks at the page."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    return _HIDDEN_CLASS.search(element.get("class") or "") is not None


def span_of(cell: etree._Element, name: str) -> int:
    """Return how many columns or rows a cell covers (`colspan`, `rowspan`); 1 for what is no such number."""
    written = (cell.get(name) or "1").strip()
    return min(max(int(written), 1), _MOST_SPANNED) if re.fullmatch(r"[0-9]{1,6}", written) else 1


def first_number(holder: etree._Element) -> int:
    """Return the number at which a list begins (`start`), 1 unless it says another."""
    return _whole(holder.get("start"), 1)


def item_number(item: etree._Element, before: int) -> tuple[int, str]:
    """Return the count of an item that follows the item numbered `before`, and what it shows, "" for a bullet."""
    holder = item.getparent()
    number = _whole(item.get("value"), before + 1)
    if holder is None or holder.tag != "ol" or _UNMARKED.search(holder.get("style") or ""):
        return number, ""
    return number, shown_number(number, _TYPES.get(holder.get("type") or _styled(holder), ""))


_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none")
_TYPES = {
    "a": "a", "A": "A", "i": "i", "I": "I",
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
_ROMAN: Sequence[tuple[int, str]] = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def shown_number(number: int, way: str) -> str:
    """Return a number as a list shows it: in figures, or in letters ("a", "A") or Roman figures ("i", "I")."""
    if way.lower() == "a" and 1 <= number <= 26:
        shown = chr(ord("a") + number - 1)
    elif way.lower() == "i" and 1 <= number < 400:
        shown, left = "", number
        for value, sign in _ROMAN:
            shown += sign * (left // value)
            left %= value
    else:
        shown = str(number)
    return shown.upper() if way in {"A", "I"} else shown


def _styled(holder: etree._Element) -> str:
    found = re.search(r"list-style(?:-type)?\s*:\s*([a-z-]{1,20})", holder.get("style") or "")
    return found[1] if found else ""


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"-?[0-9]{1,6}", written.strip()) else otherwise
