"""`python -m tests`: run the suites one after another, then print one table of what they said.

Exit code 0 when every suite passed, 1 when one failed or had to be skipped for want of something,
2 for wrong use.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.table import Table

from tests.postgres import OWNER, VARIABLE, Cluster, temporary_cluster
from tests.suites import DAILY, LONG, Database, Outcome, Suite, Verdict, run_suite


class Databases:
    """The databases of one run, made when first asked for and deleted with the stack."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._cluster: Cluster | None = None

    def environment(self, database: Database) -> Mapping[str, str]:
        """The variables that point a suite's processes at its database."""
        if database is Database.NONE:
            return {}
        if database is Database.SQLITE:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="safetoshare-sqlite-"))
            return {"SAFETOSHARE_DATABASE_URL": f"sqlite:///{Path(folder) / 'tests.sqlite3'}"}
        if self._cluster is None:
            self._cluster = self._stack.enter_context(temporary_cluster())
        return {
            "SAFETOSHARE_DATABASE_URL": self._cluster.url(OWNER),
            VARIABLE: self._cluster.to_json(),
        }


def run(suites: Sequence[Suite], console: Console) -> int:
    """Run the suites, print their table, and return the exit code."""
    outcomes = []
    with ExitStack() as stack:
        databases = Databases(stack)
        for suite in suites:
            console.rule(suite.name)
            wanted = suite.database if all(need.is_met() for need in suite.needs) else Database.NONE
            outcomes.append(run_suite(suite, databases.environment(wanted)))
    console.print(table(outcomes))
    count = {verdict: sum(outcome.verdict is verdict for outcome in outcomes) for verdict in Verdict}
    console.print(
        f"Suites: {count[Verdict.PASSED]} passed, {count[Verdict.FAILED]} failed, {count[Verdict.SKIPPED]} skipped",
        highlight=False,
    )
    return 0 if count[Verdict.PASSED] == len(outcomes) else 1


def table(outcomes: Sequence[Outcome]) -> Table:
    """Suite, result with its reason, and seconds."""
    drawn = Table("Suite", "Result", title="Suites and their times")
    drawn.add_column("Seconds", justify="right")
    for outcome in outcomes:
        result = f"{outcome.verdict.value} ({outcome.reason})" if outcome.reason else outcome.verdict.value
        drawn.add_row(outcome.suite, result, f"{outcome.seconds:.1f}")
    return drawn


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests", description="Run the test suites.")
    names = [suite.name for suite in (*DAILY, *LONG)]
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--long", action="store_true", help="run what is too long for every day")
    options = parser.parse_args(arguments)
    suites: Sequence[Suite] = LONG if options.long else DAILY
    if options.only:
        suites = [suite for suite in (*DAILY, *LONG) if suite.name in options.only]
    # A run that is ended from outside still deletes its databases.
    signal.signal(signal.SIGTERM, _end)
    try:
        return run(suites, Console())
    except KeyboardInterrupt:
        return 130


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
