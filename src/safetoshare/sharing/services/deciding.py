"""What the policy answers to an order, and whether its duties are met (Recs 1, 4(a) and 4(e)).

Each kind of data is decided by itself, and an order as one: any kind that is not permitted stops the whole. What
nobody knows counts as the vocabulary says that it counts, but the age has to be named: a child may be told of where
an adult has to agree. Nothing is guessed: an unknown value is an error.

Towards bodies that could act against the person with what they learn, the version whose promise she or he was shown
goes on binding beside the one in force: the stricter of both answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from safetoshare.core.errors import BadInputError
from safetoshare.core.policy.decide import Decision
from safetoshare.core.policy.decide import ForHuman as LeftToHuman
from safetoshare.core.policy.decide import Permitted as Allowed
from safetoshare.core.policy.decide import decide as decide_by
from safetoshare.core.policy.promised import decide_as_promised
from safetoshare.core.policy.requests import Request, parse_request
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.selectors.policies import InForce, NoPromise
from safetoshare.sharing.services.orders import (
    Answer,
    Because,
    DisclosureOrder,
    ForHuman,
    Outcome,
    Permitted,
    Refused,
)

# Where no policy is in force nobody has said what to do instead; this is what Rec 1 asks for.
_INSTEAD_ANYWAY: Final = ("link_to_third_party",)
_ENFORCING_BODIES: Final = published().members("recipient", "enforcing_bodies")


def outcome_of(
    order: DisclosureOrder, in_force: InForce | NoPromise, shown: Policy | NoPromise | None = None
) -> Outcome:
    """Return the answer of the version in force, and of the one whose promise the person was shown.

    Where nobody can read any more what she was promised, those who could act against her are told nothing.

    BadInputError or PolicyError: the order is not one that can be decided.
    """
    request = _request_of(order)
    kinds = tuple(sorted(order.fields))
    if isinstance(in_force, NoPromise):
        return _refusing_all(kinds, Because.NO_POLICY, ("", "", ""))
    by_version = (in_force.policy.id, in_force.sha256, in_force.adopted_by)
    if isinstance(shown, NoPromise):
        if order.recipient in _ENFORCING_BODIES:
            return _refusing_all(kinds, Because.PROMISE, by_version)
        shown = None
    decisions, promised = _decided(in_force.policy, shown, request)
    by_kind = {kind: _answer(kind, decisions[kind]) for kind in kinds}
    together = _by_human(order, _together(by_kind.values()))
    outcome = Outcome(_duties_met(order, together), by_kind, *by_version)
    if promised is None:
        return outcome
    return replace(outcome, promised_policy=promised.id, promised_policy_sha256=promised.sha256)


def _refusing_all(kinds: tuple[str, ...], because: Because, by_version: tuple[str, str, str]) -> Outcome:
    refused = Refused((), (), (), _INSTEAD_ANYWAY, kinds, because)
    return Outcome(refused, dict.fromkeys(kinds, refused), *by_version)


def _decided(in_force: Policy, shown: Policy | None, request: Request) -> tuple[Mapping[str, Decision], Policy | None]:
    """Return kind of data -> decision, and the version shown if it changed one of them.

    A rule of that version carries its name, for two versions may call two rules alike.
    """
    today = decide_by(in_force, request)
    decisions = decide_as_promised(in_force, shown, request)
    if shown is None or decisions == today:
        return today, None
    return {
        kind: decision
        if decision.answer == today[kind].answer
        else replace(decision, rules=tuple(f"{shown.id}/{rule}" for rule in decision.rules))
        for kind, decision in decisions.items()
    }, shown


def _request_of(order: DisclosureOrder) -> Request:
    _check(order)
    return parse_request(
        {
            "actor": order.actor,
            "recipient": order.recipient,
            "subject": order.subject,
            "pathway": list(order.pathways),
            "data": sorted(order.fields),
            "purpose": order.purpose,
            "gateway": order.gateway,
            "consent": order.consent,
            "status_basis": order.status_basis,
            "age": order.age,
            "danger": order.danger,
            "stage": order.stage,
            "adviser_offered": order.adviser_offered,
            "shares_home_or_visa": order.shares_home_or_visa,
        },
        published(),
    )


def _check(order: DisclosureOrder) -> None:
    """Refuse what the vocabulary cannot judge: an empty kind, text that is none, and an agreement without its facts."""
    if any(not values for values in order.fields.values()):
        raise BadInputError("a kind of data holds no field: leave it out, or name what would be sent")
    texts = [text for values in order.fields.values() for pair in values.items() for text in pair]
    texts += [order.necessity, order.organisation_name, order.consent_language, order.consent_version]
    if any(not isinstance(text, str) or _is_broken(text) for text in texts):
        raise BadInputError("what would be sent is text, and valid Unicode")
    if order.consent == "given" and not (order.consent_on and order.consent_language and order.consent_version):
        raise BadInputError("an agreement has a day, a language and the version of what the person was asked")


def _is_broken(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _answer(kind: str, decision: Decision) -> Answer:
    if isinstance(decision, Allowed):
        return Permitted(decision.rules, decision.cites, decision.says, decision.duties)
    if isinstance(decision, LeftToHuman):
        return ForHuman(decision.rules, decision.cites, decision.says, decision.duties, (kind,), decision.by)
    return Refused(decision.rules, decision.cites, decision.says, decision.instead, (kind,))


def _together(answers: Iterable[Answer]) -> Answer:
    """Return the one answer to several: a no to any is a no to all, and so is what any leaves to a human."""
    given = list(answers)
    refused = [answer for answer in given if isinstance(answer, Refused)]
    human = [answer for answer in given if isinstance(answer, ForHuman)]
    if refused:
        return Refused(*_reasons(refused), _united(a.instead for a in refused), _united(a.kinds for a in refused))
    if human:
        by = tuple(rank for rank in human[0].by if all(rank in answer.by for answer in human))
        return ForHuman(*_reasons(human), _united(a.duties for a in human), _united(a.kinds for a in human), by)
    permitted = [answer for answer in given if isinstance(answer, Permitted)]
    return Permitted(*_reasons(permitted), _united(answer.duties for answer in permitted))


def _by_human(order: DisclosureOrder, answer: Answer) -> Answer:
    """Return what a human of a rank that the policy names decided; any other human's word changes nothing."""
    human = order.human
    if not isinstance(answer, ForHuman) or human is None or human.rank not in answer.by:
        return answer
    if not (human.necessity.strip() and human.proportionality.strip() and human.evidence.strip()):
        raise BadInputError("a human's decision says why it is necessary, why no less would do, and on what evidence")
    if human.is_yes:
        return Permitted(answer.rules, answer.citations, answer.says, answer.duties)
    return Refused(answer.rules, answer.citations, answer.says, (), answer.kinds, Because.HUMAN)


def _reasons(answers: Iterable[Answer]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Unite rules with what they say, and citations; each rule has one sentence."""
    given = list(answers)
    says = {rule: said for answer in given for rule, said in zip(answer.rules, answer.says, strict=True)}
    return tuple(says), _united(answer.citations for answer in given), tuple(says.values())


def _united(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for values in lists for value in values))


def _duties_met(order: DisclosureOrder, answer: Answer) -> Answer:
    """Turn a yes into a no while a duty that comes before the sharing is not met."""
    if not isinstance(answer, Permitted):
        return answer
    missing = tuple(duty for duty in answer.duties if not _is_met(order, duty))
    if not missing:
        return answer
    kinds = tuple(sorted(order.fields))
    return Refused(answer.rules, answer.citations, answer.says, (), kinds, Because.DUTY, missing)


def _is_met(order: DisclosureOrder, duty: str) -> bool:
    """Whether a duty is met, or is one that follows the sharing or is met by the sharing itself.

    A signature is the decision of a human of that rank. A lawyer's reading and a second person's check have no place
    in an order: what needs one is not sent.
    """
    match duty:
        case "supervisor_signature" | "chief_officer_signature":
            rank = duty.removesuffix("_signature")
            return order.human is not None and order.human.is_yes and order.human.rank == rank
        case "record_necessity":
            return bool(order.necessity.strip())
        case "tell_the_subject_before":
            # Who agreed, was told; who did not, or was not asked, is to be told first.
            return order.consent == "given" or order.told_on is not None
        case "offer_independent_adviser":
            return order.adviser_offered == "yes"
        case _:
            return duty in _AFTERWARDS_OR_THEREBY


_AFTERWARDS_OR_THEREBY: Final = frozenset(
    {
        "tell_the_subject_after",
        "tell_the_supporting_agency",
        "link_to_third_party",
        "minimise",
        "ask_no_onward_to_immigration",
        "warn_of_recipients_own_duties",
        "refer_child_to_social_care",
        "review_in_24_hours",
    }
)
