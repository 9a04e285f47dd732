"""`safetoshare ledger verify` and `ledger key`: check a proof from the public log offline, and show the log's key.

`verify` needs no database, no network and no settings, so that anybody can run it anywhere. The key comes from
elsewhere than the proof: from the log's page read at another time or place, or from a printed sheet.

A slip, the short form on paper, is compared with the log itself (`--log`), and with a record (`--record`).

Exit codes of `verify`: 0 proved, 1 not proved (false, or signed by no key that was named), 2 unreadable.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from safetoshare.base.settings.environment import read_environment
from safetoshare.cli.console import Subparsers, print_json, read_bytes, say
from safetoshare.cli.django_setup import load_django
from safetoshare.cli.ledger.log_at import Compared, Trusted, compare_with_log
from safetoshare.cli.ledger.showing import limits, of_a_demonstration, show_record
from safetoshare.cli.ledger.slips import verify_slip_file
from safetoshare.core.errors import BadInputError, NoteError, RefusedError
from safetoshare.core.ledger.note import name_of_key
from safetoshare.core.ledger.proof import NotProved, Reason, Verified, verify_proof
from safetoshare.core.ledger.slip import is_slip
from safetoshare.core.ledger.witness import witness_key

OK, NO, BAD_INPUT = 0, 1, 2
KEY_FILE = "log-key.txt"

_SAYS = {
    Reason.UNREADABLE: "This is not a proof that can be read: it is damaged, or another kind of file.",
    Reason.CHECKPOINT: "Not proved: the log's checkpoint is not signed by this key. Either the key belongs to another "
    "log, or the proof was altered.",
    Reason.NO_KEY: "Not proved: its parts fit each other, but you named no key of the log, and a key that comes with a "
    "proof proves nothing. Name one with --key or --keys: the page /log/key shows it. Read it at another time or from "
    "another place than the proof.",
    Reason.NOT_INCLUDED: "Not proved: this record does not stand in the log at this place. The record, its salt, or "
    "its place was altered.",
    Reason.WITNESS: "Not proved: the cosignature of a witness whom you trust is false: the checkpoint was altered.",
    Reason.PROMISE: "Not proved: the log's promise is not about this record, or was altered.",
}
KEYS_HELP = "a file of the keys that you trust, one a line"
_WITNESS = "witness "


def register(commands: Subparsers) -> None:
    verify = commands.add_parser("verify", help="check a proof, offline")
    verify.add_argument("file", metavar="FILE", help='the proof, or a slip ("-" reads standard input)')
    keys = verify.add_mutually_exclusive_group()
    keys.add_argument("--key", metavar="KEY", help="the log's key, as its page /log/key shows it")
    keys.add_argument("--keys", "--key-file", metavar="FILE", dest="keys", help=KEYS_HELP)
    verify.add_argument(
        "--log", metavar="DIR|URL", help="also compare with the log itself: its files, or the address they are under"
    )
    verify.add_argument("--record", metavar="FILE", help="with a slip: the record that it should be of")
    verify.add_argument("--json", action="store_true", help="print JSON only")
    verify.set_defaults(run=verify_file)
    key = commands.add_parser("key", help="show the key that checks this installation's log")
    key.add_argument("--save", action="store_true", help="also keep it for `ledger verify` on this machine")
    key.add_argument("--json", action="store_true", help="print JSON only")
    key.set_defaults(run=show_key)


def verify_file(arguments: argparse.Namespace) -> int:
    """Run `ledger verify FILE`: what the proof proves, in plain words."""
    document = read_bytes(arguments.file)
    trusted = trusted_by(arguments, arguments.file)
    if is_slip(document):
        return verify_slip_file(arguments, document, trusted)
    result = verify_proof(document, *trusted.keys, witness_keys=trusted.witnesses)
    if isinstance(result, NotProved):
        return _not_proved(arguments, _SAYS[result.reason], BAD_INPUT if result.reason is Reason.UNREADABLE else NO)
    compared = compare_with_log(arguments.log, result, trusted.keys) if arguments.log else Compared(True, "")
    if not compared.continues:
        return _not_proved(arguments, compared.says, NO)
    if arguments.json:
        print_json({**_json(result), "says": f"{_proved(result)} {compared.says}".strip()})
        return OK
    say(f"{_proved(result)} {compared.says}".strip())
    show_record(result.record)
    say(limits(result.witnesses))
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


def trusted_by(arguments: argparse.Namespace, file: str) -> Trusted:
    """Return the keys that were named, or those kept on this machine. Never one that a proof brings along."""
    if arguments.key is not None:
        return Trusted((str(arguments.key).strip(),))
    name = arguments.keys
    if name is None:
        kept = _kept_key()
        if not kept.is_file():
            return Trusted()
        name = str(kept)
    if name == file == "-":
        raise BadInputError("only one of the proof and the key can be read from standard input")
    return read_keys(name)


def read_keys(name: str) -> Trusted:
    """Return the keys of a file: one a line; a line that begins with # is a remark, `witness KEY` names a witness.

    BadInputError for a file without keys, or with a line that is none of these.
    """
    try:
        lines = [line.strip() for line in read_bytes(name).decode("utf-8-sig").splitlines()]
        meant = [line for line in lines if line and not line.startswith("#")]
        keys = tuple(line for line in meant if not line.startswith(_WITNESS))
        witnesses = tuple(line.removeprefix(_WITNESS) for line in meant if line.startswith(_WITNESS))
        for key in keys:
            name_of_key(key)
        for key in witnesses:
            witness_key(key)
    except (NoteError, UnicodeDecodeError):
        raise BadInputError(f"{name}: is not a key file: each line is a key, or begins with #") from None
    if not keys:
        raise BadInputError(f"{name}: is not a key file: it holds no key")
    return Trusted(keys, witnesses)


def _kept_key() -> Path:
    return read_environment(os.environ).state / KEY_FILE


def _proved(result: Verified) -> str:
    says = f"Proved: this record is entry {result.index} of the {result.size} of the log {result.origin}, unchanged."
    return says + of_a_demonstration(result.origin)


def _json(result: Verified | None) -> dict[str, Any]:
    return {
        "valid": result is not None,
        "origin": result and result.origin,
        "index": result and result.index,
        "size": result and result.size,
        "witnesses": list(result.witnesses) if result else [],
        "record": result and json.loads(result.record.encoded()),
    }
