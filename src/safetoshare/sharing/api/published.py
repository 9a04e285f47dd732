"""What is published of each version: exact differences, and its rules as files for a journalist, a lawyer or a machine.

The TOML file is the one that was proved, byte for byte; JSON and Cedar are made from it. Anybody can prove it again:
`safetoshare policy prove FILE`.
"""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.core.policy.cedar import to_cedar
from safetoshare.core.policy.differ import Difference
from safetoshare.core.policy.rules import Policy, Rule
from safetoshare.core.policy.vocabulary import Vocabulary
from safetoshare.sharing.selectors import versions
from safetoshare.sharing.selectors.published import CLAIMS_FILE, VersionFiles, files_of
from safetoshare.sharing.selectors.versions import Read, read_version

__all__ = ["Difference", "as_cedar", "as_json", "claims_file", "difference_between"]

FORMAT: Final = "safetoshare.policy/1"


def difference_between(old: Policy, new: Policy) -> Difference:
    """Return exactly what another version answers otherwise. PolicyError: the rules overlap too much to say."""
    return versions.difference_between(old, new)


def claims_file(version: UUID) -> tuple[str, bytes] | None:
    """Return the name and the bytes of the claims that a version was tried for, None if there is no such version."""
    found = _files(version)
    return None if found is None else (CLAIMS_FILE, found.claims_content)


def as_json(version: UUID) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a version as JSON (docs/policy-json.md), None if there is no such version."""
    found = _files(version)
    return None if found is None else (f"{_read(found).policy.id}.json", _json(found))


def as_cedar(version: UUID) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a version as Cedar policies, None if there is no such version."""
    found = _files(version)
    return None if found is None else (f"{_read(found).policy.id}.cedar", _cedar(found))


def _files(version: UUID) -> VersionFiles | None:
    with unit_of_work():
        return files_of(version)


def _read(files: VersionFiles) -> Read:
    return read_version(files.content, files.document, files.claims_content)


@lru_cache(maxsize=16)
def _cedar(files: VersionFiles) -> bytes:
    return to_cedar(_read(files).policy).encode()


@lru_cache(maxsize=16)
def _json(files: VersionFiles) -> bytes:
    read = _read(files)
    policy, vocabulary = read.policy, read.policy.vocabulary
    content: dict[str, Any] = {
        "format": FORMAT,
        "id": policy.id,
        "title": policy.title,
        "in_force_from": policy.in_force_from.isoformat(),
        "sha256": policy.sha256,
        "claims_sha256": files.claims_sha256,
        "sources": list(policy.sources),
        "requires": list(policy.requires),
        "groups": {
            "vocabulary": {
                attribute.id: {name: _values(vocabulary, attribute.id, mask) for name, mask in attribute.groups.items()}
                for attribute in vocabulary.attributes
                if attribute.groups
            },
            "file": tomllib.loads(files.content.decode()).get("groups", {}),
        },
        "default": {"duty": list(policy.default_duty), "instead": list(policy.default_instead)},
        "rules": [_rule(rule, vocabulary) for rule in policy.rules],
        "states": read.proof.states,
        "claims": _claims(read),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _values(vocabulary: Vocabulary, attribute: str, mask: int) -> list[str]:
    return [value.id for value in vocabulary.attribute(attribute).inside(mask)]


def _rule(rule: Rule, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "id": rule.id,
        "effect": rule.effect.value,
        "when": vocabulary.conditions(rule.when),
        "except": None if rule.exception is None else vocabulary.conditions(rule.exception),
        "by": list(rule.by),
        "says": rule.says,
        "cites": list(rule.cites),
        "duty": list(rule.duty),
        "instead": list(rule.instead),
    }


def _claims(read: Read) -> list[dict[str, Any]]:
    results = {result.id: result for result in read.proof.properties}
    return [
        {
            "id": claim.id,
            "layer": claim.layer.value,
            "says": dict(claim.says),
            "form": results[claim.id].form,
            "holds": results[claim.id].holds,
            "violations": results[claim.id].violations,
            "counterexample": results[claim.id].counterexample,
            "request": results[claim.id].request,
        }
        for claim in read.claims
        if claim.id in results
    ]
