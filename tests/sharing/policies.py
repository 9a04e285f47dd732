"""The demonstration's policy for the tests of `sharing`: its files, as they are and changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from safetoshare.core.policy.claims import Claim, parse_claims
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing import demonstration
from safetoshare.sharing.api.policies import InForce, policy_in_force

FOLDER = Path(__file__).parents[2] / "src/safetoshare/forces/avon_and_somerset/policy"
POLICY = FOLDER / "model-firewall.toml"
CLAIMS = FOLDER / "claims.toml"
TODAY = date(2026, 11, 22)


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


@pytest.fixture
def in_force(db: None) -> InForce:
    """The demonstration's policy, loaded and adopted as `safetoshare demo` does it."""
    demonstration.load()
    found = policy_in_force(TODAY)
    assert isinstance(found, InForce)
    return found
