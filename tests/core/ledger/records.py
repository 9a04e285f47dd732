"""An invented disclosure, and a small log with its proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from safetoshare.core.ledger.act import BY_TWO, WITH_ANSWER, WITH_END, Act, ActRecord
from safetoshare.core.ledger.checkpoint import Checkpoint, InclusionPromise
from safetoshare.core.ledger.note import keys_of_seed, sign_note
from safetoshare.core.ledger.proof import Proof, write_proof
from safetoshare.core.ledger.record import DisclosureRecord, commitment
from safetoshare.core.ledger.tree import Tree

ORIGIN = "log.example/one"
SIGNER, VERIFIER = keys_of_seed(ORIGIN, bytes(range(32)))
SALT = bytes(range(100, 132))

RECORD = DisclosureRecord(
    id=UUID("6d0c0a52-6f6b-4b6e-9f0e-2b1f0c4f7a01"),
    number=1,
    previous="",
    on=date(2026, 11, 22),
    at=datetime(2026, 11, 22, 14, 5, 59, tzinfo=UTC),
    decision="permitted",
    subject="victim",
    pathways=("domestic_abuse",),
    age="adult",
    danger="none",
    stage="assessment",
    adviser_offered="no",
    shares_home_or_visa="unknown",
    recipient="specialist_service",
    organisation="5b1f6c1e-8d2a-4f57-9a0e-3d1c7b2e9f10",
    organisation_name="Invented Service ਸੇਵਾ",
    purpose="support",
    gateway="consent",
    status_basis="none",
    data=("identity", "needs"),
    answers=("yes", "yes"),
    fields=("identity.name", "needs.safe_place"),
    consent="given",
    consent_on=date(2026, 11, 21),
    consent_language="pa",
    consent_version="1",
    necessity="She asked for a safe place tonight.",
    policy="model-firewall",
    policy_sha256="a" * 64,
    adopted_by="Invented Police",
    rules=("help-with-consent",),
    says=("Those who help may be told what she agrees to.",),
    cites=("Rec 4(g)",),
    duties=("tell_her",),
    instead=(),
    promised_on=date(2026, 11, 20),
    promised_policy="",
    promised_policy_sha256="",
    role="victim_care_officer",
    actor="victim_care_officer",
    authorised_by="",
    proportionality="",
    evidence="",
    package_hash="b" * 64,
    sealed_hash="c" * 64,
    recipient_key="0b6f4b0e-56a5-4f0f-8a34-1c6f0f1b2a03",
)
REFUSAL = replace(
    RECORD,
    number=2,
    previous="d" * 64,
    decision="refused",
    recipient="immigration_enforcement",
    answers=("no", "human"),
    fields=(),
    duties=(),
    instead=("link_to_adviser",),
    package_hash="",
    sealed_hash="",
    recipient_key="",
    consent="not_asked",
    consent_on=None,
)


def proof_at(index: int, size: int, record: DisclosureRecord = RECORD, signer: str = SIGNER) -> Proof:
    """The proof of a record that is entry `index` of a log of `size` entries."""
    committed = commitment(SALT, record.encoded())
    tree = Tree()
    tree.extend(committed if place == index else bytes([place]) * 32 for place in range(size))
    checkpoint = sign_note(Checkpoint(ORIGIN, size, tree.root()).text(), [signer])
    promise = sign_note(InclusionPromise(ORIGIN, committed, date(2026, 11, 24)).text(), [signer])
    return Proof(record, SALT, index, tuple(tree.inclusion(index)), checkpoint, promise)


def document_at(index: int, size: int) -> bytes:
    """The document of that proof."""
    return write_proof(proof_at(index, size))


def act_record(act: Act, **changed: Any) -> ActRecord:  # noqa: ANN401  # any field of a record
    """Return an invented record of an act, with all that this act needs and nothing that it has no use for."""
    facts: dict[str, Any] = {
        "id": UUID("6d0c0a52-6f6b-4b6e-9f0e-2b1f0c4f7a02"),
        "number": 2,
        "previous": "c" * 64,
        "on": date(2026, 11, 23),
        "at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "act": act.value,
        "concerns": "",
        "recipient": "social_care",
        "organisation_name": "Invented Council",
        "happened_on": date(2026, 11, 22),
        "data": ("identity",),
        "purpose": "safeguarding",
        "gateway": "vital_interests",
        "answer": "yes" if act in WITH_ANSWER else "",
        "necessity": "A child was alone in the house.",
        "proportionality": "The address alone was told.",
        "evidence": "Incident 12 of the day",
        "until": date(2026, 11, 24) if act in WITH_END else None,
        "policy": "model-firewall",
        "policy_sha256": "a" * 64,
        "rules": ("child-in-danger",),
        "says": ("Who protects a child at once is told where the child is.",),
        "role": "control_room",
        "second_role": "unit_supervisor" if act in BY_TWO else "",
    }
    return ActRecord(**{**facts, **changed})
