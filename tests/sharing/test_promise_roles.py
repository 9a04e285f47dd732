"""On PostgreSQL the public's process reads what it promises under its own login role."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from safetoshare.base.grants import grant_privileges
from safetoshare.sharing import demonstration
from safetoshare.sharing.api.policies import versions
from tests.postgres import Cluster
from tests.sharing.test_disclosures_roles import as_process

pytestmark = pytest.mark.postgresql


@pytest.mark.django_db(transaction=True)
def test_the_public_process_shows_the_promise_and_every_page_of_the_policy(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    demonstration.load()
    grant_privileges(connection)
    with as_process(postgresql_cluster, "public"):
        found = versions()
        newest, oldest = found[0].id, found[-1].id
        assert "data-region" in visitor.get("/en/promise/").content.decode()
        for page in ("claims/", "rules/", "json/", f"difference/{oldest}/"):
            assert visitor.get(f"/en/policy/{newest}/{page}").status_code == 200, page
