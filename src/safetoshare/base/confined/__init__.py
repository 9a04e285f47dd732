"""Looking at bytes of strangers in a process that can reach nothing: no file, no network, little memory, little time.

`running` starts it and hears its answer; `child` is what runs there; `documents` reads a published document so. It is
a plain child process: whoever takes it over through a fault in a reader of pictures or of PDF finds no key, no setting
and no open connection in it, and can open none.
"""

from safetoshare.base.confined.running import ConfinedError, Failure, Limits, run_confined

__all__ = ["ConfinedError", "Failure", "Limits", "run_confined"]
