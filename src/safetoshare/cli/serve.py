"""`safetoshare serve`: the web server, the unwrapper and the worker, started together and stopped together."""

from __future__ import annotations

import argparse
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from safetoshare.base.settings.environment import Environment, ProcessRole
from safetoshare.base.settings.secrets import ROLES_WITH_UNWRAPPER
from safetoshare.cli.console import Subparsers, say
from safetoshare.cli.django_setup import load_django
from safetoshare.core.errors import BadInputError, RefusedError

PATIENCE_SECONDS = 60
_STOPPING_SECONDS = 15
_PR_SET_PDEATHSIG = 1


class Stop:
    """Whether this process was asked to stop. No lock: a signal's handler may run at any moment of the main thread."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, *_signal: object) -> None:
        """Take note of the signal."""
        self.asked = True


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("serve", help="start the web server, the unwrapper and the worker")
    parser.set_defaults(run=serve)


def serve(_arguments: argparse.Namespace) -> int:
    """Serve until stopped: 0 when told to stop, 1 when a process failed, 2 when it cannot start."""
    load_django()
    from django.conf import settings

    from safetoshare.base import checkup
    from safetoshare.base.database import close_connections

    environment = settings.ENVIRONMENT
    refusals = checkup.refusals()
    if refusals:
        raise BadInputError("\n".join(f"{one.subject}: {one.says}" for one in refusals))
    if environment.role is not ProcessRole.WORKER:
        refuse_taken_port(environment)
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    # What was looked up needed a connection; its pool's threads must not live on while processes are started.
    close_connections()
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands(environment).items():
            # The worker is last: the first thing that it does may need the unwrapper's signature.
            if name == "worker" and "web" in processes:
                wait_until_answers(environment, processes, stop)
            processes[name] = _start(command)
        if "web" in processes and "worker" not in processes:
            wait_until_answers(environment, processes, stop)
        if not stop.asked:
            say(_ready_line(environment))
            sys.stdout.flush()
        return _watch(processes, stop)
    finally:
        _stop_all(processes)


def _ready_line(environment: Environment) -> str:
    if environment.role is ProcessRole.WORKER:
        return f"Safe to Share ({environment.mode}): the worker is at work."
    return f"Safe to Share ({environment.mode}) is ready: http://{environment.address_host}:{environment.port}/"


def commands(environment: Environment) -> dict[str, list[str]]:
    """Return what this role starts, by name, in the order of starting."""
    started: dict[str, list[str]] = {}
    if environment.role in ROLES_WITH_UNWRAPPER:
        started["unwrapper"] = [sys.executable, "-m", "safetoshare.base.unwrapper"]
    if environment.role is not ProcessRole.WORKER:
        bind = f"{environment.address_host}:{environment.port}"
        started["web"] = [
            sys.executable, "-m", "gunicorn", "--config", "python:safetoshare.web.server",
            "--bind", bind, "safetoshare.web.wsgi",
        ]  # fmt: skip
    if environment.role in (ProcessRole.ALL, ProcessRole.WORKER):
        started["worker"] = [sys.executable, "-m", "safetoshare", "worker"]
    if environment.role in (ProcessRole.ALL, ProcessRole.PUBLIC):
        started["spool"] = [sys.executable, "-m", "safetoshare", "spool"]
    return started


def refuse_taken_port(environment: Environment) -> None:
    """BadInputError when something already listens there, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in environment.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.host, environment.port))
        except OSError as error:
            host, port = environment.address_host, environment.port
            other = port + 1 if port < 65535 else port - 1
            raise BadInputError(
                f"{host}:{port} cannot be used ({error.strerror}). Stop the program that uses it, or choose another "
                f"address: SAFETOSHARE_BIND={host}:{other} make run"
            ) from None


def wait_until_answers(environment: Environment, processes: Mapping[str, subprocess.Popen[bytes]], stop: Stop) -> None:
    """Wait until web and unwrapper answer. RefusedError when a process ends first, or a minute passes."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and not stop.asked:
        for name, process in processes.items():
            if process.poll() is not None:
                raise RefusedError(f"The {name} process could not start: see its message above.")
        if _answers(environment) and ("unwrapper" not in processes or _unwrapper_answers()):
            return
        time.sleep(0.05)
    if not stop.asked:
        raise RefusedError(f"The web server did not answer within {PATIENCE_SECONDS} seconds.")


def _unwrapper_answers() -> bool:
    from safetoshare.base.unwrapper import client

    return client.is_there()


def _answers(environment: Environment) -> bool:
    # The site answers to its own names alone, so it is asked by one of them.
    names = {"Host": environment.hosts[0].lstrip(".")} if environment.hosts else {}
    connection = http.client.HTTPConnection(environment.host, environment.port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers=names)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _watch(processes: Mapping[str, subprocess.Popen[bytes]], stop: Stop) -> int:
    while not stop.asked:
        time.sleep(0.2)
        for name, process in processes.items():
            if process.poll() is not None:
                raise RefusedError(f"The {name} process ended (code {process.returncode}): everything is stopped.")
    return 0


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    source = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    # A session of its own, so that Ctrl-C reaches this process alone and the others are stopped in order.
    return subprocess.Popen(  # noqa: S603  # our own modules
        command,
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509  # no thread runs yet
        env={**os.environ, "PYTHONPATH": path},
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _stop_all(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Stop the worker first, then the web, then the unwrapper, which both of them ask."""
    for process in reversed(list(processes.values())):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(_STOPPING_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
