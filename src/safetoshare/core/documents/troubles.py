"""Why a document cannot be read, in one word each; the sentence beside it says what to do."""

from __future__ import annotations

from enum import StrEnum

from safetoshare.core.errors import DocumentError


class Trouble(StrEnum):
    """The reasons for which a document is refused."""

    UNREADABLE = "unreadable"  # what the sentence says, and none of the others
    UNKNOWN_KIND = "unknown_kind"
    NOT_INSTALLED = "not_installed"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LONG = "too_long"  # it took more time or memory than a document may
    ENCRYPTED = "encrypted"
    NO_TEXT = "no_text"  # empty, or pictures of pages
    BROKEN = "broken"
    BOMB = "bomb"
    ENTITIES = "entities"


def refused(trouble: Trouble, message: str) -> DocumentError:
    """Return the error to raise; the message is one sentence that says what to do."""
    return DocumentError(message, trouble.value)


def not_installed(library: str) -> DocumentError:
    """Return the error for a reader whose library is absent."""
    return refused(
        Trouble.NOT_INSTALLED,
        f"the library {library} is not installed: pip install 'safetoshare[documents]', "
        "or requirements/documents.txt with its hashes",
    )
