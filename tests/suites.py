"""The suites of the test run: what each runs, on which database, and what it needs.

A suite runs in processes of its own, whose output is passed through as it comes. A suite that lacks
something is not run: its outcome says in one line what is missing and how to get it, and the whole
run fails for it.
"""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tests.postgres import newest_programs

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

Command = tuple[str, ...]


class Database(Enum):
    """The database that a suite's processes are given in SAFETOSHARE_DATABASE_URL."""

    NONE = "none"
    SQLITE = "SQLite"
    POSTGRESQL = "PostgreSQL"


class Verdict(Enum):
    """How a suite ended."""

    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True)
class Need:
    """Something that the machine must have: its name, how to get it, and whether it is there."""

    name: str
    how_to_get_it: str
    is_met: Callable[[], bool]


@dataclass(frozen=True)
class Suite:
    """One line of the table: a name, and the commands that must all succeed."""

    name: str
    commands: tuple[Command, ...]
    database: Database = Database.NONE
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How one suite ended: verdict, one line of reason unless it passed, and seconds."""

    suite: str
    verdict: Verdict
    reason: str
    seconds: float


def _has(*programs: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(program) for program in programs)


CHROMIUM = Need("chromium", "apt-get install chromium", _has("chromium"))
GETTEXT = Need("gettext", "apt-get install gettext", _has("msgfmt", "xgettext"))
NODE = Need("Node.js with npm", "apt-get install nodejs npm", _has("node", "npm"))
POSTGRESQL = Need("PostgreSQL 15 or newer", "apt-get install postgresql", lambda: newest_programs() is not None)


def pytest(marks: str, *options: str) -> Command:
    """The pytest command for the tests with these marks. No test at all is a failure too."""
    return (sys.executable, "-m", "pytest", "-m", marks, *options)


# Two processes, each with a test database, or a house and a browser, of its own.
IN_TWO = ("-n", "2")
# Those of production ask for key files, which a fresh checkout has not.
TEST_SETTINGS = ("--settings", "tests.settings")
WITHOUT_BROWSER = "not browser and not long"
# The core is pure, and so are contracts and what is said of the policy's versions; the house's frame of every page asks
# no table of its own: on a second database they would only be run twice.
OF_A_DATABASE = (
    *(f"--ignore=tests/{name}" for name in ("core", "properties", "contract", "cli/policy", "web")),
    *(f"--ignore-glob=*/sharing/test_{name}.py" for name in ("model_*", "claim_texts", "national_versions")),
)
# Pages ask by the same services and selectors, which are tested on both; on PostgreSQL too they are walked in a browser
# each day and tested one by one in the long run.
_OF_PAGES = ("*_pages.py", "*/network/test_views*.py", "*/hub/test_demonstration.py", "*/attacks/*")
NO_PAGES = tuple(f"--ignore-glob={pattern}" for pattern in _OF_PAGES)

DAILY = (
    Suite("style", ((str(BIN / "ruff"), "check"), (str(BIN / "ruff"), "format", "--check"))),
    Suite("types", ((str(BIN / "mypy"),),)),
    Suite("imports", ((str(BIN / "lint-imports"), "--no-logo"),)),
    Suite(
        "migrations",
        ((sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", *TEST_SETTINGS),),
        Database.SQLITE,
    ),
    Suite(
        "sqlite",
        (pytest(f"{WITHOUT_BROWSER} and not postgresql", *IN_TWO),),
        Database.SQLITE,
        (GETTEXT,),
    ),
    Suite(
        "postgresql",
        (pytest(f"{WITHOUT_BROWSER} and (postgresql or not (sqlite or once))", *OF_A_DATABASE, *NO_PAGES, *IN_TWO),),
        Database.POSTGRESQL,
        (POSTGRESQL, GETTEXT),
    ),
    # The main journeys are walked on PostgreSQL, by the last suite; on SQLite as well in the long run.
    Suite("browser", (pytest("browser and not long and not main_journey", *IN_TWO),), Database.SQLITE, (CHROMIUM,)),
    Suite("browser-postgresql", (pytest("main_journey", *IN_TWO),), Database.POSTGRESQL, (CHROMIUM, POSTGRESQL)),
)
LONG = (
    Suite("long", (pytest("long or main_journey", "--hypothesis-profile=long"),), Database.SQLITE, (NODE, CHROMIUM)),
    Suite(
        "postgresql-pages",
        (pytest(f"{WITHOUT_BROWSER} and not (sqlite or once)", *OF_A_DATABASE, *IN_TWO),),
        Database.POSTGRESQL,
        (POSTGRESQL, GETTEXT),
    ),
    Suite(
        "properties",
        (pytest(WITHOUT_BROWSER, "--hypothesis-profile=long", "tests/properties", *IN_TWO),),
        Database.SQLITE,
    ),
    # What begins with "_" is shared by them.
    Suite(
        "benchmarks",
        tuple((sys.executable, str(script)) for script in sorted((ROOT / "benchmarks").glob("[!_]*.py"))),
        needs=(CHROMIUM,),
    ),
)


def run_suite(suite: Suite, environment: Mapping[str, str]) -> Outcome:
    """Run the commands of a suite one after another, up to the first that fails."""
    missing = [need for need in suite.needs if not need.is_met()]
    if missing:
        reason = "; ".join(f"{need.name} is missing: {need.how_to_get_it}" for need in missing)
        return Outcome(suite.name, Verdict.SKIPPED, reason, 0.0)
    start = time.monotonic()
    failures = (_failure(command, environment) for command in suite.commands)
    reason = next((failure for failure in failures if failure), "")
    return Outcome(suite.name, Verdict.FAILED if reason else Verdict.PASSED, reason, time.monotonic() - start)


def _failure(command: Command, environment: Mapping[str, str]) -> str:
    """Run a command; the empty string when it succeeded, else one line that says how it did not."""
    shown = shlex.join((Path(command[0]).name, *command[1:]))
    try:
        finished = subprocess.run(  # noqa: S603  (the commands above)
            command, cwd=ROOT, env=os.environ | environment, check=False
        )
    except FileNotFoundError:
        return f"{shown}: no such program"
    return f"{shown}: exit {finished.returncode}" if finished.returncode else ""
