"""What stands in the tables is not believed: adoptions count by bytes, difference and signatures (Rec 4(a))."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import RefusedError
from safetoshare.sharing.api.adoption import (
    Done,
    adopt_version,
)
from safetoshare.sharing.api.policies import (
    InForce,
    Lacking,
    NoPromise,
    policy_in_force,
    promise_shown,
)
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, Signature
from tests.sharing.adopting import FIRST_DAY, STRICTER, WORSE, in_force, noon, small
from tests.sharing.policies import (
    CHIEF,
    SIGNERS,
    TODAY,
    adopt,
    details,
    loaded,
    now_of,
)
from tests.sharing.versions import claims_of, version_of

__all__ = ["noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def forge(version: UUID, **columns: object) -> None:
    """Write an adoption past the services."""
    row = {
        "number": 9,
        "version_id": version,
        "body": "b",
        "officer_role": "r",
        "adopted_on": FIRST_DAY,
        "recorded_on": FIRST_DAY,
        "in_effect_on": FIRST_DAY,
        "document": "d",
        "review_on": date(2100, 1, 1),
        "is_demonstration": True,
    }
    with unit_of_work(write=True):
        Adoption.objects.create(**{**row, **columns})


def test_a_forged_adoption_without_signatures_puts_nothing_in_force() -> None:
    forge(small())
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)


def test_a_forged_adoption_takes_nothing_out_of_force() -> None:
    version = in_force()
    other = loaded(WORSE, claims_of())
    forge(other.version_id, replaces_sha256=loaded(version_of(), claims_of()).sha256)
    found = policy_in_force(TODAY)
    assert isinstance(found, InForce)
    assert found.version_id == version


def test_old_signatures_do_not_carry_a_version_that_has_been_replaced_since() -> None:
    """Signed when nothing was in force: that says nothing about taking the place of a stricter one."""
    first = in_force()
    second = loaded(STRICTER, claims_of()).version_id
    assert adopt(second, TODAY) == Done()
    forge(first, in_effect_on=TODAY)
    found = policy_in_force(TODAY)
    assert isinstance(found, InForce)
    assert found.version_id == second


@pytest.mark.parametrize(
    "column", ["version_sha256", "claims_sha256", "replaces_sha256", "difference_sha256", "home_office_sha256"]
)
def test_a_signature_on_anything_else_counts_for_nothing(column: str) -> None:
    in_force()
    row = Signature.objects.first()
    assert row is not None
    with unit_of_work(write=True):
        Signature.objects.filter(id=row.id).update(**{column: "0" * 64})
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)


def test_a_withdrawn_signature_counts_for_nothing() -> None:
    in_force()
    with unit_of_work(write=True):
        Signature.objects.filter(signer=SIGNERS[0].id).update(withdrawn_on=TODAY)
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)


def test_a_changed_byte_of_the_file_promises_nothing() -> None:
    version = in_force()
    with unit_of_work(write=True):
        PolicyVersion.objects.filter(id=version).update(content=version_of().replace(b"Small", b"Smell"))
    assert policy_in_force(TODAY) == NoPromise(Lacking.PROOF)
    assert promise_shown(TODAY).version_id is None


def test_when_what_was_adopted_cannot_be_read_another_version_is_signed_as_if_nothing_were_in_force() -> None:
    version = in_force()
    with unit_of_work(write=True):
        PolicyVersion.objects.filter(id=version).update(content=b"")
    second = loaded(version_of("next"), claims_of()).version_id
    found = now_of(second)
    assert found.replaces is None
    assert found.signed is not None
    assert (found.signed.replaces_sha256, found.signed.home_office_sha256 != "") == ("", True)
    # Nobody can say what the other one promised, so it has its notice.
    assert found.is_worse
    assert adopt(second, TODAY, in_effect_on=found.earliest) == Done()
    assert isinstance(policy_in_force(found.earliest), InForce)


def test_production_and_demonstration_adopt_each_their_own(settings: Settings) -> None:
    version = small()
    with pytest.raises(RefusedError, match="demonstration"):
        adopt_version(version, details(FIRST_DAY, is_demonstration=False), by=CHIEF)
    settings.IS_DEMONSTRATION = False
    with pytest.raises(RefusedError, match="demonstration"):
        adopt_version(version, details(FIRST_DAY), by=CHIEF)
