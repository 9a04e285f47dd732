"""What `safetoshare demo` loads: every version in the force's folder, and an adoption that says that it is none.

It goes through the same two locks as anybody: synthetic people propose, sign and adopt. No police force has adopted
the model. The force's recorded position of 17 June 2021 is in its folder as `policy/position.toml`, and the public page
states it. The other versions stand as published and never adopted.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from safetoshare.base.permissions import Realm, Role
from safetoshare.core.errors import RefusedError, SettingError
from safetoshare.sharing.selectors.candidates import Candidate, VersionState, candidate
from safetoshare.sharing.services.adoptions import AdoptionDetails, NotDone, adopt_version, sign_version
from safetoshare.sharing.services.versions import Unsound, load_version

POLICY: Final = "model-firewall.toml"
CLAIMS: Final = "claims.toml"
ADOPTION: Final = "adoption.toml"
AUTHOR: Final = ("policy-author", Role.POLICY_AUTHOR)
SIGNERS: Final = (("policy-signer", Role.POLICY_SIGNER), ("policy-signer-two", Role.POLICY_SIGNER))
CHIEF: Final = ("chief-officer", Role.CHIEF_OFFICER)
_UNTIL_REVIEW: Final = timedelta(days=365)


@dataclass(frozen=True)
class SyntheticOfficer:
    """One of the demonstration's people; where no account was made, an identifier of that name stands for it."""

    id: UUID
    role: str
    realm: str = Realm.STAFF.value


def load() -> None:
    """Load the versions, and adopt the model if it is not.

    SettingError: a file is unsound or not complete. RefusedError: this is no demonstration.
    """
    if not settings.IS_DEMONSTRATION:
        raise RefusedError("A demonstration's adoption is recorded in the demonstration only.")
    folder = settings.ENVIRONMENT.force / "policy"
    adoption = _read_adoption(folder / ADOPTION)
    claims = (folder / CLAIMS).read_bytes()
    loaded = {path.name: _load(path, claims) for path in sorted(folder.glob("*.toml")) if _is_version(path)}
    if POLICY not in loaded:
        raise SettingError(f"{folder / POLICY} is missing: the demonstration adopts it")
    version = loaded[POLICY]
    found = _candidate(version)
    if found.state in {VersionState.COMING, VersionState.IN_FORCE, VersionState.SUPERSEDED}:
        return
    _sign(found)
    details = AdoptionDetails(
        **adoption,
        in_effect_on=found.earliest_if_adopted(adoption["adopted_on"]),
        # By the day of loading: a day in the file would one day show every new demonstration as lapsed.
        review_on=max(adoption["adopted_on"], clock.today()) + _UNTIL_REVIEW,
        is_demonstration=True,
    )
    outcome = adopt_version(version, details, by=_officer(*CHIEF))
    if isinstance(outcome, NotDone):
        raise SettingError(f"{folder / POLICY} was not adopted: {', '.join(outcome.reasons)}")


def _is_version(path: Path) -> bool:
    """Whether a file of the folder holds rules: the others hold claims, limits, a position or an adoption."""
    try:
        return "rule" in tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # What cannot be read is loaded as a version would be, so that its fault is named.
        return path.name == POLICY


def _load(path: Path, claims: bytes) -> UUID:
    loaded = load_version(path.read_bytes(), path.name, claims, by=_officer(*AUTHOR))
    if isinstance(loaded, Unsound):
        raise SettingError(f"{path}: {'; '.join(loaded.problems)}")
    return loaded.version_id


def _sign(found: Candidate) -> None:
    if found.signed is None or not found.may_be_signed:
        raise SettingError(f"{found.document} cannot be signed: {found.state} {', '.join(found.failing)}".rstrip())
    for signer in SIGNERS:
        outcome = sign_version(
            found.id,
            by=_officer(*signer),
            difference_sha256=found.signed.difference_sha256,
            home_office_sha256=found.signed.home_office_sha256,
        )
        if isinstance(outcome, NotDone):
            raise SettingError(f"{found.document} was not signed: {', '.join(outcome.reasons)}")


def _candidate(version: UUID) -> Candidate:
    with unit_of_work():
        found = candidate(version, clock.today())
    assert found is not None  # noqa: S101  # it was loaded just now
    return found


def _officer(name: str, role: Role) -> SyntheticOfficer:
    with unit_of_work():
        account = Account.objects.filter(name=name, role=role.value, is_demonstration=True).first()
    return SyntheticOfficer(account.id if account else uuid5(NAMESPACE_URL, name), role.value)


def _read_adoption(path: Path) -> dict[str, Any]:
    """Return body, officer_role, adopted_on and document. SettingError: the file is not complete."""
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: {error}") from None
    match content:
        case {"body": str(), "officer_role": str(), "adopted_on": date(), "document": str()} if len(content) == 4:
            return content
    raise SettingError(f"{path} needs body, officer_role, adopted_on (a day) and document, and nothing else")
