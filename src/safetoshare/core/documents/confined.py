"""What a confined process does with a document: read it, and answer in plain values (see `wire`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from safetoshare.core.documents.formats import reader_for
from safetoshare.core.documents.troubles import Trouble, refused
from safetoshare.core.documents.wire import to_values
from safetoshare.core.errors import DocumentError

Answer = tuple[dict[str, Any], bytes]
_TOO_MUCH: Final = "reading the document takes more memory than it may: give the part that holds the response"


def ready(content: bytes) -> Callable[[], Answer]:
    """Choose the reader of a document and load all that it will need; return what reads it and answers."""
    try:
        read = reader_for(content)
    except DocumentError as error:
        refusal = _refusal(error)
        return lambda: refusal

    def answer() -> Answer:
        try:
            return {"document": to_values(read(content))}, b""
        except DocumentError as error:
            return _refusal(error)
        except (MemoryError, RecursionError):
            return _refusal(refused(Trouble.TOO_LONG, _TOO_MUCH))

    return answer


def _refusal(error: DocumentError) -> Answer:
    return {"refused": {"trouble": error.trouble, "message": str(error)}}, b""
