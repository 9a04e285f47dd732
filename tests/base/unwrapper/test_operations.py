"""What parts have done with the log's key: only what the settings name, only where the key is."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.operations import operate
from safetoshare.core.errors import BadInputError, RefusedError
from tests.base.people import LOG_SEED
from tests.base.unwrapper.in_process import InProcess

NAME = "part:subject:do"


def length_of_key(log_seed: bytes, body: dict[str, Any]) -> dict[str, Any]:
    """An operation as a part would write it."""
    if body.get("refuse"):
        raise RefusedError("not this")
    return {"bytes": len(log_seed), "heard": body}


@pytest.fixture(autouse=True)
def registered(settings: Settings) -> None:
    settings.SAFETOSHARE_OPERATIONS = {NAME: f"{__name__}.length_of_key"}


def test_an_operation_gets_the_key_and_what_was_said(unwrapper: InProcess) -> None:
    assert client.operate(NAME, {"word": "سلام"}) == {"bytes": 32, "heard": {"word": "سلام"}}


def test_what_the_operation_refuses_is_refused_to_who_asked(unwrapper: InProcess) -> None:
    with pytest.raises(RefusedError, match="not this"):
        client.operate(NAME, {"refuse": True})


@pytest.mark.parametrize("name", ["", "part:subject:undo", "safetoshare.base.clock.now", "os.system"])
def test_what_the_settings_do_not_name_is_not_done(unwrapper: InProcess, name: str) -> None:
    with pytest.raises(BadInputError):
        client.operate(name, {})


@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_what_is_said_must_be_an_object(body: object) -> None:
    with pytest.raises(BadInputError):
        operate(NAME, body, LOG_SEED)


def test_where_the_logs_key_is_not_nothing_is_done_with_it() -> None:
    with pytest.raises(RefusedError, match="not kept here"):
        operate(NAME, {}, None)
