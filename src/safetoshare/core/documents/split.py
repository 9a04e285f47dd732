"""A recommendation followed by its answer with no mark between them: where does the responder begin to speak?

Two signs are used: the recommendation is set as a quotation (quotation marks, a block quotation, bold or italic type)
and the rest is not; or a sentence begins in the responder's voice ("The Constabulary has ...", "I will ..."). Without a
sign nothing is split. A split is always reported, so that a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.passages import Passage, Role
from safetoshare.core.documents.sentences import sentences

_VOICE = (
    r"the\s(?:constabulary|force|pcc|pfcc|opcc|commissioner|office\sof\sthe\s(?:pcc|police))|my\soffice|our\s(?!investigation|inspection|"
    r"findings?|report|recommendation)|i\s(?!recommend)|we\s(?!recommend|expect|found|consider|suggest|urge|ask|make|would\slike)|"
    r"(?:partially\s|fully\s|not\s)?(?:accepted|agreed)\b[.,;:]?|completed?[.:]|await(?:s|ing)?\s|noted[.,]|ongoing[.:]|"
    r"this\s(?:recommendation|action)\s(?:is|has|was)\b|since\s(?:the\s)?publication"
)
_ASKING = re.compile(r"\b(?:should|must|need(?:s)?\sto|ought)\b", re.IGNORECASE)
_FIRST_WORDS = 12


def split_unmarked(passage: Passage, names: Sequence[str]) -> tuple[Passage, Passage] | None:
    """Return recommendation and answer of a passage that may hold both, None when no sign parts them.

    `names` are the responder's name and its short forms. The first of the two has no blocks when the responder speaks
    from the beginning.
    """
    at = _quotation(passage.blocks)
    parted = (passage.blocks[:at], passage.blocks[at:]) if at else _voice(passage.blocks, names)
    if parted is None:
        return None
    asked, answer = parted
    return (
        replace(passage, blocks=tuple(asked)),
        Passage(Role.ANSWER, passage.keys, tuple(answer), answer[0].start, inferred=bool(asked)),
    )


def _quotation(blocks: Sequence[Block]) -> int:
    """Return how many blocks at the beginning are set as a quotation; 0 when none or all are."""
    count = 0
    for block in blocks:
        if not _is_quoted(block):
            break
        count += 1
    return count if count < len(blocks) else 0


def _is_quoted(block: Block) -> bool:
    look = block.look
    marks = block.text[0] in '“"‘' and block.text.rstrip(" .")[-1] in '”"’'
    return look.quoted or look.italic or look.strong or marks


def _voice(blocks: Sequence[Block], names: Sequence[str]) -> tuple[Sequence[Block], Sequence[Block]] | None:
    own = "|".join(rf"(?:the\s)?{re.escape(name)}(?:[’']s?)?\b" for name in names if name)
    speaks = re.compile(rf"(?:{_VOICE}{'|' + own if own else ''})", re.IGNORECASE)
    for index, block in enumerate(blocks):
        if block.kind is not Kind.PARAGRAPH or block.level:
            continue
        for sentence in sentences(block):
            first_words = " ".join(sentence.flat.split()[:_FIRST_WORDS])
            if not speaks.match(first_words) or _ASKING.search(first_words):
                continue
            offset = sentence.start - block.start
            before = [block.cut(0, offset)] if offset else []
            return [*blocks[:index], *before], [block.cut(offset), *blocks[index + 1 :]]
    return None
