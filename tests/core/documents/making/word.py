"""A source as a Word document: the parts of the package, written by hand (ECMA-376)."""

from __future__ import annotations

import io
import zipfile
from html import escape

from markdown_it.token import Token

from tests.core.documents.making.inline import Piece, pieces_of, tokens_of

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = f"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>
</Types>"""
RELATIONS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
DOCUMENT_RELATIONS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>
</Relationships>"""
_HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
    f'<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
    f'<w:rPr><w:b/><w:sz w:val="{44 - 4 * level}"/></w:rPr></w:style>'
    for level in range(1, 7)
)
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?>
<w:styles {SPACE}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>{_HEADINGS}
<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/></w:style>
</w:styles>"""


def docx_of(source: str) -> bytes:
    """Return the source as a DOCX file, the same bytes each time."""
    writer = _Writer()
    for token in tokens_of(source):
        writer.take(token)
    return packed(document_of("".join(writer.out)), writer.numbering())


def document_of(body: str) -> str:
    """Return the main part around a body."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document {SPACE}><w:body>{body}</w:body></w:document>'


def packed(document: str, numbering: str = "", **others: str) -> bytes:
    """Return a package of these parts; `others` are further parts beside the main one ("footnotes")."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/styles.xml": STYLES,
        "word/numbering.xml": numbering or f"<w:numbering {SPACE}/>",
        "word/document.xml": document,
        **{f"word/{name}.xml": content for name, content in others.items()},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.lists: list[tuple[str, int]] = []  # of each open list: its numId and the first number, 0 for bullets
        self.made: list[int] = []  # the first number of each list made so far
        self.style = ""
        self.fresh_item = False
        self.quotes = 0
        self.head = False

    def take(self, token: Token) -> None:
        opening = token.nesting == 1
        match token.tag:
            case "ul" | "ol" if opening:
                first = 0 if token.tag == "ul" else int(token.attrGet("start") or 1)
                self.made.append(first)
                self.lists.append((str(len(self.made)), first))
            case "ul" | "ol":
                self.lists.pop()
            case "li":
                self.fresh_item = opening
            case "blockquote":
                self.quotes += token.nesting
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.style = f"Heading{token.tag[1]}" if opening else ""
            case "table":
                self.out.append("<w:tbl><w:tblPr/>" if opening else "</w:tbl>")
            case "tr":
                self.out.append("<w:tr>" if opening else "</w:tr>")
            case "th" | "td":
                self.head = token.tag == "th" and opening
                self.out.append("<w:tc>" if opening else "</w:tc>")
            case _ if token.type == "inline":
                self._paragraph(list(pieces_of(token)))

    def _paragraph(self, pieces: list[Piece]) -> None:
        properties = ""
        style = self.style or ("Quote" if self.quotes else "ListParagraph" if self.lists else "")
        if style:
            properties += f'<w:pStyle w:val="{style}"/>'
        if self.lists and self.fresh_item:
            number = self.lists[-1][0]
            properties += f'<w:numPr><w:ilvl w:val="{len(self.lists) - 1}"/><w:numId w:val="{number}"/></w:numPr>'
        self.fresh_item = False
        runs = "".join(self._run(piece) for piece in pieces)
        self.out.append(f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")

    def _run(self, piece: Piece) -> str:
        look = ("<w:b/>" if piece.strong or self.head else "") + ("<w:i/>" if piece.italic else "")
        if self.style:
            look = ""
        lines = piece.text.split("\n")
        texts = [f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' if line else "" for line in lines]
        return f"<w:r><w:rPr>{look}</w:rPr>{'<w:br/>'.join(texts)}</w:r>"

    def numbering(self) -> str:
        """Return the part numbering.xml: one list of bullets and one of figures, and every list made of one of them."""
        abstract = "".join(
            f'<w:abstractNum w:abstractNumId="{index}">'
            + "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>'
                f'<w:lvlText w:val="{text}"/></w:lvl>'
                for level, text in enumerate(texts)
            )
            + "</w:abstractNum>"
            for index, (way, texts) in enumerate(
                (("bullet", ["\u2022"] * 9), ("decimal", [f"%{level}." for level in range(1, 10)]))
            )
        )
        numbers = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{int(first > 0)}"/>'
            + "".join(
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{first}"/></w:lvlOverride>'
                for level in range(9 if first else 0)
            )
            + "</w:num>"
            for number, first in enumerate(self.made, 1)
        )
        return f"<w:numbering {SPACE}>{abstract}{numbers}</w:numbering>"
