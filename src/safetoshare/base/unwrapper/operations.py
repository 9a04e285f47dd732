"""What parts have the unwrapper do with the public log's key, by the name that the settings give it.

A part writes a function of the key's 32 bytes and a JSON object that returns a JSON object. It judges for itself what
it signs: whoever reaches this socket may ask. `base` imports no part, so functions are named by dotted path.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from safetoshare.base.unwrapper import client
from safetoshare.core.errors import BadInputError, RefusedError

_seed_here: ContextVar[bytes | None] = ContextVar("seed_here", default=None)


def operate(name: str, body: object, log_seed: bytes | None) -> dict[str, Any]:
    """Do what was asked. BadInputError for an unknown name, RefusedError where the log's key is not."""
    path = settings.SAFETOSHARE_OPERATIONS.get(name)
    if path is None or not isinstance(body, dict):
        raise BadInputError("The unwrapper was asked for something that it does not do.")
    if log_seed is None:
        raise RefusedError("The log's key is not kept here: ask the unwrapper beside the hub.")
    answer: dict[str, Any] = import_string(path)(log_seed, body)
    return answer


def ask(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """Have the unwrapper do an operation, or do it here where the seed is. UnwrapperAwayError while nobody can."""
    seed = _seed_here.get()
    return client.operate(name, body) if seed is None else operate(name, body, seed)


@contextmanager
def in_this_process(seed: bytes) -> Iterator[None]:
    """Do operations with the seed in this process inside the block: for the loading of a demonstration.

    RefusedError anywhere else: no other process ever holds the log's key.
    """
    if not settings.IS_DEMONSTRATION:
        raise RefusedError("The log's key is used by the unwrapper alone, except in the making of a demonstration.")
    token = _seed_here.set(seed)
    try:
        yield
    finally:
        _seed_here.reset(token)
