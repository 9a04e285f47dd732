"""Measures the policy engine: microseconds a decision, and seconds for all claims over the whole space.

Run: .venv/bin/python benchmarks/policy.py [FILE] [--claims FILE] [--json]. Without FILE it measures the test model, and
the same rules written over and over, each time about other recipients, up to 40 and 200 rules. Figures, not promises:
compare runs on the same machine.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from safetoshare.cli.console import table
from safetoshare.core.policy.claims import Claim, parse_claims
from safetoshare.core.policy.decide import Decider
from safetoshare.core.policy.prove import prove, regions
from safetoshare.core.policy.requests import Request, parse_request
from safetoshare.core.policy.rules import Policy, Rule, parse_policy
from safetoshare.core.policy.vocabulary_file import published

TESTS = Path(__file__).resolve().parents[1] / "tests" / "core" / "policy"
REPLAYED = 100_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", default=str(TESTS / "model.toml"))
    parser.add_argument("--claims")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    file = Path(arguments.file)
    policy = parse_policy(file.read_bytes(), file.name, published())
    claims_file = Path(arguments.claims or file.with_name("claims.toml"))
    claims = parse_claims(claims_file.read_bytes(), claims_file.name, published())

    figures = [*_decisions(policy), *_proof(policy, claims)]
    for count in (40, 200):
        figures += _proof(_repeated(policy, count, random.Random(count)), claims)  # noqa: S311 - not for secrets
    if arguments.json:
        print(json.dumps(figures, indent=2))  # noqa: T201 - a script that prints
    else:
        rows = [(f["what"], f"{f['value']:,}", f["unit"]) for f in figures]
        table(f"Policy engine, {policy.id}", ("What", "Value", "Unit"), rows)


def _decisions(policy: Policy) -> list[dict[str, Any]]:
    requests = _requests(policy, REPLAYED, random.Random(1))  # noqa: S311 - the same requests each time
    points = [[values[0] for values in request.values] for request in requests]
    decider = Decider(policy)
    one = _percentiles(decider.point, points[:20_000])
    whole = _percentiles(decider.decide, requests[:20_000])
    started = time.perf_counter()
    for request in requests:
        decider.decide(request)
    seconds = time.perf_counter() - started
    return [
        _figure("one kind of data, p50", one[0], "µs"),
        _figure("one kind of data, p99", one[1], "µs"),
        _figure("a request of one kind, p50", whole[0], "µs"),
        _figure("a request of one kind, p99", whole[1], "µs"),
        _figure(f"{REPLAYED:,} requests replayed", seconds, "s"),
    ]


def _proof(policy: Policy, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    started = time.perf_counter()
    prove(policy, claims)
    seconds = time.perf_counter() - started
    boxes = len(regions(policy).shared)
    what = f"{len(claims)} claims of {len(policy.rules)} rules ({boxes:,} boxes)"
    return [_figure(f"proof of {what}", seconds, "s")]


def _requests(policy: Policy, count: int, chance: random.Random) -> list[Request]:
    """Return requests of one value each, every second one aimed into some rule's box."""
    vocabulary = policy.vocabulary
    requests = []
    for number in range(count):
        box = chance.choice(policy.rules).when if number % 2 else vocabulary.everything
        values = {
            attribute.id: chance.choice([value.id for value in attribute.inside(mask)])
            for attribute, mask in zip(vocabulary.attributes, box, strict=True)
        }
        requests.append(parse_request(values, vocabulary))
    return requests


def _repeated(policy: Policy, count: int, chance: random.Random) -> Policy:
    """Return the policy's rules again and again, each copy about two other recipients."""
    place = policy.vocabulary.positions["recipient"]
    bits = list(policy.vocabulary.attributes[place].bits.values())
    rules: list[Rule] = list(policy.rules)
    while len(rules) < count:
        rule = policy.rules[len(rules) % len(policy.rules)]
        mask = sum(chance.sample(bits, 2))
        when = (*rule.when[:place], mask, *rule.when[place + 1 :])
        rules.append(dataclasses.replace(rule, id=f"{rule.id}-{len(rules)}", when=when, exception=None))
    return dataclasses.replace(policy, rules=tuple(rules))


def _percentiles(function: Callable[[Any], object], arguments: Sequence[object]) -> tuple[float, float]:
    """Return the median and the 99th percentile of one call, in microseconds."""
    for argument in arguments[:500]:
        function(argument)
    nanoseconds = []
    for argument in arguments:
        started = time.perf_counter_ns()
        function(argument)
        nanoseconds.append(time.perf_counter_ns() - started)
    return statistics.median(nanoseconds) / 1000, sorted(nanoseconds)[len(nanoseconds) * 99 // 100] / 1000


def _figure(what: str, value: float, unit: str) -> dict[str, Any]:
    return {"what": what, "value": round(value, 4), "unit": unit}


if __name__ == "__main__":
    main()
