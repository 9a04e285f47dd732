"""From needs to help: services with reasons, consent, the decision with its preview, and sending (Rec 4(d), 4(e))."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.opening import opener_of, unlock_address
from safetoshare.base.permissions import Action
from safetoshare.core.errors import BadInputError, LockedError
from safetoshare.hub.api import cases as api
from safetoshare.hub.api import referring
from safetoshare.hub.api.cases import CaseFile, Consent
from safetoshare.hub.api.referring import CaseMoved, Disclosed, OfferHere, OrderParts
from safetoshare.hub.forms.cases import USUAL_CONSENT, ConsentForm, SendForm
from safetoshare.hub.views import rows
from safetoshare.hub.views.decision_shown import decision_shown
from safetoshare.hub.views.opening import case_or_404, file_or_404, opening_records, signed_in
from safetoshare.network.api import reason_text
from safetoshare.sharing.api.labels import VALUES


@require_safe
@allowed(Action.CASE_REFER)
@opening_records
def services(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Offer services for what was found, each with its reasons, what is not known apart."""
    found = case_or_404(case)
    needs, _version = api.assessment_now(case, opener_of(request))
    offers = referring.offers(found.area, needs) if needs else []
    context = {
        "case": case,
        "reference": rows.reference(case),
        "is_assessed": needs is not None,
        "offers": [_offer(offer) for offer in offers],
    }
    return render(request, "hub/services.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.CASE_REFER)
@answers_again
@opening_records
def consent(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Ask for consent to tell one service, and keep the answer. Saving takes no key."""
    case_or_404(case)
    offer = _offer_of(request)
    today = clock.today()
    initial = {"until": today + USUAL_CONSENT, "nonce": uuid4()}
    form = ConsentForm(request.POST if request.method == "POST" else None, initial=initial, day=today)
    if request.method == "POST" and form.is_valid():
        asked = _asked(request, form, offer)
        referring.record_consent(case, asked)
        if asked.is_agreed:
            return redirect("hub:refer", case=case, consent=asked.id)
        return redirect("hub:case", case=case)
    service = offer.service
    context = {
        "case": case,
        "form": form,
        "organisation": service.organisation_name,
        "service": service.name,
        # In the language of the page when it is written: beneath a draft stands the English.
        "purpose": VALUES["purpose"][offer.purpose],
    }
    return render(request, "hub/consent.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(Action.CASE_REFER)
@opening_records
def withdraw(request: HttpRequest, realm: str, case: UUID, consent: UUID) -> HttpResponse:
    """Note that the person takes her agreement back. It takes no key, and pressed twice it holds once."""
    case_or_404(case)
    referring.withdraw_consent(case, consent, by=signed_in(request).id, day=clock.today())
    return redirect("hub:case", case=case)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.CASE_REFER)
@answers_again
@opening_records
def refer(request: HttpRequest, realm: str, case: UUID, consent: UUID) -> HttpResponse:
    """Show the decision and exactly what would be sent; send it when asked to, if the consent still stands."""
    if request.method == "POST":
        return _send(request, case, consent)
    file = file_or_404(request, case, "prepare_referral")
    parts = _parts_or_404(file, consent)
    return _refer_page(request, parts, is_sent=_is_sent(file, consent))


def _send(request: HttpRequest, case: UUID, consent: UUID) -> HttpResponse:
    form = SendForm(request.POST)
    if not form.is_valid():
        return redirect("hub:refer", case=case, consent=consent)
    try:
        file = file_or_404(request, case, "send_referral")
    except LockedError:
        return _locked(request, case, consent, form)
    parts = _parts_or_404(file, consent)
    if _is_sent(file, consent):
        return redirect("hub:case", case=case)
    if not parts.consent.stands_on(clock.today()) or not referring.is_offered_still(parts.consent):
        return _refer_page(request, parts, is_sent=False, status=409)
    return _disclose(request, parts, form)


def _disclose(request: HttpRequest, parts: OrderParts, form: SendForm) -> HttpResponse:
    account = signed_in(request)
    order = referring.order_of(parts, role=account.role, nonce=form.cleaned_data["nonce"])
    previewed = form.cleaned_data["previewed"]
    if referring.preview(order).sha256 != previewed:
        return _refer_page(request, parts, is_sent=False, status=409, has_changed=True)
    try:
        outcome = referring.send(parts, order, by=account.id, role=account.role, previewed=previewed)
    except BadInputError:
        # The form was used for something else before: it is shown anew, and nothing was sent.
        return _refer_page(request, parts, is_sent=False, status=409, has_changed=True)
    if isinstance(outcome, Disclosed):
        return redirect("hub:case", case=parts.case)
    if isinstance(outcome, CaseMoved):
        # What moved it is told by the page that is read anew: a consent withdrawn, or somebody else's referral.
        return render(request, "hub/not_sent.html", {"case": parts.case, "consent": parts.consent.id}, status=409)
    return _refer_page(request, parts, is_sent=False, status=409, has_changed=True)


def _locked(request: HttpRequest, case: UUID, consent: UUID, form: SendForm) -> HttpResponse:
    """Say that nothing was sent, and keep the form: the passphrase first, in this tab or another."""
    goal = reverse("hub:refer", kwargs={"case": case, "consent": consent})
    context = {"form": form, "unlock_address": unlock_address("staff", goal), "case": case}
    return render(request, "hub/locked.html", context, status=423)


def _refer_page(
    request: HttpRequest, parts: OrderParts, *, is_sent: bool, status: int = 200, has_changed: bool = False
) -> HttpResponse:
    asked, today = parts.consent, clock.today()
    is_offered = referring.is_offered_still(asked)
    context: dict[str, Any] = {
        "case": parts.case,
        "is_offered": is_offered,
        "organisation": asked.organisation_name,
        "service": asked.service_name,
        "is_sent": is_sent,
        "has_changed": has_changed,
        "stands": asked.stands_on(today),
        "is_agreed": asked.is_agreed,
        "withdrawn_on": rows.day(asked.withdrawn_on) if asked.withdrawn_on else "",
        "until": rows.day(asked.until),
    }
    if asked.stands_on(today) and is_offered and not is_sent and referring.fields_to_send(parts):
        nonce = uuid4()
        order = referring.order_of(parts, role=signed_in(request).role, nonce=nonce)
        shown = referring.preview(order)
        context |= decision_shown(shown) | {"form": SendForm(initial={"nonce": nonce, "previewed": shown.sha256})}
    return render(request, "hub/refer.html", context, status=status)


def _asked(request: HttpRequest, form: ConsentForm, offer: OfferHere) -> Consent:
    data, service = form.cleaned_data, offer.service
    return Consent(
        id=data["nonce"],
        service=service.id,
        service_name=service.name,
        organisation=service.organisation,
        organisation_name=service.organisation_name,
        recipient=service.recipient,
        purpose=offer.purpose,
        data=tuple(data["data"]) if data["answer"] == "agree" else (),
        summary=data["summary"],
        language=data["language"],
        interpreter=data["interpreter"],
        adviser_offered=data["adviser_offered"],
        is_agreed=data["answer"] == "agree",
        until=data["until"],
        asked_by=signed_in(request).id,
        asked_on=clock.today(),
    )


def _offer_of(request: HttpRequest) -> OfferHere:
    """Return the service that the address names, if its organisation can receive a sealed referral here."""
    try:
        service = UUID(request.GET.get("service", ""))
    except ValueError:
        raise Http404 from None
    offer = referring.offer_of(service)
    if offer is None or not offer.receives_here:
        raise Http404
    return offer


def _offer(offer: OfferHere) -> dict[str, Any]:
    service = offer.service
    return {
        "id": service.id,
        "name": service.name,
        "organisation": service.organisation_name,
        "for_whom": service.for_whom,
        "phones": service.phones,
        "fits": [reason_text(reason) for reason in offer.reasons if reason.answer == "yes"],
        "not_known": [reason_text(reason) for reason in offer.reasons if reason.answer == "not_known"],
        "against": [reason_text(reason) for reason in offer.reasons if reason.answer == "no"],
        "is_known_to_fit": offer.is_known_to_fit,
        "receives_here": offer.receives_here,
        "assured_on": rows.day(service.assured_on) if service.assured_on else "",
    }


def _parts_or_404(file: CaseFile, consent: UUID) -> OrderParts:
    parts = referring.parts_of(file, consent)
    if parts is None:
        raise Http404
    return parts


def _is_sent(file: CaseFile, consent: UUID) -> bool:
    return any(referral.consent == consent for referral in file.contents.referrals)
