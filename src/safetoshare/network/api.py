"""The only door to `network`: which services may help, with reasons (Rec 6).

Each function opens a unit of work of its own. Nothing here asks for anybody's immigration status: that a place must
take people who have no public funds is one of the needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import format_lazy

from safetoshare.base.database import unit_of_work
from safetoshare.base.labels import NEED_NAMES
from safetoshare.core.matching import ANSWERS, CONDITIONS, Answer, Match, Reason, Wanted, condition, in_turns, rank
from safetoshare.core.measures import Measure, exact
from safetoshare.core.needs import NEEDS
from safetoshare.network import selectors
from safetoshare.network.labels import ANSWER_NAMES, CRITERION_NAMES
from safetoshare.network.selectors import DirectoryService, PhoneLine, StatedFact
from safetoshare.network.services.loading import Loaded, load_directory, read_directory

__all__ = [
    "DirectoryService",
    "Entry",
    "FeedPage",
    "Loaded",
    "PhoneLine",
    "Reason",
    "ServiceDetails",
    "StatedFact",
    "feed_page",
    "feed_service",
    "help_for",
    "languages_spoken",
    "load_folder",
    "measures",
    "organisation_name",
    "reason_text",
    "service_details",
    "services_for",
]

PUBLIC_FUNDS = "no_recourse"


@dataclass(frozen=True)
class Entry:
    """A service that may be offered, as the public sees it, with the reasons; none of them is a "no".

    `conditions` says for each what is known, asked for or not. It is known to fit when the answer is yes to the area,
    the language, each condition, and to one kind of help that is wanted.
    """

    service: DirectoryService
    reasons: tuple[Reason, ...]
    conditions: tuple[Reason, ...]
    is_known_to_fit: bool

    @property
    def without_public_funds(self) -> Answer:
        """Whether it takes people who have no recourse to public funds."""
        return condition(self.service.matchable, PUBLIC_FUNDS)


@dataclass(frozen=True)
class ServiceDetails:
    """All that is told of one service: for which kinds of help it is, or may be, and each fact with its source."""

    service: DirectoryService
    kinds_of_help: tuple[Reason, ...]
    conditions: tuple[Reason, ...]
    facts: tuple[StatedFact, ...]


@dataclass(frozen=True)
class FeedPage:
    """Some services of the whole directory, and how many it holds."""

    services: tuple[DirectoryService, ...]
    total: int


def services_for(area: str, needs: Sequence[str], language: str) -> list[Entry]:
    """Return the services that may be offered, known to fit first, with all that the public is told of them.

    `area` is a code of the Office for National Statistics, `needs` are codes of `core.needs`, `language` is a code of
    ISO 639; an empty one, and no need, means that it does not matter. BadInputError for a code that nobody knows.
    """
    return _entries(Wanted((area,) if area else (), tuple(needs), language))


def help_for(areas: Sequence[str], need: str, language: str, *, national_only: bool = False) -> list[Entry]:
    """Return what the page for everyone shows: services of any of the areas and national ones, or these alone.

    In the order of `services_for`, but that those which take people without public funds, those which do not, and
    those of which nobody knows take turns. The answer hides and lowers none of them, even if it is asked for.
    """
    needs = (need,) if need and need != PUBLIC_FUNDS else ()
    found = _entries(Wanted(tuple(areas), needs, language))
    offered = [entry for entry in found if entry.service.matchable.is_national or not national_only]
    return in_turns([[entry for entry in offered if entry.without_public_funds == answer] for answer in ANSWERS])


def service_details(service: UUID) -> ServiceDetails | None:
    """Return all that is told of one service that is offered, None if there is none of this id."""
    with unit_of_work():
        found = selectors.directory_service(service)
        facts = selectors.facts_of(service)
    if found is None or not found.is_active:
        return None
    answers = found.matchable.answers
    kinds = tuple(Reason(need, answers[need]) for need in NEEDS if need in answers and need not in CONDITIONS)
    return ServiceDetails(found, kinds, _conditions(found), tuple(facts))


def languages_spoken() -> list[str]:
    """Return the codes of the languages that people of some service speak."""
    with unit_of_work():
        return selectors.languages_spoken()


def reason_text(reason: Reason) -> str | Promise:
    """Return a reason in the language of the page, such as "A safe place to stay: yes"."""
    name = CRITERION_NAMES.get(reason.criterion) or NEED_NAMES[reason.criterion]
    return format_lazy("{}: {}", name, ANSWER_NAMES[reason.answer])


def feed_page(number: int, size: int) -> FeedPage:
    """Return a page of the whole directory, the first of which has the number 1."""
    with unit_of_work():
        services = selectors.all_services((number - 1) * size, number * size)
        return FeedPage(tuple(services), selectors.number_of_services())


def feed_service(service: UUID) -> DirectoryService | None:
    """Return one service of the whole directory, active or not, None if there is none of this id."""
    with unit_of_work():
        return selectors.directory_service(service)


def measures(since: date, until: date) -> list[Measure]:
    """Return what the directory shows for Recommendation 6. The figures are about services, not people, so exact.

    What is offered and said is as it stands today; a confirmation counts when it came in the period.
    """
    with unit_of_work():
        offered = exact(selectors.number_of_active_services())
        without_public_funds = exact(selectors.number_that_say_yes_to(PUBLIC_FUNDS))
        confirmed = exact(selectors.number_of_confirmed_services(since, until))
    definitions = {
        "services_in_directory": ("Services in the directory that are offered", offered, None),
        "services_without_public_funds": (
            "Services known to take people who have no recourse to public funds",
            without_public_funds,
            offered,
        ),
        "services_confirmed": ("Services whose organisation confirmed its entry in the period", confirmed, offered),
    }
    return [
        Measure(name, definition, ("6",), since, until, count, out_of)
        for name, (definition, count, out_of) in definitions.items()
    ]


def load_folder(folder: Path) -> Loaded:
    """Bring the directory in line with the `*.json` of a folder. BadInputError says all that is wrong with them."""
    return load_directory(read_directory(folder))


def _entries(wanted: Wanted) -> list[Entry]:
    return [
        Entry(service, match.reasons, _conditions(service), match.is_known_to_fit) for match, service in _ranked(wanted)
    ]


def _ranked(wanted: Wanted) -> list[tuple[Match, DirectoryService]]:
    with unit_of_work():
        services = {service.id: service for service in selectors.services_that_may_fit(wanted)}
    matches = rank((service.matchable for service in services.values()), wanted)
    return [(match, services[match.service.id]) for match in matches]


def _conditions(service: DirectoryService) -> tuple[Reason, ...]:
    return tuple(Reason(need, condition(service.matchable, need)) for need in NEEDS if need in CONDITIONS)


def organisation_name(organisation: UUID) -> str:
    """Return what an organisation of the directory is called; empty if it does not stand there."""
    with unit_of_work():
        return selectors.organisation_name(organisation)
