"""What a policy says about a request of which only a part is known: over all values of the rest, exactly.

An officer who asks "may I share this?" knows whom, about whom and what for, and seldom the lawful basis. So the answer
is worked out for every request that fits what is known, from the same regions that the proofs use. Each kind of data
stands with the gateways under which it is shared whatever the rest; an attribute matters only if fixing it could
change an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from safetoshare.core.policy.boxes import Box, disjoint, intersect, size, subtract_all, total
from safetoshare.core.policy.prove import Regions
from safetoshare.core.policy.rules import Effect, Policy, Rule


class Answer(StrEnum):
    """What holds of every request that fits; DEPENDS where it is not the same for all."""

    NO = "no"
    HUMAN = "human"
    YES = "yes"
    DEPENDS = "depends"


@dataclass(frozen=True)
class Group:
    """Kinds of data that have one answer under the same gateways (or values of another attribute)."""

    answer: Answer
    under: tuple[str, ...]
    data: tuple[str, ...]


@dataclass(frozen=True)
class Outlook:
    """The answers; `refusing` and `granting` are the rules behind them, `matters` what could still change them.

    `is_mostly_silence`: no rule forbids most of what is asked, it is refused because none permits it.
    """

    groups: tuple[Group, ...]
    refusing: tuple[Rule, ...]
    is_mostly_silence: bool
    granting: tuple[Rule, ...]
    matters: tuple[str, ...]

    @property
    def answer(self) -> Answer:
        """NO, HUMAN or YES if that holds of all that is not refused whatever the rest, else DEPENDS."""
        answers = {group.answer for group in self.groups}
        if not answers:
            return Answer.NO
        return answers.pop() if len(answers) == 1 else Answer.DEPENDS

    @property
    def by(self) -> tuple[str, ...]:
        """Who may decide by one of the granting rules that leave it to a human, each once."""
        named = (actor for rule in self.granting if rule.effect is Effect.HUMAN for actor in rule.by)
        return tuple(dict.fromkeys(named))


def outlook(policy: Policy, found: Regions, known: Mapping[str, Sequence[str]], under: str = "gateway") -> Outlook:
    """Return what the policy says of every request whose attributes are as `known`; the others may be anything.

    `found` are the policy's regions, `under` is the attribute beside whose values the kinds of data are answered.
    PolicyError: an attribute or value is not in the vocabulary.
    """
    question = policy.vocabulary.box({name: list(values) for name, values in known.items()})
    yes, human = _inside(found.yes, question), _inside(found.human, question)
    return Outlook(
        groups=_groups(policy, question, under, yes, human),
        refusing=_refusing(policy, question),
        is_mostly_silence=_is_mostly_silence(policy, question),
        granting=_granting(policy, (*yes, *human)),
        matters=tuple(
            attribute.id
            for place, attribute in enumerate(policy.vocabulary.attributes)
            if question[place].bit_count() > 1 and (_varies(yes, question, place) or _varies(human, question, place))
        ),
    )


def _inside(boxes: Iterable[Box], question: Box) -> list[Box]:
    common = (intersect(box, question) for box in boxes)
    return [box for box in common if box is not None]


def _varies(boxes: Sequence[Box], question: Box, place: int) -> bool:
    """Whether the set is another one for some value of the attribute than for some other."""
    widened = [(*box[:place], question[place], *box[place + 1 :]) for box in boxes]
    return total(disjoint(widened)) != total(boxes)


def _groups(policy: Policy, question: Box, under: str, yes: Sequence[Box], human: Sequence[Box]) -> tuple[Group, ...]:
    vocabulary = policy.vocabulary
    gateways = vocabulary.attribute(under)
    place = vocabulary.positions[under]
    found: dict[str, dict[Answer, list[str]]] = {}
    for kind in vocabulary.attributes[vocabulary.each].inside(question[vocabulary.each]):
        of_kind = _restricted(question, vocabulary.each, vocabulary.attributes[vocabulary.each].bits[kind.id])
        for gateway in gateways.inside(question[place]):
            answer = _answer(_restricted(of_kind, place, gateways.bits[gateway.id]), yes, human)
            if answer is not Answer.NO:
                found.setdefault(kind.id, {}).setdefault(answer, []).append(gateway.id)
    grouped: dict[tuple[Answer, tuple[str, ...]], list[str]] = {}
    for kind_id, by_answer in found.items():
        for answer, names in by_answer.items():
            grouped.setdefault((answer, tuple(names)), []).append(kind_id)
    return tuple(Group(answer, names, tuple(kinds)) for (answer, names), kinds in grouped.items())


def _answer(box: Box, yes: Sequence[Box], human: Sequence[Box]) -> Answer:
    of_yes, of_human = total(_inside(yes, box)), total(_inside(human, box))
    if not of_yes and not of_human:
        return Answer.NO
    if of_yes == size(box):
        return Answer.YES
    return Answer.HUMAN if of_human == size(box) else Answer.DEPENDS


def _restricted(box: Box, place: int, mask: int) -> Box:
    return (*box[:place], mask, *box[place + 1 :])


def _refusing(policy: Policy, question: Box) -> tuple[Rule, ...]:
    """Return the `never` rules that alone refuse all of it, then those that refuse a part and are about its recipient.

    A rule about most recipients there are says nothing of this one in particular.
    """
    never = [rule for rule in policy.rules if rule.effect is Effect.NEVER]
    whole = [rule for rule in never if not subtract_all([question], rule.boxes)]
    place = policy.vocabulary.positions["recipient"]
    half = len(policy.vocabulary.attributes[place].values) // 2
    part = [r for r in never if r.when[place].bit_count() <= half and any(intersect(box, question) for box in r.boxes)]
    return tuple(dict.fromkeys((*whole, *part)))


def _is_mostly_silence(policy: Policy, question: Box) -> bool:
    never = (box for rule in policy.rules if rule.effect is Effect.NEVER for box in rule.boxes)
    return total(subtract_all([question], never)) * 2 > size(question)


def _granting(policy: Policy, shared: Sequence[Box]) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in policy.rules
        if rule.effect is not Effect.NEVER and any(intersect(box, one) for box in rule.boxes for one in shared)
    )
