"""What every test may ask for: a state folder and login roles; and how hypothesis searches."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from safetoshare.base.database import close_connections
from tests.postgres import DATABASE, VARIABLE, Cluster, PostgreSQLMissingError, temporary_cluster

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
    return {role: postgresql_cluster.url(role, DATABASE) for role in postgresql_cluster.passwords}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Close the pool of each alias before the tests' database is dropped: Django closes that of the first alone."""
    yield
    close_connections()
