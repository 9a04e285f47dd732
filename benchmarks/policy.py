"""Measures the policy engine: decisions beside Cedar's, replay, proofs over the whole space, differences, the oracles.

Run: .venv/bin/python benchmarks/policy.py [FILE] [--claims FILE] [--json]. Without FILE it measures the version that
the demonstration runs. Proofs are also measured on 40 and on 200 rules: its own first ones, or all of them and
then copies, each about one or two other recipients. Figures, not promises: compare runs on the same machine. Cedar
(cedarpy, policies and entities parsed before) is asked one action of the two that a decision takes, turn by turn with
ours.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import cedarpy
from rich.bar import Bar
from rich.console import Console
from rich.table import Table

import safetoshare.forces
from safetoshare.cli.console import print_json
from safetoshare.core.policy.cedar import BY_HUMAN, cedar_question, to_cedar
from safetoshare.core.policy.claims import Claim, parse_claims
from safetoshare.core.policy.decide import Decider
from safetoshare.core.policy.differ import differ
from safetoshare.core.policy.oracles import MOST_RULES, check_by_oracles
from safetoshare.core.policy.prove import prove, regions
from safetoshare.core.policy.replay import Recorded, replay
from safetoshare.core.policy.requests import Request, parse_request
from safetoshare.core.policy.rules import Effect, Policy, Rule, parse_policy
from safetoshare.core.policy.vocabulary_file import published

MODEL = Path(safetoshare.forces.__path__[0]) / "avon_and_somerset" / "policy" / "model-firewall.toml"
REPLAYED = 100_000
ASKED = 20_000
TURN = 200
Figure = dict[str, Any]
Result = TypeVar("Result")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", default=str(MODEL))
    parser.add_argument("--claims")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    file = Path(arguments.file)
    policy = parse_policy(file.read_bytes(), file.name, published())
    claims_file = Path(arguments.claims or file.with_name("claims.toml"))
    claims = parse_claims(claims_file.read_bytes(), claims_file.name, published())
    figures = [*_beside_cedar(policy), *_replayed(policy), *_proofs(policy, claims), *_differences(policy)]
    figures += _oracles(policy, claims)
    if arguments.json:
        print_json(figures)
    else:
        _show(policy, figures)


def _beside_cedar(policy: Policy) -> Iterator[Figure]:
    """Ours and Cedar's decisions of the same requests, in turns, so that both meet the same moments of the machine."""
    points = [tuple(values[0] for values in request.values) for request in _requests(policy, ASKED)]
    decider = Decider(policy)
    policies = cedarpy.PolicySet.from_str(to_cedar(policy))
    entities = cedarpy.Entities.from_json_str("[]")
    asked = [cedar_question(point, BY_HUMAN, policy.vocabulary) for point in points]
    ours: list[int] = []
    cedars: list[int] = []
    for start in range(0, ASKED, TURN):
        ours += _timed(decider.point, points[start : start + TURN])
        cedars += _timed(lambda question: cedarpy.is_authorized(question, policies, entities), asked[start:][:TURN])
    median, cedar = statistics.median(ours) / 1000, statistics.median(cedars) / 1000
    yield _figure("decision with reasons for one kind of data, p50", median, "µs", most=2)
    yield _figure("the same, p99", sorted(ours)[ASKED * 99 // 100] / 1000, "µs")
    yield _figure("cedarpy, preparsed, one of the two actions, p50", cedar, "µs")
    yield _figure("how many times cedarpy's speed", cedar / median, "times", least=40)


def _replayed(policy: Policy) -> Iterator[Figure]:
    decider = Decider(policy)
    requests = _requests(policy, REPLAYED)
    recorded = [
        Recorded(str(number), request, {kind: decision.answer for kind, decision in decider.decide(request).items()})
        for number, request in enumerate(requests)
    ]
    seconds, replayed = _seconds(partial(replay, policy, recorded))
    if replayed.changed:
        raise SystemExit("replayed with the version that decided, some answer changed")
    yield _figure(f"{REPLAYED:,} decisions replayed", seconds, "s", most=0.5)


def _proofs(policy: Policy, claims: Sequence[Claim]) -> Iterator[Figure]:
    sizes: list[tuple[Policy, float | None]] = [(policy, None), (_of_size(policy, 40), 1), (_of_size(policy, 200), 5)]
    for measured, most in sizes:
        seconds, proof = _seconds(partial(prove, measured, claims))
        boxes = len(regions(measured).shared)
        failing = sum(not result.holds for result in proof.properties)
        what = f"{len(claims)} claims, {len(measured.rules)} rules ({boxes:,} boxes, {failing} claims fail)"
        yield _figure(what, seconds, "s", most=most)


def _differences(policy: Policy) -> Iterator[Figure]:
    """Against the same version without its first never, and against the other versions beside it."""
    first = next(rule for rule in policy.rules if rule.effect is Effect.NEVER)
    others = [dataclasses.replace(policy, id="without-a-never", rules=tuple(r for r in policy.rules if r is not first))]
    for file in sorted(MODEL.parent.glob("*.toml")):
        if b"[[rule]]" in file.read_bytes() and file.stem != policy.id:
            others.append(parse_policy(file.read_bytes(), file.name, published()))
    for other in others:
        seconds, difference = _seconds(partial(differ, other, policy))
        what = f"exact difference from {other.id} ({len(difference.regions)} regions)"
        yield _figure(what, seconds, "s", most=1)


def _oracles(policy: Policy, claims: Sequence[Claim]) -> Iterator[Figure]:
    if len(policy.rules) > MOST_RULES:
        return
    proof = prove(policy, claims)
    seconds, results = _seconds(partial(check_by_oracles, policy, claims, proof))
    agreeing = sum(result.agrees for result in results)
    yield _figure(f"oracles ({agreeing} of {len(results)} results agree)", seconds, "s")


def _requests(policy: Policy, count: int) -> list[Request]:
    """Return requests of one value each, every second one aimed into some rule's box; the same each time."""
    chance = random.Random(count)  # noqa: S311 - not for secrets
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


def _of_size(policy: Policy, count: int) -> Policy:
    """Return the policy with so many rules: its first ones, or all and copies about one or two recipients each."""
    chance = random.Random(count)  # noqa: S311 - not for secrets
    place = policy.vocabulary.positions["recipient"]
    bits = list(policy.vocabulary.attributes[place].bits.values())
    rules: list[Rule] = list(policy.rules[:count])
    while len(rules) < count:
        rule = policy.rules[len(rules) % len(policy.rules)]
        mask = sum(chance.sample(bits, chance.choice((1, 2))))
        when = (*rule.when[:place], mask, *rule.when[place + 1 :])
        rules.append(dataclasses.replace(rule, id=f"{rule.id}-{len(rules)}", when=when, exception=None))
    return dataclasses.replace(policy, id=f"{policy.id}-{count}", rules=tuple(rules))


def _timed(function: Callable[[Any], object], arguments: Sequence[object]) -> list[int]:
    """Return the nanoseconds of each call; the first call of a turn is not counted."""
    function(arguments[0])
    nanoseconds = []
    for argument in arguments:
        started = time.perf_counter_ns()
        function(argument)
        nanoseconds.append(time.perf_counter_ns() - started)
    return nanoseconds


def _seconds(function: Callable[[], Result]) -> tuple[float, Result]:
    """Return the seconds of processor time of one call: what else runs on the machine does not count."""
    started = time.process_time()
    result = function()
    return time.process_time() - started, result


def _figure(what: str, value: float, unit: str, most: float | None = None, least: float | None = None) -> Figure:
    met = (most is None or value <= most) and (least is None or value >= least)
    return {"what": what, "value": round(value, 4), "unit": unit, "most": most, "least": least, "met": met}


def _show(policy: Policy, figures: Sequence[Figure]) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=120)
    shown = Table(title=f"Policy engine, {policy.id}, {len(policy.rules)} rules", title_justify="left")
    for column in ("What", "Value", "Bar", "Met", "Of the bar"):
        shown.add_column(column, overflow="fold")
    for figure in figures:
        bar = figure["most"] or figure["least"]
        part = min(figure["value"] / bar, 1) if bar else 0
        limit = f"{'at most' if figure['most'] else 'at least'} {bar:,}" if bar else ""
        met = ("yes" if figure["met"] else "NO") if bar else ""
        value = f"{figure['value']:,} {figure['unit']}"
        shown.add_row(figure["what"], value, limit, met, Bar(1, 0, part, width=24) if bar else "")
    console.print(shown)


if __name__ == "__main__":
    main()
