"""What the unwrapper signs with the log's key: this log's two kinds of text, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from safetoshare.base.force import current_force
from safetoshare.base.unwrapper import client, operations
from safetoshare.base.unwrapper.operations import operate
from safetoshare.core.errors import BadInputError, NoteError, RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint, InclusionPromise
from safetoshare.core.ledger.note import open_note
from safetoshare.sharing.services import signing, tallying
from tests.sharing.logs import SEED, log_keys

SIGNS = [signing.sign_promise, signing.sign_checkpoint]


def checkpoint(origin: str | None = None) -> Checkpoint:
    return Checkpoint(origin or current_force().log_origin, 8, bytes(32))


def promise(origin: str | None = None) -> InclusionPromise:
    return InclusionPromise(origin or current_force().log_origin, bytes(32), date(2026, 11, 24))


def test_the_operations_of_the_settings_are_these_functions_and_sign_for_the_log() -> None:
    _signer, verifier = log_keys()
    assert operate("sharing:log:key", {"origin": current_force().log_origin}, SEED) == {"verifier_key": verifier}
    for name, signed in (("sharing:promise:sign", promise()), ("sharing:checkpoint:sign", checkpoint())):
        note = operate(name, {"text": signed.text()}, SEED)["note"]
        assert open_note(note, [verifier]).text == signed.text()
    assert {name for name in settings.SAFETOSHARE_OPERATIONS if name.startswith("sharing:")} == {
        signing.SIGN_PROMISE,
        signing.SIGN_CHECKPOINT,
        signing.LOG_KEY,
        tallying.TALLY_KEY,
        tallying.FOLD_TALLIES,
    }


def test_another_logs_texts_are_not_signed() -> None:
    with pytest.raises(NoteError, match="own origin"):
        signing.sign_checkpoint(SEED, {"text": checkpoint("other.example/log").text()})
    with pytest.raises(NoteError, match="own origin"):
        signing.sign_promise(SEED, {"text": promise("other.example/log").text()})


def test_neither_is_signed_as_the_other() -> None:
    with pytest.raises(NoteError):
        signing.sign_checkpoint(SEED, {"text": promise().text()})
    with pytest.raises(NoteError):
        signing.sign_promise(SEED, {"text": checkpoint().text()})


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("body", [{}, {"text": None}, {"text": 1}, {"text": ""}, {"text": "anything\n"}])
def test_what_is_neither_is_not_signed(
    sign: Callable[[bytes, dict[str, Any]], dict[str, Any]], body: dict[str, Any]
) -> None:
    with pytest.raises(NoteError):
        sign(SEED, body)


def test_extension_lines_are_not_signed() -> None:
    with pytest.raises(NoteError, match="extension"):
        signing.sign_checkpoint(SEED, {"text": checkpoint().text() + "more\n"})


def test_inside_the_block_this_process_signs_and_after_it_the_unwrapper_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def unwrapper(operation: str, body: dict[str, Any]) -> dict[str, Any]:
        asked.append(operation)
        return operate(operation, body, bytes(32))

    monkeypatch.setattr(client, "operate", unwrapper)
    _signer, verifier = log_keys()
    with operations.in_this_process(SEED):
        assert signing.ask_for_key(current_force().log_origin) == verifier
        assert open_note(signing.ask_for_promise(promise()), [verifier]).text == promise().text()
    assert asked == []
    assert signing.ask_for_key(current_force().log_origin) == log_keys(bytes(32))[1]
    open_note(signing.ask_for_checkpoint(checkpoint()), [log_keys(bytes(32))[1]])
    assert asked == ["sharing:log:key", "sharing:checkpoint:sign"]


def test_without_an_unwrapper_nothing_is_signed() -> None:
    with pytest.raises(client.UnwrapperAwayError):
        signing.ask_for_promise(promise())


def test_outside_a_demonstration_no_other_process_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IS_DEMONSTRATION", False)
    with pytest.raises(RefusedError, match="unwrapper alone"), operations.in_this_process(SEED):
        pytest.fail("the block was entered")


def test_where_the_key_is_not_kept_or_the_name_unknown_nothing_is_signed() -> None:
    with pytest.raises(RefusedError):
        operate(signing.SIGN_PROMISE, {"text": promise().text()}, None)
    with pytest.raises(BadInputError):
        operate("sharing:anything:sign", {"text": promise().text()}, SEED)
