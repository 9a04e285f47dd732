"""What the unwrapper signs of the audit: a checkpoint of its tree under an origin of its own, and nothing else."""

from __future__ import annotations

from typing import Any, Final

from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.force import current_force
from safetoshare.base.models import AuditHead
from safetoshare.base.unwrapper.operations import ask
from safetoshare.core.errors import NoteError
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint
from safetoshare.core.ledger.note import keys_of_seed, sign_note

SIGN: Final = "base:audit:sign"
KEY: Final = "base:audit:key"


def origin() -> str:
    """Return the name under which the audit's heads are signed."""
    return f"{current_force().log_origin}/audit"


def sign_head(log_seed: bytes, body: dict[str, Any]) -> dict[str, Any]:
    """Sign the checkpoint in `text`. NoteError unless it is one of this audit that is no smaller than the last."""
    text = body.get("text")
    if not isinstance(text, str):
        raise NoteError("there is no text to sign")
    checkpoint = read_checkpoint(text)
    with unit_of_work(using=AUDIT):
        last = AuditHead.objects.using(AUDIT).order_by("-on").first()
    if checkpoint.origin != origin() or checkpoint.text() != text or (last and checkpoint.size < last.size):
        raise NoteError("the audit signs its own growing tree alone")
    signer, _verifier = keys_of_seed(origin(), log_seed)
    return {"note": sign_note(text, [signer])}


def audit_key(log_seed: bytes, _body: dict[str, Any]) -> dict[str, Any]:
    """Return the key that verifies the audit's heads."""
    return {"verifier_key": keys_of_seed(origin(), log_seed)[1]}


def ask_for_head(checkpoint: Checkpoint) -> str:
    """Return the signed checkpoint. UnwrapperAwayError while nobody can sign."""
    return str(ask(SIGN, {"text": checkpoint.text()})["note"])


def ask_for_key() -> str:
    """Return the audit's verifier key. UnwrapperAwayError while nobody can tell it."""
    return str(ask(KEY, {})["verifier_key"])
