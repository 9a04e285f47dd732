"""The demonstration's policy for the tests of `sharing`: its files, as they are and changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from safetoshare.base.permissions import Realm, Role
from safetoshare.core.policy.claims import Claim, parse_claims
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing import demonstration
from safetoshare.sharing.api.adoption import (
    AdoptionDetails,
    Candidate,
    Done,
    NotDone,
    adopt_version,
    candidate,
    sign_version,
)
from safetoshare.sharing.api.policies import InForce, policy_in_force
from safetoshare.sharing.services.versions import Loaded, load_version

__all__ = ["Done"]

FOLDER = Path(__file__).parents[2] / "src/safetoshare/forces/avon_and_somerset/policy"
POLICY = FOLDER / "model-firewall.toml"
CLAIMS = FOLDER / "claims.toml"
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Officer:
    """Somebody of the force's staff."""

    id: UUID
    role: str
    realm: str = Realm.STAFF.value


AUTHOR = Officer(UUID(int=1), Role.POLICY_AUTHOR)
SIGNERS = (Officer(UUID(int=2), Role.POLICY_SIGNER), Officer(UUID(int=3), Role.POLICY_SIGNER))
CHIEF = Officer(UUID(int=4), Role.CHIEF_OFFICER)


def the_policy() -> Policy:
    return parse_policy(POLICY.read_bytes(), POLICY.name, published())


def the_claims() -> tuple[Claim, ...]:
    return parse_claims(CLAIMS.read_bytes(), CLAIMS.name, published())


def file_that_tells_on_doubt() -> bytes:
    """The file with the rule about doubts turned round, which breaks the first claim."""
    rules = POLICY.read_bytes()
    turned = rules.replace(b'id = "N1"\neffect = "never"', b'id = "N1"\neffect = "may"')
    assert turned != rules
    return turned


def loaded(content: bytes, claims: bytes, document: str = "a.toml") -> Loaded:
    """Load a version that is sound, as a policy author."""
    version = load_version(content, document, claims, by=AUTHOR)
    assert isinstance(version, Loaded)
    return version


def now_of(version: UUID, day: date = TODAY) -> Candidate:
    """Return how the locks of a version stand."""
    found = candidate(version, day)
    assert found is not None
    return found


def sign(version: UUID, by: Officer) -> Done | NotDone:
    """Sign all that is to be read of a version now."""
    signed = now_of(version).signed
    assert signed is not None
    return sign_version(
        version, by=by, difference_sha256=signed.difference_sha256, home_office_sha256=signed.home_office_sha256
    )


def details(on: date, **changed: object) -> AdoptionDetails:
    """What a body decided on a day, in effect on that day, unless it is changed."""
    given: dict[str, object] = {
        "body": "A force of the tests",
        "officer_role": "Chief constable",
        "adopted_on": on,
        "in_effect_on": on,
        "document": "A minute",
        "review_on": on + timedelta(days=365),
        "is_demonstration": True,
    }
    return AdoptionDetails(**{**given, **changed})  # type: ignore[arg-type]  # fields of an adoption by name


def adopt(version: UUID, on: date, **changed: object) -> Done | NotDone:
    """Let two people sign a version, and record that a body adopted it on a day."""
    for signer in SIGNERS:
        assert sign(version, signer) == Done()
    return adopt_version(version, details(on, **changed), by=CHIEF)


@pytest.fixture
def in_force(db: None) -> InForce:
    """The demonstration's policy, loaded and adopted as `safetoshare demo` does it."""
    demonstration.load()
    found = policy_in_force(TODAY)
    assert isinstance(found, InForce)
    return found
