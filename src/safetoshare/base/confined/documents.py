"""Reading an untrusted document in a confined process of its own, and hearing its answer.

Promises: a `Document` or a `DocumentError`, within the limits of time and memory; the document never touches the disk;
whatever takes that process over can hand back a wrong document and nothing else.
"""

from __future__ import annotations

from typing import Any, Final

from safetoshare.base.confined.running import ConfinedError, Failure, Limits, run_confined
from safetoshare.core.documents.blocks import Document, clean
from safetoshare.core.documents.formats import MAX_BYTES
from safetoshare.core.documents.troubles import Trouble, refused
from safetoshare.core.documents.wire import from_values
from safetoshare.core.errors import DocumentError

LIMITS: Final = Limits(memory=1_000_000_000, processor_seconds=60, seconds=90.0, answer=60_000_000)
_ASKED: Final = "safetoshare.core.documents.confined:ready"
_LONGEST_MESSAGE: Final = 400
_WITHOUT_ANSWER: Final = {
    Failure.TOOK_TOO_LONG: (
        Trouble.TOO_LONG,
        "reading the document takes longer than it may: give the part that holds the response",
    ),
    Failure.SAID_TOO_MUCH: (Trouble.TOO_LARGE, "the document holds more text than any published response"),
    Failure.BROKE: (
        Trouble.BROKEN,
        "the document breaks its reader: it is damaged, or made to do harm; ask for it in another format",
    ),
}


def read_confined(content: bytes, limits: Limits = LIMITS) -> Document:
    """Return the blocks of a document in any format. DocumentError: what its reader refuses, or a limit was reached."""
    if len(content) > MAX_BYTES:
        raise refused(
            Trouble.TOO_LARGE,
            f"the document is larger than {MAX_BYTES // 1_000_000} MB: a published response is far smaller",
        )
    try:
        said, _ = run_confined(_ASKED, [content], limits)
    except ConfinedError as error:
        raise refused(*_WITHOUT_ANSWER[error.failure]) from None
    try:
        if "document" in said:
            return from_values(said["document"])
        raise _refusal(said["refused"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise refused(*_WITHOUT_ANSWER[Failure.BROKE]) from None


def _refusal(value: Any) -> DocumentError:  # noqa: ANN401  # anything may have been said
    message = clean(str(value["message"]))[:_LONGEST_MESSAGE]
    return refused(Trouble(value["trouble"]), message)
