"""Writing down what was told outside of this system, so that the person finds it and the log holds it (Rec 4(g))."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.permissions import Action
from safetoshare.hub.forms.telling import ToldForm
from safetoshare.hub.views import rows
from safetoshare.hub.views.opening import case_or_404, opening_records, signed_in
from safetoshare.report import api as reports
from safetoshare.sharing.api.acts import Act, ActOrder, record_act


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.TOLD_RECORD)
@answers_again
@opening_records
def told(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Ask who was told what, and record it for the person. It takes no key."""
    found = case_or_404(case)
    form = ToldForm(request.POST if request.method == "POST" else None, initial={"nonce": uuid4()}, day=clock.today())
    if request.method != "POST" or not form.is_valid():
        context = {"case": case, "form": form}
        return render(request, "hub/write_down.html", context, status=422 if form.is_bound else 200)
    account, said = signed_in(request), form.cleaned_data
    act = Act(said["act"])
    done = record_act(
        ActOrder(
            act=act,
            case=case,
            mailbox=reports.mailbox_of(found.report),
            nonce=said["nonce"],
            recipient=said["recipient"],
            organisation_name=said["organisation_name"],
            happened_on=said["happened_on"],
            data=tuple(said["kinds"]),
            purpose=said["purpose"],
            gateway=said["gateway"],
            necessity=said["necessity"],
            proportionality=said["proportionality"],
            evidence=said["evidence"],
        ),
        by=account.id,
        role=account.role,
    )
    context = {
        "case": case,
        "is_breach": act is Act.FOUND_OUTSIDE,
        "until": rows.day(done.until) if done.until else "",
        "include_by": rows.day(done.include_by),
    }
    return render(request, "hub/written_down.html", context)
