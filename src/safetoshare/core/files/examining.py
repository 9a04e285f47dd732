"""What is found of one file: its kind, or why it is not taken, and the clean copy of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from safetoshare.core.files import kinds, pictures, wholeness
from safetoshare.core.files.kinds import Group, kind_of
from safetoshare.core.files.wholeness import Refusal, fault_of

LARGEST: Final = 100 * 1024 * 1024


@dataclass(frozen=True)
class Examined:
    """What a file is, or why it is refused; of a picture the copy and its form, "jpeg" or "png"."""

    kind: str = ""
    group: Group | None = None
    refusal: Refusal | None = None
    copy_kind: str = ""
    copy: bytes = field(default=b"", repr=False)


def examine(content: bytes) -> Examined:
    """Look at a file that nobody has looked at yet. Call it where that can do no harm."""
    if not 0 < len(content) <= LARGEST:
        return Examined(refusal=Refusal.TOO_LARGE if content else Refusal.EMPTY)
    kind = kind_of(content)
    if kind is None:
        return Examined(refusal=Refusal.UNKNOWN_KIND)
    fault = fault_of(kind.name, content)
    if fault is not None or kind.group is not Group.PICTURE:
        return Examined(kind.name, kind.group, refusal=fault)
    copied = pictures.clean_copy(kind.name, content)
    if isinstance(copied, Refusal):
        return Examined(kind.name, kind.group, refusal=copied)
    return Examined(kind.name, kind.group, None, *copied)


def ready(content: bytes) -> Callable[[], tuple[dict[str, Any], bytes]]:
    """Load what looking takes, for `base.confined`; return what looks and answers, with the copy as its bytes."""
    kinds.prepare()
    wholeness.prepare()
    pictures.prepare()
    return lambda: _answer(examine(content))


def _answer(found: Examined) -> tuple[dict[str, Any], bytes]:
    said = {"kind": found.kind, "group": found.group or "", "refusal": found.refusal or ""}
    return {**said, "copy_kind": found.copy_kind}, found.copy
