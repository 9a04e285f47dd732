"""Whether a production house may start: each role on PostgreSQL, looked at by `doctor` and by `serve`."""

from __future__ import annotations

import json

import pytest

from safetoshare.base.checkup import Finding
from tests.postgres import ABOVE_THE_TABLES, OWNER
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
    # They keep nobody from starting: without a key list nothing is stored, and the pages say so.
    for subject in ("key list", "recovery drill"):
        findings.pop(subject, None)
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
        " sealed_code_secret, last_code_step, last_code_form, version)"
        " VALUES (gen_random_uuid(), 'one', 'staff', 'inspector', true, true, gen_random_uuid(), '', 0, '', 1)",
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
            owner.execute("DELETE FROM base_unit WHERE is_demonstration")
            owner.execute("DELETE FROM base_account WHERE is_demonstration")
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
@pytest.mark.parametrize("login", sorted(ABOVE_THE_TABLES))
def test_on_postgresql_production_does_not_start_as_whoever_could_pass_by_the_tables_protection(
    production: Production, login: str
) -> None:
    found = findings_of(production, "hub", SAFETOSHARE_DATABASE_URL=production.url(login))["database role"]
    assert not found.is_well
    assert found.says.endswith(": production refuses to start as such")


@pytest.mark.postgresql
def test_on_postgresql_production_does_not_start_with_a_table_whose_rows_are_open(production: Production) -> None:
    assert findings_of(production, "hub")["rows"].is_well
    with production.as_owner() as owner:
        owner.execute("ALTER TABLE hub_case DISABLE ROW LEVEL SECURITY")
        found = findings_of(production, "hub")["rows"]
        owner.execute("ALTER TABLE hub_case ENABLE ROW LEVEL SECURITY")
    assert not found.is_well
    assert "hub_case" in found.says


@pytest.mark.postgresql
def test_on_postgresql_production_does_not_start_as_the_owner(production: Production) -> None:
    refused = production.command("hub", "serve", SAFETOSHARE_DATABASE_URL=production.url(OWNER))
    assert refused.returncode == 2
    assert refused.stderr == ("safetoshare: database role: is the tables' owner: production refuses to start as such\n")
    assert refused.stdout == ""
