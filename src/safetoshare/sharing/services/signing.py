"""Signatures of the public log: what the unwrapper signs, and asking it.

The first three functions run inside the unwrapper, with the log's seed. They sign the log's two kinds of text for
this force's log and nothing else, so that whoever reaches the unwrapper gets no other signature out of the key.

A force's first log has the origin that its folder names; one that was opened after closing another has a number after
it: `example.org/log/2`. (The folder's name itself stays: the lists of keys bear it too.)
"""

from __future__ import annotations

import re
from typing import Any

from safetoshare.base.force import current_force
from safetoshare.base.unwrapper.operations import ask
from safetoshare.core.errors import NoteError
from safetoshare.core.ledger.checkpoint import Checkpoint, InclusionPromise, read_checkpoint, read_inclusion_promise
from safetoshare.core.ledger.note import keys_of_seed, sign_note

SIGN_PROMISE = "sharing:promise:sign"
SIGN_CHECKPOINT = "sharing:checkpoint:sign"
LOG_KEY = "sharing:log:key"
_NUMBERED = re.compile(r"/(?:[2-9]|[1-9][0-9]{1,3})", re.ASCII)


def sign_promise(log_seed: bytes, body: dict[str, Any]) -> dict[str, Any]:
    """Sign the promise of inclusion in `text`. NoteError unless it is one of this log."""
    return _signed(log_seed, read_inclusion_promise(_text(body)))


def sign_checkpoint(log_seed: bytes, body: dict[str, Any]) -> dict[str, Any]:
    """Sign the checkpoint in `text`. NoteError unless it is one of this log, without extension lines."""
    checkpoint = read_checkpoint(_text(body))
    if checkpoint.text() != body["text"]:
        raise NoteError("the log signs no extension lines")
    return _signed(log_seed, checkpoint)


def log_key(log_seed: bytes, body: dict[str, Any]) -> dict[str, Any]:
    """Return the key that verifies the signatures of the log of `origin`. NoteError for another force's."""
    origin = body.get("origin")
    if not isinstance(origin, str) or not is_of_this_force(origin):
        raise NoteError("the log signs under its own origin alone")
    _signer, verifier = keys_of_seed(origin, log_seed)
    return {"verifier_key": verifier}


def is_of_this_force(origin: str) -> bool:
    """Whether an origin is this force's: as its folder names it, or with a number after it."""
    first = current_force().log_origin
    return origin == first or (origin.startswith(first) and _NUMBERED.fullmatch(origin, len(first)) is not None)


def ask_for_promise(promise: InclusionPromise) -> str:
    """Return the signed promise. UnwrapperAwayError while nobody can sign."""
    return str(ask(SIGN_PROMISE, {"text": promise.text()})["note"])


def ask_for_checkpoint(checkpoint: Checkpoint) -> str:
    """Return the signed checkpoint. UnwrapperAwayError while nobody can sign."""
    return str(ask(SIGN_CHECKPOINT, {"text": checkpoint.text()})["note"])


def ask_for_key(origin: str) -> str:
    """Return the verifier key of the log of an origin. UnwrapperAwayError while nobody can tell it."""
    return str(ask(LOG_KEY, {"origin": origin})["verifier_key"])


def _signed(log_seed: bytes, signed: Checkpoint | InclusionPromise) -> dict[str, Any]:
    if not is_of_this_force(signed.origin):
        raise NoteError("the log signs under its own origin alone")
    signer, _verifier = keys_of_seed(signed.origin, log_seed)
    return {"note": sign_note(signed.text(), [signer])}


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        raise NoteError("there is no text to sign")
    return text
