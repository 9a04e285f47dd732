"""`python -m tests`: what it says and how it ends, tried on suites of one command each."""

import io
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from rich.console import Console

from tests.__main__ import Databases, main, run
from tests.suites import DAILY, LONG, Command, Database, Need, Outcome, Suite, Verdict, run_suite


def python(code: str) -> Command:
    return (sys.executable, "-c", code)


ABSENT = Need("a telescope", "apt-get install telescope", lambda: False)
GOOD = Suite("good", (python("pass"),))
BAD = Suite("bad", (python("raise SystemExit(3)"),))
LACKING = Suite("lacking", (python("raise SystemExit('must not run')"),), Database.POSTGRESQL, (ABSENT,))


def run_and_read(*suites: Suite) -> tuple[int, str]:
    written = io.StringIO()
    exit_code = run(suites, Console(file=written, width=200))
    return exit_code, written.getvalue()


def test_a_run_of_good_suites_ends_well_and_counts_them() -> None:
    exit_code, text = run_and_read(GOOD, GOOD)
    assert exit_code == 0
    assert text.splitlines()[-1] == "Suites: 2 passed, 0 failed, 0 skipped"


def test_a_failed_suite_fails_the_run_and_the_next_suite_runs_all_the_same() -> None:
    exit_code, text = run_and_read(BAD, GOOD)
    assert exit_code == 1
    assert "FAILED" in text
    assert "exit 3" in text
    assert text.splitlines()[-1] == "Suites: 1 passed, 1 failed, 0 skipped"


def test_a_suite_that_lacks_something_fails_the_run_and_says_how_to_get_it() -> None:
    exit_code, text = run_and_read(GOOD, LACKING)
    assert exit_code == 1
    assert "SKIPPED (a telescope is missing: apt-get install telescope)" in text
    assert text.splitlines()[-1] == "Suites: 1 passed, 0 failed, 1 skipped"


def test_a_suite_stops_at_its_first_command_that_fails(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    commands = (python("raise SystemExit(1)"), python(f"open({str(trace)!r}, 'w')"))
    assert run_suite(Suite("both", commands), {}).verdict is Verdict.FAILED
    assert not trace.exists()


def test_a_suite_passes_its_output_through_as_it_comes(capfd: pytest.CaptureFixture[str]) -> None:
    run_suite(Suite("loud", (python("print('12 passed in 3.4s')"),)), {})
    assert capfd.readouterr().out == "12 passed in 3.4s\n"


def test_a_suite_reports_the_seconds_that_it_took() -> None:
    start = time.monotonic()
    outcome = run_suite(Suite("slow", (python("import time; time.sleep(0.2)"),)), {})
    assert 0.2 <= outcome.seconds <= time.monotonic() - start


def test_a_program_that_is_not_there_fails_its_suite_and_not_the_run() -> None:
    outcome = run_suite(Suite("gone", (("no-such-program-here",),)), {})
    assert outcome == Outcome("gone", Verdict.FAILED, "no-such-program-here: no such program", outcome.seconds)


def test_the_sqlite_of_a_suite_lies_in_a_folder_that_is_gone_afterwards(tmp_path: Path) -> None:
    told = tmp_path / "told"
    code = f"import os; open({str(told)!r}, 'w').write(os.environ['SAFETOSHARE_DATABASE_URL'])"
    exit_code, _ = run_and_read(Suite("sqlite", (python(code),), Database.SQLITE))
    scheme, _, path = told.read_text(encoding="utf-8").partition(":///")
    assert (exit_code, scheme) == (0, "sqlite")
    assert Path(path).is_absolute()
    assert not Path(path).parent.exists()


@pytest.mark.parametrize("arguments", [["--only", "nonsense"], ["--only"], ["--fast"]])
def test_wrong_use_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m tests" in capsys.readouterr().err


def test_an_unknown_suite_is_answered_with_the_names_of_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "style", "nonsense"])
    said = capsys.readouterr().err
    assert "nonsense" in said
    assert all(suite.name in said for suite in (*DAILY, *LONG))


def test_every_suite_has_a_name_of_its_own() -> None:
    names = [suite.name for suite in (*DAILY, *LONG)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("suite", [suite for suite in (*DAILY, *LONG) if suite.database is Database.POSTGRESQL])
def test_a_suite_on_postgresql_says_that_it_needs_it(suite: Suite) -> None:
    assert any("PostgreSQL" in need.name for need in suite.needs)


def test_no_suite_is_given_a_database_that_it_did_not_ask_for() -> None:
    with ExitStack() as stack:
        assert Databases(stack).environment(Database.NONE) == {}
