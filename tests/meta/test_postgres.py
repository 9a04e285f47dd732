"""The cluster of the test run: its roles have the powers of production, and nothing remains."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from tests.postgres import (
    DATABASE,
    OWNER,
    PROCESS_ROLES,
    Cluster,
    newest_programs,
    temporary_cluster,
)

POWERS = """
    SELECT current_user, current_database(),
           rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolcreatedb
    FROM pg_roles WHERE rolname = current_user
"""


def test_a_cluster_survives_the_way_through_the_environment() -> None:
    cluster = Cluster("127.0.0.1", 5432, {"safetoshare_hub": "p@ss/ w:rd"})
    assert Cluster.from_json(cluster.to_json()) == cluster
    assert "\n" not in cluster.to_json()
    assert cluster.url("safetoshare_hub", "x") == "postgresql://safetoshare_hub:p%40ss%2F%20w%3Ard@127.0.0.1:5432/x"


def test_a_role_that_does_not_exist_has_no_address() -> None:
    with pytest.raises(KeyError):
        Cluster("127.0.0.1", 5432, {}).url("safetoshare_nobody")


def test_the_newest_postgresql_is_taken_and_one_too_old_is_none(tmp_path: Path) -> None:
    assert newest_programs(tmp_path) is None
    for version in ("9.6", "14"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert newest_programs(tmp_path) is None
    for version in ("15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    (tmp_path / "18" / "bin").mkdir(parents=True)
    assert newest_programs(tmp_path) == tmp_path / "17" / "bin"


@pytest.mark.postgresql
def test_every_process_has_a_login_role_that_can_do_nothing_but_log_in(
    login_roles: Mapping[str, str],
) -> None:
    assert set(login_roles) == {OWNER, *PROCESS_ROLES}
    for role, url in login_roles.items():
        with psycopg.connect(url) as connection:
            powers = connection.execute(POWERS).fetchone()
        assert powers == (role, DATABASE, True, False, False, False, False, role == OWNER)


@pytest.mark.postgresql
def test_a_wrong_password_opens_nothing(postgresql_cluster: Cluster) -> None:
    guessed = Cluster(postgresql_cluster.host, postgresql_cluster.port, {OWNER: "guessed"})
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(guessed.url(OWNER))


@pytest.mark.postgresql
def test_only_the_owner_may_make_tables(login_roles: Mapping[str, str]) -> None:
    with psycopg.connect(login_roles[OWNER]) as connection:
        connection.execute("CREATE TABLE trial ()")
        connection.rollback()
    for role in PROCESS_ROLES:
        with (
            psycopg.connect(login_roles[role]) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("CREATE TABLE trial ()")


@pytest.mark.postgresql
def test_nothing_of_a_cluster_remains_even_when_its_user_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    make_folder = tempfile.mkdtemp
    urls: list[str] = []

    def make_and_remember(prefix: str) -> str:
        made.append(make_folder(prefix=prefix))
        return made[-1]

    def use_and_fail() -> None:
        with temporary_cluster() as cluster:
            urls.append(cluster.url(OWNER))
            psycopg.connect(urls[0]).close()
            assert (Path(made[0]) / "data" / "postmaster.pid").exists()
            raise KeyboardInterrupt

    monkeypatch.setattr(tempfile, "mkdtemp", make_and_remember)
    with pytest.raises(KeyboardInterrupt):
        use_and_fail()
    assert not Path(made[0]).exists()
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(urls[0])
