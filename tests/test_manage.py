"""`manage.py`: Django's own commands with the project's settings, and a wrong setting in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
