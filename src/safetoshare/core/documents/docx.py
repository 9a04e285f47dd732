"""Word documents (DOCX) to blocks, by their styles, lists and tables.

Promises: bytes in, a `Document` or a `DocumentError`; no part beyond its cap is unpacked and no entity is resolved (see
`package`). Deleted, struck-out and hidden text is left out and noted, and so are footnotes; headers and footers are no
text of the document. ECMA-376 part 1, 17.3; needs lxml (the extra `documents`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safetoshare.core.documents.blocks import CountedIn, Document, DocumentBuilder
from safetoshare.core.documents.docx_styles import Numbering, Shown, Styles, switched
from safetoshare.core.documents.flow import Flow, Run, squeeze
from safetoshare.core.documents.package import Package, attribute, child, local
from safetoshare.core.documents.troubles import Trouble, refused

if TYPE_CHECKING:
    from lxml import etree

MAX_BYTES = 20_000_000
_MAX_DEPTH = 100
_SIGNS = {"tab": " ", "ptab": " ", "br": "\v", "cr": "\v", "noBreakHyphen": "-"}
_DELETED = frozenset({"del", "moveFrom"})
# They hold no text of their own, or hold the same text once more for older programs.
_PASSED_OVER = frozenset({"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "Fallback", "sdtPr", "instrText"})


def read_docx(content: bytes) -> Document:
    """Return the blocks of a Word document; `line` is the number of the paragraph.

    DocumentError: larger than MAX_BYTES, encrypted, broken, another kind of file, too much when unpacked, declares
    entities, or without text.
    """
    if len(content) > MAX_BYTES:
        raise refused(
            Trouble.TOO_LARGE,
            f"the document is larger than {MAX_BYTES // 1_000_000} MB: save it without pictures, and read that",
        )
    package = Package(content)
    body = child(package.part(package.main), "body")
    builder = DocumentBuilder(CountedIn.PARAGRAPHS)
    walk = _Walk(Flow(builder), Styles.of(package.beside("styles.xml")), Numbering.of(package.beside("numbering.xml")))
    if body is not None:
        walk.blocks(body, 0)
    footnotes = package.beside("footnotes.xml")
    if footnotes is not None and any(local(node) == "t" and (node.text or "").strip() for node in footnotes.iter()):
        walk.left_out["footnotes were left out"] = None
    document = builder.document(tuple(walk.left_out))
    if not document.blocks:
        raise refused(
            Trouble.NO_TEXT,
            "the Word document holds no text: if its pages are pictures, have them recognised (OCR) first",
        )
    return document


class _Walk:
    def __init__(self, flow: Flow, styles: Styles, numbering: Numbering) -> None:
        self.flow = flow
        self.styles = styles
        self.numbering = numbering
        self.paragraphs = 0
        self.depth = 0  # of the list item before, which a paragraph may continue
        self.left_out: dict[str, None] = {}

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Walk the paragraphs and tables below an element."""
        if depth > _MAX_DEPTH:
            raise refused(Trouble.BROKEN, f"the Word document is nested deeper than {_MAX_DEPTH} levels: save it anew")
        for node in parent:
            match local(node):
                case "p":
                    self._paragraph(node, depth)
                case "tbl":
                    self._table(node, depth)
                case name if name in _DELETED:
                    self._note_deleted(node)
                case name if name not in _PASSED_OVER:
                    self.blocks(node, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        rows = [row for row in _below(table, "tr") if child(row, "trPr", "del") is None]
        cells = [cell for row in rows for cell in _below(row, "tc")]
        self.depth = 0
        if len(cells) == 1:  # a frame around text
            self.blocks(cells[0], depth + 1)
            return
        self.flow.open_table()
        for row in rows:
            self.flow.open_row()
            self.flow.pass_over(_count(child(row, "trPr", "gridBefore")))
            for cell in _below(row, "tc"):
                self._cell(cell, depth)
            self.flow.close_row()
        self.flow.close_table()
        self.depth = 0

    def _cell(self, cell: etree._Element, depth: int) -> None:
        columns = max(_count(child(cell, "tcPr", "gridSpan")), 1)
        merged = child(cell, "tcPr", "vMerge")
        if merged is not None and (attribute(merged, "val") or "continue") != "restart":
            self.flow.pass_over(columns)
            return
        self.flow.open_cell(self.paragraphs + 1, columns)
        self.blocks(cell, depth + 1)
        self.flow.close_cell(columns)

    def _paragraph(self, node: etree._Element, depth: int) -> None:
        self.paragraphs += 1
        style = attribute(child(node, "pPr", "pStyle"), "val")
        runs: list[Run] = []
        boxes: list[etree._Element] = []
        self._runs(node, style, runs, boxes, depth)
        runs = squeeze(runs)
        if any(run.text.strip() for run in runs):
            self._place(node, style, runs)
        for box in boxes:
            self.blocks(box, depth + 1)

    def _place(self, node: etree._Element, style: str | None, runs: list[Run]) -> None:
        """Hand a paragraph to the flow as heading, item, quotation or plain text."""
        level = self._heading_level(node, style)
        own = child(node, "pPr", "numPr")
        shown = self.numbering.next(own if own is not None else self.styles.numbering(style))
        if shown is not None and (shown.words or (level and shown.marker)):
            runs = [Run(f"{shown.words or shown.marker + '.'} ", runs[0].strong, runs[0].italic), *runs]
            shown = None
        if level:
            shown = None
        self.flow.heading = level
        self.flow.quotes = int(self.styles.is_quotation(style))
        self._stand(shown, continues=not level and self.styles.continues_list(style))
        self.flow.text(runs, self.paragraphs)
        self.flow.heading = self.flow.quotes = 0
        self.flow.stand_in_list(0, None)

    def _stand(self, shown: Shown | None, *, continues: bool) -> None:
        if shown is not None:
            # A list that begins at its second level is one level deep all the same.
            self.depth = min(shown.depth, self.depth + 1)
            self.flow.stand_in_list(self.depth, shown.marker)
        else:
            self.depth = self.depth if continues else 0
            self.flow.stand_in_list(self.depth, None)

    def _heading_level(self, node: etree._Element, style: str | None) -> int:
        outline = attribute(child(node, "pPr", "outlineLvl"), "val")
        if outline is not None and outline in "012345":
            return int(outline) + 1
        return self.styles.heading_level(style)

    def _runs(
        self, node: etree._Element, style: str | None, runs: list[Run], boxes: list[etree._Element], depth: int
    ) -> None:
        """Collect the runs of text below an element, and the text boxes that are anchored there."""
        if depth > _MAX_DEPTH:
            raise refused(Trouble.BROKEN, f"the Word document is nested deeper than {_MAX_DEPTH} levels: save it anew")
        for part in node:
            match local(part):
                case "r":
                    self._run(part, style, runs, boxes)
                case name if name in _DELETED:
                    self._note_deleted(part)
                case name if name not in _PASSED_OVER:
                    self._runs(part, style, runs, boxes, depth + 1)

    def _run(self, run: etree._Element, style: str | None, runs: list[Run], boxes: list[etree._Element]) -> None:
        properties = child(run, "rPr")
        character = attribute(child(properties, "rStyle"), "val")

        def is_on(name: str) -> bool:
            own = switched(properties, name)
            return self.styles.switch(name, character, style) if own is None else own

        text = "".join(_text(part) for part in run)
        boxes += [part for part in run.iter() if local(part) == "txbxContent" and not _is_fallback(part, run)]
        if text.strip() and (is_on("strike") or is_on("dstrike")):
            self.left_out["struck-out text was left out"] = None
        elif text.strip() and is_on("vanish"):
            self.left_out["hidden text was left out"] = None
        elif text:
            runs.append(Run(text, is_on("b"), is_on("i")))

    def _note_deleted(self, node: etree._Element) -> None:
        if any((part.text or "").strip() for part in node.iter() if local(part) in {"delText", "t"}):
            self.left_out["text deleted under tracked changes was left out"] = None


def _text(part: etree._Element) -> str:
    name = local(part)
    if name == "t":
        return (part.text or "").replace("\v", " ")
    if name == "br" and attribute(part, "type") in {"page", "column"}:
        return " "
    return _SIGNS.get(name, "")


def _is_fallback(part: etree._Element, run: etree._Element) -> bool:
    """Report whether a text box is the copy for older programs, or lies inside another one, which is walked itself."""
    above = part.getparent()
    while above is not None and above is not run:
        if local(above) in {"Fallback", "txbxContent"}:
            return True
        above = above.getparent()
    return False


def _below(node: etree._Element, name: str) -> list[etree._Element]:
    """Return the rows of a table or cells of a row, also those inside a content control or an insertion."""
    found: list[etree._Element] = []
    waiting = list(reversed(node))
    while waiting:
        part = waiting.pop()
        if local(part) == name:
            found.append(part)
        elif local(part) in {"sdt", "sdtContent", "ins", "customXml", "smartTag"}:
            waiting += reversed(part)
    return found


def _count(node: etree._Element | None) -> int:
    written = attribute(node, "val") or ""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 4 else 0
