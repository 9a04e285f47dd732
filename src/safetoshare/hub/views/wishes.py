"""What a person asked in her mailbox, as the pages of the unit show it: that all be erased, or another safe contact."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.hub.api.cases import case_of_report
from safetoshare.hub.views import rows
from safetoshare.report import api as reports
from safetoshare.report.api import ErasureWish


def asked_of(report: UUID) -> dict[str, Any]:
    """Return both, by the names under which the pages show them."""
    return {"wish": wish_of(report), "contact_change": change_of(report)}


def wish_of(report: UUID) -> dict[str, Any] | None:
    """Return what the person asks for this report; None if she does not."""
    wish = reports.erasure_wish_of(report)
    return None if wish is None else wish_row(wish)


def wish_row(wish: ErasureWish) -> dict[str, Any]:
    """Return since when she asks, by when she is answered, and before which day nothing is erased on her wish."""
    today, case = clock.today(), case_of_report(wish.report)
    return {
        "report": wish.report,
        "reference": rows.reference(case or wish.report),
        "case": case,
        "asked_on": rows.day(wish.asked_on),
        "answer_by": rows.day(wish.answer_by),
        "is_late": wish.answer_by < today,
        "not_before": rows.day(wish.not_before) if wish.not_before > today else "",
    }


def change_of(report: UUID) -> dict[str, Any] | None:
    """Return when the person asked to be reached in another way, and whether that waits or is held; None if never."""
    change = reports.contact_change(report)
    if change is None:
        return None
    return {
        "report": report,
        "asked_on": rows.day(change.asked_on),
        "not_before": rows.day(change.not_before),
        "waits": change.not_before > clock.today(),
        "is_held": change.is_held,
    }


@require_POST
@allowed(Action.RESTRICTED_OPEN)
def hold_contact(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Do not use the last change of safe contact; what was said before it holds again."""
    if not reports.hold_change(report):
        return render(request, "hub/not_waiting.html", status=409)
    case = case_of_report(report)
    return redirect("hub:case", case=case) if case else redirect("hub:report", report=report)
