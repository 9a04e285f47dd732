"""`safetoshare ledger verify` of a slip: the short form of a proof, compared with the log itself and with a record."""

from __future__ import annotations

import argparse
import json
from typing import Any

from safetoshare.cli.console import print_json, read_bytes, say
from safetoshare.cli.ledger.log_at import Trusted, slip_in_log
from safetoshare.cli.ledger.showing import limits, of_a_demonstration, show_record
from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.records import AnyRecord, any_record_of
from safetoshare.core.ledger.slip import Slip, read_slip

OK, NO = 0, 1


def verify_slip_file(arguments: argparse.Namespace, content: bytes, trusted: Trusted) -> int:
    """Say whether a slip's entry stands in the log that was named, and is the record's. BadInputError without a log."""
    slip = read_slip(content)
    if not arguments.log or not trusted.keys:
        raise BadInputError(
            "a slip is compared with the log itself: name it with --log DIR|URL, and its key with --keys FILE"
        )
    checkpoint, is_included, witnesses = slip_in_log(arguments.log, slip, trusted)
    record = _record(arguments.record) if arguments.record else None
    is_its = record is None or slip.is_of(record.encoded())
    valid, says = is_included and is_its, _says(slip, checkpoint, is_included=is_included, is_its=is_its)
    if arguments.json:
        print_json(_json(slip, checkpoint, record if valid else None, valid=valid, witnesses=witnesses, says=says))
        return OK if valid else NO
    say(says)
    if valid:
        if record is None:
            say("Which record it is, a slip alone does not tell: name the record with --record FILE.")
        else:
            show_record(record)
        say(limits(witnesses))
    return OK if valid else NO


def _says(slip: Slip, checkpoint: Checkpoint, *, is_included: bool, is_its: bool) -> str:
    if slip.origin != checkpoint.origin:
        return f"Not proved: the log that you named is {checkpoint.origin}, and the slip is of {slip.origin}."
    if slip.index >= checkpoint.size:
        return "Not proved: the log that you named is an older copy, which ends before this slip's entry."
    if not is_included:
        return (
            f"Not proved: entry {slip.index} of the log is not the slip's. The slip was altered, or the log has been "
            "REWRITTEN. Keep both, and show them to somebody independent."
        )
    if not is_its:
        return "Not proved: the slip's entry stands in the log, and it is not this record's."
    says = f"Proved: the slip's entry is {slip.index} of the {checkpoint.size} of the log {slip.origin}, unchanged."
    return says + of_a_demonstration(slip.origin)


def _json(
    slip: Slip, checkpoint: Checkpoint, record: AnyRecord | None, *, valid: bool, witnesses: tuple[str, ...], says: str
) -> dict[str, Any]:
    return {
        "valid": valid,
        "origin": slip.origin if valid else None,
        "index": slip.index if valid else None,
        "size": checkpoint.size if valid else None,
        "witnesses": list(witnesses) if valid else [],
        "record": record and json.loads(record.encoded()),
        "says": says,
    }


def _record(name: str) -> AnyRecord:
    """Return the record in a file: by itself, or as the part of a proof that is called so."""
    try:
        content = json.loads(read_bytes(name).decode("utf-8-sig"))
        return any_record_of(content["record"] if isinstance(content, dict) and "record" in content else content)
    except (ValueError, RecursionError, BadInputError):
        raise BadInputError(f"{name}: is no record, and no proof with one") from None
