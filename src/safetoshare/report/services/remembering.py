"""The promise in force, kept on this machine's disk: what a person is shown first while the database is away.

It is believed because it is sealed with a key of this installation: whoever writes the file without that key is not
believed, and whoever has both has the machine. It ends on the day on which another version takes effect.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import Error as AnyDatabaseError

from safetoshare.base.faults import kind_and_places
from safetoshare.base.files import write_whole
from safetoshare.core.errors import SealError
from safetoshare.core.vault import DataKey, Place, Sealed, open_sealed, seal
from safetoshare.report.selectors.receipts import key_file
from safetoshare.sharing.api.policies import PromiseShown, ProvedClaim, promise_shown

PROMISE_FILE: Final = "promise.sealed"
_PLACE: Final = Place(UUID(int=0), "report_remembered", "promise", 1)
_log = logging.getLogger("safetoshare.errors")


def promise_on(day: date) -> PromiseShown | None:
    """Return the promise of this day; while the database is away the one that stood last. None: nobody can say."""
    try:
        shown = promise_shown(day)
    except AnyDatabaseError:
        return _remembered(day)
    try:
        _remember(shown)
    except OSError as error:
        # The folder refuses: today's page is right all the same.
        _log.error("the promise was not kept on the disk: %s", kind_and_places(error))
    return shown


def _remember(shown: PromiseShown) -> None:
    if shown.coming is not None:
        # What is said of a version that promises less is read from the database alone.
        _path().unlink(missing_ok=True)
        return
    words = _packed(shown)
    if _plaintext() != words:
        write_whole(_path(), seal(_key(), words, _PLACE))


def _remembered(day: date) -> PromiseShown | None:
    words = _plaintext()
    if words is None:
        return None
    said: dict[str, Any] = json.loads(words)
    until = date.fromisoformat(said["until"]) if said["until"] else None
    if until is not None and day >= until:
        return None
    claims = tuple(ProvedClaim.unpacked(claim) for claim in said["claims"])
    version = UUID(said["version"]) if said["version"] else None
    return PromiseShown(claims, version, said["sha256"], said["is_demonstration"], until=until)


def _packed(shown: PromiseShown) -> bytes:
    words = {
        "claims": [claim.packed() for claim in shown.claims],
        "version": str(shown.version_id or ""),
        "sha256": shown.sha256,
        "is_demonstration": shown.is_demonstration,
        "until": shown.until.isoformat() if shown.until else "",
    }
    return json.dumps(words, ensure_ascii=False, sort_keys=True).encode()


def _plaintext() -> bytes | None:
    with suppress(OSError, SealError):
        return open_sealed(_key(), Sealed(_path().read_bytes()), _PLACE)
    return None


def _key() -> DataKey:
    return DataKey(key_file("draft"))


def _path() -> Path:
    return Path(settings.ENVIRONMENT.state / PROMISE_FILE)
