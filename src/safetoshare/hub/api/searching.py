"""Search over the unit's open cases and waiting reports: what is searched, and what is shown of what was found.

Two fields are searched: what a person wants to be called, and the telephone numbers of the safe way to make contact.
No account, note or need is, and nothing about immigration has a field to be searched (Rec 4). Who must not know, and
what to say if someone else answers, are never searched: there the person to be feared is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from safetoshare.base.accounts.opening import Opener
from safetoshare.base.database import unit_of_work
from safetoshare.base.sealing import fields_of
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.index import SearchedText, WordKind
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.vault import Place
from safetoshare.hub.selectors import cases as selectors
from safetoshare.hub.selectors.cases import CaseInList
from safetoshare.hub.selectors.colleagues import colleagues_of as selectors_of_colleagues
from safetoshare.hub.selectors.contents import Assessment
from safetoshare.hub.selectors.searching import places_of_assessments, reports_of_cases, sealed_assessments
from safetoshare.report import api as reports
from safetoshare.report.api import ReportInQueue, SafeContact

NAME, CONTACT = "name", "how"
_REPORTS: Final = frozenset({"report_reportgroup", "report_contactchange"})


@dataclass(frozen=True)
class FoundRecord:
    """A case, or a report that nobody has taken yet, and the fields that matched: no text of it."""

    record: CaseInList | ReportInQueue
    fields: tuple[str, ...]


@dataclass(frozen=True)
class SearchResult:
    """What was found, ten records at most; `is_more` when there are others."""

    found: list[FoundRecord]
    is_more: bool


def search(opener: Opener, words: str, reason: str) -> SearchResult:
    """Search for a name or a telephone number. LockedError without keys, RefusedError over the quota.

    BadInputError for words that hold neither, or for a reason that says nothing.
    """
    answer = client.search(opener.account, opener.handle, words, reason)
    fields: dict[UUID, list[str]] = {}
    for one in answer.found:
        fields.setdefault(one.record, []).append(one.field)
    found = [FoundRecord(record, tuple(of)) for key, of in fields.items() if (record := _record(key))]
    return SearchResult(found, answer.is_more)


def _record(identifier: UUID) -> CaseInList | ReportInQueue | None:
    with unit_of_work():
        case = selectors.case(identifier)
    # It may have been erased since it was found.
    return case or reports.report(identifier)


def colleagues_of(account: UUID) -> list[tuple[UUID, str]]:
    """Return everybody else who works on cases, by name: whom one may allow to open more records."""
    with unit_of_work():
        return selectors_of_colleagues(account)


def allow_more(opener: Opener, colleague: UUID, reason: str) -> None:
    """Let a colleague open twice as many records for an hour. LockedError without keys; RefusedError: not now."""
    client.allow_more(opener.account, opener.handle, colleague, reason)


class SearchedCases:
    """What the unwrapper searches of the unit (`base.unwrapper.searching.Searched`)."""

    def standing(self) -> Mapping[Place, UUID]:
        """Return where names and numbers stand now, and the case or waiting report each is found as."""
        with unit_of_work():
            of_cases = reports_of_cases()
            assessments = places_of_assessments()
        cases = {report: case for case, report in of_cases.items()}
        contacts = {place: cases[report] for place, report in reports.contact_places(cases).items()}
        waiting = reports.contact_places([report.id for report in reports.reports_received()])
        return waiting | contacts | {place: place.record for place in assessments}

    def sealed(self, places: Collection[Place]) -> Iterable[SealedValue]:
        """Return the sealed values of these places."""
        contacts = [place.record for place in places if place.table in _REPORTS]
        with unit_of_work():
            assessments = sealed_assessments([place for place in places if place.table not in _REPORTS])
        # One that was changed meanwhile is found the next time.
        found = [value for value in reports.contact_groups(contacts) if value.place in places]
        return [*found, *assessments]

    def texts(self, place: Place, plaintext: bytes) -> Iterable[SearchedText]:
        """Return what is searched of one value: of an assessment the name, of safe contact the numbers."""
        fields = fields_of(plaintext)
        if place.table in _REPORTS:
            return [SearchedText(CONTACT, WordKind.TELEPHONE, SafeContact.from_fields(fields).how)]
        return [SearchedText(NAME, WordKind.NAME, Assessment.from_fields(fields).name)]


SEARCHED: Final = SearchedCases()
