"""How many people can report at once: python benchmarks/intake.py [--json] [--seconds N] [--clients 1,8,32].

The real commands serve a new demonstration (SQLite, then PostgreSQL where one can be started). A client is a thread
that opens a new connection for each report, as a phone that arrives does, and makes every call from the first page to
the receipt and the sent report, without the style sheet; the same again for coming back with the receipt. What is sent
stands in `intake-spec.json`: the forms' hidden fields, `$TEXT` (900 letters), `$LAST` (the receipt's last two groups).

Latency is that of the whole way. CPU seconds are those of all served processes but a database server, a finished way;
other work on the machine disturbs them far less than the rest. A report that was acknowledged and is not in the
database, or is there twice, is named, and the exit code is 1. Only a house of its own on this machine is loaded.
"""

import argparse
import gzip
import html
import http.client
import json
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SPEC = json.loads(Path(__file__).with_name("intake-spec.json").read_text("utf-8"))
TEXT = ("He keeps my papers and says that nobody would believe me. He takes what I earn. " * 12)[:900]
PATIENCE_SECONDS = 60
_WARM_UP = 8
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
_GZIP = {"Accept-Encoding": "gzip"}
_INPUT = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


class LostError(Exception):
    """Somebody did not get what was asked for."""


@dataclass
class Way:
    """One connection, and the page that was shown last."""

    port: int
    page: str = ""
    groups: list[str] = field(default_factory=list)

    def go(self, steps: list[dict[str, Any]], receipt: str = "") -> None:
        """Take the steps over one connection. LostError for an answer that is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            for step in steps:
                self.page = self._ask(connection, step, receipt)
                self.groups = re.findall(SPEC["receipt"], self.page) or self.groups
        except (OSError, http.client.HTTPException) as error:
            raise LostError(type(error).__name__) from None
        finally:
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection, step: Mapping[str, Any], receipt: str) -> str:
        if "get" in step:
            connection.request("GET", step["get"], headers=_GZIP)
        else:
            fields = self._hidden(step["form"]) | {
                name: self._meant(value, receipt) for name, value in step.get("set", {}).items()
            }
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
                **_GZIP,
            }
            connection.request("POST", step["post"], urlencode(fields), headers)
        answer = connection.getresponse()
        content = answer.read()
        page = (gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content).decode()
        if answer.status != http.client.OK:
            raise LostError(f"HTTP {answer.status}")
        return page

    def _hidden(self, form: str) -> dict[str, str]:
        found = re.search(form, self.page, re.DOTALL)
        if found is None:
            raise LostError("no form")
        inputs = [dict(_ATTRIBUTE.findall(one)) for one in _INPUT.findall(found[0])]
        return {one["name"]: html.unescape(one.get("value", "")) for one in inputs if one.get("type") == "hidden"}

    def _meant(self, value: str, receipt: str) -> str:
        last = " ".join(" ".join(self.groups).split()[-2:])
        return value.replace("$TEXT", TEXT).replace("$LAST", last).replace("{receipt}", receipt)


@dataclass(frozen=True)
class Figures:
    """One load: so many at once, what of it was finished, and what it cost."""

    database: str
    way: str
    clients: int
    a_second: float
    p50_seconds: float
    p99_seconds: float
    failed: int
    cpu_seconds_each: float


def report(port: int) -> str:
    """Report something, and return the receipt. LostError when it was not acknowledged."""
    way = Way(port)
    way.go(SPEC["steps"])
    if SPEC["received"] not in html.unescape(way.page):
        raise LostError("not acknowledged")
    return " ".join(way.groups[:2])


def come_back(port: int, receipt: str) -> None:
    """Open the mailbox of a receipt. LostError when it does not open."""
    way = Way(port)
    way.go(SPEC["back"], receipt)
    if SPEC["opened"] not in html.unescape(way.page):
        raise LostError("not opened")


def load(clients: int, seconds: float, once: Callable[[], None]) -> tuple[list[float], list[str], float]:
    """Run `once` again and again by so many at once; return how long each took, what failed, and how long all took."""
    took: list[float] = []
    failed: list[str] = []
    start = time.perf_counter()

    def run() -> None:
        while time.perf_counter() < start + seconds:
            begun = time.perf_counter()
            try:
                once()
            except LostError as error:
                failed.append(str(error))
            else:
                took.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, failed, time.perf_counter() - start


def measured(database: str, way: str, clients: int, seconds: float, once: Callable[[], None]) -> Figures:
    """Load one way, and say what it cost."""
    before = cpu_seconds()
    took, failed, whole = load(clients, seconds, once)
    if not took:
        raise SystemExit(f"Nobody of {clients} came through: {failed[:3]}")
    cpu = cpu_seconds() - before
    p99 = statistics.quantiles(took, n=100)[98] if len(took) > 1 else took[0]
    return Figures(
        database,
        way,
        clients,
        round(len(took) / whole, 2),
        round(statistics.median(took), 3),
        round(p99, 3),
        len(failed),
        round(cpu / len(took), 4),
    )


def cpu_seconds() -> float:
    """The seconds of processor time of all processes that this one started, and those that these started."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = entry.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(entry.parent.name)
        parents[pid], ticks[pid] = int(values[1]), sum(map(int, values[11:15]))
    ours = {os.getpid()}
    while True:
        more = {pid for pid, parent in parents.items() if parent in ours} - ours
        if not more:
            return sum(ticks[pid] for pid in ours - {os.getpid()}) / CLOCK_TICKS
        ours |= more


@contextmanager
def database_of(name: str) -> Iterator[Mapping[str, str] | None]:
    """What names an empty database: None where no PostgreSQL can be started."""
    from tests.house import fresh_database
    from tests.postgres import PostgreSQLMissingError, temporary_cluster

    if name == "SQLite":
        yield {}
        return
    try:
        with temporary_cluster() as cluster, fresh_database(cluster) as database:
            yield database
    except PostgreSQLMissingError as missing:
        Console(stderr=True).print(f"Without PostgreSQL: {missing}")
        yield None


def count_reports(environment: Mapping[str, str]) -> int:
    """How many reports the served house holds."""
    import subprocess

    program = (
        "import django; django.setup(); from safetoshare.base.database import close_connections, unit_of_work; "
        "from safetoshare.report.models import Report\n"
        "with unit_of_work(): print(Report.objects.count())\n"
        "close_connections()"
    )
    url = environment.get("SAFETOSHARE_MIGRATE_URL") or environment.get("SAFETOSHARE_DATABASE_URL", "")
    settings = {**environment, "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project"}
    settings |= {"SAFETOSHARE_DATABASE_URL": url} if url else {}
    done = subprocess.run([sys.executable, "-c", program], env=settings, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return int(done.stdout)


def measure(name: str, clients: list[int], seconds: float) -> list[Figures]:
    """Serve a house with this database, and load it. Ends the program when a report is lost or doubled."""
    from tests.house import running_house

    with database_of(name) as database, tempfile.TemporaryDirectory(prefix="safetoshare-benchmark-") as folder:
        if database is None:
            return []
        with running_house(Path(folder), database) as house:
            port, before = int(house.address.rpartition(":")[2]), count_reports(house.environment)
            # What each process does once, it has done.
            receipts = [report(port) for _ in range(_WARM_UP)]
            figures = []
            for count in clients:
                figures.append(measured(name, "report", count, seconds, lambda: receipts.append(report(port))))
                turn = iter(receipts * 1000)
                figures.append(measured(name, "come back", count, seconds, lambda: come_back(port, next(turn))))  # noqa: B023
            stands = count_reports(house.environment) - before
        if stands != len(receipts) or len(set(receipts)) != len(receipts):
            raise SystemExit(f"{len(receipts)} reports were acknowledged, and {stands} stand there.")
    return figures


def table_of(figures: list[Figures]) -> Table:
    table = Table(title="Reporting, over real sockets", box=SIMPLE, padding=0)
    for heading in ("database", "way", "clients", "a second", "p50 s", "p99 s", "failed", "server CPU s"):
        table.add_column(heading, justify="right")
    for row in figures:
        table.add_row(*map(str, asdict(row).values()))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each load takes")
    parser.add_argument("--clients", default="1,8,32", help="how many at once, with commas")
    arguments = parser.parse_args()
    clients = [int(one) for one in arguments.clients.split(",")]
    figures = []
    with Console(stderr=True).status("reporting") as status:
        for name in ("SQLite", "PostgreSQL"):
            status.update(f"{name}: {arguments.clients} clients at once, {arguments.seconds:g} s each")
            figures += measure(name, clients, arguments.seconds)
    if arguments.json:
        json.dump([asdict(row) for row in figures], sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console().print(table_of(figures))


if __name__ == "__main__":
    main()
