"""What the register's codes are called in the language of the page, and the working of a clock in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from textwrap import wrap

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from safetoshare.base.languages import english, ltr
from safetoshare.core.deadlines import Deadline, Step, StepKind
from safetoshare.core.documents.stances import Stance
from safetoshare.core.duties import Mark
from safetoshare.core.known_days import KnownDay
from safetoshare.core.measures import PublishedCount
from safetoshare.core.standing import Asked, ClockStanding, Progress, Timeliness
from safetoshare.core.super_complaints import Acknowledgement, Stage
from safetoshare.core.waiting import WaitState

STANCES: dict[Stance | None, Promise] = {
    None: _("Unknown: this register holds no answer"),
    Stance.ACCEPTED: _("Says yes"),
    Stance.PARTIALLY: _("Says yes to a part"),
    Stance.NOT_ACCEPTED: _("Says no"),
    Stance.AWAITING_NATIONAL_POSITION: _("Waits for national guidance"),
    Stance.DEFERRED_TO_BODY: _("Leaves it to another body"),
    Stance.NO_STATEMENT: _("Says neither yes nor no"),
}
PROGRESS = {
    Progress.UNKNOWN: _("Unknown: nothing is said about it"),
    Progress.NOT_STARTED: _("Not started"),
    Progress.IN_PROGRESS: _("At work on it, as it says itself"),
    Progress.COMPLETED_CLAIMED: _("Done, as it says itself; the commissioner has not confirmed it"),
    Progress.COMPLETED_VERIFIED: _("Done, and checked by the commissioner"),
    Progress.SUPERSEDED: _("Replaced by something newer"),
}
ASKED = {
    Asked.RESPOND: _("An answer"),
    Asked.ACT: _("The action itself"),
    Asked.UPDATE: _("A report on progress"),
}
STAGES = {
    Stage.RECEIVED: _("Complaint received"),
    Stage.ACKNOWLEDGED: _("Receipt confirmed"),
    Stage.ELIGIBLE: _("Taken on for investigation"),
    Stage.NOT_ELIGIBLE: _("Not taken on"),
    Stage.WITHDRAWN: _("Complaint taken back"),
    Stage.PROGRESS_REPORTED: _("News of the work given"),
    Stage.REPORT_PUBLISHED: _("Report published"),
    Stage.RESPONSES_PUBLISHED: _("Answers published"),
}
MARKS = {
    Mark.READ: _("read in the source itself"),
    Mark.READ_ELSEWHERE: _("read elsewhere, not in the source itself"),
    Mark.BELIEVED: _("believed, not checked yet"),
    Mark.MISSING: _("not known"),
    Mark.OWN: _("a rule of this register"),
}
WAITS = {
    WaitState.WAITING: _("Still waiting"),
    WaitState.REVIEW_DUE: _("The day to look at it again is here, and nothing has come"),
    WaitState.ARRIVED: _("Something has come: an answer can follow now"),
    WaitState.OVER: _("Over: an answer has followed"),
}
_DAY = "j F Y"
_MONTH = "F Y"
_YEAR = "Y"
_PIECE = 8
# Parts of the house that offer figures.
PARTS = {
    "sharing": _("the record of what was shared"),
    "hub": _("the safeguarding unit"),
    "practice": _("the reading of the policy by staff"),
    "network": _("the directory of help"),
}

# Figures of those parts, by their codes. A figure that is not here is shown by its English definition alone.
FIGURES = {
    "disclosures_to_home_office": _("Times something about a person was told to the Home Office"),
    "refusals_to_home_office": _("Times the answer was no, and nothing was told to the Home Office"),
    "disclosures_to_services": _("Times something about a person was told to a service that helps"),
    "refusals_to_services": _("Times the answer was no, and nothing was told to a service that helps"),
    "staff_who_confirmed_reading": _("Staff who confirmed that they read the policy"),
    "cases_opened": _("Reports that the safeguarding unit took on"),
    "referrals_sent": _("Referrals sent to specialist organisations"),
    "referrals_accepted": _("Referrals accepted"),
    "referrals_waiting_list": _("Referrals put on a waiting list"),
    "referrals_question": _("Referrals answered by a question"),
    "referrals_declined": _("Referrals declined"),
    "referrals_expired": _("Referrals left without an answer"),
    "referrals_declined_capacity": _("Declined: no capacity"),
    "referrals_declined_area": _("Declined: another area"),
    "referrals_declined_need_not_met": _("Declined: another kind of help is needed"),
    "referrals_declined_cannot_reach_safely": _("Declined: no safe way to reach the person"),
    "referrals_declined_conflict_of_interest": _("Declined: conflict of interest"),
    "services_in_directory": _("Services in the directory of help"),
    "services_without_public_funds": _("Services known to help people who have no recourse to public funds"),
    "services_confirmed": _("Services that confirmed what the directory says of them"),
}


def shown_day(day: date) -> str:
    """Return a day as the language of the page writes it."""
    return date_format(day, _DAY)


def known_day_words(when: KnownDay) -> str:
    """Return a day, month or year, as far as it is known."""
    return date_format(when.first, _DAY if when.is_exact else _MONTH if when.is_month else _YEAR)


def acknowledgement_words(clock: Acknowledgement) -> str | SafeString:
    """Return how the clock of receipt stands; what this register does not hold is never called late."""
    if clock.deadline is None:
        return gettext("cannot be counted: the day of receipt is not known")
    if clock.timeliness is Timeliness.UNKNOWN:
        return gettext("unknown: this register does not hold when it was done")
    return timeliness_words(ClockStanding(clock.duty.asked, clock.deadline, clock.timeliness, clock.days_late))


def timeliness_words(clock: ClockStanding) -> str | SafeString:
    """Return how a clock stands."""
    match clock.timeliness:
        case Timeliness.NOT_YET_DUE:
            return gettext("not due yet")
        case Timeliness.IN_TIME:
            return gettext("in time")
        case Timeliness.UNKNOWN:
            return gettext("unknown: the answer has no date")
        case Timeliness.NO_LONGER_ASKED:
            return gettext("no longer asked for: something newer took its place")
        case Timeliness.MET_LATE:
            late = ngettext("there, but {days} day late", "there, but {days} days late", clock.days_late)
        case Timeliness.LATE:
            late = ngettext(
                "{days} day late: nothing here shows it", "{days} days late: nothing here shows it", clock.days_late
            )
    return format_html(late, days=ltr(clock.days_late))


def working(deadline: Deadline) -> list[SafeString]:
    """Return the working of a clock, a sentence a step, so that anyone can count it again."""
    return [
        format_html(
            _STEPS[step.kind](step),
            day=shown_day(step.day),
            number=ltr(step.number),
            reason=english(step.reason),
        )
        for step in deadline.working
    ]


def fingerprint(sha256: str) -> SafeString:
    """Return a hash that a narrow screen may break, and that is whole again when it is copied."""
    return ltr(format_html_join("", "{}<wbr>", [(piece,) for piece in wrap(sha256, _PIECE)]))


def figure(count: PublishedCount) -> SafeString:
    """Return a count as it may be published."""
    if count.at_least is None:
        return format_html(gettext("fewer than {ten}"), ten=ltr(count.fewer_than))
    if count.is_exact:
        return ltr(count.at_least)
    return format_html(gettext("at least {number}"), number=ltr(count.at_least))


_STEPS: dict[StepKind, Callable[[Step], str]] = {
    StepKind.BASE: lambda _step: gettext("The clock starts on {day}."),
    StepKind.SAME_DAY: lambda _step: gettext("It is asked for at once: on that day."),
    StepKind.NAMED_DAY: lambda _step: gettext("The source itself names the day: {day}."),
    StepKind.MONTHS_LATER: lambda step: ngettext(
        "{number} calendar month later is {day}.", "{number} calendar months later is {day}.", step.number
    ),
    StepKind.MONTH_IS_SHORT: lambda _step: gettext("That month has no day {number}, so its last day counts: {day}."),
    StepKind.DAY_ONE: lambda _step: gettext("{day} counts as day {number}."),
    StepKind.LAST_DAY: lambda _step: gettext("Day {number} is {day}."),
    StepKind.NOT_A_WORKING_DAY: lambda _step: gettext("{day} does not count: {reason}."),
    StepKind.WORKING_DAY: lambda _step: gettext("{day} is working day {number}."),
}
