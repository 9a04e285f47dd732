"""HTML pages to blocks: what a person sees of the page, without its banners, menus, scripts and hidden parts.

Promises: bytes in, a `Document` or a `DocumentError`; nothing is fetched, no entity that the page declares is resolved;
text that is hidden by an attribute is left out and noted. What a style sheet hides is not known: it is text.
HTML Living Standard 12.1 (https://html.spec.whatwg.org/multipage/); needs lxml (the extra `documents`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from safetoshare.core.documents.blocks import INVISIBLE, Document, DocumentBuilder
from safetoshare.core.documents.flow import Flow, Run, squeeze
from safetoshare.core.documents.marked_up import DROPPED, first_number, hidden, item_number, root_of, span_of
from safetoshare.core.documents.troubles import Trouble, not_installed, refused

try:
    from lxml import etree
except ImportError:
    raise not_installed("lxml") from None

MAX_BYTES = 5_000_000
MAX_DEPTH = 200

_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table tbody "
    "td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_STRONG = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""")
# What the names stand for in pages (WHATWG Encoding Standard 4.2).
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii"})
# Python knows more encodings than pages have, and some take a year over a megabyte.
_ENCODINGS = re.compile(
    r"utf-?8(-sig)?|utf-?16([lb]e|-[lb]e)?|iso-?8859-[0-9]{1,2}|(windows-|cp)125[0-8]|koi8-[ru]|macintosh|big5|gbk|gb18030|"
    r"shift[_-]jis|euc-(jp|kr)"
)
_DECLARES = re.compile(r"<!ENTITY|<!DOCTYPE[^<>\[]{0,1000}\[", re.IGNORECASE)


def read_html(content: bytes) -> Document:
    """Return the blocks of an HTML page; `line` is the line of the tag.

    DocumentError: larger than MAX_BYTES, declares entities, in an unknown encoding, nested deeper than MAX_DEPTH
    elements, or without text.
    """
    if len(content) > MAX_BYTES:
        raise refused(
            Trouble.TOO_LARGE,
            f"the page is larger than {MAX_BYTES // 1_000_000} MB: a published response is far smaller",
        )
    source = decode(content)
    if _DECLARES.search(source):
        raise refused(Trouble.ENTITIES, "the page declares entities of its own: no published page does; save it anew")
    body = _parsed(source)
    builder = DocumentBuilder()
    walk = _Walk(Flow(builder))
    walk.run(body)
    notes = ["text that the page hides was left out"] if walk.hid else []
    notes += ["struck-out text was left out"] if walk.struck else []
    notes += ["invisible or direction-changing characters were removed"] if INVISIBLE.search(source[1:]) else []
    document = builder.document(tuple(notes))
    if not document.blocks:
        raise refused(Trouble.NO_TEXT, "the page holds no text: save it from the browser as a complete page, or as PDF")
    return document


def decode(content: bytes) -> str:
    """Return the page as text, by its byte order mark, the encoding that it declares, or UTF-8."""
    declared = _CHARSET.search(content[:2048])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            name = encoding
    try:
        if name not in _LATIN and not _ENCODINGS.fullmatch(name):
            raise LookupError
        text = content.decode("cp1252" if name in _LATIN else name)
    except (LookupError, UnicodeError):
        raise refused(Trouble.BROKEN, f"the page is not in the encoding {name}: save it as UTF-8") from None
    if "\x00" in text:
        raise refused(Trouble.BROKEN, "this is binary data (it holds NUL bytes): save the page anew")
    return text


def _parsed(source: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = etree.fromstring(source.encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, UnicodeError):
        tree = None
    if tree is None:
        raise refused(Trouble.NO_TEXT, "the page holds no text: save it from the browser as a complete page, or as PDF")
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise _too_deep()
    return tree


def _too_deep() -> Exception:
    return refused(Trouble.BROKEN, f"elements are nested deeper than {MAX_DEPTH} levels: not a readable page")


class _Walk:
    """One walk over the elements; collects runs of text and hands each paragraph to the flow."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.runs: list[Run] = []
        self.line = 1
        self.strong = self.italic = self.pre = 0
        self.seen = ""  # the last visible characters of the open paragraph, and the line break after them
        self.counts: list[int] = []  # of each open list, the number of its last item
        self.hid = self.struck = False

    def run(self, tree: etree._Element) -> None:
        """Walk and fill the flow; an element is opened, its parts walked, then it is closed."""
        stack: list[tuple[etree._Element, Iterator[etree._Element]]] = []
        root, before = root_of(tree)
        for start in (*before, root):
            self._open(start)
            stack.append((start, iter(start)))
            while stack:
                element, children = stack[-1]
                child = next(children, None)
                if child is None:
                    stack.pop()
                    self._close(element)
                    self._text(element.tail if stack else None)
                elif self._is_dropped(child):
                    self._text(child.tail)
                else:
                    if len(stack) > MAX_DEPTH:
                        raise _too_deep()
                    self._open(child)
                    stack.append((child, iter(child)))
            self._flush()

    def _is_dropped(self, element: etree._Element) -> bool:
        if element.tag in {"del", "s", "strike"}:
            self.struck = self.struck or bool("".join(element.itertext()).strip())
            return True
        if hidden(element):
            self.hid = self.hid or bool("".join(element.itertext()).strip())
            return True
        return element.tag in DROPPED or element.get("role") in {"navigation", "search", "dialog", "alertdialog"}

    def _text(self, text: str | None) -> None:
        if text:
            text = text.replace("\v", " ")
            shown = text.replace("\r\n", "\v").replace("\n", "\v") if self.pre else text
            self.runs.append(Run(shown, self.strong > 0, self.italic > 0))
            self.seen = shown.strip(" \t\r\n")[-1:] or self.seen

    def _flush(self) -> None:
        runs, self.runs, self.seen = squeeze(self.runs), [], ""
        self.flow.text(runs, self.line)

    def _open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS and not (tag == "dd" and self._after_term(element)):
            self._flush()
        if not self.seen:
            self.line = element.sourceline or 1
        self._count(element, tag, 1)
        match tag:
            case "br":
                self._break()
            case "ol" | "ul" | "menu":
                self.counts.append(first_number(element) - 1)
            case "li":
                self._item(element)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.flow.heading = int(tag[1])
            case "table":
                self.flow.open_table()
            case "tr":
                self.flow.open_row()
            case "td" | "th":
                self.flow.open_cell(self.line, span_of(element, "colspan"), span_of(element, "rowspan"))
            case _:
                pass
        self._text(element.text)

    def _close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS and tag != "dt":
            self._flush()
        self._count(element, tag, -1)
        match tag:
            case "dt":
                self.runs += [Run("" if self.seen in {":", ""} else ":"), Run("\v" if self.seen else "")]
            case "ol" | "ul" | "menu":
                self.counts.pop()
            case "li":
                self.flow.close_item()
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.flow.heading = 0
            case "table":
                self.flow.close_table()
            case "tr":
                self.flow.close_row()
            case "td" | "th":
                self.flow.close_cell(span_of(element, "colspan"))
            case _:
                pass

    def _count(self, element: etree._Element, tag: str, step: int) -> None:
        style = element.get("style") or ""
        self.strong += step * (tag in {"b", "strong"} or _STRONG.search(style) is not None)
        self.italic += step * (tag in {"i", "em"} or _ITALIC.search(style) is not None)
        self.pre += step * (tag in {"pre", "textarea"})
        self.flow.quotes += step * (tag == "blockquote")

    def _item(self, element: etree._Element) -> None:
        number, shown = item_number(element, self.counts[-1] if self.counts else 0)
        if self.counts:
            self.counts[-1] = number
        self.flow.open_item(shown)

    def _break(self) -> None:
        """A line break; the second in a row ends the paragraph, as letters are often typed."""
        if self.seen == "\v":
            self._flush()
        elif self.seen:
            self.seen = "\v"
            self.runs.append(Run("\v", self.strong > 0, self.italic > 0))

    def _after_term(self, element: etree._Element) -> bool:
        """A description goes on the line after its term, as in "From:" and a name."""
        before = element.getprevious()
        return before is not None and before.tag == "dt"
