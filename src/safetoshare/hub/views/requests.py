"""Somebody asks for something about a person: the form, what the policy says, and the answer that all are given."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.permissions import Action
from safetoshare.hub.api import requests as api
from safetoshare.hub.api.cases import CaseInList
from safetoshare.hub.forms.requests import RequestForm
from safetoshare.hub.views.opening import case_or_404, opening_records, signed_in
from safetoshare.sharing.api.acts import count_request
from safetoshare.sharing.api.disclosures import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.TOLD_RECORD)
@answers_again
@opening_records
def about_a_case(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Record a request for the person whom it is about, and show the answer."""
    return _answer(request, case_or_404(case))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.REQUEST_ANSWER)
@opening_records
def about_nobody(request: HttpRequest, realm: str) -> HttpResponse:
    """Show the answer where nothing is held, or nobody looked: the same one. That somebody asked is counted."""
    return _answer(request, None)


def _answer(request: HttpRequest, case: CaseInList | None) -> HttpResponse:
    today, account = clock.today(), signed_in(request)
    form = RequestForm(request.POST if request.method == "POST" else None, initial={"nonce": uuid4()}, day=today)
    context: dict[str, Any] = {"case": case.id if case else "", "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "hub/request.html", context, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    asked = api.Asked(
        organisation_name=said["organisation_name"],
        recipient=said["recipient"],
        happened_on=said["happened_on"],
        data=tuple(said["kinds"]),
        purpose=said["purpose"],
        gateway=said["gateway"],
    )
    outcome = api.decide(asked, case, role=account.role, nonce=said["nonce"])
    if case is None:
        count_request(asked.recipient)
    else:
        api.record_request(asked, case, by=account.id, role=account.role, nonce=said["nonce"])
    together = outcome.together
    context |= {
        "answer": api.answer_to_all(outcome, today),
        "is_refused": isinstance(together, Refused),
        "rules": list(zip(together.rules, together.says, strict=True)),
    }
    return render(request, "hub/request_answered.html", context)
