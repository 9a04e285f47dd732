"""Blocks cut into sentences, each a block with its own offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from safetoshare.core.documents.blocks import Block

# A full stop, question or exclamation mark, then white space and something that begins a sentence; not after
# "No.", "Rec.", "e.g.", "Mr." or a single letter.
_END = re.compile(
    r"(?<!\bNo)(?<!\bRec)(?<!e\.g)(?<!i\.e)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\b[A-Z])"
    r"[.!?][”\"’')\]]{0,3}\s+(?=[“\"‘'(\[]?[^\W_a-z])"
)


def sentences(block: Block) -> Iterator[Block]:
    """Yield the sentences of a block in order; together they hold all of its visible text."""
    line = block.line
    first = 0
    ends = [match.end() for match in _END.finditer(block.text)]
    for end in [*ends, len(block.text)]:
        part = block.text[first:end]
        start = first + len(part) - len(part.lstrip())
        if part.strip():
            yield replace(block, text=part.strip(), start=block.start + start, line=line)
        line += part.count("\n") if block.has_lines else 0
        first = end
