"""`safetoshare policy replay FILE DECISIONS.jsonl`: which recorded decisions a version would answer otherwise.

A line is a request with the answers that were given: `answers` for each kind of data, or `per_data` as `decide` writes
it, or one `answer` for all. What comes out holds line numbers, ids, kinds of data, answers and rules, and nothing else.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any, Final

from rich.markup import escape

from safetoshare.cli.console import Subparsers, print_json, read_bytes, say, table
from safetoshare.cli.policy.files import (
    BAD_INPUT,
    NO,
    OK,
    add_file,
    lines_of,
    read_policy,
    with_progress,
)
from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.replay import Recorded, RecordId, Replayed, replay
from safetoshare.core.policy.requests import Request, parse_request, read_object
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.spelling import choices, shown, suggestion
from safetoshare.core.policy.vocabulary_file import published

ANSWERS: Final = ("yes", "no", "human")
GIVEN: Final = ("answers", "per_data", "answer")
# What `decide` writes beside its answers.
IGNORED: Final = ("because", "policy", "promised_policy")


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("replay", help="decide recorded requests anew, and say which answers change")
    parser.set_defaults(run=replay_file)
    add_file(parser)
    parser.add_argument(
        "decisions", metavar="DECISIONS.jsonl", help='requests with their answers ("-": standard input)'
    )


def replay_file(arguments: argparse.Namespace) -> int:
    """Run `policy replay FILE DECISIONS.jsonl`; a bad line is told on standard error and does not stop the others."""
    if arguments.file == arguments.decisions == "-":
        raise BadInputError("only one of the policy and the decisions can be read from standard input")
    policy = read_policy(arguments.file)
    records: list[Recorded] = []
    names: dict[RecordId, RecordId] = {}
    errors: list[dict[str, Any]] = []
    for number, line in with_progress(lines_of(read_bytes(arguments.decisions)), "Reading"):
        try:
            record = _recorded(number, line)
        except PolicyError as error:
            errors.append({"line": number, "error": "; ".join(error.problems)})
            sys.stderr.write(f"line {number}: {errors[-1]['error']}\n")
            continue
        names[number] = record.request.id
        records.append(record)
    if not records and not errors:
        raise BadInputError("there is no recorded decision: give one JSON object a line")
    replayed = replay(policy, records)
    if arguments.json:
        print_json({**_as_json(policy, replayed, names), **({"errors": errors} if errors else {})})
    else:
        _show(policy, replayed, names)
    return BAD_INPUT if errors else NO if replayed.changed else OK


def _recorded(number: int, line: bytes) -> Recorded:
    """Return the recorded decision of a line, by its line's number; PolicyError holds every problem."""
    content = read_object(line)
    given: dict[str, object] = {name: content.pop(name) for name in GIVEN if name in content}
    for name in IGNORED:
        content.pop(name, None)
    request = parse_request(content, published())
    return Recorded(number, request, _answers(given, request))


def _answers(given: Mapping[str, object], request: Request) -> Mapping[str, str]:
    """Return kind of data -> answer, of exactly the kinds that the request names."""
    kinds = request.values[published().each]
    if "answers" in given and "per_data" in given:
        raise PolicyError("answers and per_data both say what was answered: give one of them")
    name = next((name for name in GIVEN if name in given), None)
    if name is None:
        raise PolicyError('what was answered is missing: give answers = {"identity": "no"}, or one answer for all')
    written = given[name]
    if name == "answer":
        return dict.fromkeys(kinds, _answer(written, name))
    if not isinstance(written, dict):
        raise PolicyError(f"{name} must be an object of kinds of data")
    problems = [f"{name} is missing {kind}" for kind in kinds if kind not in written]
    problems += [f"{name} has a kind that was not asked for: {suggestion(k, kinds)}" for k in written if k not in kinds]
    if problems:
        raise PolicyError(*problems)
    return {kind: _answer(_answer_in(written[kind], name), f"{name}: {kind}") for kind in kinds}


def _answer_in(value: object, name: str) -> object:
    return value.get("answer") if name == "per_data" and isinstance(value, dict) else value


def _answer(value: object, place: str) -> str:
    if not isinstance(value, str) or value not in ANSWERS:
        hint = suggestion(value, ANSWERS) if isinstance(value, str) else f"must be text: {choices(ANSWERS)}"
        raise PolicyError(f"{place}: {hint}")
    return value


def _as_json(policy: Policy, replayed: Replayed, names: Mapping[RecordId, RecordId]) -> dict[str, Any]:
    return {
        "policy": policy.id,
        "decisions": replayed.decisions,
        "unchanged": replayed.decisions - len(replayed.changed),
        "changed": [
            {
                "line": one.id,
                "id": names[one.id],
                "data": one.kind,
                "was": one.was,
                "now": one.now,
                "rules": list(one.rules),
            }
            for one in replayed.changed
        ],
        "counts": {f"{was}->{now}": count for (was, now), count in sorted(replayed.counts.items())},
    }


def _show(policy: Policy, replayed: Replayed, names: Mapping[RecordId, RecordId]) -> None:
    unchanged = replayed.decisions - len(replayed.changed)
    say(f"{policy.id}: {replayed.decisions:,} decisions, {unchanged:,} unchanged, {len(replayed.changed):,} changed.")
    for (was, now), count in sorted(replayed.counts.items()):
        say(f"  {was} -> {now}: {count:,}")
    if replayed.changed:
        rows = [
            (str(one.id), escape(_name(names[one.id])), one.kind, one.was, one.now, escape(", ".join(one.rules)))
            for one in replayed.changed
        ]
        table("Answered otherwise", ("Line", "Request", "Data", "Was", "Now", "Rules"), rows)


def _name(name: RecordId) -> str:
    return "" if name is None else shown(str(name))
