"""The unit's work lists, a report that waits, and a case with all that is known (Rec 4; Victims' Code Right 4)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.opening import opener_of
from safetoshare.base.languages import english
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import LockedError, RefusedError
from safetoshare.core.triage import reasons_on
from safetoshare.hub.api import cases as api
from safetoshare.hub.api.cases import CaseFile, CaseState, TakenBefore, Triage, WorkList
from safetoshare.hub.api.waiting import OpenedReport, open_report
from safetoshare.hub.forms.cases import ReviewedForm, TriageForm
from safetoshare.hub.labels import CASE_STATES, DECLINE_REASONS, REFERRAL_STATES, RIGHTS_REASONS
from safetoshare.hub.views import files, rows
from safetoshare.hub.views.decision_shown import asked_shown, letters_shown
from safetoshare.hub.views.opening import case_or_404, file_or_404, may_open_restricted, opening_records, signed_in
from safetoshare.hub.views.wishes import asked_of
from safetoshare.report import api as reports
from safetoshare.report.api import files as sent_files
from safetoshare.sharing.api import decisions
from safetoshare.sharing.api.labels import value_name


@require_safe
@allowed(Action.CASE_LIST)
def case_list(request: HttpRequest, realm: str) -> HttpResponse:
    """Show what needs the unit now: reports that wait, answers to follow up, and the cases of one state."""
    wanted = request.GET.get("state")
    if wanted is not None and wanted not in set(CaseState):
        raise Http404
    page, cases_page = _number(request, "page"), _number(request, "cases")
    work = api.work_list(page, CaseState(wanted) if wanted else None, cases_page)
    context = {
        "reports": [_waiting(report) for report in work.reports],
        "work": work,
        "cases": [_listed(case) for case in work.cases],
        "states": [
            {"code": code, "name": CASE_STATES[code], "count": count, "is_shown": code == work.state}
            for code, count in work.counts.items()
        ],
        "pages": _pages(page, work.reports_waiting),
        "cases_pages": _pages(cases_page, work.counts[work.state]),
        "follow_ups": _follow_ups(request, work),
        "to_stop": [{"case": case, "reference": rows.reference(case)} for case in work.to_stop],
        "wishes": len(reports.erasures_wished()),
    }
    return render(request, "hub/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.CASE_WORK)
@opening_records
def report(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Show a report that waits, safe contact first, and let the officer decide and take it."""
    if request.method == "POST":
        return _take(request, report)
    taken = api.case_of_report(report)
    if taken is not None:
        return redirect("hub:case", case=taken)
    opened = _open_report(request, report)
    initial = {"reasons": opened.proposal.reasons, "pathway": opened.proposal.pathway}
    return _report_page(request, report, opened, TriageForm(initial=initial))


@require_safe
@allowed(Action.CASE_WORK)
@opening_records
def case(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Show one case: how to reach the person, what is known, what was agreed and sent, and what to do next."""
    file = file_or_404(request, case, "read_case")
    contents, today = file.contents, clock.today()
    context = {
        "file": file,
        "reference": rows.reference(case),
        "area": rows.area_name(file.case.area),
        "pathway": value_name("pathway", file.case.pathway),
        "state": CASE_STATES[file.case.state],
        "review_on": rows.day(file.case.review_on),
        "reviewed": ReviewedForm(initial={"shown": file.case.version}),
        "next_step": next_step(file),
        "contact_rows": rows.contact_rows(file.contact) if file.contact else None,
        "report_rows": rows.report_rows(file.content),
        "triage_rows": rows.triage_rows(contents.triage) if contents.triage else [],
        "assessment_rows": rows.assessment_rows(contents.assessment) if contents.assessment else [],
        "consents": [_consent(file, consent, today) for consent in contents.consents],
        "referrals": [_referral(file, referral) for referral in contents.referrals],
        "decisions": asked_shown(decisions.decisions_of(case)) if contents.is_whole else [],
        "letters": letters_shown(contents.letters),
        **asked_of(file.case.report),
        "messages": [rows.message(message) for message in file.messages],
        "files": files.listed(case, sent_files.files_of(file.content, file.messages)),
    }
    return render(request, "hub/case.html", context)


@require_POST
@allowed(Action.CASE_WORK)
def reviewed(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Note that nothing is to be done before the next day of review; if the case was changed meanwhile, say so."""
    found, form = case_or_404(case), ReviewedForm(request.POST)
    if form.is_valid() and api.note_reviewed(found.id, shown=form.cleaned_data["shown"]):
        return redirect("hub:case", case=case)
    return render(request, "hub/changed_meanwhile.html", {"case": case}, status=409)


def next_step(file: CaseFile) -> str:
    """Return what is to be done next, in one sentence; a case has always one."""
    contents, today = file.contents, clock.today()
    answers = {file.answers[sent.package].state for sent in contents.referrals if sent.package in file.answers}
    used = {referral.consent for referral in contents.referrals}
    is_to_send = any(consent.stands_on(today) and consent.id not in used for consent in contents.consents)
    steps = (
        (contents.assessment is None, _("Ask the person what she or he needs, on the telephone if that is safe.")),
        (not contents.is_whole, _("A victim care officer finds services and asks for consent.")),
        ("accepted" in answers, _("An organisation has taken this on. Look again on the day of review.")),
        (is_to_send, _("The person agreed: look at what would be sent, and send it.")),
        ("question" in answers, _("An organisation asks a question: read it below and answer by telephone.")),
        (
            not answers.isdisjoint({"sent", "opened", "waiting_list"}),
            _("Wait for the answer. The unit stays responsible until an organisation accepts."),
        ),
        (True, _("Find a service and ask the person for consent. A no to one service closes no other.")),
    )
    return next(words for is_so, words in steps if is_so)


def _take(request: HttpRequest, report: UUID) -> HttpResponse:
    """Make a case of what the officer decided. It takes no key, so an unlock that has run out loses nothing."""
    form = TriageForm(request.POST)
    if not form.is_valid():
        try:
            opened = _open_report(request, report)
        except LockedError:
            opened = None
        return _report_page(request, report, opened, form, status=422)
    triage = Triage(
        reasons=tuple(form.cleaned_data["reasons"]),
        pathway=form.cleaned_data["pathway"],
        decided_by=signed_in(request).id,
        decided_on=clock.today(),
        note=form.cleaned_data["note"],
    )
    outcome = api.open_case(report, triage)
    if outcome is None:
        raise Http404
    if isinstance(outcome, TakenBefore):
        return render(request, "hub/taken_before.html", {"case": outcome.case}, status=409)
    return redirect("hub:case", case=outcome.case)


def _open_report(request: HttpRequest, report: UUID) -> OpenedReport:
    restricted = may_open_restricted(request)
    opened = open_report(report, opener_of(request), restricted=restricted, day=clock.today())
    if opened is None:
        raise Http404
    return opened


def _report_page(
    request: HttpRequest, report: UUID, opened: OpenedReport | None, form: TriageForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "reference": rows.reference(report),
        "reasons": [
            {
                "value": reason.code,
                "text": RIGHTS_REASONS[reason.code],
                "hint": {"text": english(f"{reason.source} [{reason.mark}]")},
            }
            for reason in reasons_on(clock.today())
        ],
        "opened": opened,
        **asked_of(report),
    }
    if opened is not None:
        context |= {
            "area": rows.area_name(opened.queue.area),
            "received_on": rows.day(opened.queue.received_on),
            "next_step_by": rows.day(opened.queue.next_step_by),
            "is_late": opened.queue.next_step_by < clock.today(),
            "contact_rows": rows.contact_rows(opened.contact) if opened.contact else None,
            "report_rows": rows.report_rows(opened.content),
            "messages": [rows.message(message) for message in opened.messages],
            "files": files.listed(None, sent_files.files_of(opened.content, opened.messages)),
        }
    return render(request, "hub/report.html", context, status=status)


def _waiting(report: api.ReportInQueue) -> dict[str, Any]:
    return {
        "id": report.id,
        "reference": rows.reference(report.id),
        "area": rows.area_name(report.area),
        "received_on": rows.day(report.received_on),
        "next_step_by": rows.day(report.next_step_by),
        "is_late": report.next_step_by < clock.today(),
        "cannot_wait": report.cannot_wait,
        "is_set_back": report.is_set_back,
    }


def _listed(case: api.CaseInList) -> dict[str, Any]:
    return {
        "id": case.id,
        "reference": rows.reference(case.id),
        "area": rows.area_name(case.area),
        "pathway": value_name("pathway", case.pathway),
        "review_on": rows.day(case.review_on),
        "is_late": case.review_on < clock.today(),
    }


def _follow_ups(request: HttpRequest, work: WorkList) -> list[dict[str, Any]] | None:
    """Return the cases to follow up, when asked for; None also while this person cannot open which they are.

    Each is an opened record that counts against the quota, and the list is looked at all day.
    """
    if "follow_ups" not in request.GET or not work.to_follow_up or not may_open_restricted(request):
        return None
    try:
        found = api.follow_ups(opener_of(request))
    except (RefusedError, UnwrapperAwayError):
        return None
    return [
        {"case": one.case, "reference": rows.reference(one.case), "state": REFERRAL_STATES[one.state]} for one in found
    ]


def _consent(file: CaseFile, consent: api.Consent, today: date) -> dict[str, Any]:
    sent = any(referral.consent == consent.id for referral in file.contents.referrals)
    return {
        "id": consent.id,
        "organisation": consent.organisation_name,
        "service": consent.service_name,
        "data": [value_name("data", kind) for kind in consent.data],
        "asked_on": rows.day(consent.asked_on),
        "until": rows.day(consent.until),
        "withdrawn_on": rows.day(consent.withdrawn_on) if consent.withdrawn_on else "",
        "is_agreed": consent.is_agreed,
        "stands": consent.stands_on(today),
        "is_sent": sent,
    }


def _referral(file: CaseFile, referral: api.ReferralSent) -> dict[str, Any]:
    answer, words = file.answers.get(referral.package), file.words.get(referral.package)
    said = words.words if words else None
    return {
        "organisation": referral.organisation_name,
        "service": referral.service_name,
        "sent_on": rows.day(referral.sent_on),
        "answer_by": rows.day(referral.answer_by),
        "state": REFERRAL_STATES[answer.state] if answer else "",
        "reason": DECLINE_REASONS.get(answer.reason, "") if answer else "",
        "answered_on": rows.day(answer.answered_on) if answer and answer.answered_on else "",
        "contact": rows.told(said.contact) if said and said.contact else "",
        "contact_by": rows.day(said.contact_by) if said and said.contact_by else "",
        "weeks": said.weeks if said else None,
        "text": rows.told(said.text) if said and said.text else "",
    }


def _number(request: HttpRequest, name: str) -> int:
    """Return the number of a page of a list. A number that is none is no address."""
    try:
        number = int(request.GET.get(name, "1"))
    except ValueError:
        raise Http404 from None
    if not 1 <= number <= _MOST_PAGES:
        raise Http404
    return number


_MOST_PAGES = 10_000


def _pages(number: int, total: int) -> dict[str, int]:
    """Return the numbers of the pages before and after, 0 where there is none."""
    last = max(1, -(-total // api.PAGE_SIZE))
    return {
        "number": number,
        "last": last,
        "before": number - 1 if number > 1 else 0,
        "after": number + 1 if number < last else 0,
    }
