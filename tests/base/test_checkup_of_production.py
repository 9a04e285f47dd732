"""Whether a production house may start: each role on PostgreSQL, looked at by `doctor` and by `serve`."""

from __future__ import annotations

import json

import pytest

from safetoshare.base.checkup import Finding
from tests.postgres import OWNER
from tests.production import ROLES, Production


def findings_of(production: Production, role: str, **changed: str) -> dict[str, Finding]:
    printed = production.command(role, "doctor", "--json", **changed).stdout
    return {one["subject"]: Finding(**one) for one in json.loads(printed)}


@pytest.mark.postgresql
@pytest.mark.parametrize("role", ROLES)
def test_on_postgresql_every_process_of_a_new_production_may_start(production: Production, role: str) -> None:
    findings = findings_of(production, role)
    assert findings.pop("unwrapper", None) in (
        None,
        Finding("unwrapper", False, "is not running: `safetoshare serve` starts it"),
    )
    assert [finding for finding in findings.values() if not finding.is_well] == []
    assert findings["database role"].says == "is neither superuser nor owner"


@pytest.mark.postgresql
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO base_unit (id, name, purpose, is_demonstration)"
        " VALUES (gen_random_uuid(), 'One', 'safeguarding', true)",
        "INSERT INTO base_account (id, name, realm, role, is_active, is_demonstration, session_stamp,"
        " sealed_code_secret, last_code_step, last_code_form)"
        " VALUES (gen_random_uuid(), 'one', 'staff', 'inspector', true, true, gen_random_uuid(), '', 0, '')",
    ],
    ids=["unit", "account"],
)
def test_on_postgresql_no_process_starts_with_synthetic_people_in_its_database(
    production: Production, role: str, statement: str
) -> None:
    with production.as_owner() as owner:
        owner.execute(statement)
        try:
            found = findings_of(production, role)["demonstration"]
        finally:
            owner.execute("DELETE FROM base_unit")
            owner.execute("DELETE FROM base_account")
    assert not found.is_well
    assert "its accounts stand in this database" in found.says


@pytest.mark.postgresql
@pytest.mark.parametrize(("role", "borrowed"), [("public", "hub"), ("partner", "scrutiny"), ("hub", "worker")])
def test_on_postgresql_production_does_not_start_with_another_processs_role(
    production: Production, role: str, borrowed: str
) -> None:
    url = production.url(f"safetoshare_{borrowed}")
    found = findings_of(production, role, SAFETOSHARE_DATABASE_URL=url)["database role"]
    assert not found.is_well
    assert found.says.startswith(f"is not safetoshare_{role}: ")
    assert production.command(role, "serve", SAFETOSHARE_DATABASE_URL=url).returncode == 2


@pytest.mark.postgresql
def test_on_postgresql_production_does_not_start_as_the_owner(production: Production) -> None:
    refused = production.command("hub", "serve", SAFETOSHARE_DATABASE_URL=production.url(OWNER))
    assert refused.returncode == 2
    assert refused.stderr == ("safetoshare: database role: is the tables' owner: production refuses to start as such\n")
    assert refused.stdout == ""
