"""`safetoshare serve`: three processes that start together and stop together, whatever ends the first of them."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from safetoshare.base import checkup
from safetoshare.base.checkup import Finding
from safetoshare.base.settings.environment import read_environment
from safetoshare.cli import serve as module
from safetoshare.cli.serve import Stop, commands, refuse_taken_port, wait_until_answers
from safetoshare.core.errors import BadInputError, RefusedError
from tests.cli.conftest import Shell
from tests.cli.serving import PATIENCE_SECONDS, all_ended, listening, serving
from tests.house import free_port
from tests.production import Production

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("all", ["unwrapper", "web", "worker", "spool"]),
        ("public", ["web", "spool"]),
        ("hub", ["unwrapper", "web"]),
        ("partner", ["unwrapper", "web"]),
        ("scrutiny", ["web"]),
        ("worker", ["worker"]),
    ],
)
def test_a_role_starts_the_processes_it_needs_what_needs_the_others_last(role: str, names: list[str]) -> None:
    started = commands(read_environment({"SAFETOSHARE_ROLE": role}))
    assert list(started) == names
    assert all(command[0] == sys.executable for command in started.values())


@pytest.mark.parametrize("bind", ["127.0.0.1:8123", "[::1]:8123"])
def test_the_web_listens_where_it_was_told_to(bind: str) -> None:
    web = commands(read_environment({"SAFETOSHARE_BIND": bind}))["web"]
    assert web[web.index("--bind") + 1] == bind


@pytest.mark.parametrize(
    ("family", "host", "shown"), [(socket.AF_INET, "127.0.0.1", "127.0.0.1"), (socket.AF_INET6, "::1", "[::1]")]
)
def test_a_taken_port_is_said_with_the_command_that_takes_another(
    family: socket.AddressFamily, host: str, shown: str
) -> None:
    with listening(family, host) as port:
        environment = read_environment({"SAFETOSHARE_BIND": f"{shown}:{port}"})
        with pytest.raises(BadInputError) as refused:
            refuse_taken_port(environment)
    assert str(refused.value) == (
        f"{shown}:{port} cannot be used (Address already in use). Stop the program that uses it, or choose another "
        f"address: SAFETOSHARE_BIND={shown}:{port + 1 if port < 65535 else port - 1} make run"
    )


def test_a_free_port_is_not_refused() -> None:
    with listening(socket.AF_INET, "127.0.0.1") as port:
        pass
    refuse_taken_port(read_environment({"SAFETOSHARE_BIND": f"127.0.0.1:{port}"}))


def test_an_address_of_another_machine_is_refused() -> None:
    # Of the block that RFC 5737 keeps for documentation.
    with pytest.raises(BadInputError, match=r"192\.0\.2\.1:8000 cannot be used"):
        refuse_taken_port(read_environment({"SAFETOSHARE_BIND": "192.0.2.1:8000"}))


def test_what_keeps_the_house_from_starting_is_said_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = [Finding("key files", False, "one"), Finding("database", False, "two")]
    monkeypatch.setattr(checkup, "refusals", lambda: refusals)
    with pytest.raises(BadInputError, match=r"^key files: one\ndatabase: two$"):
        module.serve(argparse.Namespace())


def test_a_process_that_ends_before_the_web_answers_is_named() -> None:
    ended = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    ended.wait()
    with pytest.raises(RefusedError, match="The worker process could not start"):
        wait_until_answers(read_environment({}), {"worker": ended}, Stop())


def test_a_web_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.2)
    with listening(socket.AF_INET, "127.0.0.1") as port:
        pass
    with pytest.raises(RefusedError, match="did not answer within"):
        wait_until_answers(read_environment({"SAFETOSHARE_BIND": f"127.0.0.1:{port}"}), {}, Stop())


def test_whoever_is_told_to_stop_while_starting_waits_no_longer() -> None:
    stop = Stop()
    stop.ask()
    wait_until_answers(read_environment({}), {}, stop)


@pytest.fixture
def answering_rudely() -> Iterator[int]:
    """A port at which something answers that is no web server."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"no\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(PATIENCE_SECONDS)


def test_something_else_at_the_port_is_not_taken_for_the_web(
    answering_rudely: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.3)
    environment = read_environment({"SAFETOSHARE_BIND": f"127.0.0.1:{answering_rudely}"})
    with pytest.raises(RefusedError, match="did not answer"):
        wait_until_answers(environment, {}, Stop())


def test_it_says_when_it_is_ready_refuses_to_start_twice_and_stops_all_when_told_to(demonstration: Shell) -> None:
    bind = demonstration.environment["SAFETOSHARE_BIND"]
    with serving(demonstration.environment) as house:
        assert house.ready == f"Safe to Share (demonstration) is ready: http://{bind}/\n"
        children = house.children()
        assert set(children) == {"unwrapper", "worker", "web"}
        assert [house.get(path) for path in ("/healthz", "/readyz", "/ar/", "/nothing/")] == [200, 200, 200, 404]
        assert demonstration.run("doctor").returncode == 0
        second = demonstration.run("serve")
        assert second.returncode == 2
        assert second.stderr.startswith(f"safetoshare: {bind} cannot be used (Address already in use).")
        assert second.stdout == ""
        house.process.send_signal(signal.SIGTERM)
        assert house.ended() == (0, "", "")
        assert all_ended(list(children.values()))


@pytest.mark.parametrize("name", ["unwrapper", "worker", "web"])
def test_when_one_process_ends_all_are_stopped_and_it_is_named(demonstration: Shell, name: str) -> None:
    with serving(demonstration.environment) as house:
        children = house.children()
        os.kill(children[name], signal.SIGKILL)
        code, out, err = house.ended()
    assert (code, out) == (1, "")
    assert err == f"safetoshare: The {name} process ended (code -9): everything is stopped.\n"
    assert all_ended(list(children.values()))


def test_what_a_browser_sends_wrongly_is_not_written_down(demonstration: Shell) -> None:
    with serving(demonstration.environment) as house:
        for request in (
            b"GET /canary HTTP/9.9\r\n\r\n",
            b"GET /canary" + b"y" * 3000 + b" HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nca nary: 1\r\n\r\n",
        ):
            assert b" 4" in house.send(request)
        assert house.get("/ar/canary/") == 404
        house.process.send_signal(signal.SIGTERM)
        code, out, err = house.ended()
    assert (code, out) == (0, "")
    assert err.count("a request could not be served (details are not logged)\n") == 3
    assert len(err.splitlines()) == 3
    assert "canary" not in err
    assert "127.0.0.1" not in err


def test_ctrl_c_stops_it_in_order_too(demonstration: Shell) -> None:
    with serving(demonstration.environment) as house:
        children = house.children()
        house.process.send_signal(signal.SIGINT)
        assert house.ended() == (0, "", "")
    assert all_ended(list(children.values()))


def test_when_it_is_killed_itself_nothing_stays_behind(demonstration: Shell) -> None:
    with serving(demonstration.environment) as house:
        children = list(house.children().values())
        house.process.kill()
        house.process.wait(PATIENCE_SECONDS)
        assert all_ended(children)


def test_before_the_preparation_it_does_not_start_and_says_how(shell: Shell) -> None:
    finished = shell.run("serve")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.endswith("is missing: `safetoshare demo` writes it.\n")


def test_with_tables_missing_it_does_not_start(shell: Shell) -> None:
    assert shell.run("keys", "create").returncode == 0
    finished = shell.run("serve")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "database: tables are missing or old: run `safetoshare demo`" in finished.stderr


@pytest.mark.postgresql
def test_on_postgresql_a_real_production_process_starts_and_answers_to_its_own_names(production: Production) -> None:
    with listening(socket.AF_INET, "127.0.0.1") as port:
        pass
    production.trust_keys()
    environment = production.environment("public", SAFETOSHARE_BIND=f"127.0.0.1:{port}")
    with serving(environment) as house:
        assert house.ready == f"Safe to Share (production) is ready: http://127.0.0.1:{port}/\n"
        assert set(house.children()) == {"web"}
        # Health is asked without TLS; a page without it is sent to where there is.
        assert [house.get("/healthz", "a.example.org"), house.get("/readyz", "a.example.org")] == [200, 200]
        assert house.get("/en/", "a.example.org") == 301
        assert house.get("/en/", "elsewhere.example") == 400
        house.process.send_signal(signal.SIGTERM)
        assert house.ended() == (0, "", "")


@pytest.mark.postgresql
def test_on_postgresql_a_worker_of_production_needs_no_address(production: Production) -> None:
    with listening(socket.AF_INET, "127.0.0.1") as port:
        environment = production.environment("worker", SAFETOSHARE_BIND=f"127.0.0.1:{port}")
        with serving(environment) as house:
            assert house.ready == "Safe to Share (production): the worker is at work.\n"
            assert set(house.children()) == {"worker"}
            house.process.send_signal(signal.SIGTERM)
            assert house.ended() == (0, "", "")


@pytest.mark.postgresql
def test_on_postgresql_the_processes_of_production_stand_side_by_side_in_one_folder(production: Production) -> None:
    production.trust_keys()
    with ExitStack() as stack:
        houses = {
            role: stack.enter_context(
                serving(production.environment(role, SAFETOSHARE_BIND=f"127.0.0.1:{free_port()}"))
            )
            for role in ("hub", "partner", "scrutiny")
        }
        assert {role: set(house.children()) for role, house in houses.items()} == {
            "hub": {"unwrapper", "web"},
            "partner": {"unwrapper", "web"},
            "scrutiny": {"web"},
        }
        assert [house.get("/readyz", "a.example.org") for house in houses.values()] == [200, 200, 200]


@pytest.mark.postgresql
def test_on_postgresql_no_pool_of_its_own_lives_on_in_the_process_that_starts_the_others(
    production: Production,
) -> None:
    environment = production.environment("public", SAFETOSHARE_BIND=f"127.0.0.1:{free_port()}")
    with serving(environment) as house:
        assert len(os.listdir(f"/proc/{house.process.pid}/task")) == 1
