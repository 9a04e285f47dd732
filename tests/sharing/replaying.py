"""What the tests of a replay share: a unit's supervisor with keys, decisions to replay, and a version that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.models import Account, Unit, UnitKey
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.core.vault import generate_key_pair
from tests.base.people import LOG_SEED, create_units, member, trust_keys
from tests.base.unwrapper.in_process import InProcess
from tests.sharing.disclosing import ORGANISATION, POLICY, adopt_policy, order_of, refused, sent
from tests.sharing.logs import DAY, signing_on

REASON = "To judge the proposed version"
# Nobody is told anything any more but Immigration Enforcement.
TURNED = POLICY.replace(b'id = "test-policy"', b'id = "turned"').replace(
    b'recipient = ["specialist_service", "immigration_adviser"], purpose', b'recipient = ["marac"], purpose'
)


@pytest.fixture
def supervisor(transactional_db: None, unwrapper: InProcess) -> Iterator[Account]:
    """A unit whose supervisor holds its keys, a policy in force, and an organisation."""
    found = member(Role.UNIT_SUPERVISOR)
    member(Role.DATA_PROTECTION_OFFICER)
    create_units()
    with unit_of_work(write=True):
        theirs = Unit.objects.create(
            name="An organisation", purpose=UnitPurpose.ORGANISATION.value, organisation=ORGANISATION
        )
        UnitKey.objects.create(unit=theirs, kind=KeyKind.ORDINARY.value, public=generate_key_pair().public)
    trust_keys()
    with signing_on(DAY, LOG_SEED):
        adopt_policy()
        yield found


def decide_about_two_people() -> None:
    for _ in range(2):
        order = order_of(UnitPublicKey(uuid4(), generate_key_pair().public), uuid4())
        sent(replace(order, necessity="Canary necessity"))
        refused(replace(order, nonce=uuid4(), recipient="immigration_enforcement"))
