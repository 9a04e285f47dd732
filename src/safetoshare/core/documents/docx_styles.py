"""What the styles and the numbering of a Word document say of a paragraph (ECMA-376 part 1, 17.7 and 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safetoshare.core.documents.marked_up import shown_number
from safetoshare.core.documents.package import attribute, child, local

if TYPE_CHECKING:
    from lxml import etree

_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
_CONTINUED = re.compile(r"list\s?(?:paragraph|continue\s?[0-9]?)|li[cs]te?.*", re.IGNORECASE)
_LONGEST_CHAIN = 20
_WAYS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands before a numbered paragraph: its depth from 1, its number ("" for a bullet) and its words.

    `words` is empty unless the numbering itself writes words: "Recommendation %1:".
    """

    depth: int
    marker: str
    words: str = ""


@dataclass(slots=True)
class Styles:
    """The styles of a document, by their ids."""

    nodes: dict[str, etree._Element]

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Return the styles of the part styles.xml; none where there is no such part."""
        nodes = [node for node in root if local(node) == "style"] if root is not None else []
        return cls({attribute(node, "styleId") or "": node for node in nodes})

    def chain(self, style: str | None) -> Iterator[etree._Element]:
        """Yield a style and those on which it is based."""
        for _ in range(_LONGEST_CHAIN):
            node = self.nodes.get(style or "")
            if node is None:
                return
            yield node
            style = attribute(child(node, "basedOn"), "val")

    def heading_level(self, style: str | None) -> int:
        """Return 1 to 6 for the style of a heading or title, else 0."""
        for node in self.chain(style):
            name = attribute(child(node, "name"), "val") or ""
            heading = _HEADING.fullmatch(name)
            if heading or name.lower() in {"title", "subtitle"}:
                return int(heading[1]) if heading else 1 + (name.lower() == "subtitle")
            outline = attribute(child(node, "pPr", "outlineLvl"), "val")
            if outline is not None and outline in "012345":
                return int(outline) + 1
        return 0

    def continues_list(self, style: str | None) -> bool:
        """Report whether a paragraph of this style, without a number, continues the item before it."""
        names = [attribute(child(node, "name"), "val") or "" for node in self.chain(style)]
        return any(_CONTINUED.fullmatch(name) for name in names[:1])

    def is_quotation(self, style: str | None) -> bool:
        """Report whether the style is one of Word's for quotations."""
        names = [attribute(child(node, "name"), "val") or "" for node in self.chain(style)]
        return any(name.lower() in {"quote", "intense quote", "block text", "quotations"} for name in names)

    def switch(self, name: str, *styles: str | None) -> bool:
        """Return whether a switch of letters ("b", "i", "vanish") is on in the first of the styles that sets it."""
        for style in styles:
            for node in self.chain(style):
                set_by = switched(child(node, "rPr"), name)
                if set_by is not None:
                    return set_by
        return False

    def numbering(self, style: str | None) -> etree._Element | None:
        """Return the numbering that a style brings along, if any."""
        return next((found for node in self.chain(style) if (found := child(node, "pPr", "numPr")) is not None), None)


def switched(properties: etree._Element | None, name: str) -> bool | None:
    """Return a switch as these properties set it, None where they say nothing."""
    node = child(properties, name)
    return None if node is None else (attribute(node, "val") or "true") not in {"0", "false", "off", "none"}


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counted along as its paragraphs are walked."""

    levels: dict[str, dict[int, etree._Element]]  # list: level: its definition
    starts: dict[tuple[str, int], int]
    abstract: dict[str, str]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """Return the lists of the part numbering.xml; none where there is no such part."""
        nodes = list(root) if root is not None else []
        defined = {attribute(n, "abstractNumId"): _levels(n) for n in nodes if local(n) == "abstractNum"}
        numbering = cls({}, {}, {})
        for node in nodes:
            if local(node) != "num":
                continue
            number = attribute(node, "numId") or ""
            abstract = attribute(child(node, "abstractNumId"), "val") or ""
            numbering.abstract[number] = abstract
            numbering.levels[number] = dict(defined.get(abstract, {}))
            for override in (each for each in node if local(each) == "lvlOverride"):
                level = _whole(attribute(override, "ilvl"), 0)
                start = attribute(child(override, "startOverride"), "val")
                if start is not None:
                    numbering.starts[number, level] = _whole(start, 1)
                numbering.levels[number] |= _levels(override)
        return numbering

    def next(self, properties: etree._Element | None) -> Shown | None:
        """Count one paragraph with this numbering and return what stands before it; None for a paragraph without."""
        number = attribute(child(properties, "numId"), "val")
        level = min(max(_whole(attribute(child(properties, "ilvl"), "val"), 0), 0), 8)
        definition = self.levels.get(number or "", {}).get(level)
        if number is None or definition is None:
            return None
        counts = self._counts.setdefault(self.abstract[number], {})
        if number not in self._seen:
            self._seen.add(number)
            for (other, at), start in self.starts.items():
                if other == number:
                    counts[at] = start - 1
        start = _whole(attribute(child(definition, "start"), "val"), 1)
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return self._shown(number, level, definition, counts)

    def _shown(self, number: str, level: int, definition: etree._Element, counts: dict[int, int]) -> Shown | None:
        way = attribute(child(definition, "numFmt"), "val") or "decimal"
        pattern = attribute(child(definition, "lvlText"), "val") or ""
        if way == "none" and not pattern:
            return None
        if way in {"bullet", "none"} or not _PLACE.search(pattern):
            return Shown(level + 1, "")

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of_level = self.levels[number].get(at)
            first = _whole(attribute(child(of_level, "start"), "val"), 1)
            fmt = attribute(child(of_level, "numFmt"), "val") or "decimal"
            return shown_number(counts.get(at, first), _WAYS.get(fmt, ""))

        words = _PLACE.sub(place, pattern)
        bare = words.strip(" .:()[]")
        has_words = re.search(r"[^\W\d_]{2,}", _PLACE.sub("", pattern)) is not None
        return Shown(level + 1, "" if has_words else bare, words if has_words else "")


def _levels(node: etree._Element) -> dict[int, etree._Element]:
    return {_whole(attribute(level, "ilvl"), 0): level for level in node if local(level) == "lvl"}


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"[0-9]{1,6}", written) else otherwise
