"""Loads a version of the sharing policy with its proof (Recs 1 and 4(a)). Loading puts nothing in force."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.permissions import Action, Actor, Realm, is_permitted
from safetoshare.core.errors import BadInputError, NotPermittedError, PolicyError
from safetoshare.core.policy.prove import unmet
from safetoshare.core.policy.soundness import undecidable
from safetoshare.sharing.models.policies import PolicyVersion, ProofResult
from safetoshare.sharing.selectors.versions import Read, read_version


class Officer(Actor, Protocol):
    """Whoever acts: a signed-in account."""

    @property
    def id(self) -> UUID: ...


@dataclass(frozen=True)
class Loaded:
    """A version stands in the database; `unmet` are the claims that it requires and that fail, by their ids."""

    version_id: UUID
    sha256: str
    unmet: tuple[str, ...]
    is_new: bool = True


@dataclass(frozen=True)
class Unsound:
    """The version was not loaded: each problem in a line, with what to do."""

    problems: tuple[str, ...]


def load_version(content: bytes, document: str, claims_content: bytes, *, by: Officer) -> Loaded | Unsound:
    """Store a version and the results of its proof; the same bytes again change nothing. Nothing unsound is stored.

    NotPermittedError: this is for whoever proposes a policy.
    """
    check(by, Action.POLICY_PROPOSE)
    try:
        read = read_version(content, document, claims_content)
        problems = undecidable(read.policy)
    except PolicyError as error:
        return Unsound(error.problems)
    except BadInputError as error:
        return Unsound((str(error),))
    if problems:
        return Unsound(problems)
    with unit_of_work(write=True):
        return _store(read, content, document, claims_content, by.id)


def check(by: Officer, action: Action) -> None:
    """Ask the table of permissions: a page asks it too, and is not the only way in. NotPermittedError."""
    if not is_permitted(action, by, Realm.STAFF):
        raise NotPermittedError(f"{action} is not for this role.")


def _store(read: Read, content: bytes, document: str, claims_content: bytes, loaded_by: UUID) -> Loaded | Unsound:
    sha256, claims_sha256 = read.policy.sha256, hashlib.sha256(claims_content).hexdigest()
    lacking = unmet(read.policy, read.proof)
    known = PolicyVersion.objects.filter(sha256=sha256).first()
    if known is not None:
        if known.claims_sha256 != claims_sha256:
            return Unsound((f"{document}: was proved with other claims before: give the changed policy a new version",))
        return Loaded(known.id, sha256, lacking, is_new=False)
    version = PolicyVersion.objects.create(
        name=read.policy.id,
        sha256=sha256,
        in_force_from=read.policy.in_force_from,
        document=document,
        content=content,
        claims_content=claims_content,
        claims_sha256=claims_sha256,
        loaded_by=loaded_by,
        loaded_on=clock.today(),
    )
    ProofResult.objects.bulk_create(
        ProofResult(
            version=version,
            position=position,
            claim=result.id,
            holds=result.holds,
            violations=result.violations,
            counterexample=result.counterexample or "",
            request=result.request or {},
            proved_on=clock.today(),
        )
        for position, result in enumerate(read.proof.properties)
    )
    return Loaded(version.id, sha256, lacking)
