"""What a second person looks at again: the list of what waits, one record with its grounds, and the review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.opening import opener_of, unlock_address
from safetoshare.base.accounts.roles import role_name
from safetoshare.base.permissions import Action, Role, Subject, is_permitted
from safetoshare.core.errors import LockedError
from safetoshare.hub.forms.reviewing import ReviewForm
from safetoshare.hub.views import rows
from safetoshare.hub.views.opening import case_or_404, opening_records, signed_in
from safetoshare.report import api as reports
from safetoshare.sharing.api import disclosures
from safetoshare.sharing.api import reviews as api
from safetoshare.sharing.api.acts import Act, ActNotice, Recorded
from safetoshare.sharing.api.labels import value_name
from safetoshare.sharing.api.reviews import ReviewInTray, ToReview, Verdict

_WHAT = {
    Act.SHARE_NOW: gettext_lazy("It was told at once, because a life might have been in danger"),
    Act.DEPARTURE: gettext_lazy("It was told against the policy’s answer, as a court or a law demanded"),
    Act.FOUND_OUTSIDE: gettext_lazy("It was told outside of this system, and found out later"),
    Act.NOTICE_DELAYED: gettext_lazy("The person is not told of it yet"),
}


@require_safe
@allowed(Action.REVIEW_DO)
def awaited(request: HttpRequest, realm: str) -> HttpResponse:
    """List what waits for a second person, what is late first: nothing about whom or what, so no key is needed."""
    me, today = signed_in(request), clock.today()
    waiting = [
        {
            "record": one.record,
            "reference": rows.reference(one.case),
            "due_on": rows.day(one.due_on),
            "is_late": one.due_on < today,
            "is_own": one.recorded_by == me.id,
        }
        for one in api.reviews_awaited()
    ]
    return render(request, "hub/reviews.html", {"waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.REVIEW_DO)
@answers_again
@opening_records
def review(request: HttpRequest, realm: str, record: UUID) -> HttpResponse:
    """Show one record with its grounds, and record what the second person found."""
    waiting = api.review(record)
    if waiting is None:
        raise Http404
    tray, sealed = waiting
    if not is_permitted(Action.REVIEW_DO, signed_in(request), subject=Subject(proposed_by=tray.recorded_by)):
        raise PermissionDenied
    if tray.reviewed_on is not None:
        return _reviewed_before(request)
    data = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {"reference": rows.reference(tray.case), "case": tray.case}
    try:
        (plaintext,) = opener_of(request).open("review", [sealed])
    except LockedError:
        if data is None:
            raise
        # Which questions there were is known to the sealed record alone: all that was typed stays.
        form = ReviewForm(data, is_breach="is_breach" in data)
        locked = {"form": form, "is_locked": True, "is_breach": "is_breach" in data}
        unlock = {"unlock_address": unlock_address("staff", request.get_full_path())}
        return render(request, "hub/review.html", context | locked | unlock, status=423)
    found = api.read_to_review(plaintext)
    if api.is_left_to_a_supervisor(found) and not _is_supervisor(request):
        return render(request, "hub/review_by_supervisor.html", context, status=409)
    is_breach = found.act.act == Act.FOUND_OUTSIDE
    form = ReviewForm(data, is_breach=is_breach)
    if data is not None and form.is_valid():
        return _record(request, tray, found, form.cleaned_data)
    context |= {"form": form, "is_breach": is_breach, "due_on": rows.day(tray.due_on)} | _shown(request, tray, found)
    return render(request, "hub/review.html", context, status=422 if form.is_bound else 200)


def _is_supervisor(request: HttpRequest) -> bool:
    return signed_in(request).role == Role.UNIT_SUPERVISOR


def _record(request: HttpRequest, tray: ReviewInTray, found: ToReview, said: dict[str, Any]) -> HttpResponse:
    account = signed_in(request)
    verdict = Verdict(said["answer"] == "yes", said["why"], said["evidence"])
    mailbox = reports.mailbox_of(case_or_404(tray.case).report)
    done = api.record_review(tray.record, found, verdict, mailbox=mailbox, by=account.id, role=account.role)
    if not isinstance(done, Recorded):
        return _reviewed_before(request)
    context = {"is_right": verdict.is_right, "case": tray.case, "include_by": rows.day(done.include_by)}
    return render(request, "hub/reviewed.html", context)


def _reviewed_before(request: HttpRequest) -> HttpResponse:
    return render(request, "hub/reviewed.html", {"is_before": True}, status=409 if request.method == "POST" else 200)


def _shown(request: HttpRequest, tray: ReviewInTray, found: ToReview) -> dict[str, Any]:
    """Return what the second person needs: who was told what by whom, and the grounds."""
    act = found.act
    whom, kinds = (act.recipient, act.organisation_name), act.data
    if act.act == Act.NOTICE_DELAYED:
        whom, kinds = _kept_from_the_person(request, tray, act.number - 1)
    facts = [rows.row(_("What happened"), _WHAT[Act(act.act)])]
    if whom[0]:
        facts.append(rows.row(_("Who was told"), rows.told(whom[1])))
        facts.append(rows.row(_("Kind of body"), capfirst(value_name("recipient", whom[0]))))
    facts.append(rows.row(_("What they were told"), rows.listed(value_name("data", kind) for kind in kinds)))
    facts += [
        rows.row(name, value)
        for name, value in (
            (_("What for"), act.purpose and value_name("purpose", act.purpose)),
            (_("On what lawful basis"), act.gateway and value_name("gateway", act.gateway)),
            (_("On which day"), rows.day(act.happened_on) if act.happened_on else ""),
            (
                _("Not told to the person before"),
                rows.day(act.until) if act.until and act.act == Act.NOTICE_DELAYED else "",
            ),
            (_("Recorded"), f"{rows.day(act.on)} ({role_name(act.role)})"),
            (_("Why it was necessary"), act.necessity and rows.told(act.necessity)),
            (_("Why no less would have done"), act.proportionality and rows.told(act.proportionality)),
            (_("Where it is noted"), act.evidence and rows.told(act.evidence)),
        )
        if value
    ]
    return {"facts": facts}


def _kept_from_the_person(
    request: HttpRequest, tray: ReviewInTray, number: int
) -> tuple[tuple[str, str], tuple[str, ...]]:
    """Return whom the record before told what: the delay is of the notice of that one."""
    sealed = api.record_numbered(tray.case, number)
    if sealed is None:
        return ("", ""), ()
    (plaintext,) = opener_of(request).open("review", [sealed])
    notice: disclosures.Notice | ActNotice = disclosures.read_notice(plaintext)
    return (notice.recipient, notice.organisation_name), notice.kinds
