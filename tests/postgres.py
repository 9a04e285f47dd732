"""A PostgreSQL of our own for one test run, with the login roles of production.

PostgreSQL refuses to run as root, so as root its programs run as the user `postgres`; else as
ourselves. Nothing in it outlives the run, so it never waits for the disk (fsync off). Its roles are
those of docs/adr/0002: an owner that migrates, and one role a process, none of which may pass by
row-level security.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

VARIABLE = "SAFETOSHARE_TEST_POSTGRESQL"
DATABASE = "safetoshare"
OWNER = "safetoshare_owner"
PROCESS_ROLES = tuple(
    f"safetoshare_{process}" for process in ("public", "hub", "partner", "scrutiny", "worker", "demo")
)
# What no service may start as: each passes by the tables' protection, or could let itself.
ABOVE_THE_TABLES = {
    "test_superuser": "SUPERUSER",
    "test_bypass": "BYPASSRLS",
    "test_creator": "CREATEROLE",
    "test_member_of_owner": f"IN ROLE {OWNER}",
    "test_member_of_bypass": "IN ROLE test_bypass",
}
OLDEST_VERSION = 15
INSTALLED_UNDER = Path("/usr/lib/postgresql")
ATTEMPTS = 3


class PostgreSQLMissingError(Exception):
    """No PostgreSQL of version 15 or newer is installed."""


@dataclass(frozen=True)
class Cluster:
    """A running cluster: where it listens, and the password of each login role."""

    host: str
    port: int
    passwords: Mapping[str, str]

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address under which a role reaches a database; KeyError for an unknown role."""
        password = quote(self.passwords[role], safe="")
        return f"postgresql://{role}:{password}@{self.host}:{self.port}/{quote(database, safe='')}"

    def to_json(self) -> str:
        """All of it as one line, for the environment of a sub-process."""
        return json.dumps({"host": self.host, "port": self.port, "passwords": dict(self.passwords)})

    @classmethod
    def from_json(cls, text: str) -> "Cluster":
        """The cluster that `to_json` wrote."""
        return cls(**json.loads(text))


def newest_programs(installed_under: Path = INSTALLED_UNDER) -> Path | None:
    """The folder of the newest PostgreSQL's programs, None if there is none new enough."""
    versions = {
        int(folder.parent.name): folder
        for folder in installed_under.glob("*/bin")
        if re.fullmatch(r"[0-9]{1,4}", folder.parent.name) and (folder / "initdb").exists()
    }
    newest = max(versions, default=0)
    return versions[newest] if newest >= OLDEST_VERSION else None


@contextmanager
def temporary_cluster() -> Iterator[Cluster]:
    """Start a cluster with its roles and database, and delete all of it whatever happens.

    Raises PostgreSQLMissingError when none is installed.
    """
    programs = newest_programs()
    if programs is None:
        raise PostgreSQLMissingError(f"no PostgreSQL {OLDEST_VERSION} or newer under {INSTALLED_UNDER}")
    folder = Path(tempfile.mkdtemp(prefix="safetoshare-postgresql-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        superuser_password = secrets.token_urlsafe()
        _initialise(programs, folder, superuser_password)
        try:
            port = _start(programs, folder)
            superuser = Cluster("127.0.0.1", port, {"postgres": superuser_password})
            yield Cluster("127.0.0.1", port, _make_roles(superuser))
        finally:
            _run(
                programs,
                folder,
                "pg_ctl",
                "stop",
                "-D",
                "data",
                "-m",
                "immediate",
                "-w",
                check=False,
            )
    finally:
        shutil.rmtree(folder)


def _initialise(programs: Path, folder: Path, superuser_password: str) -> None:
    password_file = folder / "password"
    password_file.write_text(superuser_password, encoding="ascii")
    try:
        _run(
            programs, folder, "initdb", "-D", "data", "-U", "postgres", "--pwfile", "password",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
    finally:
        password_file.unlink()


def _start(programs: Path, folder: Path) -> int:
    """Start the server and return its port, not the first one if another program takes that."""
    for _ in range(ATTEMPTS):
        port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "fsync": "off",
            "synchronous_commit": "off",
            # Its process is nobody's here: a database that it happens to look through could not be dropped.
            "autovacuum": "off",
            "full_page_writes": "off",
        }
        lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        (folder / "data" / "postgresql.auto.conf").write_text(lines, encoding="utf-8")
        started = _run(programs, folder, "pg_ctl", "start", "-D", "data", "-l", "log", "-w", check=False)
        if started.returncode == 0:
            return port
    log = (folder / "log").read_text(encoding="utf-8")
    raise RuntimeError(f"PostgreSQL did not start:\n{started.stderr}{log}")


def _make_roles(superuser: Cluster) -> dict[str, str]:
    """Create the login roles and the owner's database; return the password of each role."""
    passwords = {role: secrets.token_urlsafe() for role in (OWNER, *PROCESS_ROLES, *ABOVE_THE_TABLES)}
    with psycopg.connect(superuser.url("postgres", "postgres"), autocommit=True) as connection:
        for role in (OWNER, *PROCESS_ROLES):
            connection.execute(
                sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION {} PASSWORD {}"
                ).format(
                    sql.Identifier(role),
                    sql.SQL("CREATEDB" if role == OWNER else "NOCREATEDB"),
                    sql.Literal(passwords[role]),
                )
            )
        # A test's database is dropped while a login role's last connection may still be ending.
        connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(OWNER)))
        for role, attributes in ABOVE_THE_TABLES.items():
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(
                    sql.Identifier(role), sql.SQL(attributes), sql.Literal(passwords[role])
                )
            )
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )
    return passwords


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _run(
    programs: Path, folder: Path, program: str, *arguments: str, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs in the folder; RuntimeError if it fails."""
    as_user = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    finished = subprocess.run(  # noqa: S603  (Debian's own programs, no text of a person)
        (*as_user, str(programs / program), *arguments),
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        # Of its own group, so that Ctrl-C reaches us first and we stop it in order.
        start_new_session=True,
    )
    if check and finished.returncode != 0:
        raise RuntimeError(f"{program} failed:\n{finished.stdout}{finished.stderr}")
    return finished
