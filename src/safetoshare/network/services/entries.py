"""An organisation's entry in a directory: one JSON file each, read strictly (Rec 6).

Nothing stands without its source: each service says what it is for and where it works by facts that name the source,
the day it was read and how sure it is. An unknown name or value is an error; every error of a file is reported, with
its place. A postcode in any text is refused: where a refuge is must never come in by accident.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from safetoshare.core.errors import BadInputError
from safetoshare.core.matching import ANSWERS, CONDITIONS, is_area_code, is_language_code
from safetoshare.core.needs import NEEDS
from safetoshare.core.opening import Opening
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.network.models import Mark, Subject
from safetoshare.network.services.hours import read_openings
from safetoshare.network.services.reading import Reading

MAX_BYTES = 1_000_000
_PHONE = re.compile(r"\+?[0-9][0-9 ]{2,28}")


@dataclass(frozen=True)
class Source:
    """Where something was read, how sure it is, and on which day."""

    source: str
    mark: str
    read_on: date


@dataclass(frozen=True)
class FactEntry:
    """A sentence about an organisation or a service."""

    about: str
    statement: str
    source: Source


@dataclass(frozen=True)
class PhoneEntry:
    """A telephone number, and when it answers: in words, and by day. None for `is_free` means not known."""

    number: str
    hours: str
    openings: tuple[Opening, ...]
    is_free: bool | None
    source: Source


@dataclass(frozen=True)
class ServiceEntry:
    """A service. `needs` holds yes, no or not known for each need that is said anything about."""

    id: UUID
    name: str
    description: str
    for_whom: str
    is_national: bool
    areas: tuple[str, ...]
    needs: dict[str, str]
    languages: tuple[str, ...]
    phones: tuple[PhoneEntry, ...]
    facts: tuple[FactEntry, ...]
    assured_on: date | None

    @property
    def read_on(self) -> date:
        """The day of the newest of its facts that was read; one that is believed was read in no source."""
        days = [fact.source.read_on for fact in self.facts if fact.source.mark != Mark.BELIEVED]
        return max(days or [fact.source.read_on for fact in self.facts])


@dataclass(frozen=True)
class OrganisationEntry:
    """An organisation with all its services; `digest` changes when anything of it does."""

    id: UUID
    name: str
    description: str
    recipient: str
    facts: tuple[FactEntry, ...]
    services: tuple[ServiceEntry, ...]
    digest: str


def read_entry(content: bytes, name: str) -> OrganisationEntry:
    """Read one file. BadInputError holds a line for each thing that is wrong with it."""
    if len(content) > MAX_BYTES:
        raise BadInputError(f"{name}: the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        reason = error.args[0] if isinstance(error, json.JSONDecodeError) else "not a JSON text in UTF-8"
        raise BadInputError(f"{name}: this is not JSON ({reason})") from None
    reading = Reading(name)
    entry = _organisation(reading, values)
    if reading.problems:
        raise BadInputError("\n".join(reading.problems))
    return entry


def _organisation(reading: Reading, values: Any) -> OrganisationEntry:  # noqa: ANN401  # whatever the file holds
    one = reading.mapping(values, "", {"id", "name", "description", "recipient", "note", "facts", "services"})
    recipients = next(one for one in published().attributes if one.id == "recipient").bits
    reading.text(one, "note", "")
    services = [_service(reading, each, place) for each, place in reading.items(one, "services", "")]
    names = [service.name for service in services]
    if len(set(names)) < len(names) or len({service.id for service in services}) < len(services):
        reading.complain("services", "two services have one name or one id")
    return OrganisationEntry(
        id=reading.uuid(one, "id", ""),
        name=reading.text(one, "name", "", at_most=200),
        description=reading.text(one, "description", ""),
        recipient=reading.choice(one, "recipient", "", tuple(recipients)),
        facts=_facts(reading, one, ""),
        services=tuple(services),
        digest=hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest(),
    )


_OF_A_SERVICE = {
    "id", "name", "description", "for_whom", "national", "areas", "needs", "languages", "phones", "facts",
    "assured_on",
}  # fmt: skip


def _service(reading: Reading, values: Any, place: str) -> ServiceEntry:  # noqa: ANN401  # whatever the file holds
    one = reading.mapping(values, place, _OF_A_SERVICE)
    service = ServiceEntry(
        id=reading.uuid(one, "id", place),
        name=reading.text(one, "name", place, at_most=200),
        description=reading.text(one, "description", place),
        for_whom=reading.text(one, "for_whom", place, optional=True),
        is_national=reading.yes(one, "national", place),
        areas=reading.codes(one, "areas", place, is_area_code, "area codes such as E06000023"),
        needs=_needs(reading, one, place),
        languages=reading.codes(one, "languages", place, is_language_code, "language codes such as so"),
        phones=tuple(_phone(reading, each, at) for each, at in reading.items(one, "phones", place)),
        facts=_facts(reading, one, place),
        assured_on=reading.day(one, "assured_on", place) if "assured_on" in one else None,
    )
    if service.is_national and service.areas:
        reading.complain(place, "a service is national or has areas, not both")
    _need_sources(reading, service, place)
    return service


def _need_sources(reading: Reading, service: ServiceEntry, place: str) -> None:
    """Complain of what a service says without a fact that names its source."""
    told = {fact.about for fact in service.facts}
    answered = any(service.needs.get(need, "not_known") != "not_known" for need in CONDITIONS)
    claims = {
        Subject.HELP: True,
        Subject.AREAS: service.is_national or bool(service.areas),
        Subject.PEOPLE: bool(service.for_whom),
        Subject.LANGUAGES: bool(service.languages),
        Subject.CONDITIONS: answered,
        Subject.HOURS: any(phone.openings for phone in service.phones),
        Subject.COST: any(phone.is_free is not None for phone in service.phones),
    }
    for subject, is_claimed in claims.items():
        if is_claimed and subject not in told:
            reading.complain(f"{place}.facts", f"no fact about '{subject}' names the source of what is said")


def _needs(reading: Reading, values: dict[str, Any], place: str) -> dict[str, str]:
    at = f"{place}.needs"
    given = reading.mapping(values.get("needs"), at, set(NEEDS))
    return {need: reading.choice(given, need, at, ANSWERS) for need in given if need in NEEDS}


def _phone(reading: Reading, values: Any, place: str) -> PhoneEntry:  # noqa: ANN401  # whatever the file holds
    one = reading.mapping(values, place, {"number", "hours", "opening", "free", "source", "mark", "read_on"})
    number = reading.text(one, "number", place, at_most=30)
    if number and not _PHONE.fullmatch(number):
        reading.complain(f"{place}.number", "a telephone number holds digits and spaces")
    return PhoneEntry(
        number,
        reading.text(one, "hours", place, optional=True, at_most=200),
        read_openings(reading, one, place),
        reading.yes(one, "free", place) if "free" in one else None,
        _source(reading, one, place),
    )


def _facts(reading: Reading, values: dict[str, Any], place: str) -> tuple[FactEntry, ...]:
    facts = []
    for each, at in reading.items(values, "facts", place):
        one = reading.mapping(each, at, {"about", "statement", "source", "mark", "read_on"})
        about = reading.choice(one, "about", at, tuple(subject.value for subject in Subject))
        facts.append(FactEntry(about, reading.text(one, "statement", at), _source(reading, one, at)))
    return tuple(facts)


def _source(reading: Reading, values: dict[str, Any], place: str) -> Source:
    return Source(
        reading.text(values, "source", place, at_most=300),
        reading.choice(values, "mark", place, tuple(mark.value for mark in Mark)),
        reading.day(values, "read_on", place),
    )
