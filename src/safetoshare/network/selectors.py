"""The directory as it stands. Each function is called inside a unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from safetoshare.core.matching import CONDITIONS, Answer, MatchableService, Wanted
from safetoshare.core.opening import Opening
from safetoshare.network.models import (
    Fact,
    Organisation,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServiceNeed,
    ServicePhone,
    Status,
)


@dataclass(frozen=True)
class PhoneLine:
    """A telephone number and when it answers, in words and by day; empty, or None for `is_free`, means not known."""

    id: UUID
    number: str
    hours: str
    openings: tuple[Opening, ...]
    is_free: bool | None


@dataclass(frozen=True)
class StatedFact:
    """A sentence with its source, how sure it is (R, R2, B), and the day it was read."""

    statement: str
    source: str
    mark: str
    read_on: date


@dataclass(frozen=True)
class DirectoryService:
    """A service with its organisation. `assured_on` is None while the organisation has not confirmed it."""

    id: UUID
    name: str
    description: str
    for_whom: str
    organisation: UUID
    organisation_name: str
    organisation_description: str
    recipient: str
    is_active: bool
    phones: tuple[PhoneLine, ...]
    read_on: date
    assured_on: date | None
    matchable: MatchableService


def services_that_may_fit(wanted: Wanted) -> list[DirectoryService]:
    """Return the active services among which the fitting ones are; which of them fit is for the ranking to say."""
    services = _services().filter(status=Status.ACTIVE.value)
    if wanted.areas:
        its_areas = ServiceArea.objects.filter(service=OuterRef("pk"))
        in_area = Exists(its_areas.filter(code__in=wanted.areas))
        services = services.filter(Q(is_national=True) | in_area | ~Exists(its_areas))
    kinds = [need for need in wanted.needs if need not in CONDITIONS]
    if kinds:
        services = services.filter(Exists(ServiceNeed.objects.filter(service=OuterRef("pk"), need__in=kinds)))
    return [_as_value(service) for service in services]


def directory_service(service: UUID) -> DirectoryService | None:
    """Return one service, active or not, None if there is none of this id."""
    found = _services().filter(id=service).first()
    return None if found is None else _as_value(found)


def facts_of(service: UUID) -> list[StatedFact]:
    """Return what is stated of a service and of its organisation, with sources."""
    organisation = Service.objects.filter(id=service).values("organisation")
    facts = Fact.objects.filter(Q(service=service) | Q(service=None, organisation__in=organisation))
    return [
        StatedFact(fact.statement, fact.source, fact.mark, fact.read_on)
        for fact in facts.order_by("service_id", "position")
    ]


def all_services(first: int, after_last: int) -> list[DirectoryService]:
    """Return the services at these places of the whole directory, inactive ones too, in the order of their ids."""
    return [_as_value(service) for service in _services().order_by("id")[first:after_last]]


def organisation_name(organisation: UUID) -> str:
    """Return what an organisation is called; empty if there is none of this id."""
    return Organisation.objects.filter(id=organisation).values_list("name", flat=True).first() or ""


def number_of_services() -> int:
    """Return how many services the directory holds, inactive ones too."""
    return Service.objects.count()


def number_of_active_services() -> int:
    """Return how many services are offered."""
    return Service.objects.filter(status=Status.ACTIVE.value).count()


def number_that_say_yes_to(need: str) -> int:
    """Return how many services that are offered say yes to a need."""
    saying_yes = ServiceNeed.objects.filter(need=need, answer="yes", service__status=Status.ACTIVE.value)
    return saying_yes.count()


def number_of_confirmed_services(since: date, until: date) -> int:
    """Return how many services that are offered were confirmed by their organisation between two days."""
    return Service.objects.filter(status=Status.ACTIVE.value, assured_on__range=(since, until)).count()


def languages_spoken() -> list[str]:
    """Return the codes of the languages that the people of active services speak."""
    spoken = ServiceLanguage.objects.filter(service__status=Status.ACTIVE.value)
    return sorted(set(spoken.values_list("code", flat=True)))


def _services() -> QuerySet[Service]:
    related = ("areas", "needs", "languages")
    phones = Prefetch("phones", queryset=ServicePhone.objects.order_by("position").prefetch_related("openings"))
    return Service.objects.select_related("organisation").prefetch_related(*related, phones)


def _as_value(service: Service) -> DirectoryService:
    answers = {need.need: cast(Answer, need.answer) for need in service.needs.all()}
    return DirectoryService(
        id=service.id,
        name=service.name,
        description=service.description,
        for_whom=service.for_whom,
        organisation=service.organisation.id,
        organisation_name=service.organisation.name,
        organisation_description=service.organisation.description,
        recipient=service.organisation.recipient,
        is_active=service.status == Status.ACTIVE.value,
        phones=tuple(_phone(phone) for phone in service.phones.all()),
        read_on=service.read_on,
        assured_on=service.assured_on,
        matchable=_matchable(service, answers),
    )


def _phone(phone: ServicePhone) -> PhoneLine:
    openings = sorted(Opening(one.day, one.opens, one.closes) for one in phone.openings.all())
    return PhoneLine(phone.id, phone.number, phone.hours, tuple(openings), phone.is_free)


def _matchable(service: Service, answers: Mapping[str, Answer]) -> MatchableService:
    return MatchableService(
        id=service.id,
        name=service.name,
        is_national=service.is_national,
        areas=frozenset(area.code for area in service.areas.all()),
        answers=answers,
        languages=frozenset(language.code for language in service.languages.all()),
    )
