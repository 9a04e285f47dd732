"""`safetoshare policy decide`: decide requests by one file, or each by the version of its own day."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.markup import escape

from safetoshare.cli.console import Subparsers, read_bytes, say, table
from safetoshare.cli.policy.files import (
    BAD_INPUT,
    NO,
    OK,
    add_json,
    lines_of,
    read_policy,
    read_versions,
    with_progress,
)
from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.decide import Decision, Refused
from safetoshare.core.policy.near import near_misses
from safetoshare.core.policy.promised import decide_as_promised
from safetoshare.core.policy.requests import Request, read_request
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.spelling import shown
from safetoshare.core.policy.versions import in_force_at
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.policy.wording import because

LONDON = ZoneInfo("Europe/London")


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("decide", help="decide requests, one JSON object a line")
    parser.set_defaults(run=decide_requests)
    parser.add_argument("first", metavar="FILE", nargs="?", help="the policy (with --versions it may be left out)")
    parser.add_argument("second", metavar="REQUESTS.jsonl", nargs="?", help="the requests (default: standard input)")
    parser.add_argument(
        "--versions",
        metavar="DIR",
        help="decide each request by the version of its `at` (today without it), and as `promised_at` promised",
    )
    parser.add_argument("--near", action="store_true", help="say with a no which smallest changes would change it")
    add_json(parser)


@dataclass(frozen=True)
class _Versions:
    """Which versions decide a request: `undated` whatever has no `at`, or everything where there are no others."""

    undated: Policy | None
    dated: tuple[Policy, ...]
    today: date

    def of(self, request: Request) -> tuple[Policy, Policy | None]:
        """Return the version in force and the one shown to the person; PolicyError if a day has none."""
        if self.undated is not None and (request.at is None or not self.dated):
            in_force = self.undated
        else:
            in_force = self._on(request.at or self.today, "at")
        if request.promised_at is None or not self.dated:
            return in_force, None
        return in_force, self._on(request.promised_at, "promised_at")

    def _on(self, day: date, field: str) -> Policy:
        found = in_force_at(self.dated, day)
        if found is None:
            first = min(self.dated, key=lambda policy: policy.in_force_from)
            raise PolicyError(f"{field}: no version was in force on {day}: the first is from {first.in_force_from}")
        return found


def decide_requests(arguments: argparse.Namespace) -> int:
    """Run `policy decide FILE [REQUESTS.jsonl|-]`: one answer a line; a bad line does not stop the others."""
    versions, requests = _inputs(arguments)
    rows: list[tuple[str, ...]] = []
    nearest: list[str] = []
    codes = set()
    for result in _answers(versions, requests, near=arguments.near):
        codes.add(BAD_INPUT if "error" in result else OK if result["answer"] == "yes" else NO)
        if arguments.json:
            # ASCII, for an id may hold what no terminal or pipe can encode.
            sys.stdout.write(json.dumps(result) + "\n")
        else:
            rows += _rows(result)
            nearest += _near_in_words(result)
    if not codes:
        raise BadInputError("there is no request: give one JSON object a line")
    if not arguments.json:
        title = versions.undated.title if versions.undated else "By the version of each request's day"
        table(escape(title), ("Request", "Data", "Answer", "Rules", "What to do"), rows)
        for line in nearest:
            say(line)
    return max(codes)


def _inputs(arguments: argparse.Namespace) -> tuple[_Versions, bytes]:
    """Return the versions and the requests' bytes, by how many files are named."""
    files = [name for name in (arguments.first, arguments.second) if name is not None]
    if not files and not arguments.versions:
        raise BadInputError(
            "name the policy and the requests: decide FILE [REQUESTS.jsonl], or decide --versions DIR [REQUESTS.jsonl]"
        )
    policy_name = files[0] if len(files) == 2 or not arguments.versions else None
    requests_name = files[-1] if len(files) == 2 or (files and arguments.versions) else "-"
    if policy_name == requests_name == "-":
        raise BadInputError("only one of the policy and the requests can be read from standard input")
    undated = read_policy(policy_name) if policy_name is not None else None
    dated = read_versions(arguments.versions) if arguments.versions else ()
    return _Versions(undated, dated, datetime.now(UTC).astimezone(LONDON).date()), read_bytes(requests_name)


def _answers(versions: _Versions, content: bytes, *, near: bool) -> Iterator[dict[str, Any]]:
    for number, line in with_progress(lines_of(content), "Deciding"):
        try:
            request = read_request(line, published())
            in_force, promised = versions.of(request)
        except PolicyError as error:
            yield {"line": number, "error": "; ".join(error.problems)}
            continue
        decisions = decide_as_promised(in_force, promised, request)
        answers = {decision.answer for decision in decisions.values()}
        result = {
            "id": request.id,
            "answer": answers.pop() if len(answers) == 1 else "mixed",
            "per_data": {kind: _decision_json(decision) for kind, decision in decisions.items()},
            "because": because(decisions, in_force.vocabulary),
        }
        if versions.dated:
            result |= {"policy": in_force.id, "promised_policy": promised.id if promised else None}
        if near:
            _add_near(result, in_force, request)
        yield result


def _decision_json(decision: Decision) -> dict[str, Any]:
    return {
        "answer": decision.answer,
        "rules": list(decision.rules),
        "cites": list(decision.cites),
        "duties": list(decision.duties),
        "instead": list(decision.instead) if isinstance(decision, Refused) else [],
    }


def _add_near(result: dict[str, Any], policy: Policy, request: Request) -> None:
    """Put beside each no what would change it. Whoever runs this has the whole policy: nobody is coached by it."""
    known = {
        attribute.id: values for attribute, values in zip(policy.vocabulary.attributes, request.values, strict=True)
    }
    each = policy.vocabulary.attributes[policy.vocabulary.each].id
    for kind, decision in result["per_data"].items():
        if decision["answer"] == "no":
            misses = near_misses(policy, {**known, each: (kind,)}, facts=(), coaching=True)
            decision["near"] = [
                {"answer": miss.answer, "changes": {name: list(values) for name, values in miss.changes}}
                for miss in misses
            ]


def _rows(result: Mapping[str, Any]) -> list[tuple[str, ...]]:
    if "error" in result:
        return [(f"line {result['line']}", "", "not a request", "", escape(result["error"]))]
    return [
        (
            escape(_name(result)),
            kind,
            each["answer"],
            escape(", ".join(each["rules"])),
            ", ".join(each["duties"] + each["instead"]),
        )
        for kind, each in result["per_data"].items()
    ]


def _near_in_words(result: Mapping[str, Any]) -> Iterator[str]:
    for kind, each in result.get("per_data", {}).items():
        for miss in each.get("near", ()):
            changes = ", and ".join(f"{name}: {' or '.join(values)}" for name, values in miss["changes"].items())
            yield f"{_name(result)} {kind}: {miss['answer']} with {changes}".strip()


def _name(result: Mapping[str, Any]) -> str:
    return "" if result["id"] is None else shown(str(result["id"]))
