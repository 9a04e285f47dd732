"""What the policy leaves to a rank: the list of what waits, one question with exactly what would be told, the answer.

Whoever decides reads the question alone, with a key of its own, and nothing else of the case.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.opening import opener_of, unlock_address
from safetoshare.base.languages import english
from safetoshare.base.permissions import Action, Subject, is_permitted
from safetoshare.core.errors import LockedError
from safetoshare.hub.forms.letters import DecisionForm
from safetoshare.hub.views import rows
from safetoshare.hub.views.opening import opening_records, signed_in
from safetoshare.sharing.api import decisions, disclosures
from safetoshare.sharing.api.acts import Recorded
from safetoshare.sharing.api.decisions import AskedInTray, NotForYou
from safetoshare.sharing.api.disclosures import DisclosureOrder, HumanDecision
from safetoshare.sharing.api.labels import ATTRIBUTES, value_name


@require_safe
@allowed(Action.DECISION_TAKE)
def awaited(request: HttpRequest, realm: str) -> HttpResponse:
    """List what waits for a decision: nothing about whom or what, so that no key is needed."""
    me = signed_in(request)
    waiting = [
        {
            "id": one.id,
            "reference": rows.reference(one.case),
            "asked_on": rows.day(one.asked_on),
            "is_own": one.asked_by == me.id,
        }
        for one in decisions.decisions_awaited()
    ]
    return render(request, "hub/decisions.html", {"waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.DECISION_TAKE)
@answers_again
@opening_records
def decision(request: HttpRequest, realm: str, asked: UUID) -> HttpResponse:
    """Show one question, and record what was decided."""
    found = decisions.asked(asked)
    if found is None:
        raise Http404
    tray, sealed = found
    if not is_permitted(Action.DECISION_TAKE, signed_in(request), subject=Subject(proposed_by=tray.asked_by)):
        raise PermissionDenied
    form = DecisionForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"asked": asked, "reference": rows.reference(tray.case), "form": form}
    if tray.answered_on is not None:
        return _answered(request, tray)
    try:
        (plaintext,) = opener_of(request).open("decide", [sealed])
    except LockedError:
        if request.method != "POST":
            raise
        locked = {"is_locked": True, "unlock_address": unlock_address("staff", request.get_full_path())}
        return render(request, "hub/decision.html", context | locked, status=423)
    order = decisions.read_asked(plaintext)
    if request.method == "POST" and form.is_valid():
        return _decide(request, tray, order, form.cleaned_data)
    return render(request, "hub/decision.html", context | _shown(order), status=422 if form.is_bound else 200)


def _decide(request: HttpRequest, tray: AskedInTray, order: DisclosureOrder, said: dict[str, Any]) -> HttpResponse:
    account = signed_in(request)
    human = HumanDecision(
        rank=decisions.rank_of_account(account.id),
        by=account.id,
        is_yes=said["answer"] == "yes",
        necessity=said["necessity"],
        proportionality=said["proportionality"],
        evidence=said["evidence"],
    )
    done = decisions.take_decision(tray.id, order, human, role=account.role)
    if isinstance(done, Recorded):
        return render(request, "hub/decision_taken.html", {"is_yes": human.is_yes})
    if isinstance(done, NotForYou):
        ranks = [value_name("actor", rank) for rank in done.by]
        return render(request, "hub/decision_not_yours.html", {"by": ranks}, status=409)
    return _answered(request, tray)


def _answered(request: HttpRequest, tray: AskedInTray) -> HttpResponse:
    return render(request, "hub/decision_taken.html", {"is_before": True}, status=409 if request.POST else 200)


def _shown(order: DisclosureOrder) -> dict[str, Any]:
    """Return what whoever decides needs: who would be told what, why, and what the policy says of it."""
    shown = disclosures.preview(order)
    facts = [
        rows.row(ATTRIBUTES[name], capfirst(value_name(name, getattr(order, name))))
        for name in ("recipient", "subject", "purpose", "gateway", "consent", "age", "danger", "adviser_offered")
    ]
    if order.delay is not None:
        facts.append(rows.row(_("The person finds it from"), rows.day(order.delay.until)))
    return {
        "organisation": order.organisation_name,
        "facts": facts,
        "necessity": rows.told(order.necessity),
        "would_be_told": rows.package_rows(order.fields),
        "ranks": [value_name("actor", rank) for rank in getattr(shown.outcome.together, "by", ())],
        "reasons": [(english(says), rule) for rule, says in zip(*_rules(shown), strict=True)],
    }


def _rules(shown: disclosures.Preview) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return shown.outcome.together.rules, shown.outcome.together.says
