"""Telling a body that has no account here: the form, the decision with exactly what would be sent, and the letter.

Whatever is pressed opens the case anew, so that the keys of whoever tells are needed; nothing typed is lost for that.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.opening import opener_of, unlock_address
from safetoshare.base.permissions import Action
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.core.errors import BadInputError, LockedError, RefusedError
from safetoshare.hub.api import letters
from safetoshare.hub.api.cases import CaseFile
from safetoshare.hub.api.letters import Sent, Telling
from safetoshare.hub.forms.letters import LetterForm
from safetoshare.hub.views import rows
from safetoshare.hub.views.decision_shown import decision_shown
from safetoshare.hub.views.opening import case_or_404, file_or_404, opening_records, signed_in
from safetoshare.sharing.api import decisions
from safetoshare.sharing.api.disclosures import Because, DisclosureOrder, ForHuman, Refused
from safetoshare.sharing.api.labels import value_name

_STEPS = ("change", "look", "send", "ask", "record")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.CASE_TELL)
@answers_again
@opening_records
def letter(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Ask whom to tell what, show the decision, and send, ask a rank, or record the refusal."""
    if request.method != "POST":
        file = file_or_404(request, case, "prepare_letter")
        initial = {"nonce": uuid4(), "danger": "immediate" if file.content.danger == "yes" else "none"}
        return _form_page(request, case, LetterForm(initial=initial, day=clock.today()))
    case_or_404(case)
    form = LetterForm(request.POST, day=clock.today())
    step = request.POST.get("step", "look")
    if step not in _STEPS or not form.is_valid() or step == "change":
        return _form_page(request, case, form, status=200 if step == "change" else 422)
    try:
        file = file_or_404(request, case, "send_letter" if step == "send" else "prepare_letter")
    except LockedError:
        return _form_page(request, case, form, status=423, is_locked=True)
    order = letters.order_of(file, _telling(form), role=signed_in(request).role, nonce=form.cleaned_data["nonce"])
    if not order.fields:
        return _form_page(request, case, form, status=422, holds_nothing=True)
    return _do(request, file, order, step)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.CASE_TELL)
@answers_again
@opening_records
def decided(request: HttpRequest, realm: str, case: UUID, asked: UUID) -> HttpResponse:
    """Show what a rank decided of an order, and carry out exactly that order if it said yes."""
    sealed = decisions.taken(asked)
    if sealed is None:
        raise Http404
    try:
        file = file_or_404(request, case, "read_decision")
        (plaintext,) = opener_of(request).open("read_decision", [sealed])
    except LockedError:
        if request.method != "POST":
            raise
        context = {"case": case, "unlock_address": unlock_address("staff", request.get_full_path())}
        return render(request, "hub/letter_locked.html", context, status=423)
    found = decisions.read_decided(plaintext)
    order = found.order
    if order.case != case:
        raise Http404
    if request.method == "POST" and found.human.is_yes:
        return _send(request, file, order, request.POST.get("previewed"))
    shown = letters.preview(order)
    context = {
        "case": case,
        "organisation": order.organisation_name,
        "is_yes": found.human.is_yes,
        "human": found.human,
        "rank": value_name("actor", found.human.rank),
        "previewed": shown.sha256,
        **decision_shown(shown),
    }
    return render(request, "hub/letter_decided.html", context)


def _do(request: HttpRequest, file: CaseFile, order: DisclosureOrder, step: str) -> HttpResponse:
    account = signed_in(request)
    try:
        match step:
            case "send":
                return _send(request, file, order, request.POST.get("previewed"))
            case "ask":
                decisions.ask_decision(order, account.id)
                return redirect("hub:case", case=order.case)
            case "record":
                done = letters.record_refusal(order, by=account.id, role=account.role)
                if done is not None and done.number is not None:
                    return render(request, "hub/letter_refused.html", {"case": order.case})
        return _decision_page(request, order)
    except BadInputError:
        # The form was used for something else, or holds what cannot be judged: it is shown anew, and nothing was sent.
        return _decision_page(request, order, has_changed=True, status=409)


def _send(request: HttpRequest, file: CaseFile, order: DisclosureOrder, previewed: str | None) -> HttpResponse:
    account, place = signed_in(request), _place_of_letters(request)
    done = letters.send(order, version=file.case.version, by=account.id, role=account.role, previewed=previewed or "")
    if not isinstance(done, Sent):
        return _decision_page(request, order, has_changed=True, status=409)
    context = {
        "case": order.case,
        "organisation": order.organisation_name,
        "address": f"{place}letter/{done.address}/",
        "code": f"{done.code[:4]} {done.code[4:]}",
        "until": rows.day(done.expires_on),
    }
    return render(request, "hub/letter_sent.html", context)


def _place_of_letters(request: HttpRequest) -> str:
    """Return the address under which the partners' process is reached, without a language: whoever opens chooses one.

    RefusedError where nobody said it, so that nothing is sent that cannot be opened.
    """
    environment = settings.ENVIRONMENT
    if environment.partners_address:
        return f"{environment.partners_address}/"
    if environment.role is ProcessRole.ALL:
        return request.build_absolute_uri("/")
    raise RefusedError("SAFETOSHARE_PARTNERS_ADDRESS does not say where letters are opened: nothing was sent.")


def _decision_page(
    request: HttpRequest, order: DisclosureOrder, *, has_changed: bool = False, status: int = 200
) -> HttpResponse:
    shown = letters.preview(order)
    together = shown.outcome.together
    context = {
        "case": order.case,
        "organisation": order.organisation_name,
        "has_changed": has_changed,
        "may_ask": isinstance(together, ForHuman),
        "may_record": isinstance(together, Refused) and together.because is Because.RULE,
        "typed": _typed(request),
        "previewed": shown.sha256,
        **decision_shown(shown),
    }
    return render(request, "hub/letter_decision.html", context, status=status)


def _form_page(
    request: HttpRequest,
    case: UUID,
    form: LetterForm,
    *,
    status: int = 200,
    is_locked: bool = False,
    holds_nothing: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "is_locked": is_locked,
        "holds_nothing": holds_nothing,
        "unlock_address": unlock_address("staff", reverse("hub:case", args=[case])),
    }
    return render(request, "hub/letter.html", context, status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, to be carried to the next step: it is kept nowhere else."""
    left_out = ("csrfmiddlewaretoken", "form_nonce", "step", "previewed")
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, value) for name, value in pairs if name not in left_out]


def _telling(form: LetterForm) -> Telling:
    data = form.cleaned_data
    is_given = data["consent"] == "given"
    return Telling(
        organisation_name=data["organisation_name"],
        recipient=data["recipient"],
        purpose=data["purpose"],
        gateway=data["gateway"],
        data=tuple(data["kinds"]),
        summary=data["summary"],
        necessity=data["necessity"],
        consent=data["consent"],
        danger=data["danger"],
        adviser_offered=data["adviser_offered"],
        consent_on=data["consent_on"] if is_given else None,
        consent_language=data["consent_language"] if is_given else "",
        told_on=data["told_on"],
        delay=form.delay,
    )
