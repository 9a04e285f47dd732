"""The `safetoshare` command: one module a part, loaded only when its command is used.

Each module offers `register(subparsers)`; each command's function takes the parsed arguments and returns the exit
code: 0 yes, 1 the answer is no or something falls short, 2 wrong use or bad input. With `--json` standard output is
JSON and nothing else; errors go to standard error and say what to do.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence

from safetoshare import __version__
from safetoshare.base.faults import kind_and_places
from safetoshare.core.errors import BadInputError, SafeToShareError

Command = Callable[[argparse.Namespace], int]

# Group of commands -> the module that registers it. A group appears here with its first working command.
GROUPS = (
    *("serve", "demo", "worker", "spool", "doctor", "keys", "audit", "backup", "restore"),
    *("policy", "ledger", "network", "scrutiny", "recordings"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (0 yes, 1 no, 2 bad input)."""
    # All that the house writes is for its own user alone.
    os.umask(0o077)
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="safetoshare", description="Safe to Share", formatter_class=_help)
    parser.add_argument("--version", action="version", version=f"safetoshare {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    wanted = [group for group in GROUPS if arguments and arguments[0] == group] or GROUPS
    for group in wanted:
        importlib.import_module(f"safetoshare.cli.{group}").register(subparsers)
    parsed = parser.parse_args(arguments)
    return _run(parsed.run, parsed)


def _help(prog: str) -> argparse.HelpFormatter:
    """Give the longest group its help on its own line: argparse forgets that groups are indented once more."""
    formatter = argparse.HelpFormatter(prog)
    formatter._action_max_length = 4 + max(map(len, GROUPS))
    return formatter


def _run(run: Command, parsed: argparse.Namespace) -> int:
    try:
        code = run(parsed)
        sys.stdout.flush()
        return code
    except BadInputError as error:
        sys.stderr.write(f"safetoshare: {error}\n")
        return 2
    except SafeToShareError as error:
        sys.stderr.write(f"safetoshare: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever read has seen enough (`| head`); what is still buffered must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except Exception as error:
        sys.stderr.write(f"safetoshare: an unforeseen error, please report it: {kind_and_places(error)}\n")
        return 1
