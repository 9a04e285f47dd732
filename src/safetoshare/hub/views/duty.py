"""The control room: reports that say danger now and whose person allowed it. Each opening is logged, for her to see."""

from __future__ import annotations

import secrets
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.opening import opener_of
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import LockedError
from safetoshare.hub.forms.duty import DutyForm
from safetoshare.hub.views import rows
from safetoshare.hub.views.opening import opening_records
from safetoshare.report import api as reports
from safetoshare.report.api import duty

_NONCE_BYTES: Final = 16


@require_safe
@allowed(Action.DUTY_OPEN)
def awaited(request: HttpRequest, realm: str) -> HttpResponse:
    """List what waits, without a key: nothing about whom."""
    waiting = [
        {
            "id": one.id,
            "reference": rows.reference(one.id),
            "area": rows.area_name(one.area),
            "received_on": rows.day(one.received_on),
        }
        for one in duty.danger_for_duty()
    ]
    return render(request, "hub/duty.html", {"waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.DUTY_OPEN)
@opening_records
def danger(request: HttpRequest, realm: str, report: UUID) -> HttpResponse:
    """Show one report, safe contact first, and note what was done. What is noted needs no key."""
    found = duty.sealed_for_duty(report)
    if found is None:
        raise Http404
    queue, sealed = found
    form = DutyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        duty.note_of_control_room(report, form.cleaned_data["done"], secrets.token_bytes(_NONCE_BYTES), clock.today())
        return redirect("hub:duty")
    context: dict[str, Any] = {
        "form": form,
        "reference": rows.reference(report),
        "area": rows.area_name(queue.area),
        "received_on": rows.day(queue.received_on),
    }
    try:
        context |= _opened(request, report, sealed)
    except LockedError:
        if request.method != "POST":
            raise
    return render(request, "hub/danger.html", context, status=422 if form.is_bound else 200)


def _opened(request: HttpRequest, report: UUID, sealed: SealedValue) -> dict[str, Any]:
    opener = opener_of(request)
    (plaintext,) = opener.open("read_danger", [sealed])
    content, contact = duty.read_for_duty(plaintext)
    reports.note_look(report, opener.role, clock.today())
    return {"contact_rows": rows.contact_rows(contact), "report_rows": rows.report_rows(content)}
