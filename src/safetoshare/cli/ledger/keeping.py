"""`safetoshare ledger audit | export | resume | reopen`: the log looked through, as files, and after a restore.

Exit codes: 0 done or whole, 1 refused or a difference (it is named, with what to do), 2 wrong use.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from safetoshare.cli.console import Subparsers, print_json, progress_of, say, table
from safetoshare.cli.django_setup import load_django
from safetoshare.cli.keys.asking import ask, load_django_as_owner
from safetoshare.core.errors import RefusedError

_NO = 1


def register(commands: Subparsers) -> None:
    audit = commands.add_parser("audit", help="recompute the log, and name the first of what differs")
    audit.add_argument("--json", action="store_true", help="print JSON only")
    audit.set_defaults(run=audit_log)
    export = commands.add_parser("export", help="write the published log as files for any web server")
    export.add_argument("folder", metavar="DIR", help="where to; run again, it adds what is new")
    export.add_argument("--json", action="store_true", help="print JSON only")
    export.set_defaults(run=export_log)
    resume = commands.add_parser("resume", help="after a restore: take back the entries that the log's folder holds")
    resume.add_argument("--json", action="store_true", help="print JSON only")
    resume.set_defaults(run=resume_log)
    reopen = commands.add_parser("reopen", help="close the log in public, and open one of a new origin")
    reopen.add_argument("--origin", required=True, help="the force's origin with the next number after it, as /2")
    reopen.add_argument("--json", action="store_true", help="print JSON only")
    reopen.set_defaults(run=reopen_log)


def audit_log(arguments: argparse.Namespace) -> int:
    """Run `ledger audit`: entries, tiles, checkpoints, files and promises. It opens nothing."""
    load_django()
    from safetoshare.sharing.api import log

    with progress_of("Entries", shown=not arguments.json) as progress:
        audited = log.audit_log(progress)
    looked = {"entries": audited.entries, "checkpoints": audited.checkpoints, "notices": audited.notices}
    if arguments.json:
        print_json({"valid": not audited.differences, **looked, "differences": list(audited.differences)})
    elif audited.differences:
        table("What differs", ("what",), [(one,) for one in audited.differences])
    else:
        say(
            f"{audited.entries} entries, {audited.checkpoints} checkpoints and {audited.notices} notices fit together. "
            "An entry cannot be told from a dummy: a record that is missing shows in the person's numbers alone."
        )
    return _NO if audited.differences else 0


def export_log(arguments: argparse.Namespace) -> int:
    """Run `ledger export DIR`: checkpoint, key, tiles and entries, as C2SP tlog-tiles has them."""
    load_django()
    from safetoshare.sharing.api import log

    folder = Path(arguments.folder).absolute()
    try:
        size = log.export_log(folder)
    except RefusedError as error:
        return _refused(arguments, error)
    if arguments.json:
        print_json({"folder": str(folder), "size": size})
    else:
        say(f"{folder} holds the log's {size} entries, its tiles, its checkpoint and its key.")
    return 0


def resume_log(arguments: argparse.Namespace) -> int:
    """Run `ledger resume`: afterwards the worker publishes again."""
    load_django()
    from safetoshare.base.audit.commands import record_command
    from safetoshare.base.permissions import Action
    from safetoshare.sharing.api import log

    record_command(Action.LOG_KEEP, "resume the log")
    try:
        size = log.resume_log()
    except RefusedError as error:
        return _refused(arguments, error)
    if arguments.json:
        print_json({"size": size})
    else:
        say(f"The database and the log's folder both hold {size} entries: the worker goes on from there.")
    return 0


def reopen_log(arguments: argparse.Namespace) -> int:
    """Run `ledger reopen --origin NAME`, once the origin was typed again: it cannot be taken back."""
    load_django_as_owner()
    from safetoshare.base.audit.commands import record_command
    from safetoshare.base.permissions import Action
    from safetoshare.sharing.api import log

    if ask("The log is closed for ever, and everybody sees it. Type the new origin once more") != arguments.origin:
        raise RefusedError("That is another origin. Nothing was changed.")
    record_command(Action.LOG_KEEP, "reopen the log")
    try:
        log.reopen_log(arguments.origin)
    except RefusedError as error:
        return _refused(arguments, error)
    if arguments.json:
        print_json({"origin": arguments.origin})
    else:
        say(f"The log is closed. The one that continues it is {arguments.origin}, published by the worker from now on.")
    return 0


def _refused(arguments: argparse.Namespace, error: RefusedError) -> int:
    if arguments.json:
        print_json({"refused": str(error)})
    else:
        say(str(error))
    return _NO
