"""The logical dump of a house: each row of each table; for ciphertexts, keys and signatures their lengths."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.migrations.recorder import MigrationRecorder

from safetoshare.base.database import unit_of_work

# Keys and signatures that stand as text, and hashes of what is drawn at random.
OF_A_LENGTH: Final = {
    "base.MemberKey": {"verifier"},
    "base.SignedKeyList": {"note"},
    "base.ProposedKeyList": {"text"},
    "base.KeyListSignature": {"line"},
    "base.AuditHead": {"note"},
    "sharing.SignedCheckpoint": {"note"},
    "sharing.LogKey": {"verifier_key"},
    "base.UsedForm": {"nonce_hash"},
    "base.KnownBrowser": {"token_hash"},
    "base.OpenSession": {"row_key"},
}
# What may tell an hour, and why.
EXCEPTED: Final = {
    "sessions.Session": "a staff session ends eight hours after it began",
    "base.SignInTries": "a wait after a wrong code ends at a moment",
}
EXCEPTED_COLUMNS: Final = {
    "base.Account": {"last_code_step": "no code works twice", "last_code_form": "the same form signs in once"},
}


def dump() -> dict[str, list[list[Any]]]:
    """Return each table's rows, sorted."""
    tables = [model for model in apps.get_models() if model._meta.label not in EXCEPTED]
    return {model._meta.label: _rows(model) for model in tables if model is not MigrationRecorder.Migration}


def _rows(model: type[models.Model]) -> list[list[Any]]:
    fields = [field for field in model._meta.concrete_fields if field.name not in _left_out(model)]
    using = "audit" if model._meta.label.startswith("base.Audit") else "default"
    with unit_of_work(using=using):
        rows = list(model._default_manager.using(using).values_list(*(field.attname for field in fields)))
    said = [[_said(model, field, value) for field, value in zip(fields, row, strict=True)] for row in rows]
    return sorted(said, key=str)


def _left_out(model: type[models.Model]) -> set[str]:
    return set(EXCEPTED_COLUMNS.get(model._meta.label, ()))


def _said(model: type[models.Model], field: models.Field[Any, Any], value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bytes | memoryview):
        return f"{len(bytes(value))} bytes"
    if field.name in OF_A_LENGTH.get(model._meta.label, ()):
        return f"{len(value)} characters"
    return value if isinstance(value, int | bool | type(None)) else str(value)
