"""Sub-items of a recommendation, nested as the document nests them: what has to be answered one by one (Rec 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from safetoshare.core.documents.blocks import Block, Kind, Span
from safetoshare.core.documents.labels import normal_number
from safetoshare.core.documents.passages import Passage

# "(a) ensure ...", "a) ensure ...", "iv. ensure ...", "4.1 ensure ...": items written as plain lines.
_WRITTEN_NUMBER = re.compile(
    r"(?:\((?P<a>[a-z]|[ivx]{1,5}|[0-9]{1,2})\)|(?P<b>[a-z]|[ivx]{1,5})[).]|(?P<c>[0-9]{1,3}(?:\.[0-9]{1,2}){1,2})[.:)]?)\s+"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One sub-item: its number as printed (None for a bullet), its text and place, and the items under it."""

    number: str | None
    text: str | None
    span: Span | None
    items: tuple[Item, ...] = ()


@dataclass(slots=True)
class _Node:
    level: int
    number: str | None
    block: Block | None
    children: list[_Node] = field(default_factory=list)

    def frozen(self) -> Item:
        children = tuple(child.frozen() for child in self.children)
        if self.block is None:
            return Item(self.number, None, None, children)
        return Item(self.number, " ".join(self.block.text.split()), self.block.span, children)


def items_of(asked: Sequence[Passage]) -> tuple[Item, ...]:
    """Return the sub-items of what is asked: list items of its text, then the parts that a table gives a row each."""
    root = _Node(0, None, None)
    path = [root]
    for passage in asked:
        if passage.part:
            block = passage.blocks[0] if passage.blocks else None
            root.children.append(_Node(1, passage.part, block))
            continue
        for block in passage.blocks:
            node = _node(block)
            if node is None:
                continue
            while path[-1].level >= node.level:
                path.pop()
            path[-1].children.append(node)
            path.append(node)
    return tuple(child.frozen() for child in root.children)


def _node(block: Block) -> _Node | None:
    written = _WRITTEN_NUMBER.match(block.text)
    if block.kind is Kind.ITEM:
        return _Node(
            block.level, normal_number(block.marker) if block.marker else _number(written), _after(block, written)
        )
    if block.kind is Kind.PARAGRAPH and written:
        return _Node(1, _number(written), _after(block, written))
    return None


def _number(written: re.Match[str] | None) -> str | None:
    return (written["a"] or written["b"] or written["c"]) if written else None


def _after(block: Block, written: re.Match[str] | None) -> Block:
    return block.cut(written.end()) if written else block
