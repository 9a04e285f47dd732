"""HTML as a tree of values, so that two pieces of markup can be compared without their line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "source", "track", "wbr"})


@dataclass
class Element:
    """An element with its attributes and what is in it; runs of white space in texts are one space."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def find(self, **attributes: str) -> Element:
        """Return the first element below with these attributes (`class_` for `class`, `tag` for its name)."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        tag = wanted.pop("tag", None)
        return next(
            element
            for element in self.walk()
            if tag in (None, element.tag) and wanted.items() <= element.attributes.items()
        )

    @property
    def text(self) -> str:
        """All text below, as one line, with no space before a full stop or comma."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return re.sub(r" ([.,:])", r"\1", " ".join(" ".join(parts).split()))


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: _one_line(value) for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._open[-1].tag != tag:
            raise ValueError(f"</{tag}> closes <{self._open[-1].tag}>")
        self._open.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text:
            self._open[-1].children.append(text)

    def finish(self) -> Element:
        self.close()
        if len(self._open) != 1:
            raise ValueError(f"<{self._open[-1].tag}> is never closed")
        return self.root


def _one_line(value: str | None) -> str | None:
    return None if value is None else " ".join(value.split())


def tree(html: str) -> Element:
    """Parse a page or a piece of one. ValueError if an element is closed wrongly or never."""
    builder = _Builder()
    builder.feed(html)
    return builder.finish()
