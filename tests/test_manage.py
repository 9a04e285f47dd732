"""`manage.py`: Django's own commands with the project's settings, and a wrong setting in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from safetoshare.base.settings.environment import Mode
from safetoshare.base.settings.secrets import create_keys
from tests.house import free_port
from tests.production import Production, production

pytestmark = pytest.mark.once

__all__ = ["production"]

ROOT = Path(__file__).parents[1]


def manage(state: Path, *words: str, **changed: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFETOSHARE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, str(ROOT / "manage.py"), *words],
        env=kept | {"SAFETOSHARE_STATE": str(state)} | changed,
        cwd=state,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path) -> None:
    refused = manage(tmp_path, "check", SAFETOSHARE_MODE="trial")
    assert refused.returncode == 1
    assert refused.stderr == ("manage.py: SAFETOSHARE_MODE=trial is unknown. It may be: demonstration, production\n")


def test_a_missing_key_is_said_with_the_command_that_writes_it(tmp_path: Path) -> None:
    refused = manage(tmp_path, "check")
    assert refused.returncode == 1
    assert refused.stderr.startswith("manage.py: The key file ")
    assert refused.stderr.endswith("`safetoshare demo` writes it.\n")


def test_prepare_makes_tables_and_collects_the_style_sheet_and_may_be_repeated(tmp_path: Path) -> None:
    create_keys(tmp_path / "secrets", Mode.DEMONSTRATION)
    for _ in range(2):
        prepared = manage(tmp_path, "prepare")
        assert (prepared.returncode, prepared.stderr) == (0, "")
    assert (tmp_path / "static" / "staticfiles.json").is_file()
    assert (tmp_path / "safetoshare.sqlite3").stat().st_mode & 0o077 == 0


def test_prepare_says_in_one_line_which_address_does_not_answer(tmp_path: Path) -> None:
    create_keys(tmp_path / "secrets", Mode.DEMONSTRATION)
    away = f"postgresql://somebody:secret@127.0.0.1:{free_port()}/house"
    for name in ("SAFETOSHARE_DATABASE_URL", "SAFETOSHARE_MIGRATE_URL"):
        refused = manage(tmp_path, "prepare", **{"SAFETOSHARE_DATABASE_URL": away, name: away})
        assert refused.returncode == 1
        assert refused.stderr == f"manage.py: The database does not answer: check {name} and the server.\n"


@pytest.mark.postgresql
def test_on_postgresql_prepare_without_the_owners_address_says_to_name_it(production: Production) -> None:
    with production.as_owner() as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'base'")
        try:
            refused = manage(production.folder, "prepare", **production.environment("hub"))
        finally:
            owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('base', '0001_initial', now())")
    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "manage.py: The tables could not be made (ProgrammingError): set SAFETOSHARE_MIGRATE"
    )
    assert refused.stderr.count("\n") == 1


def test_the_projects_settings_pass_djangos_own_check() -> None:
    checked = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, str(ROOT / "manage.py"), "check", "--settings", "tests.settings"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
