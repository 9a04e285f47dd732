"""`safetoshare ledger verify` and `ledger key`: check a proof from the public log offline, and show the log's key.

`verify` needs no database, no network and no settings, so that anybody can run it anywhere. The key comes from
elsewhere than the proof: from the log's page read at another time or place, or from a printed sheet.

Exit codes of `verify`: 0 proved, 1 not proved (false, or signed by no key that was named), 2 unreadable.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.markup import escape

from safetoshare.base.settings.environment import read_environment
from safetoshare.cli.console import Subparsers, print_json, read_bytes, say, table
from safetoshare.cli.django_setup import load_django
from safetoshare.cli.ledger.log_at import Compared, compare_with_log
from safetoshare.core.errors import BadInputError, NoteError, RefusedError
from safetoshare.core.ledger.act import ActRecord
from safetoshare.core.ledger.note import name_of_key
from safetoshare.core.ledger.proof import NotProved, Reason, Verified, verify_proof
from safetoshare.core.ledger.record import PERMITTED, DisclosureRecord
from safetoshare.core.ledger.records import AnyRecord
from safetoshare.core.policy.vocabulary_file import published

OK, NO, BAD_INPUT = 0, 1, 2
KEY_FILE = "log-key.txt"
# New lines, and the joiners that some scripts are written with.
_UNSEEN_BUT_MEANT = "\n\u200c\u200d"

_SAYS = {
    Reason.UNREADABLE: "This is not a proof that can be read: it is damaged, or another kind of file.",
    Reason.CHECKPOINT: "Not proved: the log's checkpoint is not signed by this key. Either the key belongs to another "
    "log, or the proof was altered.",
    Reason.NO_KEY: "Not proved: its parts fit each other, but you named no key of the log, and a key that comes with a "
    "proof proves nothing. Name one with --key or --keys: the page /log/key shows it. Read it at another time or from "
    "another place than the proof.",
    Reason.NOT_INCLUDED: "Not proved: this record does not stand in the log at this place. The record, its salt, or "
    "its place was altered.",
    Reason.PROMISE: "Not proved: the log's promise is not about this record, or was altered.",
}
_LIMITS = (
    "It shows that this was written down and not changed since. It does not show that nothing else was passed on. "
    "The log is signed, and not yet witnessed by anybody outside."
)
KEYS_HELP = "a file of the keys that you trust, one a line"
_WITNESS = "witness "
_DEMONSTRATION = "This log is a demonstration's: nothing in it is about a real person."


def register(commands: Subparsers) -> None:
    verify = commands.add_parser("verify", help="check a proof, offline")
    verify.add_argument("file", metavar="FILE", help='the proof ("-" reads standard input)')
    keys = verify.add_mutually_exclusive_group()
    keys.add_argument("--key", metavar="KEY", help="the log's key, as its page /log/key shows it")
    keys.add_argument("--keys", "--key-file", metavar="FILE", dest="keys", help=KEYS_HELP)
    verify.add_argument(
        "--log", metavar="DIR|URL", help="also compare with the log itself: its files, or the address they are under"
    )
    verify.add_argument("--json", action="store_true", help="print JSON only")
    verify.set_defaults(run=verify_file)
    key = commands.add_parser("key", help="show the key that checks this installation's log")
    key.add_argument("--save", action="store_true", help="also keep it for `ledger verify` on this machine")
    key.add_argument("--json", action="store_true", help="print JSON only")
    key.set_defaults(run=show_key)


def verify_file(arguments: argparse.Namespace) -> int:
    """Run `ledger verify FILE`: what the proof proves, in plain words."""
    document = read_bytes(arguments.file)
    keys = keys_of(arguments, arguments.file)
    result = verify_proof(document, *keys)
    if isinstance(result, NotProved):
        return _not_proved(arguments, _SAYS[result.reason], BAD_INPUT if result.reason is Reason.UNREADABLE else NO)
    compared = compare_with_log(arguments.log, result, keys) if arguments.log else Compared(True, "")
    if not compared.continues:
        return _not_proved(arguments, compared.says, NO)
    if arguments.json:
        print_json({**_json(result), "says": f"{_proved(result)} {compared.says}".strip()})
        return OK
    say(f"{_proved(result)} {compared.says}".strip())
    table(
        "What was recorded",
        ("Question", "Answer"),
        [(name, escape(_printable(value))) for name, value in _rows(result.record) if value],
    )
    say(_LIMITS)
    return OK


def _not_proved(arguments: argparse.Namespace, says: str, code: int) -> int:
    if arguments.json:
        print_json({**_json(None), "says": says})
    else:
        say(says)
    return code


def show_key(arguments: argparse.Namespace) -> int:
    """Run `ledger key`. RefusedError before the log's first checkpoint."""
    load_django()
    from safetoshare.sharing.api import log

    state = log.log_state()
    if state is None:
        raise RefusedError(
            "The log has not been published yet, so it has no key: the worker publishes it each morning."
        )
    kept = None
    if arguments.save:
        kept = _kept_key()
        try:
            kept.write_text(state.verifier_key + "\n", "utf-8")
        except OSError as error:
            raise BadInputError(f"{kept}: cannot be written ({error.strerror})") from None
    if arguments.json:
        print_json({"origin": state.origin, "key": state.verifier_key, "saved": kept and str(kept)})
    else:
        say(state.verifier_key)
    return OK


def keys_of(arguments: argparse.Namespace, file: str) -> tuple[str, ...]:
    """Return the verifier keys that were named, or those kept on this machine. Never one that a proof brings along."""
    if arguments.key is not None:
        return (str(arguments.key).strip(),)
    name = arguments.keys
    if name is None:
        kept = _kept_key()
        if not kept.is_file():
            return ()
        name = str(kept)
    if name == file == "-":
        raise BadInputError("only one of the proof and the key can be read from standard input")
    return read_keys(name)


def read_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a file: one a line; a line that begins with # is a remark, `witness KEY` another's key.

    BadInputError for a file without keys, or with a line that is none of these.
    """
    try:
        lines = [line.strip() for line in read_bytes(name).decode("utf-8-sig").splitlines()]
        meant = [line for line in lines if line and not line.startswith("#")]
        for line in meant:
            name_of_key(line.removeprefix(_WITNESS))
    except (NoteError, UnicodeDecodeError):
        raise BadInputError(f"{name}: is not a key file: each line is a key, or begins with #") from None
    # Cosignatures of witnesses are not asked for yet: no log of ours has any (see `says`).
    keys = tuple(line for line in meant if not line.startswith(_WITNESS))
    if not keys:
        raise BadInputError(f"{name}: is not a key file: it holds no key")
    return keys


def _kept_key() -> Path:
    return read_environment(os.environ).state / KEY_FILE


def _proved(result: Verified) -> str:
    says = f"Proved: this record is entry {result.index} of the {result.size} of the log {result.origin}, unchanged."
    return f"{says} {_DEMONSTRATION}" if result.origin.startswith("demonstration.") else says


def _json(result: Verified | None) -> dict[str, Any]:
    return {
        "valid": result is not None,
        "origin": result and result.origin,
        "index": result and result.index,
        "size": result and result.size,
        "witnesses": [],
        "record": result and json.loads(result.record.encoded()),
    }


def _rows(record: AnyRecord) -> Iterator[tuple[str, str]]:
    """What a person asks of a record of either form."""
    return _act_rows(record) if isinstance(record, ActRecord) else _decision_rows(record)


def _act_rows(record: ActRecord) -> Iterator[tuple[str, str]]:
    """What was done about her or him, by whom, and why."""
    yield "Your record", str(record.number)
    yield "Day", record.on.isoformat()
    yield "Time (UTC)", record.at.strftime("%Y-%m-%d %H:%M")
    yield "What was done", record.act.replace("_", " ")
    yield "On the day", record.happened_on.isoformat() if record.happened_on else ""
    yield "Who", record.organisation_name
    yield "Kind of recipient", _label("recipient", record.recipient)
    yield "What about you", "; ".join(_label("data", kind) for kind in record.data)
    yield "For", _label("purpose", record.purpose)
    yield "On what basis", _label("gateway", record.gateway)
    yield "Answer", record.answer
    yield "Why it was needed", record.necessity
    yield "Why no less would do", record.proportionality
    yield "Evidence", record.evidence
    yield "Until", record.until.isoformat() if record.until else ""
    yield "About the record", record.concerns
    yield "Policy", record.policy
    yield "Policy's SHA-256", record.policy_sha256
    yield "Written down by a", record.role.replace("_", " ")
    yield "With a", record.second_role.replace("_", " ")


def _decision_rows(record: DisclosureRecord) -> Iterator[tuple[str, str]]:
    """Who was told what, when, why, and by which rule."""
    told = record.decision == PERMITTED
    yield "Your record", str(record.number)
    yield "Day", record.on.isoformat()
    yield "Time (UTC)", record.at.strftime("%Y-%m-%d %H:%M")
    yield "Decision", "to tell" if told else "not to tell"
    yield "Who was told" if told else "Who was not told", record.organisation_name
    yield "Kind of recipient", _label("recipient", record.recipient)
    yield "What about you" if told else "What was not told", "; ".join(_label("data", kind) for kind in record.data)
    yield "Fields given", ", ".join(record.fields)
    yield "For", _label("purpose", record.purpose)
    yield "Why it was needed", record.necessity
    yield "Your consent", _label("consent", record.consent)
    yield "Consent on", record.consent_on.isoformat() if record.consent_on else ""
    yield "By which rule", "\n".join(f"{name}: {says}" for name, says in _rules(record))
    yield "Based on", "; ".join(record.cites)
    yield "Policy", f"{record.policy}, adopted by {record.adopted_by}" if record.policy else ""
    yield "Policy's SHA-256", record.policy_sha256
    yield "A human decided", record.authorised_by.replace("_", " ")
    yield "Why no less would do", record.proportionality
    yield "Evidence", record.evidence
    yield "Decided by a", record.role.replace("_", " ")


def _rules(record: DisclosureRecord) -> Iterator[tuple[str, str]]:
    for place, name in enumerate(record.rules):
        yield name, record.says[place] if place < len(record.says) else ""


def _label(attribute: str, code: str) -> str:
    """Return the vocabulary's words for a code; a code that this version does not know is shown as it is."""
    for known in published().attributes:
        if known.id == attribute:
            return next((value.label for value in known.values if value.id == code), code)
    return code


def _printable(text: str) -> str:
    """Leave out what would steer a terminal: the texts come from a file."""
    return "".join(letter if letter.isprintable() or letter in _UNSEEN_BUT_MEANT else "\ufffd" for letter in text)
