"""Keeping the unwrapper's memory to itself: out of core files, of other processes, and of swap.

The first two are demanded: without them it does not start. The third is tried, since a system may not let a process
hold so much in memory; `swap_is_off` then says whether anything could be written to a disk (`safetoshare doctor`).
"""

from __future__ import annotations

import ctypes
import resource
from pathlib import Path
from typing import Final

_PR_SET_DUMPABLE: Final = 4
_MCL_CURRENT, _MCL_FUTURE = 1, 2
_SWAPS: Final = Path("/proc/swaps")


def harden_process() -> bool:
    """Keep keys out of core files, and other processes of the same user out of this one's memory.

    Return whether the memory is held out of swap too. OSError when the first two cannot be had.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "The unwrapper's memory cannot be kept from other processes")
    return _hold_in_memory(library)


def swap_is_off(swaps: Path = _SWAPS) -> bool:
    """Whether the machine has no swap to which memory could be written. Where that cannot be known, it is not."""
    try:
        # The first line is a heading; each further line is a swap in use.
        return len(swaps.read_text("ascii", errors="replace").splitlines()) <= 1
    except OSError:
        return False


def _hold_in_memory(library: ctypes.CDLL) -> bool:
    """Ask that no page of this process goes to swap.

    Only where the limit is none: under a limit, what is asked for later would fail with the memory, not with swap.
    """
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] != resource.RLIM_INFINITY:
        return False
    return bool(library.mlockall(_MCL_CURRENT | _MCL_FUTURE) == 0)
