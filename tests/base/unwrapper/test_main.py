"""The real process, started as `serve` starts it: on its socket, against a real demonstration, and against thieves."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from pytest_django.fixtures import Settings

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.client import KeysStayLocked, KeysUnlocked
from safetoshare.base.unwrapper.protocol import SOCKET_NAME, SealedValue, socket_name
from safetoshare.core.errors import LockedError, NotPermittedError
from safetoshare.core.vault import Place, PublicKey, new_data_key, seal, wrap

pytestmark = pytest.mark.once

CANARY = b"canary plaintext that nobody may keep"
PRINT_WHAT_TESTS_NEED = """
import json, django
django.setup()
from safetoshare.base.models import Account, UnitKey

print(json.dumps({
    "accounts": {account.role: str(account.id) for account in Account.objects.all()},
    "keys": {key.kind: [str(key.id), key.public.hex() if isinstance(key.public, bytes) else bytes(key.public).hex()]
             for key in UnitKey.objects.filter(unit__purpose="safeguarding")},
}))
"""


@dataclass(frozen=True)
class Demonstration:
    """A prepared state folder, and what its people hold."""

    state: Path
    variables: dict[str, str]
    passphrases: dict[str, str]
    accounts: dict[str, UUID]
    keys: dict[str, tuple[UUID, PublicKey]]

    def sealed(self, kind: str = "ordinary") -> SealedValue:
        unit_key, public = self.keys[kind]
        place = Place(uuid4(), "report_report", "account", 1)
        data_key = new_data_key()
        return SealedValue(place, unit_key, wrap(data_key, public, place), seal(data_key, CANARY, place))


def run(variables: dict[str, str], *command: str) -> str:
    finished = subprocess.run(  # noqa: S603  (our own commands)
        (sys.executable, *command), env=variables, capture_output=True, text=True, check=False, timeout=60
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@contextmanager
def database_address(state: Path) -> Iterator[str]:
    """Give the address of a new database of the suite's kind."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{state}/safetoshare.sqlite3"
        return
    suite = os.environ["SAFETOSHARE_DATABASE_URL"]
    name = f"unwrapper_{uuid4().hex}"
    with psycopg.connect(suite, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{suite.rpartition('/')[0]}/{name}"
        finally:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Prepare one with `safetoshare demo`."""
    state = tmp_path_factory.mktemp("state")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFETOSHARE_")}
    with database_address(state) as address:
        variables = kept | {
            "SAFETOSHARE_STATE": str(state),
            "SAFETOSHARE_DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project",
        }
        run(variables, "-m", "safetoshare", "demo")
        listed = json.loads(run(variables, "-m", "safetoshare", "demo", "accounts", "--json"))
        told: dict[str, Any] = json.loads(run(variables, "-c", PRINT_WHAT_TESTS_NEED))
        yield Demonstration(
            state,
            variables,
            {account["role"]: account["passphrase"] for account in listed},
            {role: UUID(account) for role, account in told["accounts"].items()},
            {kind: (UUID(key), PublicKey(bytes.fromhex(public))) for kind, (key, public) in told["keys"].items()},
        )


@contextmanager
def running(demonstration: Demonstration) -> Iterator[subprocess.Popen[str]]:
    """Run the process until the end of the block."""
    command = (sys.executable, "-m", "safetoshare.base.unwrapper")
    with subprocess.Popen(  # noqa: S603  (our own module)
        command, env=demonstration.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            end = time.monotonic() + 20
            role = ProcessRole(demonstration.variables.get("SAFETOSHARE_ROLE", "all"))
            while not client.is_there(demonstration.state / socket_name(role)):
                assert process.poll() is None, process.communicate()[1]
                assert time.monotonic() < end
                time.sleep(0.02)
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(10)


@pytest.fixture
def process(demonstration: Demonstration, settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """A running process, which the client's functions ask."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, state=demonstration.state)
    with running(demonstration) as started:
        yield started


def unlocked(demonstration: Demonstration, role: str = "victim_care_officer") -> tuple[UUID, str]:
    account = demonstration.accounts[role]
    outcome = client.unlock(account, demonstration.passphrases[role])
    assert isinstance(outcome, KeysUnlocked)
    return account, outcome.handle


@pytest.mark.usefixtures("process")
def test_it_unlocks_opens_tells_and_locks(demonstration: Demonstration) -> None:
    account, handle = unlocked(demonstration)
    assert 14 * 60 < client.seconds_unlocked(account, handle) <= 15 * 60
    values = [demonstration.sealed("ordinary"), demonstration.sealed("restricted")]
    assert client.open_values(account, handle, "read_report", values) == [CANARY, CANARY]
    client.lock(account, handle)
    assert client.seconds_unlocked(account, handle) == 0
    with pytest.raises(LockedError):
        client.open_values(account, handle, "read_report", values)


@pytest.mark.usefixtures("process")
def test_each_member_opens_what_the_role_may_and_no_more(demonstration: Demonstration) -> None:
    account, handle = unlocked(demonstration, "witness_care_officer")
    assert client.open_values(account, handle, "read_report", [demonstration.sealed()]) == [CANARY]
    with pytest.raises(NotPermittedError):
        client.open_values(account, handle, "read_report", [demonstration.sealed("restricted")])
    account, handle = unlocked(demonstration, "partner_worker")
    for kind in ("ordinary", "restricted"):
        with pytest.raises(NotPermittedError):
            client.open_values(account, handle, "read_report", [demonstration.sealed(kind)])
    for role in ("response_officer", "system_administrator", "reporting_centre_worker"):
        outcome = client.unlock(demonstration.accounts[role], demonstration.passphrases[role])
        assert outcome == KeysStayLocked("no_key")


def test_a_restart_locks_all(demonstration: Demonstration, settings: Settings) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, state=demonstration.state)
    with running(demonstration):
        account, handle = unlocked(demonstration)
    with running(demonstration):
        assert client.seconds_unlocked(account, handle) == 0


def test_it_ends_in_order_and_takes_its_socket_along(
    process: subprocess.Popen[str], demonstration: Demonstration
) -> None:
    assert (demonstration.state / SOCKET_NAME).stat().st_mode & 0o777 == 0o600
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (0, "", "")
    assert not (demonstration.state / SOCKET_NAME).exists()


def test_another_may_start_after_one_was_killed(demonstration: Demonstration, settings: Settings) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, state=demonstration.state)
    with running(demonstration) as killed:
        killed.kill()
        killed.wait(10)
    assert (demonstration.state / SOCKET_NAME).is_socket()
    with running(demonstration):
        assert unlocked(demonstration)


@pytest.mark.usefixtures("process")
def test_a_second_one_says_why_it_does_not_start(demonstration: Demonstration) -> None:
    second = subprocess.run(
        (sys.executable, "-m", "safetoshare.base.unwrapper"),
        env=demonstration.variables, capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip
    assert second.returncode == 1
    assert second.stderr.startswith("unwrapper: unwrapper.lock is held by another process")
    assert client.is_there(demonstration.state / SOCKET_NAME)


def test_without_key_files_it_says_what_to_do(demonstration: Demonstration, tmp_path: Path) -> None:
    refused = subprocess.run(
        (sys.executable, "-m", "safetoshare.base.unwrapper"),
        env=demonstration.variables | {"SAFETOSHARE_SECRETS": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip
    assert refused.returncode == 1
    assert re.fullmatch(r"unwrapper: The key file .* is missing: `safetoshare demo` writes it\.\n", refused.stderr)


def test_it_leaves_no_core_file_and_lets_no_process_into_its_memory(process: subprocess.Popen[str]) -> None:
    limits = Path(f"/proc/{process.pid}/limits").read_text("ascii")
    assert re.search(r"Max core file size +0 +0 ", limits)
    assert resource.prlimit(process.pid, resource.RLIMIT_CORE) == (0, 0)


# As a user without the powers of root, which a container's tests have and the thief of a web process has not.
WITHOUT_POWERS = """
import ctypes, sys
libc = ctypes.CDLL(None, use_errno=True)
assert libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()) == 0
"""
TRY_TO_READ = f"""{WITHOUT_POWERS}
def opens(name):
    try:
        return bool(open(f"/proc/{{sys.argv[1]}}/{{name}}", "rb").read(1))
    except OSError:
        return False
print(opens("environ"), opens("maps"), libc.ptrace(16, int(sys.argv[1]), 0, 0) == 0)
"""
WAIT = "print('ready', flush=True)\ninput()"
HARDEN = "import resource\nfrom safetoshare.base.unwrapper.hardening import harden_process\nharden_process()"


def test_no_process_of_the_same_user_reads_or_traces_its_memory(process: subprocess.Popen[str]) -> None:
    assert run(dict(os.environ), "-c", TRY_TO_READ, str(process.pid)) == "False False False\n"


@pytest.mark.parametrize(("hardening", "told"), [("", "True True"), (HARDEN, "False False False")])
def test_it_is_the_hardening_that_keeps_them_out(hardening: str, told: str) -> None:
    script = f"{WITHOUT_POWERS}\n{hardening}\n{WAIT}"
    with subprocess.Popen(  # noqa: S603  (our own lines)
        (sys.executable, "-c", script), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "ready\n"
        assert run(dict(os.environ), "-c", TRY_TO_READ, str(other.pid)).startswith(told)
        other.kill()


def test_nothing_that_is_secret_reaches_logs_or_files(
    process: subprocess.Popen[str], demonstration: Demonstration
) -> None:
    account, handle = unlocked(demonstration)
    client.open_values(account, handle, "read_report", [demonstration.sealed()])
    wrong = "canary passphrase that is wrong"
    assert client.unlock(account, wrong) == KeysStayLocked("wrong")
    process.terminate()
    output = "".join(process.communicate(timeout=10))
    secrets = [CANARY, wrong.encode(), demonstration.passphrases["victim_care_officer"].encode(), handle.encode()]
    files = [
        file
        for file in demonstration.state.rglob("*")
        if file.is_file() and file.name != "demonstration-passphrases.json"
    ]
    assert files
    for secret in secrets:
        assert secret not in output.encode()
        assert not [file.name for file in files if secret in file.read_bytes()]


@pytest.mark.parametrize(
    ("role", "unlocks", "refused"),
    [("hub", "victim_care_officer", "partner_worker"), ("partner", "partner_worker", "victim_care_officer")],
)
def test_each_doors_unwrapper_unlocks_its_own_people_alone(
    demonstration: Demonstration, settings: Settings, role: str, unlocks: str, refused: str
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, state=demonstration.state, role=ProcessRole(role))
    of_role = replace(demonstration, variables=demonstration.variables | {"SAFETOSHARE_ROLE": role})
    with running(of_role):
        assert unlocked(of_role, unlocks)
        assert client.unlock(of_role.accounts[refused], of_role.passphrases[refused]) == KeysStayLocked("no_key")
