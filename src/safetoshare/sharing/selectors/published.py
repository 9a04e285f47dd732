"""The files of a version as they were proved, and the promise made from them and the force's limits (Rec 4(e)).

What a promise cannot cover stands in the force's folder (`policy/limits.toml`). A promise without its limits would
promise too much: where that file is missing or cannot be read, there is none.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from safetoshare.core.errors import BadInputError, SettingError
from safetoshare.core.policy.limits import Limit, parse_limits
from safetoshare.core.policy.promise import Promise, promise_of
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.models.policies import PolicyVersion
from safetoshare.sharing.selectors.versions import CLAIMS_FILE, read_version

__all__ = ["CLAIMS_FILE", "VersionFiles", "files_of", "limits_can_be_read", "limits_file", "promise_made"]

LIMITS = "limits.toml"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class VersionFiles:
    """A version's own file name, its bytes, and those of the claims that were proved of it."""

    document: str
    content: bytes
    claims_content: bytes
    claims_sha256: str


def files_of(version: UUID) -> VersionFiles | None:
    """Return the files of a version, None if there is no such version. Call it inside a unit of work."""
    columns = ("document", "content", "claims_content", "claims_sha256")
    found = PolicyVersion.objects.filter(id=version).values_list(*columns).first()
    return None if found is None else VersionFiles(found[0], bytes(found[1]), bytes(found[2]), found[3])


def limits_file(folder: Path) -> bytes:
    """Return the bytes of the limits in a force's folder. SettingError: there is no such file."""
    path = folder / "policy" / LIMITS
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingError(f"{path}: {error.strerror}: a promise is shown with its limits only") from None


def limits_can_be_read(folder: Path) -> bool:
    """Whether a force's limits are there and whole, so that a promise may be shown."""
    try:
        _limits(limits_file(folder))
    except BadInputError as error:
        _log.error("no promise is shown: %s", error)
        return False
    return True


@lru_cache(maxsize=16)
def promise_made(files: VersionFiles, limits_content: bytes, holding: tuple[str, ...]) -> Promise:
    """Return the promise of a version of which the claims `holding` are to be said, if its proof says so too.

    BadInputError, PolicyError: a file is not readable, or nothing is proved.
    """
    read = read_version(files.content, files.document, files.claims_content)
    limits = _limits(limits_content)
    claims = [claim for claim in read.claims if claim.id in holding]
    return promise_of(read.policy, claims, read.proof, limits, read.regions)


@lru_cache(maxsize=4)
def _limits(content: bytes) -> tuple[Limit, ...]:
    return parse_limits(content, LIMITS, published())
