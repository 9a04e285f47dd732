"""The database goes away while people report, over real sockets and with the real processes: nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import psycopg
import pytest
from django.test import Client

from tests.faults.wire import RealVisitor, Wire
from tests.house import House, fresh_database, running_house
from tests.postgres import OWNER, Cluster
from tests.report.pages import Reporter, text_of

pytestmark = pytest.mark.long
# The spool is looked through every five seconds.
PATIENCE_SECONDS = 40


@pytest.fixture
def wired(postgresql_cluster: Cluster, tmp_path: Path) -> Iterator[tuple[House, Wire]]:
    """A served house on PostgreSQL, with a wire between them."""
    wire = Wire(postgresql_cluster.host, postgresql_cluster.port)
    wire.mend()
    with fresh_database(postgresql_cluster) as database:
        here = f":{postgresql_cluster.port}/"
        with running_house(
            tmp_path, {name: url.replace(here, f":{wire.port}/") for name, url in database.items()}
        ) as house:
            yield house, wire
        wire.cut()


def reports(house: House, wire: Wire, cluster: Cluster) -> int:
    """How many reports the database holds, past the wire."""
    name = house.environment["SAFETOSHARE_DATABASE_URL"].rpartition("/")[2]
    with psycopg.connect(cluster.url(OWNER, name)) as owner:
        row = owner.execute("SELECT count(*) FROM report_report").fetchone()
    assert row is not None
    return int(row[0])


def waiting(house: House) -> int:
    return len(list((house.state / "spool").glob("*.sealed")))


def test_what_was_acknowledged_during_an_outage_reaches_the_unit_and_opens_with_its_receipt(
    wired: tuple[House, Wire], postgresql_cluster: Cluster
) -> None:
    house, wire = wired
    visitor = cast("Client", RealVisitor(house.address))
    before = reports(house, wire, postgresql_cluster)
    on_the_way, during = Reporter(visitor), Reporter(visitor)
    on_the_way.reach_form()
    wire.cut()
    sent = on_the_way.send(account="It was cut while I wrote.")
    assert (sent.status_code, "kept safe on our computer" in text_of(sent)) == (200, True)
    assert during.report(account="I came when all was dark.", danger="yes").status_code == 200
    assert during.come_back().status_code == 503
    assert waiting(house) == 2
    assert reports(house, wire, postgresql_cluster) == before
    wire.mend()
    end = time.monotonic() + PATIENCE_SECONDS
    while waiting(house) and time.monotonic() < end:
        time.sleep(0.2)
    assert waiting(house) == 0
    assert reports(house, wire, postgresql_cluster) == before + 2
    for one in (on_the_way, during):
        assert "The next step is due by" in text_of(one.come_back())
