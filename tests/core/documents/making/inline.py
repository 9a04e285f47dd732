"""The sources of the test documents (Markdown) as tokens, with the line breaks that a person means.

Source lines are wrapped at 120 characters. A paragraph of short lines only (an address, a signature) is meant as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_SHORT_LINE = 62
_TAG = re.compile(r"(<br>)")


@dataclass(frozen=True)
class Piece:
    """Text set in one way; a line break is "\\n"."""

    text: str
    strong: bool
    italic: bool


def tokens_of(source: str) -> list[Token]:
    """Parse a source."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("code").parse(source)


def pieces_of(inline: Token) -> Iterator[Piece]:
    """Yield the pieces of one inline token."""
    children: Sequence[Token] = inline.children or []
    lines = inline.content.split("\n")
    meant = len(lines) > 1 and all(len(line) <= _SHORT_LINE for line in lines)
    strong = italic = 0
    for child in children:
        match child.type:
            case "strong_open" | "strong_close":
                strong += child.nesting
            case "em_open" | "em_close":
                italic += child.nesting
            case "softbreak":
                yield Piece("\n" if meant else " ", strong > 0, italic > 0)
            case "hardbreak":
                yield Piece("\n", strong > 0, italic > 0)
            case _:
                for part in _TAG.split(child.content):
                    yield Piece("\n" if part == "<br>" else part, strong > 0, italic > 0)
