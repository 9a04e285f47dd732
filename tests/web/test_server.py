"""How gunicorn serves: its logger says that something failed, and nothing of what a browser sent."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from gunicorn.config import Config

from safetoshare.web import server
from safetoshare.web.server import DiscreetLogger, received_whole

CANARY = "canary-what-she-wrote"
# What gunicorn reads of the module: every name of its own settings.
GIVEN = {name: value for name, value in vars(server).items() if name in Config().settings}


@pytest.fixture
def configuration() -> Config:
    """Gunicorn's configuration as our module makes it."""
    return configured()


def configured() -> Config:
    made = Config()
    for name, value in GIVEN.items():
        made.set(name, value)
    return made


def logger_of_gunicorn() -> DiscreetLogger:
    """Make the logger as gunicorn does, in the test itself: it writes to the standard error of that moment."""
    return DiscreetLogger(configured())


def test_no_visit_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logger_of_gunicorn().access(CANARY, CANARY, {"PATH_INFO": CANARY}, CANARY)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("level", ["info", "debug"])
def test_what_gunicorn_tells_of_itself_is_not_logged(capsys: pytest.CaptureFixture[str], level: str) -> None:
    getattr(logger_of_gunicorn(), level)("Listening at: %s", CANARY)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("message", "arguments"),
    [(f"Invalid request from ip=192.0.2.7: {CANARY}", ()), ("Invalid request from ip=%s: %s", ("192.0.2.7", CANARY))],
)
def test_a_warning_names_neither_address_nor_path(
    capsys: pytest.CaptureFixture[str], message: str, arguments: tuple[str, ...]
) -> None:
    logger_of_gunicorn().warning(message, *arguments)
    written = capsys.readouterr()
    assert "[WARNING] a request could not be served (details are not logged)" in written.err
    assert CANARY not in written.err + written.out
    assert "192.0.2.7" not in written.err


def test_an_error_outside_the_application_is_told_by_its_kind_and_place_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        int(CANARY)
    except ValueError:
        logger_of_gunicorn().exception("Error handling request %s", f"/report/{CANARY}")
    written = capsys.readouterr()
    assert "ValueError at test_server.py:" in written.err
    assert CANARY not in written.err + written.out
    assert "Traceback" not in written.err


def test_the_end_of_a_process_of_its_own_is_logged_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    logger_of_gunicorn().error("Worker (pid:%s) exited with code %s.", 7, 1)
    assert "Worker (pid:7) exited with code 1." in capsys.readouterr().err


def test_gunicorn_takes_our_logger_and_keeps_no_access_log(configuration: Config) -> None:
    assert configuration.logger_class is DiscreetLogger
    assert configuration.accesslog is None
    assert configuration.errorlog == "-"


def test_gunicorn_opens_no_door_but_the_one_for_visitors(configuration: Config) -> None:
    assert configuration.control_socket_disable
    assert configuration.pidfile is None
    assert configuration.statsd_host is None


def test_the_scheme_is_believed_from_a_proxy_on_this_machine_alone(configuration: Config) -> None:
    assert set(configuration.forwarded_allow_ips) == {"127.0.0.1", "::1"}
    assert not configuration.proxy_protocol or configuration.proxy_protocol == "off"


def test_more_visitors_may_be_slow_than_are_worked_for(configuration: Config) -> None:
    assert configuration.worker_class is server.BoundedWorker
    assert configuration.workers >= 2
    assert configuration.threads > 10 * server.AT_WORK
    # A process that is full must leave the next visitor to the other one.
    assert configuration.threads < configuration.worker_connections <= 2 * configuration.threads


def test_an_address_cannot_be_so_long_that_it_holds_a_report(configuration: Config) -> None:
    assert configuration.limit_request_line == 2048


def test_the_largest_body_is_the_same_for_gunicorn_and_django() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == server.LARGEST_BODY


def echo(environ: dict[str, Any], _start_response: Callable[..., object]) -> Iterable[bytes]:
    return [environ["wsgi.input"].read()]


def asked(application: server.Application, body: io.BytesIO, **environ: object) -> bytes:
    return b"".join(application({"wsgi.input": body, **environ}, lambda *_: None))


def test_the_application_gets_the_whole_body() -> None:
    assert asked(received_whole(echo), io.BytesIO(b"a=1&b=2"), CONTENT_LENGTH="7") == b"a=1&b=2"


def test_half_a_body_never_reaches_the_application() -> None:
    with pytest.raises(ConnectionResetError):
        asked(received_whole(echo), io.BytesIO(b"a=1"), CONTENT_LENGTH="7")


@pytest.mark.parametrize("length", [{}, {"CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": str(server.LARGEST_BODY + 1)}])
def test_a_body_without_a_length_or_beyond_all_is_not_read(length: dict[str, str]) -> None:
    body = io.BytesIO(b"never read")
    assert asked(received_whole(echo), body, **length) == b""
    assert body.tell() == 0


def test_few_are_worked_for_at_once_and_the_others_afterwards() -> None:
    go_on, full = threading.Event(), threading.Semaphore(0)
    at_work: list[int] = []

    def slow(_environ: dict[str, Any], _start_response: Callable[..., object]) -> Iterable[bytes]:
        at_work.append(1)
        full.release()
        assert go_on.wait(20)
        return [b"done"]

    application = received_whole(slow)
    with ThreadPoolExecutor(server.AT_WORK + 3) as visitors:
        answers = [visitors.submit(asked, application, io.BytesIO()) for _ in range(server.AT_WORK + 3)]
        assert all(full.acquire(timeout=20) for _ in range(server.AT_WORK))
        assert not full.acquire(timeout=0.3)
        assert len(at_work) == server.AT_WORK
        go_on.set()
        assert [answer.result(20) for answer in answers] == [b"done"] * (server.AT_WORK + 3)


def test_a_visitor_who_was_too_slow_is_logged_as_that_and_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise TimeoutError(CANARY)
    except TimeoutError:
        logger_of_gunicorn().exception("Socket error processing request.")
    written = capsys.readouterr()
    assert "[WARNING] a visitor's connection was too slow, and was closed" in written.err
    assert CANARY not in written.err + written.out


def test_after_receiving_a_piece_of_an_answer_must_be_taken_in_time() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"a")
        unreader = server.BoundedUnreader(ours)
        unreader.renew()
        assert unreader.chunk() == b"a"
        assert ours.gettimeout() == server.SECONDS_TO_SEND
