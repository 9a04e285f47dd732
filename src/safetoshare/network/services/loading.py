"""Loading a directory: what a file says is what stands afterwards, and twice is the same as once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import BadInputError
from safetoshare.network.models import (
    Fact,
    Organisation,
    PhoneOpening,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServiceNeed,
    ServicePhone,
    Status,
)
from safetoshare.network.services.entries import (
    MAX_BYTES,
    FactEntry,
    OrganisationEntry,
    PhoneEntry,
    ServiceEntry,
    read_entry,
)


@dataclass(frozen=True)
class Loaded:
    """What loading did, in organisations; `services` is how many of theirs are offered now."""

    added: int
    changed: int
    unchanged: int
    services: int


def read_directory(folder: Path) -> list[OrganisationEntry]:
    """Read each `*.json` of a folder. BadInputError holds all that is wrong with any of them."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except OSError as error:
        raise BadInputError(f"{folder}: cannot be read ({error.strerror})") from None
    if not paths:
        raise BadInputError(f"{folder}: holds no file that ends in .json, one for each organisation")
    entries, problems = [], []
    for path in paths:
        try:
            entries.append(read_entry(_content(path), path.name))
        except BadInputError as error:
            problems.append(str(error))
    problems += _told_twice(entries)
    if problems:
        raise BadInputError("\n".join(problems))
    return entries


def load_directory(entries: Sequence[OrganisationEntry]) -> Loaded:
    """Bring the directory in line with the entries; organisations of which none speaks stay as they are.

    A service that its organisation no longer names becomes inactive: referrals may name it still.
    """
    added = changed = 0
    with unit_of_work(write=True):
        known = dict(Organisation.objects.values_list("id", "digest"))
        _refuse_conflicts(entries)
        for entry in entries:
            if known.get(entry.id) != entry.digest:
                _write(entry)
                added += entry.id not in known
                changed += entry.id in known
    return Loaded(added, changed, len(entries) - added - changed, sum(len(entry.services) for entry in entries))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInputError(f"{path.name}: cannot be read ({error.strerror})") from None


def _told_twice(entries: Sequence[OrganisationEntry]) -> list[str]:
    services = [service.id for entry in entries for service in entry.services]
    counted = Counter([entry.id for entry in entries] + services)
    names = Counter(entry.name.casefold() for entry in entries)
    problems = [f"the id {id} stands twice in the directory" for id, times in counted.items() if times > 1]
    return problems + [f"two organisations are called '{name}'" for name, times in names.items() if times > 1]


def _refuse_conflicts(entries: Sequence[OrganisationEntry]) -> None:
    """Refuse a service that belongs to another organisation, and a name that another organisation has."""
    owner = {service.id: entry.id for entry in entries for service in entry.services}
    for service in Service.objects.filter(id__in=owner):
        if service.organisation_id != owner[service.id]:
            raise BadInputError(f"the service {service.id} belongs to another organisation already")
    names = {entry.name: entry.id for entry in entries}
    others = Organisation.objects.filter(name__in=names).exclude(id__in=names.values())
    for other in others:
        raise BadInputError(f"'{other.name}' stands in the directory already, with the id {other.id}")


def _write(entry: OrganisationEntry) -> None:
    organisation, _ = Organisation.objects.update_or_create(
        id=entry.id,
        defaults={
            "name": entry.name,
            "description": entry.description,
            "recipient": entry.recipient,
            "digest": entry.digest,
        },
    )
    organisation.services.update(status=Status.INACTIVE.value)
    organisation.facts.all().delete()
    _write_facts(entry.facts, organisation, None)
    for service in entry.services:
        _write_service(service, organisation)


def _write_service(entry: ServiceEntry, organisation: Organisation) -> None:
    service, _ = Service.objects.update_or_create(
        id=entry.id,
        defaults={
            "organisation": organisation,
            "name": entry.name,
            "description": entry.description,
            "for_whom": entry.for_whom,
            "is_national": entry.is_national,
            "status": Status.ACTIVE.value,
            "read_on": entry.read_on,
            "assured_on": entry.assured_on,
        },
    )
    for table in (ServiceArea, ServiceNeed, ServiceLanguage, ServicePhone):
        table.objects.filter(service=service).delete()
    ServiceArea.objects.bulk_create(ServiceArea(service=service, code=code) for code in entry.areas)
    ServiceLanguage.objects.bulk_create(ServiceLanguage(service=service, code=code) for code in entry.languages)
    ServiceNeed.objects.bulk_create(
        ServiceNeed(service=service, need=need, answer=answer) for need, answer in entry.needs.items()
    )
    _write_phones(entry.phones, service)
    _write_facts(entry.facts, organisation, service)


def _write_phones(entries: Sequence[PhoneEntry], service: Service) -> None:
    phones = [
        ServicePhone(
            service=service,
            position=position,
            number=entry.number,
            hours=entry.hours,
            is_free=entry.is_free,
            **asdict(entry.source),
        )
        for position, entry in enumerate(entries)
    ]
    ServicePhone.objects.bulk_create(phones)
    PhoneOpening.objects.bulk_create(
        PhoneOpening(phone=phone, day=opening.day, opens=opening.opens, closes=opening.closes)
        for phone, entry in zip(phones, entries, strict=True)
        for opening in entry.openings
    )


def _write_facts(facts: Sequence[FactEntry], organisation: Organisation, service: Service | None) -> None:
    Fact.objects.bulk_create(
        Fact(
            organisation=organisation,
            service=service,
            position=position,
            about=fact.about,
            statement=fact.statement,
            **asdict(fact.source),
        )
        for position, fact in enumerate(facts)
    )
