"""Each form of claim against brute force: every request of the reduced vocabulary, with every list."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.claims import Claim
from safetoshare.core.policy.decide import Decision, Refused, decide
from safetoshare.core.policy.parts import Form, Part
from safetoshare.core.policy.prove import prove
from safetoshare.core.policy.requests import Request, parse_request
from safetoshare.core.policy.rules import Policy, parse_policy
from tests.core.policy.drawn import BOXES, OBLIGATIONS, policies
from tests.core.policy.examples import HEADER, reduced, rule

Values = tuple[tuple[str, ...], ...]
RANK = {"no": 0, "human": 1, "yes": 2}
BASES = list(reduced().attribute("status_basis").bits)
PLACE = reduced().positions["status_basis"]


@cache
def every_request() -> tuple[Values, ...]:
    """Every request about one kind of data, with every list."""
    lists = [
        [
            chosen
            for size in range(1, len(attribute.bits) + 1)
            if size == 1 or attribute.several in {"strictest", "most_helpful"}
            for chosen in itertools.combinations(attribute.bits, size)
        ]
        for attribute in reduced().attributes
    ]
    return tuple(itertools.product(*lists))


def decided(policy: Policy, values: Values) -> Decision:
    (decision,) = decide(policy, Request(values)).values()
    return decision


def inside(member: Sequence[str], boxes: Sequence[Box]) -> bool:
    pairs = list(zip(reduced().attributes, member, strict=True))
    return any(all(a.bits[v] & mask for (a, v), mask in zip(pairs, box, strict=True)) for box in boxes)


def with_basis(values: Values, basis: str) -> Values:
    return (*values[:PLACE], (basis,), *values[PLACE + 1 :])


def breaks(policy: Policy, part: Part, values: Values) -> bool:
    """Whether a request breaks the part, read off the definition."""
    decision = decided(policy, values)
    members = list(itertools.product(*values))
    of_one = any(inside(member, part.boxes) for member in members)
    of_all = all(inside(member, part.boxes) for member in members)
    is_shared = not isinstance(decision, Refused)
    tests: dict[Form, Callable[[], bool]] = {
        Form.BY_HUMAN: lambda: of_one and decision.answer == "yes",
        Form.ALWAYS_WITH: lambda: (
            of_one and is_shared and part.obligation not in decision.duties
            if part.on == "shared"
            else of_all and isinstance(decision, Refused) and part.obligation not in decision.instead
        ),
        Form.ASSURED: lambda: of_all and (decision.answer != "yes" if part.answer else not is_shared),
        Form.MONOTONE: lambda: (
            of_all
            and values[PLACE][0] in part.lower
            and RANK[decision.answer] > RANK[decided(policy, with_basis(values, part.upper)).answer]
        ),
        # Counted is what is not shared in the way in which the same is shared with another value.
        Form.UNMOVED: lambda: (
            of_all
            and any(
                decided(policy, moved).answer not in ("no", decision.answer)
                for moved in (with_basis(values, basis) for basis in BASES)
                if all(inside(member, part.boxes) for member in itertools.product(*moved))
            )
        ),
    }
    return tests[part.form]()


@st.composite
def parts(draw: st.DrawFn) -> Part:
    """A part of one of the five younger forms."""
    form = draw(st.sampled_from([Form.BY_HUMAN, Form.ALWAYS_WITH, Form.ASSURED, Form.MONOTONE, Form.UNMOVED]))
    more: dict[str, Any] = {}
    match form:
        case Form.ALWAYS_WITH:
            more = {
                "obligation": draw(st.sampled_from(OBLIGATIONS)),
                "on": draw(st.sampled_from(["shared", "refused"])),
            }
        case Form.ASSURED:
            more = {"answer": draw(st.sampled_from(["", "yes"]))}
        case Form.MONOTONE:
            lower, upper = draw(st.permutations(BASES))[:2]
            more = {"attribute": "status_basis", "lower": (lower,), "upper": upper}
        case Form.UNMOVED:
            more = {"attribute": "status_basis"}
    return Part(form, (reduced().box(draw(BOXES)),), **more)


@st.composite
def lists_matter(draw: st.DrawFn) -> bytes:
    """A policy that shares with those who help for one pathway, and forbids or says nothing for another."""
    first, second = draw(st.permutations(list(reduced().attribute("pathway").bits)))[:2]
    basis = draw(st.sampled_from(BASES))
    shared = rule("M1", draw(st.sampled_from(["may", "human"])), {"recipient": ["nhs"], "pathway": [first]})
    other = rule("X1", draw(st.sampled_from(["never", "human", "may"])), {"pathway": [second], "status_basis": [basis]})
    return "\n".join([HEADER, shared, other]).encode()


def _members(requests: Iterator[Values]) -> set[tuple[str, ...]]:
    return {member for values in requests for member in itertools.product(*values)}


@given(st.one_of(policies(), lists_matter()), parts())
@example(
    "\n".join(
        [
            HEADER,
            rule("M1", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}),
            rule("N1", "never", {"pathway": ["other_crime"], "status_basis": ["none"]}),
        ]
    ).encode(),
    Part(Form.UNMOVED, (reduced().everything,), attribute="status_basis"),
)
@settings(max_examples=60, deadline=None)
def test_a_claim_holds_exactly_if_no_request_breaks_it_lists_among_them(content: bytes, part: Part) -> None:
    policy = parse_policy(content, "p.toml", reduced())
    (result,) = prove(policy, [Claim("c", {"en": "It."}, (part,))]).properties
    broken = [values for values in every_request() if breaks(policy, part, values)]
    alone = [values for values in broken if all(len(each) == 1 for each in values)]
    assert result.holds == (not broken)
    if alone:
        assert result.violations == len(alone)
    if result.request is not None and part.form is not Form.UNMOVED:
        request = parse_request(result.request, reduced())
        assert breaks(policy, part, request.values)
    if result.request is not None:
        request = parse_request(result.request, reduced())
        decision = decided(policy, request.values)
        assert all(name in str(result.counterexample) for name in decision.rules)
