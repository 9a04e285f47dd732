"""Proposing, signing and adopting a version of the policy: what the staff's pages ask for (Rec 4(a))."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import SettingError
from safetoshare.sharing.selectors import candidates as selectors
from safetoshare.sharing.selectors.candidates import Candidate, VersionState
from safetoshare.sharing.selectors.versions import CLAIMS_FILE
from safetoshare.sharing.services import versions as services
from safetoshare.sharing.services.adoptions import (
    AdoptionDetails,
    Done,
    NotDone,
    Reason,
    adopt_version,
    sign_version,
    withdraw_signature,
)
from safetoshare.sharing.services.versions import Loaded, Officer, Unsound

__all__ = [
    "AdoptionDetails",
    "Candidate",
    "Done",
    "Loaded",
    "NotDone",
    "Officer",
    "Reason",
    "Unsound",
    "VersionState",
    "adopt_version",
    "candidate",
    "candidates",
    "propose_version",
    "sign_version",
    "withdraw_signature",
]


def propose_version(content: bytes, document: str, *, by: Officer) -> Loaded | Unsound:
    """Load a version, tried for all claims of the force's folder. SettingError: the folder has no claims."""
    return services.load_version(content, document, force_claims(), by=by)


def force_claims() -> bytes:
    """Return the bytes of the force's claims. SettingError: they cannot be read."""
    path = Path(settings.ENVIRONMENT.force) / "policy" / CLAIMS_FILE
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingError(f"{path}: {error.strerror}") from None


def candidates(day: date) -> tuple[Candidate, ...]:
    """Return every version as its locks stand, the newest first."""
    with unit_of_work():
        return selectors.candidates(day)


def candidate(version: UUID, day: date) -> Candidate | None:
    """Return one version as its locks stand, None if there is no such version."""
    with unit_of_work():
        return selectors.candidate(version, day)
