"""Services ranked for what a person needs, with a reason for each criterion: yes, no, or not known (Rec 6).

A kind of help is what a service is there for; it does not need to be there for all that a person needs. A condition
is how it helps: whether it takes people who have no public funds, whether it has an interpreter. What no source says
about a condition is *not known*: it is shown as such, ranked below a yes, and never counts as a no.

A need can only add and re-order reasons. No input here is, or depends on, anybody's immigration status.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, Literal, TypeVar
from uuid import UUID

from safetoshare.core.errors import BadInputError
from safetoshare.core.needs import NEEDS

T = TypeVar("T")

Answer = Literal["yes", "no", "not_known"]
ANSWERS: Final[tuple[Answer, ...]] = ("yes", "no", "not_known")
# How a service helps; all other needs are kinds of help.
CONDITIONS: Final = frozenset({"no_recourse", "interpreter"})
AREA: Final = "area"
LANGUAGE: Final = "language"

_AREA_CODE = re.compile(r"[EWSN][0-9]{8}")
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Reason:
    """What is known of a service for one criterion: "area", "language", or the code of a need."""

    criterion: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class MatchableService:
    """What matching reads of a service.

    `areas` are codes of the Office for National Statistics; none, for a service that is not national, means that
    nobody knows where it works. `answers` holds what is known for each need; a kind of help that is not in it is not
    what the service is for. `languages` are those that its people speak.
    """

    id: UUID
    name: str
    is_national: bool
    areas: frozenset[str]
    answers: Mapping[str, Answer]
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. No area, no need, or an empty language means that it does not matter; any area will do."""

    areas: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    language: str = ""

    def __post_init__(self) -> None:
        if not all(is_area_code(area) for area in self.areas):
            raise BadInputError("An area is given by its nine-character code of the Office for National Statistics.")
        if self.language and not is_language_code(self.language):
            raise BadInputError("A language is given by its code of two or three letters (ISO 639).")
        if not set(self.needs) <= set(NEEDS):
            raise BadInputError(f"A need is one of: {', '.join(NEEDS)}.")


@dataclass(frozen=True, slots=True)
class Match:
    """A service that may be offered.

    It is known to fit when the answer is yes to each criterion and, where help is wanted, to one kind of it.
    """

    service: MatchableService
    reasons: tuple[Reason, ...]
    is_known_to_fit: bool


def is_area_code(code: str) -> bool:
    """Whether it has the form of an area's code of the Office for National Statistics."""
    return _AREA_CODE.fullmatch(code) is not None


def is_language_code(code: str) -> bool:
    """Whether it has the form of a language's code (ISO 639)."""
    return _LANGUAGE_CODE.fullmatch(code) is not None


def rank(services: Iterable[MatchableService], wanted: Wanted) -> list[Match]:
    """Return the services that may be offered: known to fit first, then by how much is known, then by name and id."""
    matches = [match for service in services if (match := _match(service, wanted)) is not None]
    return sorted(matches, key=_order)


def reasons_for(service: MatchableService, wanted: Wanted) -> tuple[Reason, ...]:
    """Return what is known for each criterion, in one order: area, conditions, language, kinds of help."""
    needs = [need for need in NEEDS if need in wanted.needs]
    found = [Reason(AREA, _area(service, wanted.areas))] if wanted.areas else []
    found += [Reason(need, condition(service, need)) for need in needs if need in CONDITIONS]
    if wanted.language:
        found.append(Reason(LANGUAGE, _language(service, wanted.language)))
    found += [Reason(need, service.answers.get(need, "no")) for need in needs if need not in CONDITIONS]
    return tuple(found)


def condition(service: MatchableService, need: str) -> Answer:
    """Return what is known of how a service helps; silence is no answer."""
    return service.answers.get(need, "not_known")


def in_turns(groups: Sequence[Sequence[T]]) -> list[T]:
    """Return the first of each group, then the second of each, and so on: no group waits behind another.

    So services that say yes to a question, those that say no, and those of which nobody knows can each be shown apart
    while none is put lower for its answer.
    """
    return [one for turn in zip_longest(*groups, fillvalue=None) for one in turn if one is not None]


def _match(service: MatchableService, wanted: Wanted) -> Match | None:
    """Return the match, or None: a criterion is answered by no, or the service is for none of the kinds of help.

    Among the reasons is no kind of help that the service is not for: another service is there for that.
    """
    reasons = reasons_for(service, wanted)
    criteria = [reason for reason in reasons if not _is_kind_of_help(reason)]
    kinds = [reason for reason in reasons if _is_kind_of_help(reason)]
    useful = [reason for reason in kinds if reason.answer != "no"]
    if any(reason.answer == "no" for reason in criteria) or (kinds and not useful):
        return None
    has_known_kind = not kinds or any(reason.answer == "yes" for reason in useful)
    is_known = has_known_kind and all(reason.answer == "yes" for reason in criteria)
    return Match(service, (*criteria, *useful), is_known)


def _is_kind_of_help(reason: Reason) -> bool:
    return reason.criterion not in CONDITIONS | {AREA, LANGUAGE}


def _area(service: MatchableService, areas: Sequence[str]) -> Answer:
    if service.is_national or not service.areas.isdisjoint(areas):
        return "yes"
    return "no" if service.areas else "not_known"


def _language(service: MatchableService, language: str) -> Answer:
    """Return whether someone can be helped in a language.

    An interpreter speaks any; that there is none is a no only if the languages of the people there are known.
    """
    interpreter = condition(service, "interpreter")
    if language in service.languages or interpreter == "yes":
        return "yes"
    return "no" if interpreter == "no" and service.languages else "not_known"


def _order(match: Match) -> tuple[bool, int, int, bool, str, str]:
    """Known to fit, most answers of yes, fewest not known, of this area rather than national; then name and id."""
    return (
        not match.is_known_to_fit,
        -_count(match.reasons, "yes"),
        _count(match.reasons, "not_known"),
        match.service.is_national,
        match.service.name.casefold(),
        str(match.service.id),
    )


def _count(reasons: Sequence[Reason], answer: Answer) -> int:
    return sum(reason.answer == answer for reason in reasons)
