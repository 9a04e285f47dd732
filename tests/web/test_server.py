"""How gunicorn serves: its logger says that something failed, and nothing of what a browser sent."""

from __future__ import annotations

import pytest
from gunicorn.config import Config
from gunicorn.util import load_class

from safetoshare.web import server
from safetoshare.web.server import DiscreetLogger

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


def test_a_slow_visitor_does_not_keep_a_whole_process(configuration: Config) -> None:
    assert load_class(configuration.worker_class_str).__name__ == "ThreadWorker"
    assert configuration.workers >= 2
    assert configuration.threads >= 2


def test_an_address_cannot_be_so_long_that_it_holds_a_report(configuration: Config) -> None:
    assert configuration.limit_request_line == 2048
