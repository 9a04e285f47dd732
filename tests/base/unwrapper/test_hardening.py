"""Memory that no disk gets: whether swap is off is told, and a limit on held memory is not run into."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from safetoshare.base.unwrapper import hardening
from safetoshare.base.unwrapper.hardening import swap_is_off

UNDUMPABLE = """
import ctypes, resource
from safetoshare.base.unwrapper.hardening import harden_process
libc = ctypes.CDLL(None)
before = libc.prctl(3, 0, 0, 0, 0)
harden_process()
print(before, libc.prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))
"""
HEADING = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


def test_hardening_makes_a_process_undumpable() -> None:
    told = subprocess.run(  # noqa: S603  (our own lines)
        (sys.executable, "-c", UNDUMPABLE), capture_output=True, text=True, check=True
    )
    assert told.stdout == "1 0 0 0\n"


@pytest.mark.parametrize(
    ("text", "is_off"), [(HEADING, True), ("", True), (f"{HEADING}/swapfile file 8388604 0 -2\n", False)]
)
def test_a_line_below_the_heading_is_a_swap_in_use(tmp_path: Path, text: str, is_off: bool) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text(text)
    assert swap_is_off(swaps) is is_off


def test_where_it_cannot_be_known_it_is_not_taken_for_off(tmp_path: Path) -> None:
    assert not swap_is_off(tmp_path / "none")


@pytest.mark.parametrize(
    ("limit", "answer", "holds"),
    [(resource.RLIM_INFINITY, 0, True), (resource.RLIM_INFINITY, -1, False), (65536, 0, False)],
)
def test_memory_is_held_only_where_no_limit_stands(
    monkeypatch: pytest.MonkeyPatch, limit: int, answer: int, holds: bool
) -> None:
    asked: list[int] = []

    def hold(flags: int) -> int:
        asked.append(flags)
        return answer

    library = SimpleNamespace(mlockall=hold)
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (limit, limit))
    assert hardening._hold_in_memory(library) is holds  # type: ignore[arg-type]  # stands in for the C library
    assert asked == ([3] if limit == resource.RLIM_INFINITY else [])
