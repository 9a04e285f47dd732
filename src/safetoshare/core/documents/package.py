"""The parts of an Office Open XML package (ECMA-376 part 2): a ZIP file of XML, opened with suspicion.

Promises: no part is unpacked beyond a cap, whatever its header says; a document type declaration, and so every entity,
is refused; nothing is written anywhere.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from safetoshare.core.documents.troubles import Trouble, not_installed, refused

try:
    from lxml import etree
except ImportError:
    raise not_installed("lxml") from None

MAX_PARTS = 5_000
MAX_PART_BYTES = 30_000_000
MAX_ALL_BYTES = 300_000_000

# A part's own header (APPNOTE 4.3.7): its length, and where the lengths of name and extra field stand in it.
_HEADER = 30
_LENGTHS_AT = 26
_MAIN = "/officeDocument"
_BOMB = "it unpacks to far more than a published response holds: have the sender save it anew, or give it as PDF"
_BROKEN = "the Word document is damaged: open it in Word or LibreOffice and save it anew"


def local(node: etree._Element) -> str:
    """Return an element's name without its namespace; "" for a comment."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def attribute(node: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its name without namespace: transitional and strict documents differ in it."""
    if node is None:
        return None
    return next((str(value) for key, value in node.attrib.items() if etree.QName(key).localname == name), None)


def child(node: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first child with the first name, its first child with the next name, and so on."""
    for name in names:
        node = next((each for each in node if local(each) == name), None) if node is not None else None
    return node


class Package:
    """An opened package. DocumentError on opening and on each part: broken, encrypted, or too much when unpacked."""

    def __init__(self, content: bytes) -> None:
        try:
            parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, struct.error, OSError, NotImplementedError, OverflowError):
            raise refused(Trouble.BROKEN, _BROKEN) from None
        self._content = content
        self._parts = {part.filename: part for part in parts}
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_ALL_BYTES:
            raise refused(Trouble.BOMB, _BOMB)
        if any(part.flag_bits & 1 for part in parts):
            raise refused(Trouble.ENCRYPTED, "the file is encrypted: save it without a password, and read that")
        self.main = self._main()

    def beside(self, name: str) -> etree._Element | None:
        """Return the root of a part that lies beside the main one ("styles.xml"), None where there is none."""
        path = posixpath.join(posixpath.dirname(self.main), name)
        return self.part(path) if path in self._parts else None

    def part(self, path: str) -> etree._Element:
        """Return the root element of a part."""
        content = self._unpacked(path)
        # Word writes none; and what declares nothing has no entity to resolve. UTF-16 is seen through, too.
        if b"<!doctype" in content.replace(b"\0", b"").lower():
            raise refused(
                Trouble.ENTITIES, "the Word document declares entities of its own: open it in Word and save it anew"
            )
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise refused(Trouble.BROKEN, _BROKEN) from None

    def _unpacked(self, path: str) -> bytes:
        """Return a part, unpacked here to the cap and no further: `zipfile` trusts the sizes that it reads."""
        part = self._parts.get(path)
        if part is None or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise refused(Trouble.BROKEN, _BROKEN)
        try:
            name_length, extra_length = struct.unpack_from("<HH", self._content, part.header_offset + _LENGTHS_AT)
            start = part.header_offset + _HEADER + name_length + extra_length
            content = self._content[start : start + part.compress_size]
            if part.compress_type == zipfile.ZIP_DEFLATED:
                content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, MAX_PART_BYTES + 1)
        except (struct.error, zlib.error):
            raise refused(Trouble.BROKEN, _BROKEN) from None
        if len(content) > MAX_PART_BYTES:
            raise refused(Trouble.BOMB, _BOMB)
        if zlib.crc32(content) != part.CRC:
            raise refused(Trouble.BROKEN, _BROKEN)
        return content

    def _main(self) -> str:
        """Return the path of the main part, as the package's relations name it."""
        if "word/document.xml" not in self._parts and "_rels/.rels" not in self._parts:
            raise refused(
                Trouble.UNKNOWN_KIND,
                "this is a ZIP file and no Word document: unpack it, and give Markdown, HTML, DOCX or PDF",
            )
        if "_rels/.rels" not in self._parts:
            return "word/document.xml"
        for relation in self.part("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith(_MAIN):
                target = (attribute(relation, "Target") or "").lstrip("/")
                if not target.endswith("document.xml"):
                    raise refused(
                        Trouble.UNKNOWN_KIND, "this is a sheet or slides and no Word document: save it as PDF"
                    )
                return target
        raise refused(Trouble.BROKEN, _BROKEN)
