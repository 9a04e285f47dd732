"""`safetoshare policy promise FILE --lang LANG`: what may be promised of a version, proved on the spot."""

from __future__ import annotations

import argparse
import gettext
import sys
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any

from safetoshare.cli.console import Subparsers, print_json, read_bytes, say
from safetoshare.cli.policy.files import (
    NO,
    OK,
    add_claims,
    add_file,
    at_work,
    beside,
    read_claims,
    read_policy,
)
from safetoshare.core.languages import codes
from safetoshare.core.policy.limits import Limit, parse_limits
from safetoshare.core.policy.promise import ENGLISH, Promise, promise_of, promise_text
from safetoshare.core.policy.prove import prove, regions, unmet
from safetoshare.core.policy.vocabulary_file import published

LIMITS_FILE = "limits.toml"


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "promise", help="say what may be promised of a version, in one of the pages' languages"
    )
    parser.set_defaults(run=print_promise)
    add_file(parser)
    add_claims(parser)
    parser.add_argument("--lang", choices=codes(), default=ENGLISH, help=f"the language (without it: {ENGLISH})")
    parser.add_argument("--limits", metavar="FILE", help=f"what no promise covers (without it: {LIMITS_FILE} beside)")


def print_promise(arguments: argparse.Namespace) -> int:
    """Run `policy promise FILE`: the claims that hold, what is left open, and what no promise covers."""
    policy = read_policy(arguments.file)
    claims = read_claims(arguments.file, arguments.claims)
    limits = _limits(arguments)
    with at_work("Proving"):
        proof = prove(policy, claims)
        promise = promise_of(policy, claims, proof, limits, regions(policy))
    missing = unmet(policy, proof)
    text = promise_text(promise, arguments.lang, _translation(arguments.lang))
    if arguments.json:
        print_json({**_as_json(promise, arguments.lang), "requires_unmet": list(missing), "text": text})
    else:
        say(text.rstrip("\n"))
    for name in missing:
        sys.stderr.write(f"{policy.id}: {name} is required, and not proved: this version may not be adopted\n")
    return OK if promise.holding and not missing else NO


def _limits(arguments: argparse.Namespace) -> tuple[Limit, ...]:
    name = arguments.limits or beside(arguments.file, LIMITS_FILE)
    return parse_limits(read_bytes(name), name, published()) if name else ()


def _translation(language: str) -> Callable[[str], str]:
    """Return what gives the text of an English one in that language, from the catalogue of the pages."""
    if language == ENGLISH:
        return str
    with resources.as_file(resources.files("safetoshare").joinpath("locale")) as folder:
        return gettext.translation("django", folder, [language]).gettext


def _as_json(promise: Promise, language: str) -> dict[str, Any]:
    def said(name: str, says: Mapping[str, str]) -> dict[str, str]:
        return {"id": name, "says": says.get(language, says[ENGLISH])}

    sentence = promise.sentence
    return {
        "policy": promise.policy,
        "sha256": promise.sha256,
        "language": language,
        "sentence": said(sentence.id, sentence.says) if sentence else None,
        "short": [said(claim.id, claim.says) for claim in promise.short],
        "holds": [said(claim.id, claim.says) for claim in promise.holding],
        "fails": [said(one.claim.id, one.claim.says) for one in promise.failing],
        "limits": [said(limit.id, limit.says) for limit in promise.limits],
    }
