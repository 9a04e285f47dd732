"""What every test may ask for: a state folder and login roles; and how hypothesis searches."""

import gc
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from hypothesis import settings

from safetoshare.base.accounts.forms_once import FORM_NONCE, draw_nonce
from safetoshare.base.database import close_connections
from tests.postgres import DATABASE, OWNER, PROCESS_ROLES, VARIABLE, Cluster, PostgreSQLMissingError, temporary_cluster

# Every day the same examples, so that red means a change; the long run looks for new ones.
settings.register_profile("daily", derandomize=True, deadline=None)
settings.register_profile("long", derandomize=False, deadline=None, max_examples=2000)
settings.load_profile("daily")


@pytest.fixture
def state_directory(tmp_path: Path) -> Path:
    """An empty folder, readable by us alone, in the place of ./var."""
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """The cluster of this run, or one of our own when pytest is started by hand.

    Its absence fails the test.
    """
    exported = os.environ.get(VARIABLE)
    if exported:
        yield Cluster.from_json(exported)
        return
    try:
        with temporary_cluster() as cluster:
            yield cluster
    except PostgreSQLMissingError as error:
        pytest.fail(f"This test needs PostgreSQL: {error} (apt-get install postgresql)")


@pytest.fixture
def login_roles(postgresql_cluster: Cluster) -> Mapping[str, str]:
    """Each login role and the address under which it reaches the run's own database."""
    return {role: postgresql_cluster.url(role, DATABASE) for role in (OWNER, *PROCESS_ROLES)}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Close the pool of each alias before the tests' database is dropped: Django closes that of the first alone."""
    yield
    close_connections()


@pytest.fixture(autouse=True)
def no_other_tests_files() -> None:
    """Begin without files of the public log or the spool: their folders outlive the rows that a test rolls back."""
    state = Path(project.ENVIRONMENT.state)
    for folder in (state / "log", state / "spool", *state.glob("log-closed-*")):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sends_its_own_nonces() -> None:
    """Browsers of this test send what it says and nothing more: see `forms_carry_a_nonce`."""


@pytest.fixture(autouse=True)
def forms_carry_a_nonce(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each form that a test sends to a door's page a nonce, as the form on the page has, unless it brings one."""
    if "sends_its_own_nonces" in request.fixturenames:
        return
    post = Client.post

    def with_nonce(self: Client, path: str, data: Any = None, *more: Any, **named: Any) -> Any:  # noqa: ANN401
        if {"staff", "partner"} & set(path.split("/")) and (data is None or isinstance(data, dict)):
            data = {FORM_NONCE: draw_nonce(), **(data or {})}
        return post(self, path, data, *more, **named)

    monkeypatch.setattr(Client, "post", with_nonce)


def pytest_collection_finish() -> None:
    """Leave what was collected out of every further search for garbage: there are ten thousand tests of it."""
    gc.collect()
    gc.freeze()
