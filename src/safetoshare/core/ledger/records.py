"""A record of either form: a decision on a disclosure, or another act."""

from __future__ import annotations

from safetoshare.core.ledger import spelling
from safetoshare.core.ledger.act import ActRecord, act_of, read_act
from safetoshare.core.ledger.record import DisclosureRecord, read_record, record_of

AnyRecord = DisclosureRecord | ActRecord


def any_record_of(content: object) -> AnyRecord:
    """Return the record of a JSON object, of whichever form it names. BadInputError for any other."""
    if isinstance(content, dict) and "act" in content:
        return act_of(content)
    return record_of(content)


def read_any(encoded: bytes) -> AnyRecord:
    """Read a record of either form. BadInputError for anything else, another spelling included."""
    content = spelling.content_of(encoded)
    return read_act(encoded) if isinstance(content, dict) and "act" in content else read_record(encoded)
