"""Cases of the safeguarding unit: the work lists, taking a report, and one case with all that is known (Rec 4).

Records are opened before anything is written, with the keys of whoever reads. What is written needs no key at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.accounts.opening import Opener
from safetoshare.base.database import unit_of_work
from safetoshare.base.sealing import fields_of
from safetoshare.core.cases import RESTRICTED, CaseGroupName, CaseState
from safetoshare.hub.api.waiting import report_of
from safetoshare.hub.selectors import cases as selectors
from safetoshare.hub.selectors.cases import CaseInList, SealedGroup
from safetoshare.hub.selectors.contents import (
    AGES,
    ANSWERS,
    SHAREABLE,
    Age,
    Answer,
    Assessment,
    CaseContents,
    Consent,
    LetterSent,
    ReferralSent,
    Triage,
    consents_of,
)
from safetoshare.hub.selectors.referrals import ReferralAnswer, answers_of, referrals_to_follow_up, sealed_words_of
from safetoshare.hub.services import cases as services
from safetoshare.hub.services.cases import Appended, CaseOpened, TakenBefore, WrittenMeanwhile
from safetoshare.hub.services.following import Following, carry_out_stop, follow_up
from safetoshare.hub.services.referrals import AnswerWithWords, read_words
from safetoshare.report import api as reports
from safetoshare.report.api import Message, ReportContent, ReportInQueue, SafeContact

__all__ = [
    "AGES",
    "ANSWERS",
    "SHAREABLE",
    "Age",
    "Answer",
    "Appended",
    "Assessment",
    "CaseContents",
    "CaseFile",
    "CaseInList",
    "CaseOpened",
    "CaseState",
    "Consent",
    "FollowUp",
    "LetterSent",
    "ReferralSent",
    "ReportInQueue",
    "SafeContact",
    "TakenBefore",
    "Triage",
    "WorkList",
    "WrittenMeanwhile",
    "assessment_now",
    "case",
    "case_of_report",
    "follow_ups",
    "note_reviewed",
    "open_case",
    "open_case_file",
    "record_assessment",
    "send_message",
    "work_list",
]

PAGE_SIZE = 20


@dataclass(frozen=True)
class WorkList:
    """One page of the reports that wait, and one of the cases of a state; and how many there are of each.

    `to_stop`: the cases whose person took her agreement back and that nobody has opened since.
    """

    reports: list[ReportInQueue]
    reports_waiting: int
    state: CaseState
    cases: list[CaseInList]
    counts: dict[CaseState, int]
    to_follow_up: int
    to_stop: list[UUID]


@dataclass(frozen=True)
class FollowUp:
    """A case in which an organisation did not take the person on, so that the unit has to act."""

    case: UUID
    state: str


@dataclass(frozen=True)
class CaseFile:
    """One case with everything that its reader may open, and what organisations answered."""

    case: CaseInList
    contents: CaseContents = field(repr=False)
    content: ReportContent = field(repr=False)
    contact: SafeContact | None = field(repr=False)
    messages: list[Message] = field(repr=False)
    answers: dict[UUID, ReferralAnswer]
    words: dict[UUID, AnswerWithWords] = field(repr=False)


def work_list(reports_page: int, state: CaseState | None, cases_page: int) -> WorkList:
    """Return the pages of the work lists, the first page being 1. Nothing sealed is opened for them.

    Without a state it is the first in which there are cases.
    """
    waiting, stops = reports.reports_received(), reports.stops_asked()
    start, cases_start = (reports_page - 1) * PAGE_SIZE, (cases_page - 1) * PAGE_SIZE
    with unit_of_work():
        counts = selectors.case_counts()
        state = state or next((one for one, count in counts.items() if count), CaseState.TAKEN)
        return WorkList(
            reports=waiting[start : start + PAGE_SIZE],
            reports_waiting=len(waiting),
            state=state,
            cases=selectors.cases_in_state(state, cases_start, cases_start + PAGE_SIZE),
            counts=counts,
            to_follow_up=len(referrals_to_follow_up()),
            to_stop=selectors.cases_of_reports(stops),
        )


def follow_ups(opener: Opener) -> list[FollowUp]:
    """Return the cases in which an organisation declined, asked or stayed silent. LockedError without keys."""
    with unit_of_work():
        referrals = referrals_to_follow_up()
    opened = opener.open("find_follow_ups", [referral.pointer for referral in referrals])
    cases = [UUID(fields_of(plaintext)["case"]) for plaintext in opened]
    with unit_of_work():
        # A case that was erased needs nobody any more.
        standing = selectors.cases_that_stand(cases)
    return [FollowUp(case, referral.state) for referral, case in zip(referrals, cases, strict=True) if case in standing]


def case(identifier: UUID) -> CaseInList | None:
    """Return one case as the list shows it."""
    with unit_of_work():
        return selectors.case(identifier)


def case_of_report(report: UUID) -> UUID | None:
    """Return the case that was made of a report."""
    with unit_of_work():
        return selectors.case_of_report(report)


def open_case(report: UUID, triage: Triage) -> CaseOpened | TakenBefore | None:
    """Make a case of a report with what the officer decided. None if there is no such report."""
    queue = reports.report(report)
    if queue is None:
        return None
    return services.open_case(report, queue.area, triage.pathway, triage.as_fields(), triage.decided_on)


def open_case_file(identifier: UUID, opener: Opener, *, restricted: bool, purpose: str) -> CaseFile | None:
    """Open a case with all that its reader may see. LockedError without keys; None if there is no such case."""
    names = [name for name in CaseGroupName if restricted or name not in RESTRICTED]
    with unit_of_work():
        found = selectors.case(identifier)
        groups = selectors.sealed_groups(identifier, names)
    if found is None:
        return None
    sealed = reports.sealed_groups(found.report)
    content, contact = report_of(opener, purpose, sealed, restricted=restricted)
    letters = reports.messages_from_reporter(found.report)
    plaintexts = opener.open(purpose, [*(group.value for group in groups), *letters])
    contents = _contents(groups, plaintexts[: len(groups)], is_whole=restricted)
    if restricted and carry_out_stop(identifier, found.report, contents):
        return open_case_file(identifier, opener, restricted=restricted, purpose=purpose)
    if contents.consents or contents.letters:
        mailbox = reports.mailbox_of(found.report)
        with unit_of_work():
            stand = answers_of([referral.package for referral in contents.referrals])
        follow_up(Following(identifier, mailbox, contents, opener.account, opener.role), stand)
    answers, words = _answers(opener, purpose, contents.referrals)
    reports.note_look(found.report, opener.role, clock.today())
    messages = [Message.from_fields(fields_of(plaintext)) for plaintext in plaintexts[len(groups) :]]
    return CaseFile(found, contents, content, contact, messages, answers, words)


def assessment_now(identifier: UUID, opener: Opener) -> tuple[Assessment | None, int]:
    """Return the newest assessment and its version: None and 0 before the first. LockedError without keys."""
    with unit_of_work():
        groups = selectors.sealed_groups(identifier, [CaseGroupName.ASSESSMENT])
    contents = _contents(groups, opener.open("read_assessment", [group.value for group in groups]), is_whole=False)
    return contents.assessment, contents.assessment_version


def record_assessment(identifier: UUID, assessment: Assessment, *, expected: int) -> Appended | WrittenMeanwhile:
    """Write an assessment, if `expected` is still the newest version. No key is needed."""
    return services.append_group(
        identifier,
        CaseGroupName.ASSESSMENT,
        assessment.as_fields(),
        expected=expected,
        is_begun=assessment.is_begun,
    )


def send_message(identifier: UUID, text: str, language: str, *, shown: int) -> bool | None:
    """Send a message to the person's mailbox, once for each time that the page was shown at version `shown`.

    False: it was sent before, or the case was changed meanwhile. None: there is no such case.
    """
    found = case(identifier)
    if found is None:
        return None
    if not services.claim_version(identifier, shown):
        return False
    reports.send_message(found.report, text, language)
    return True


def note_reviewed(identifier: UUID, *, shown: int) -> bool:
    """Note that somebody looked at a case as it was at version `shown`, and move on to the next day of review.

    False: it was changed meanwhile, and nothing is noted.
    """
    return services.claim_version(identifier, shown)


def _contents(groups: list[SealedGroup], plaintexts: list[bytes], *, is_whole: bool) -> CaseContents:
    by_name: dict[CaseGroupName, list[tuple[int, dict[str, object]]]] = {name: [] for name in CaseGroupName}
    for group, plaintext in zip(groups, plaintexts, strict=True):
        by_name[group.group].append((group.version, fields_of(plaintext)))
    triage, assessment = by_name[CaseGroupName.TRIAGE], by_name[CaseGroupName.ASSESSMENT]
    return CaseContents(
        triage=Triage.from_fields(triage[-1][1]) if triage else None,
        assessment=Assessment.from_fields(assessment[-1][1]) if assessment else None,
        assessment_version=assessment[-1][0] if assessment else 0,
        consents=consents_of(by_name[CaseGroupName.CONSENT]),
        referrals=[ReferralSent.from_fields(fields) for _, fields in reversed(by_name[CaseGroupName.REFERRAL_LIST])],
        letters=[LetterSent.from_fields(fields) for _, fields in reversed(by_name[CaseGroupName.LETTER_LIST])],
        is_whole=is_whole,
    )


def _answers(
    opener: Opener, purpose: str, referrals: list[ReferralSent]
) -> tuple[dict[UUID, ReferralAnswer], dict[UUID, AnswerWithWords]]:
    """Return what organisations answered, and the words of each last answer."""
    packages = [referral.package for referral in referrals]
    with unit_of_work():
        answers = answers_of(packages)
        sealed = {package: words for package in packages if (words := sealed_words_of(package))}
    opened = opener.open(purpose, [words[-1] for words in sealed.values()])
    return answers, {package: read_words(plaintext) for package, plaintext in zip(sealed, opened, strict=True)}
