"""A passage is a run of blocks that is one thing: what was asked, or an answer to it.

All shapes of document come down to passages: sections under headings, rows of a table, paragraphs of a letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from safetoshare.core.documents.blocks import Block
from safetoshare.core.documents.recipients import NOBODY, Recipients

_UNNUMBERED = "unnumbered "


class Role(StrEnum):
    """What a passage is."""

    ASKED = "asked"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks that belong together.

    `keys` are the numbers of the recommendations it is about ("4", "Action 2", or an internal key for one without a
    number, see `number_of`). `part` is the number of the sub-item it is about ("7.1"). `title` is the heading that the
    document gives it ("March 2026 update"). `start` is where its label, or else its text, stands in the plain text.
    `inferred` says that no mark in the document separates it from what stands before.
    """

    role: Role
    keys: tuple[str, ...]
    blocks: tuple[Block, ...]
    start: int
    title: str = ""
    recipients: Recipients = NOBODY
    part: str = ""
    inferred: bool = False


def unnumbered_key(count: int) -> str:
    """Return the internal key of the document's `count`-th recommendation without a number."""
    return f"{_UNNUMBERED}{count}"


def number_of(key: str) -> str | None:
    """Return the number that the document prints, None for a recommendation without one."""
    return None if key.startswith(_UNNUMBERED) else key


def keys_of(passages: Iterable[Passage], role: Role) -> tuple[str, ...]:
    """Return the keys of all passages of a role, in order, each once."""
    return tuple(dict.fromkeys(key for p in passages if p.role is role for key in p.keys))
