"""Loading Django: only for the commands that need it, and once."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from safetoshare.cli.django_setup import load_django


def test_what_is_loaded_is_not_loaded_again() -> None:
    """Django would set up its logging anew, and take away what others listen with."""
    handler = logging.NullHandler()
    logging.getLogger("safetoshare").addHandler(handler)
    try:
        load_django()
        assert handler in logging.getLogger("safetoshare").handlers
    finally:
        logging.getLogger("safetoshare").removeHandler(handler)


@pytest.mark.parametrize("words", [["policy", "check", "nothing.toml"], ["keys", "--help"], ["--version"]])
def test_a_command_that_needs_no_database_does_not_load_django(words: list[str]) -> None:
    program = (
        "import sys; from safetoshare.cli import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit:\n    pass\n"
        "sys.exit('django.apps' in sys.modules)"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)  # noqa: S603
    assert finished.returncode == 0
