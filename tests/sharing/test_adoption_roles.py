"""On PostgreSQL the force's process alone brings a version into force, with its own login role, and alters nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import ProgrammingError, connection

from safetoshare.base.database import NOBODY, unit_of_work
from safetoshare.base.grants import grant_privileges
from safetoshare.base.permissions import Role
from safetoshare.sharing.api.adoption import Done, withdraw_signature
from safetoshare.sharing.api.policies import InForce, policy_in_force
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, Signature
from tests.postgres import Cluster
from tests.sharing.policies import SIGNERS, TODAY, adopt, loaded, sign
from tests.sharing.test_disclosures_roles import as_process, somebody
from tests.sharing.versions import claims_of, version_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
FIRST_DAY = date(2026, 2, 1)


def test_the_hub_loads_signs_withdraws_and_adopts_and_every_process_reads_what_is_in_force(
    postgresql_cluster: Cluster,
) -> None:
    grant_privileges(connection)
    author, chief = somebody(Role.POLICY_AUTHOR), somebody(Role.CHIEF_OFFICER)
    with as_process(postgresql_cluster, "hub", author):
        version = loaded(version_of(), claims_of()).version_id
    with as_process(postgresql_cluster, "hub", chief):
        assert sign(version, SIGNERS[0]) == Done()
        assert withdraw_signature(version, by=SIGNERS[0]) == Done()
        assert adopt(version, FIRST_DAY) == Done()
    for process in ("public", "hub", "partner", "scrutiny", "worker"):
        with as_process(postgresql_cluster, process):
            found = policy_in_force(TODAY)
            assert isinstance(found, InForce)
            assert found.version_id == version


@pytest.mark.parametrize("process", ["public", "partner", "scrutiny", "worker"])
def test_no_other_process_loads_or_signs_or_adopts(postgresql_cluster: Cluster, process: str) -> None:
    version = loaded(version_of(), claims_of()).version_id
    grant_privileges(connection)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: loaded(version_of("next"), claims_of()),
        lambda: sign(version, SIGNERS[0]),
    )
    with as_process(postgresql_cluster, process):
        for attempt in attempts:
            with pytest.raises(ProgrammingError, match="permission denied"):
                attempt()


def test_the_database_itself_takes_no_version_and_no_signature_from_another_role(postgresql_cluster: Cluster) -> None:
    version = loaded(version_of(), claims_of()).version_id
    author, supervisor = somebody(Role.POLICY_AUTHOR), somebody(Role.UNIT_SUPERVISOR)
    grant_privileges(connection)
    for context in (author, supervisor, NOBODY):
        with (
            as_process(postgresql_cluster, "hub", context),
            pytest.raises(ProgrammingError, match="row-level security"),
        ):
            sign(version, SIGNERS[0])
    with (
        as_process(postgresql_cluster, "hub", supervisor),
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        loaded(version_of("next"), claims_of())


def test_the_hub_alters_no_version_and_no_adoption_and_deletes_no_signature(postgresql_cluster: Cluster) -> None:
    version = loaded(version_of(), claims_of()).version_id
    assert adopt(version, FIRST_DAY) == Done()
    grant_privileges(connection)
    forbidden: tuple[Callable[[], object], ...] = (
        lambda: PolicyVersion.objects.update(content=b""),
        lambda: Adoption.objects.update(in_effect_on=FIRST_DAY),
        lambda: Signature.objects.update(signer=SIGNERS[0].id),
        lambda: Signature.objects.all().delete(),
    )
    with as_process(postgresql_cluster, "hub"):
        for act in forbidden:
            with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work(write=True):
                act()
