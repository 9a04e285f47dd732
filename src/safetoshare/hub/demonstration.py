"""A synthetic month of the safeguarding unit, and the days since, so that every page of the demonstration has life.

It goes the way that real work goes: reports are recorded by `report`, cases by the unit's own verbs, each disclosure is
decided by the policy in force and published by the jobs of its morning. Only the people are invented, and the clock is
moved. The same seed tells the same month; what is told stands in the force's folder, `demonstration/month.toml`.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from safetoshare.base import clock, schedule
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from safetoshare.base.settings.secrets import read_key
from safetoshare.core.errors import RefusedError, SettingError
from safetoshare.core.needs import NEEDS
from safetoshare.core.receipt import draw_receipt
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.core.triage import propose
from safetoshare.hub.api import cases, referring
from safetoshare.hub.api.cases import Assessment, Consent, Triage
from safetoshare.hub.api.referring import OfferHere, OrderParts
from safetoshare.hub.api.waiting import facts_of
from safetoshare.hub.selectors.cases import case_counts
from safetoshare.hub.services import referrals
from safetoshare.hub.services.cases import CaseOpened
from safetoshare.report import api as reports
from safetoshare.report.api import RecordedReport, ReportContent, SafeContact, centres
from safetoshare.sharing.api import log
from safetoshare.sharing.api.disclosures import Disclosed

# The first day is that of the newest month whose figures can be published: folded on the second day of the next.
_FOLDED_AFTER = timedelta(days=2)
# So many days lie behind the newest reports, which come as often as in a month of 31 days.
_NEWEST, _DAYS = 10, 31
_FRESH = timedelta(days=5)
_MORNING, _WORKING_HOURS = time(6), time(10)
_WHO = "victim-care-officer"
_CENTRE_WORKER = "reporting-centre-worker"
# One in so many reports comes by the reporting centre.
_BY_CENTRE = 6
_ROLE = "victim_care_officer"
_CONTACT = ("how", "when", "if_someone_else_answers", "must_not_know")
_CONTENT = ("account", "happened_when", "about", "danger", "children", "spoken_language", "page_language")


@dataclass(frozen=True)
class Month:
    """What the force's folder tells: how many reports, which stories they go through, and what the unit writes back."""

    seed: int
    reports: int
    untouched: int
    messages: dict[str, str]
    stories: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class _Person:
    """One synthetic person, as far as the month has come."""

    story: dict[str, Any]
    report: UUID
    case: UUID | None = None
    assessment: Assessment | None = None


def read_month(path: Path) -> Month:
    """Read the month. SettingError names the file that cannot be read."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        stories = tuple(told["story"])
        for story in stories:
            _content_of(story), _contact_of(story), story["area"], story["summary"], story["organisation"]
        return Month(told["seed"], told["reports"], told["untouched"], told["message"], stories)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingError(f"{path} does not tell the demonstration's month: {type(error).__name__}") from None


def load() -> None:
    """Tell the days up to today, unless a report stands already."""
    if not settings.IS_DEMONSTRATION:
        raise RefusedError("Synthetic people are told of in the demonstration only.")
    with unit_of_work():
        who = Account.objects.get(name=_WHO).id
        has_cases = any(case_counts().values())
    if has_cases or reports.reports_received():
        return
    environment = settings.ENVIRONMENT
    month = read_month(environment.force / "demonstration" / "month.toml")
    with log.signing_in_this_process(read_key(environment.secrets, "log-signing", environment.mode)):
        _Telling(month, who, clock.today()).tell()


def first_day(today: date) -> date:
    """Return the first day of the newest month that the mornings before today have folded."""
    return ((today - _FOLDED_AFTER).replace(day=1) - timedelta(days=1)).replace(day=1)


class _Telling:
    """The month as a diary: what happens on which day, done in the order of the days."""

    def __init__(self, month: Month, who: UUID, today: date) -> None:
        self._month = month
        self._who = who
        self._today = today
        self._random = Random(month.seed)  # noqa: S311  # nothing secret is drawn from it
        self._diary: dict[date, list[Callable[[], None]]] = defaultdict(list)

    def tell(self) -> None:
        first = first_day(self._today)
        days = (self._today - first).days
        for number in range(self._month.reports):
            story = self._month.stories[number % len(self._month.stories)]
            is_untouched = number >= self._month.reports - self._month.untouched
            by_centre = number % _BY_CENTRE == _BY_CENTRE - 2
            happens = self._report(story, is_untouched, by_centre=by_centre)
            self._on(first + timedelta(days=self._day_of(number, days)), happens)
        for day in (first + timedelta(days=passed) for passed in range(days)):
            with clock.clock_at(datetime.combine(day, _MORNING, clock.LONDON)):
                schedule.run_what_is_due(schedule.all_jobs())
            with clock.clock_at(datetime.combine(day, _WORKING_HOURS, clock.LONDON)):
                for happens in self._diary[day]:
                    happens()

    def _day_of(self, number: int, days: int) -> int:
        """Return on which of the days a report comes: the newest as often as in a month, the others evenly before."""
        newest = self._month.reports * _NEWEST // _DAYS
        older = self._month.reports - newest
        if number < older:
            return number * (days - _NEWEST) // older
        return days - _NEWEST + (number - older) * _NEWEST // newest

    def _on(self, day: date, happens: Callable[[], None]) -> None:
        """Write into the diary; what would happen today or later has not happened yet."""
        self._diary[day].append(happens)

    def _after(self, days: int, happens: Callable[[], None]) -> None:
        self._on(clock.today() + timedelta(days=days), happens)

    def _report(self, story: dict[str, Any], is_untouched: bool, *, by_centre: bool) -> Callable[[], None]:
        def happens() -> None:
            recorded = _typed_in_by_centre(story) if by_centre else _reported(story)
            if not is_untouched:
                self._after(1, lambda: self._assess(_Person(story, recorded.id)))

        return happens

    def _assess(self, person: _Person) -> None:
        """Take the case, and talk on the telephone about what the person needs."""
        content, day = _content_of(person.story), clock.today()
        proposal = propose(facts_of(content), day)
        opened = cases.open_case(person.report, Triage(proposal.reasons, proposal.pathway, self._who, day))
        assert isinstance(opened, CaseOpened)  # noqa: S101  # nobody else works in this month
        found = {*person.story["needs"]}
        found |= {"interpreter"} if content.spoken_language != "English" else set()
        found |= {"children"} if content.children == "yes" else set()
        assessment = Assessment(
            needs={need: "yes" if need in found else "not_talked_about" for need in NEEDS},
            name="",
            language=content.page_language,
            language_note="" if content.page_language != "en" else content.spoken_language,
            age="adult",
            notes="",
            assessed_by=self._who,
            assessed_on=day,
        )
        cases.record_assessment(opened.case, assessment, expected=0)
        self._after(1, lambda: self._ask_consent(replace(person, case=opened.case, assessment=assessment)))

    def _ask_consent(self, person: _Person) -> None:
        """Offer the first service of the story's organisation, if it can be written to here; one in nine says no."""
        assert person.case is not None and person.assessment is not None  # noqa: S101, PT018  # see `_assess`
        offered = referring.offers(person.story["area"], person.assessment)
        wanted = person.story["organisation"]
        here = [one for one in offered if one.receives_here and str(one.service.organisation) == wanted]
        if not here:
            return
        consent = _consent(person, here[0], self._who, is_agreed=self._random.randrange(9) > 0)
        appended = referring.record_consent(person.case, consent)
        if consent.is_agreed:
            self._refer(person, replace(consent, version=appended.version))

    def _refer(self, person: _Person, consent: Consent) -> None:
        assert person.case is not None and person.assessment is not None  # noqa: S101, PT018  # see `_assess`
        case = cases.case(person.case)
        assert case is not None  # noqa: S101  # it was opened above
        content, contact = _content_of(person.story), _contact_of(person.story)
        parts = OrderParts(
            case.id, case.report, case.version, case.area, case.pathway, content, contact, person.assessment, consent
        )
        order = referring.order_of(parts, role=_ROLE, nonce=uuid4())
        sent = referring.send(parts, order, by=self._who, role=_ROLE)
        # The newest still wait for an answer, so that an organisation that signs in finds something to do.
        if isinstance(sent, Disclosed) and self._today - clock.today() > _FRESH:
            self._after(self._random.randrange(1, 5), lambda: self._answer(person, sent.package, consent.organisation))

    def _answer(self, person: _Person, package: UUID, organisation: UUID) -> None:
        """Most accept, some have a waiting list, some decline, and one in twelve stays silent."""
        luck, day = self._random.randrange(12), clock.today()
        if luck == 0:
            return
        referrals.note_opened(package, organisation, day)
        if luck in (1, 2):
            referrals.answer_referral(package, organisation, ReferralState.DECLINED, DeclineReason.CAPACITY, day)
            return
        answer = ReferralState.WAITING_LIST if luck in (3, 4) else ReferralState.ACCEPTED
        referrals.answer_referral(package, organisation, answer, "", day)
        case = cases.case(person.case) if person.case else None
        if answer is ReferralState.ACCEPTED and case is not None:
            language = person.story["page_language"]
            cases.send_message(case.id, self._month.messages[language], language, shown=case.version)


def _reported(story: dict[str, Any]) -> RecordedReport:
    return reports.record_report(
        _content_of(story),
        _contact_of(story),
        area=story["area"],
        receipt=draw_receipt(),
        nonce=uuid4().bytes,
        on=clock.today(),
    )


def _typed_in_by_centre(story: dict[str, Any]) -> RecordedReport:
    """Let the reporting centre type in the same story from paper."""
    with unit_of_work():
        worker = Account.objects.get(name=_CENTRE_WORKER)
    assert worker.organisation is not None  # noqa: S101  # `accounts.toml` says it
    ticket = centres.draw_ticket(worker.id, worker.organisation)
    content = replace(_content_of(story), agreed="agrees", rule_read="yes", written_on=clock.today())
    return centres.record(ticket, content, _contact_of(story), area=story["area"], on=clock.today())


def _content_of(story: dict[str, Any]) -> ReportContent:
    told = {name: story[name] for name in _CONTENT}
    shown = {"promise_shown_on": clock.today().isoformat()}
    return ReportContent.from_fields(told | shown | {"pathways": story["pathways"], "needs": story["needs"]})


def _contact_of(story: dict[str, Any]) -> SafeContact:
    return SafeContact.from_fields({name: story[name] for name in _CONTACT})


def _consent(person: _Person, offered: OfferHere, who: UUID, *, is_agreed: bool) -> Consent:
    day, service = clock.today(), offered.service
    return Consent(
        id=uuid4(),
        service=service.id,
        service_name=service.name,
        organisation=service.organisation,
        organisation_name=service.organisation_name,
        recipient=service.recipient,
        purpose=offered.purpose,
        data=("contact_and_location", "needs"),
        summary=person.story["summary"],
        language=person.story["page_language"],
        interpreter="no",
        adviser_offered="yes",
        is_agreed=is_agreed,
        until=day + timedelta(days=90),
        asked_by=who,
        asked_on=day,
    )
