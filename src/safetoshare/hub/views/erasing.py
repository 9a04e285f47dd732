"""Asking for the erasure of a report, and confirming what a colleague asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.confirming import confirmed
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action, is_permitted
from safetoshare.hub.api import erasing as api
from safetoshare.hub.api.cases import case_of_report
from safetoshare.hub.api.erasing import Erased, ErasureReason, ToConfirm
from safetoshare.hub.forms.erasing import AnswerErasureForm, AskErasureForm
from safetoshare.hub.labels import ERASURE_REASONS
from safetoshare.hub.views import rows
from safetoshare.hub.views.opening import signed_in
from safetoshare.hub.views.wishes import wish_of, wish_row
from safetoshare.report import api as reports


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.ERASURE_ASK)
def ask(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Say what erasing destroys and what it cannot, and ask a colleague to confirm it."""
    if reports.report(report) is None:
        raise Http404
    form = AskErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = ErasureReason(form.cleaned_data["reason"])
        api.ask_for_erasure(report, reason, signed_in(request).id, clock.today())
        return redirect("hub:erasures")
    context = {"form": form, "report": report, "case": case_of_report(report), "wish": wish_of(report)}
    return render(request, "hub/ask_erasure.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@allowed(Action.ERASURE_ASK)
def erasures(request: HttpRequest, realm: str) -> HttpResponse:
    """Show what waits to be confirmed."""
    return _list(request)


@require_POST
@allowed(Action.ERASURE_CONFIRM)
@confirmed
def confirm(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Erase a report that a colleague asked to erase."""
    outcome = api.confirm_erasure(report, signed_in(request).id, clock.today())
    if isinstance(outcome, Erased):
        return _list(request, erased_until=rows.day(outcome.gone_from_backups_by))
    if outcome.not_before is not None:
        return _list(request, status=409, not_before=rows.day(outcome.not_before))
    return _list(request, status=409, is_own=outcome.is_own, is_gone=not outcome.is_own)


@require_POST
@allowed(Action.ERASURE_ASK)
def keep(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Take back that a report is to be erased."""
    api.keep_report(report)
    return redirect("hub:erasures")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.ERASURE_ASK)
def answer(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Tell the person what is kept, why and until when; then nobody waits for an answer any more."""
    wish = reports.erasure_wish_of(report)
    if wish is None:
        raise Http404
    form = AnswerErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reports.send_message(report, form.cleaned_data["text"], form.cleaned_data["language"])
        reports.end_wish(report)
        return redirect("hub:erasures")
    context = {"form": form, "wish": wish_row(wish)}
    return render(request, "hub/answer_erasure.html", context, status=422 if request.method == "POST" else 200)


def _list(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401  # template values
    account = signed_in(request)
    context = {
        "erasures": [_row(one) for one in api.to_confirm(account.id)],
        "wishes": [wish_row(one) for one in reports.erasures_wished()],
        "may_confirm": is_permitted(Action.ERASURE_CONFIRM, account),
    }
    return render(request, "hub/erasures.html", context | more, status=status)


def _row(one: ToConfirm) -> dict[str, Any]:
    return {
        "report": one.report,
        "reference": rows.reference(one.case or one.report),
        "case": one.case,
        "reason": ERASURE_REASONS[one.reason],
        "asked_on": rows.day(one.asked_on),
        "is_own": one.is_own,
    }
