from collections.abc import Callable
from pathlib import Path

import pytest

from safetoshare.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `safetoshare policy …` and return its exit code, output and errors."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["policy", *map(str, arguments)])
        output = capsys.readouterr()
        return code, output.out, output.err

    return run
