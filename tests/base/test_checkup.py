"""Whether the house stands: each look finds what is well and what is not, and what may not be stops the start."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from safetoshare.base import checkup
from safetoshare.base.checkup import Finding
from safetoshare.base.force import current_force
from safetoshare.base.models import Account, Unit
from safetoshare.base.models.keys import UnitPurpose
from safetoshare.base.permissions import Realm, Role
from safetoshare.base.settings.environment import Mode, ProcessRole
from safetoshare.base.settings.secrets import KEYS, create_keys, keys_of_role
from safetoshare.base.unwrapper import client
from tests.production import as_a_forces_own

both = pytest.mark.django_db(databases=["default", "audit"])
CANARY = "canary-password"


@pytest.fixture
def keys(settings: Settings, tmp_path: Path) -> Path:
    """A folder of key files that a test may spoil."""
    create_keys(tmp_path, Mode.DEMONSTRATION)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, secrets=tmp_path)
    return tmp_path


@pytest.fixture
def production_mode(settings: Settings) -> Settings:
    """The settings of a production hub, as far as the looks read them."""
    settings.IS_DEMONSTRATION = False
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mode=Mode.PRODUCTION, role=ProcessRole.HUB)
    return settings


@contextmanager
def force_of(folder: Path, settings: Settings, change: Callable[[str], str]) -> Iterator[None]:
    description = (settings.ENVIRONMENT.force / "force.toml").read_text("utf-8")
    (folder / "force.toml").write_text(change(description), "utf-8")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, force=folder)
    current_force.cache_clear()
    yield
    current_force.cache_clear()


def test_key_files_that_are_all_there_are_well(keys: Path) -> None:
    assert checkup.key_files() == Finding("key files", True, f"{len(KEYS)} in {keys}")


@pytest.mark.parametrize("name", KEYS)
def test_a_missing_key_file_is_not_well_and_named(keys: Path, name: str) -> None:
    (keys / f"{name}.key").unlink()
    found = checkup.key_files()
    assert not found.is_well
    assert f"{name}.key is missing: `safetoshare demo` writes it" in found.says


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_key_file_that_others_can_read_is_not_well(keys: Path, mode: int) -> None:
    (keys / "django.key").chmod(mode)
    assert checkup.key_files() == Finding("key files", False, "django.key can be read by others: chmod 600")


def test_a_key_file_of_the_other_mode_is_not_well(keys: Path, settings: Settings) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mode=Mode.PRODUCTION)
    assert "was not made for production mode" in checkup.key_files().says


@pytest.mark.parametrize("role", list(ProcessRole))
def test_a_process_is_asked_for_the_keys_of_its_role_alone(keys: Path, settings: Settings, role: ProcessRole) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, role=role)
    for name in set(KEYS) - set(keys_of_role(role)):
        (keys / f"{name}.key").unlink()
    assert checkup.key_files().is_well
    (keys / f"{keys_of_role(role)[-1]}.key").unlink()
    assert not checkup.key_files().is_well


@both
def test_a_database_with_its_tables_is_well_and_named_by_its_kind() -> None:
    assert checkup.database_answers() == Finding("database", True, connection.vendor)


def raiser(error: Exception) -> Callable[[], bool]:
    def fail() -> bool:
        raise error

    return fail


def test_a_database_that_does_not_answer_is_not_well_and_its_address_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checkup, "tables_are_up_to_date", raiser(OperationalError(CANARY)))
    found = checkup.database_answers()
    assert not found.is_well
    assert found.says == "does not answer: check SAFETOSHARE_DATABASE_URL and the server"


@both
def test_tables_that_are_missing_are_not_well_and_the_remedy_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    found = checkup.database_answers()
    assert not found.is_well
    assert "tables are missing or old: run `safetoshare demo`" in found.says


def test_an_unwrapper_that_is_away_is_not_well_and_one_that_answers_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checkup.unwrapper_answers() == Finding("unwrapper", False, "is not running: `safetoshare serve` starts it")
    monkeypatch.setattr(client, "is_there", lambda: True)
    assert checkup.unwrapper_answers() == Finding("unwrapper", True, "takes questions")


@pytest.mark.parametrize(("mebibytes", "is_well"), [(199, False), (200, True), (12_345, True)])
def test_a_disk_without_room_is_not_well(monkeypatch: pytest.MonkeyPatch, mebibytes: int, is_well: bool) -> None:
    free = SimpleNamespace(free=mebibytes * 1024 * 1024 + 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: free)
    assert checkup.disk_has_room() == Finding("disk", is_well, f"{mebibytes:,} MiB free")


@pytest.mark.django_db
def test_the_demonstration_may_hold_synthetic_people() -> None:
    Unit.objects.create(name="One", purpose=UnitPurpose.SAFEGUARDING, is_demonstration=True)
    assert checkup.nothing_of_the_demonstration().is_well


def synthetic_account() -> None:
    Account.objects.create(
        name="one", realm=Realm.STAFF, role=Role.INSPECTOR, is_demonstration=True, sealed_code_secret=b""
    )


def synthetic_unit() -> None:
    Unit.objects.create(name="One", purpose=UnitPurpose.SAFEGUARDING, is_demonstration=True)


@pytest.mark.django_db
@pytest.mark.parametrize("create", [synthetic_account, synthetic_unit])
def test_production_refuses_synthetic_accounts_and_units(
    production_mode: Settings, tmp_path: Path, create: Callable[[], None]
) -> None:
    with force_of(tmp_path, production_mode, as_a_forces_own):
        assert checkup.nothing_of_the_demonstration() == Finding("demonstration", True, "nothing of it is here")
        create()
        found = checkup.nothing_of_the_demonstration()
    assert not found.is_well
    assert "production refuses to start with them" in found.says


@pytest.mark.django_db
def test_production_refuses_the_force_of_the_demonstration(production_mode: Settings, tmp_path: Path) -> None:
    with force_of(tmp_path, production_mode, str):
        found = checkup.nothing_of_the_demonstration()
    assert not found.is_well
    assert "set SAFETOSHARE_FORCE to the force's own folder" in found.says


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["demonstration.police.uk/log", "log.northmoor.example/log", "northmoor.invalid"])
def test_production_refuses_a_logs_origin_of_a_demonstration_or_an_example(
    production_mode: Settings, tmp_path: Path, origin: str
) -> None:
    def change(description: str) -> str:
        return as_a_forces_own(description).replace("disclosures.example.org/log", origin)

    with force_of(tmp_path, production_mode, change):
        found = checkup.nothing_of_the_demonstration()
    assert not found.is_well
    assert "log_origin" in found.says


def test_the_force_is_told_and_a_damaged_description_of_it_too(settings: Settings, tmp_path: Path) -> None:
    told = "Avon and Somerset Police: 5 areas, 88 postcode districts, in en, pa, ur, ar, so"
    assert checkup.force_folder().says == told
    with force_of(tmp_path, settings, lambda description: description.replace('"so"', '"tlh"')):
        (found,) = checkup.examine([checkup.force_folder])
    assert not found.is_well
    assert "'languages' may hold en, pa, ur, ar, so" in found.says


@pytest.mark.django_db
@pytest.mark.sqlite
def test_sqlite_has_no_roles_to_look_at() -> None:
    assert checkup.database_role().is_well


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only", "production_mode")
def test_production_refuses_the_owner_of_the_tables() -> None:
    """The tests' own database role is the owner."""
    found = checkup.database_role()
    assert found == Finding("database role", False, "is the tables' owner: production refuses to start as such")
    assert found in checkup.refusals()


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
def test_the_demonstration_may_use_the_owner_and_is_told_so() -> None:
    assert checkup.database_role().is_well


def test_a_look_that_breaks_is_a_finding_told_by_its_kind_and_the_others_go_on() -> None:
    def the_moon_is_up() -> Finding:
        raise ValueError(CANARY)

    def the_sun_is_up() -> Finding:
        return Finding("sun", True, "up")

    assert checkup.examine([the_moon_is_up, the_sun_is_up]) == [
        Finding("the moon is up", False, "failed: ValueError"),
        Finding("sun", True, "up"),
    ]


@pytest.mark.parametrize("role", list(ProcessRole))
def test_only_processes_where_records_are_opened_look_for_the_unwrapper(settings: Settings, role: ProcessRole) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, role=role)
    looks = checkup.checks()
    assert (checkup.unwrapper_answers in looks) is (role in {"all", "hub", "partner"})
    assert {checkup.key_files, checkup.database_answers, checkup.database_role, checkup.disk_has_room} <= set(looks)
    assert checkup.nothing_of_the_demonstration in looks


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """Static files, as `prepare` collects them."""
    settings.STATIC_ROOT = str(tmp_path)
    index = tmp_path / "staticfiles.json"
    index.write_text("{}")
    return index


@both
@pytest.mark.usefixtures("collected")
def test_a_house_that_stands_is_kept_from_nothing() -> None:
    assert checkup.refusals() == []


@both
def test_what_keeps_from_starting_is_told_and_a_full_disk_does_not(
    keys: Path, collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "LEAST_FREE_MEBIBYTES", 10**12)
    assert checkup.refusals() == []
    collected.unlink()
    assert [finding.subject for finding in checkup.refusals()] == ["static files"]
    (keys / "django.key").unlink()
    assert [finding.subject for finding in checkup.refusals()] == ["key files", "static files"]


@both
def test_work_of_the_day_that_was_not_done_is_named(production_mode: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "late_jobs", lambda: ["sharing:reviews"])
    found = checkup.what_falls_due()
    assert not found.is_well
    assert "sharing:reviews" in found.says
    monkeypatch.setattr(checkup, "late_jobs", list)
    assert checkup.what_falls_due() == Finding("what falls due", True, "is done")


@both
def test_a_demonstration_is_told_of_it_and_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "late_jobs", lambda: ["sharing:reviews"])
    found = checkup.what_falls_due()
    assert found.is_well
    assert "sharing:reviews" in found.says
