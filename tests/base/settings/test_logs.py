"""What is logged: Django's own words about a request go nowhere, the house's go to standard error."""

from __future__ import annotations

import io
import logging
import re

import pytest

from safetoshare.base.settings.logs import LOGGING

CANARY = "/report/what-somebody-wrote/"
DJANGO_LOGGERS = (
    "django",
    "django.request",
    "django.server",
    "django.template",
    "django.security.csrf",
    "django.security.DisallowedHost",
    "django.db.backends",
    "django.utils.autoreload",
)


# Logging stands in the tests as Django set it up at their start: its own first, then ours over it.


@pytest.mark.parametrize("name", DJANGO_LOGGERS)
@pytest.mark.parametrize("level", [logging.DEBUG, logging.WARNING, logging.ERROR, logging.CRITICAL])
def test_what_django_says_of_a_request_is_written_nowhere(
    name: str, level: int, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger(name).log(level, "Not Found: %s", CANARY)
    written = capfd.readouterr()
    assert written.out + written.err == ""


@pytest.mark.parametrize("name", DJANGO_LOGGERS)
def test_no_logger_of_django_reaches_a_handler_that_writes_or_mails(name: str) -> None:
    handlers: list[logging.Handler] = []
    logger: logging.Logger | None = logging.getLogger(name)
    while logger is not None:
        handlers += logger.handlers
        logger = logger.parent if logger.propagate else None
    # pytest listens as well.
    kinds = {type(handler) for handler in handlers if not type(handler).__module__.startswith("_pytest")}
    assert kinds == {logging.NullHandler}


@pytest.mark.parametrize("name", ["psycopg", "psycopg.pool", "asyncio", "some.library"])
def test_what_a_library_says_is_written_nowhere(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger(name).error("connection to server at %s failed", CANARY)
    written = capfd.readouterr()
    assert written.out + written.err == ""


def test_the_house_writes_with_day_name_and_level_and_no_hour_where_its_handler_leads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (handler,) = (one for one in logging.getLogger("safetoshare").handlers if type(one) is logging.StreamHandler)
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    logging.getLogger("safetoshare.errors").error("error %s", "K7")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d safetoshare\.errors ERROR error K7\n", written.getvalue())


def test_the_house_writes_to_standard_error_and_not_to_a_file() -> None:
    assert LOGGING["handlers"]["standard_error"] == {"class": "logging.StreamHandler", "formatter": "plain"}
    assert {handler["class"] for handler in LOGGING["handlers"].values()} == {
        "logging.NullHandler",
        "logging.StreamHandler",
    }
