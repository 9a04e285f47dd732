"""A production database for the tests: made by the tables' owner, used by the login role of each process.

Its force folder is the demonstration's with a line changed, so that nothing else keeps production from starting.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from safetoshare.base.settings.environment import PACKAGE, Mode
from safetoshare.base.settings.secrets import create_keys
from tests.house import fresh_database
from tests.postgres import OWNER, Cluster

ROLES = ("public", "hub", "partner", "scrutiny", "worker")
PATIENCE_SECONDS = 60
MANAGE = Path(__file__).parents[1] / "manage.py"

WORK = """
import dataclasses, json, django
django.setup()
from safetoshare.base import schedule
from safetoshare.base.database import close_connections
jobs = [dataclasses.replace(job, from_hour=0) for job in schedule.all_jobs()]
print(json.dumps({done.job: done.succeeded for done in schedule.run_what_is_due(jobs)}))
close_connections()
"""

TRUST = """
import django
django.setup()
from safetoshare.base.database import close_connections
from tests.base.people import trust_keys
trust_keys()
close_connections()
"""


@dataclass(frozen=True)
class Production:
    """A database with tables and privileges, and what a process of any role needs to use it."""

    cluster: Cluster
    database: str
    folder: Path

    def url(self, login: str) -> str:
        """The address under which a login role reaches the database."""
        return self.cluster.url(login, self.database)

    def environment(self, role: str, **changed: str) -> Mapping[str, str]:
        """The whole environment of a process of this role."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFETOSHARE_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return kept | {
            "SAFETOSHARE_MODE": "production",
            "SAFETOSHARE_ROLE": role,
            "SAFETOSHARE_DATABASE_URL": self.url(f"safetoshare_{role}"),
            "SAFETOSHARE_STATE": str(self.folder),
            "SAFETOSHARE_FORCE": str(self.folder / "force"),
            "SAFETOSHARE_HOSTS": ".example.org",
            **changed,
        }

    def command(self, role: str, *words: str, **changed: str) -> subprocess.CompletedProcess[str]:
        """Run `safetoshare WORDS` as a process of this role."""
        return _python(("-m", "safetoshare", *words), self.environment(role, **changed))

    def work(self) -> dict[str, bool]:
        """Do what falls due today as the worker's process, whatever hour it is; which jobs were done, and how."""
        settings = {"DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project"}
        environment = {**self.environment("worker"), **settings}
        done = _python(("-c", WORK), environment)
        assert done.returncode == 0, done.stderr
        told: dict[str, bool] = json.loads(done.stdout)
        return told

    def prepare(self) -> None:
        """Bring tables and privileges up to date, as their owner, and collect the static files."""
        made = _python((str(MANAGE), "prepare"), self.environment("hub", SAFETOSHARE_MIGRATE_URL=self.url(OWNER)))
        assert made.returncode == 0, made.stderr

    def trust_keys(self) -> None:
        """Sign a key list of the units that have keys, and pin it for all processes of this folder."""
        settings = {"DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project"}
        environment = {**self.environment("hub", SAFETOSHARE_DATABASE_URL=self.url(OWNER)), **settings}
        done = _python(("-c", TRUST), environment)
        assert done.returncode == 0, done.stderr

    def as_owner(self) -> psycopg.Connection:
        """A connection of the owner; each statement is committed."""
        return psycopg.connect(self.url(OWNER), autocommit=True)


def as_a_forces_own(description: str) -> str:
    """The demonstration's `force.toml` with what production refuses changed."""
    return description.replace("is_demonstration = true", "is_demonstration = false").replace(
        "demonstration.safe-to-share.example/log", "disclosures.example.org/log"
    )


@pytest.fixture(scope="session")
def production(postgresql_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """A production database of this test process's own."""
    folder = tmp_path_factory.mktemp("production")
    create_keys(folder / "secrets", Mode.PRODUCTION)
    shutil.copytree(PACKAGE / "forces" / "avon_and_somerset", folder / "force")
    description = folder / "force" / "force.toml"
    description.write_text(as_a_forces_own(description.read_text("utf-8")), "utf-8")
    with fresh_database(postgresql_cluster) as addresses:
        name = addresses["SAFETOSHARE_MIGRATE_URL"].rpartition("/")[2]
        made = Production(postgresql_cluster, name, folder)
        made.prepare()
        yield made


def _python(arguments: tuple[str, ...], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own commands
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
