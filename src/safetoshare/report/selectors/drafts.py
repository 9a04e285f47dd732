"""What somebody has begun to write: answers as her forms sent them, from page to page and until she comes back.

From page to page they travel in a sealed hidden field, so that neither a cookie nor the database is needed. Beside it
the database keeps them under her receipt: a dead battery costs one page. Nobody else opens them.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from safetoshare.core.errors import SealError
from safetoshare.core.receipt import StretchedReceipt
from safetoshare.core.vault import DataKey, Place, Sealed, open_data_key, open_sealed, seal
from safetoshare.report.models import ReportDraft
from safetoshare.report.selectors.places import draft_place
from safetoshare.report.selectors.receipts import key_file, mailbox_key_of

_PLACE: Final = Place(UUID(int=0), "report_ticket", "answers", 1)
# What opens was sealed here, so nobody plants a bomb; all the same nothing grows beyond what a form may send.
_LONGEST: Final = 32 * 1024 * 1024


@dataclass(frozen=True)
class Draft:
    """The answers so far, by the name of the form's field; and the day on which the promise was shown."""

    answers: Mapping[str, list[str]] = field(default_factory=dict, repr=False)
    promise_shown_on: date | None = None

    def packed(self) -> bytes:
        """Return it in few bytes, for a poor line."""
        shown_on = "" if self.promise_shown_on is None else self.promise_shown_on.isoformat()
        words = {"answers": dict(self.answers), "shown_on": shown_on}
        return zlib.compress(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode())

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Read what `packed` wrote. SealError for anything else."""
        try:
            words: dict[str, Any] = json.loads(zlib.decompressobj().decompress(packed, _LONGEST))
            shown_on = date.fromisoformat(words["shown_on"]) if words["shown_on"] else None
            return cls(words["answers"], shown_on)
        except (ValueError, KeyError, TypeError, zlib.error):
            raise SealError("what was sealed here is not a draft") from None


def sealed_draft(draft: Draft) -> str:
    """Return the text of the hidden field."""
    return urlsafe_b64encode(seal(DataKey(key_file("draft")), draft.packed(), _PLACE)).decode()


def read_draft(text: str) -> Draft | None:
    """Return the draft, or None for a text that is altered or did not arrive whole. It never grows too old."""
    if not text:
        return Draft()
    try:
        sealed = Sealed(urlsafe_b64decode(text.encode()))
        return Draft.unpacked(open_sealed(DataKey(key_file("draft")), sealed, _PLACE))
    except (SealError, ValueError):  # ValueError: not base64, or a letter that is no ASCII
        return None


def open_draft(row: ReportDraft, stretched: StretchedReceipt) -> Draft:
    """Open what the database keeps, with the stretched receipt. SealError if it is another's."""
    place = draft_place(row.id)
    key = open_data_key(Sealed(bytes(row.key_sealed)), mailbox_key_of(stretched, bytes(row.salt)), place)
    return Draft.unpacked(open_sealed(key, Sealed(bytes(row.sealed)), place))
