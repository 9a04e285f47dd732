"""How gunicorn serves: its logger says that something failed, and nothing of what a browser sent."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import LimitedStream
from gunicorn.config import Config

from safetoshare.base.uploads import LARGEST_UPLOAD, NO_ROOM
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


def asked(application: server.Application, body: object, **environ: object) -> bytes:
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


FILES = {"PATH_INFO": "/ar/report/files/add/"}


class Body:
    """What gunicorn gives as the body of a request: read from a connection, by a reader with an unreader."""

    def __init__(self, content: bytes) -> None:
        self.reader = SimpleNamespace(unreader=SimpleNamespace(takes_files=False))
        self._content = io.BytesIO(content)
        self.sizes: list[int] = []

    def read(self, size: int = -1) -> bytes:
        self.sizes.append(size)
        return self._content.read(size)


def in_pieces(environ: dict[str, Any], _start_response: Callable[..., object]) -> Iterable[bytes]:
    arriving = LimitedStream(environ["wsgi.input"], int(environ["CONTENT_LENGTH"]))
    return iter(lambda: arriving.read(4), b"")


def test_a_form_with_files_is_read_by_its_view_as_it_arrives() -> None:
    body = Body(b"0123456789")
    assert asked(received_whole(in_pieces), body, CONTENT_LENGTH="10", **FILES) == b"0123456789"
    assert body.sizes == [4, 4, 2]
    assert body.reader.unreader.takes_files


def test_such_a_form_that_ends_too_early_is_an_error_to_its_view_and_no_end() -> None:
    with pytest.raises(ConnectionResetError):
        asked(received_whole(in_pieces), Body(b"0123"), CONTENT_LENGTH="10", **FILES)


def test_a_form_with_files_beyond_all_is_not_read() -> None:
    body, length = Body(b"never read"), str(LARGEST_UPLOAD + 1)
    assert asked(received_whole(echo), body, CONTENT_LENGTH=length, **FILES) == b""
    assert body.sizes == []


@pytest.mark.parametrize(("length", "has_room"), [(server.LARGEST_BODY, True), (server.LARGEST_BODY + 1, False)])
def test_when_many_files_are_on_their_way_a_small_form_is_received_like_any_and_a_large_one_told_to_wait(
    length: int, has_room: bool
) -> None:
    go_on, full = threading.Event(), threading.Semaphore(0)
    seen: list[bool] = []

    def slow(environ: dict[str, Any], _start_response: Callable[..., object]) -> Iterable[bytes]:
        seen.append(bool(environ.get(NO_ROOM)))
        full.release()
        assert go_on.wait(20)
        return [b"done"]

    application = received_whole(slow)
    with ThreadPoolExecutor(server.FILES_AT_ONCE + 1) as visitors:
        answers = [
            visitors.submit(asked, application, Body(b"a"), CONTENT_LENGTH="1", **FILES)
            for _ in range(server.FILES_AT_ONCE)
        ]
        assert all(full.acquire(timeout=20) for _ in range(server.FILES_AT_ONCE))
        answers.append(visitors.submit(asked, application, Body(bytes(length)), CONTENT_LENGTH=str(length), **FILES))
        assert full.acquire(timeout=20)
        go_on.set()
        assert [answer.result(20) for answer in answers] == [b"done"] * (server.FILES_AT_ONCE + 1)
    assert seen == [False] * server.FILES_AT_ONCE + [not has_room]


def test_while_files_are_on_their_way_there_is_room_for_those_who_write() -> None:
    assert configured().threads // 2 > server.FILES_AT_ONCE + server.AT_WORK


def test_a_file_may_take_long_if_it_goes_on_and_not_if_it_stands_still() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        unreader = server.BoundedUnreader(ours)
        unreader.renew()
        unreader.takes_files = True
        unreader.seconds_left = 0.5
        theirs.sendall(bytes(4 * server.BYTES_A_SECOND))
        while unreader.seconds_left < 4:
            unreader.chunk()
        assert unreader.seconds_left <= server.SECONDS_TO_RECEIVE
        unreader.seconds_left = 0.05
        with pytest.raises(TimeoutError):
            unreader.chunk()
        unreader.renew()
        assert not unreader.takes_files


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
