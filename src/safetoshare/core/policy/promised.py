"""Decides by today's version and by the one whose promise the person was shown: the stricter answer counts.

She told us everything under a rule. Towards those who could act against her with what they learn (the vocabulary's
group `enforcing_bodies`) that rule goes on binding when a later version would tell them more. Towards everybody else
today's version decides alone: an older rule must not lower help.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from safetoshare.core.policy.decide import Decision, ForHuman, Permitted, Refused, decide
from safetoshare.core.policy.requests import Request
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.vocabulary import Vocabulary

RECIPIENT, ENFORCING = "recipient", "enforcing_bodies"
STRICTEST_FIRST = (Refused.answer, ForHuman.answer, Permitted.answer)


def decide_as_promised(in_force: Policy, shown: Policy | None, request: Request) -> dict[str, Decision]:
    """Return kind of data -> decision by the version in force and, towards enforcing bodies, by the one `shown`.

    Both versions are of one vocabulary. Whatever is shared carries the duties of both, and of an answer that both give
    only those may decide whom both name.
    """
    today = decide(in_force, request)
    if shown is None or not _enforces(request, in_force.vocabulary):
        return today
    then = decide(shown, request)
    return {kind: _stricter(today[kind], then[kind], in_force.vocabulary) for kind in today}


def _enforces(request: Request, vocabulary: Vocabulary) -> bool:
    place = vocabulary.positions[RECIPIENT]
    recipient = vocabulary.attributes[place]
    group = recipient.groups.get(ENFORCING, 0)
    return any(recipient.bits[name] & group for name in request.values[place])


def _stricter(today: Decision, then: Decision, vocabulary: Vocabulary) -> Decision:
    stricter = min(today, then, key=lambda decision: STRICTEST_FIRST.index(decision.answer))
    if (today.answer == "no") != (then.answer == "no"):
        return stricter
    # Both share or both refuse: what either asks to be done is done, though one of them alone may give the answer.
    duties = _listed(vocabulary, today.duties + then.duties)
    if isinstance(stricter, Refused) and isinstance(then, Refused):
        return dataclasses.replace(
            stricter, duties=duties, instead=_listed(vocabulary, stricter.instead + then.instead)
        )
    if isinstance(today, ForHuman) and isinstance(then, ForHuman):
        by = tuple(actor for actor in today.by if actor in then.by)
        return dataclasses.replace(today, duties=duties, by=by)
    return dataclasses.replace(stricter, duties=duties)


def _listed(vocabulary: Vocabulary, named: Iterable[str]) -> tuple[str, ...]:
    """Return the obligations named, each once, in the closed list's order."""
    wanted = set(named)
    return tuple(name for name in vocabulary.obligations if name in wanted)
