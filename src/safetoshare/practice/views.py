"""The briefing: the policy in force on one page, and "I have read this" (Recs 4(h) and 4(j))."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.force import current_force
from safetoshare.base.permissions import Action
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.practice.api import Confirmed, StaffBriefing, confirm, staff_briefing
from safetoshare.practice.forms import ReadingForm
from safetoshare.practice.labels import EFFECTS, POINTS
from safetoshare.sharing.api.labels import OBLIGATIONS, value_name
from safetoshare.sharing.api.policies import BriefingRule

# Immigration sits in it, so that telling it is telling them.
_PARTNERSHIP = frozenset({"anti_slavery_partnership"})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.BRIEFING_READ)
def briefing(request: HttpRequest, realm: str) -> HttpResponse:
    """Show the policy in force in a minute's reading; take the reader's word for having read it."""
    account = acting(request)
    assert isinstance(account, SignedInAccount)  # noqa: S101  # `allowed` lets nobody else in
    today = clock.today()
    form = ReadingForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if isinstance(confirm(account.id, str(form.cleaned_data["version"] or ""), today), Confirmed):
            return redirect("practice:briefing")
        form.add_error(None, _("The policy has changed since you opened this page. Read what is in force now"))
        status = 422
    found = staff_briefing(account.id, today)
    context = {"form": form, "found": found, "unit": current_force().unit}
    if found is not None:
        context |= _shown(found)
    return render(request, "practice/briefing.html", context, status=status)


def _shown(found: StaffBriefing) -> dict[str, Any]:
    rules = found.policy.rules
    home_office = [rule for rule in rules if rule.is_never and _binds(rule, _home_office())]
    first = [*home_office, *(rule for rule in rules if rule.is_never and _binds(rule, _PARTNERSHIP))]
    others = {name: [_other(rule) for rule in rules if rule.effect == name and rule not in first] for name in EFFECTS}
    return {
        "never": first,
        "instead": _names_of_actions(home_office),
        "others": [{"heading": EFFECTS[name], "rules": group} for name, group in others.items() if group],
        "points": [
            {"name": name, "domestic_abuse": abuse, "modern_slavery": slavery, "sources": point.sources}
            for point in found.points
            for name, abuse, slavery in (POINTS[point.id],)
        ],
    }


def _binds(rule: BriefingRule, recipients: frozenset[str]) -> bool:
    """Whether a rule is about these recipients and nobody else."""
    return bool(rule.recipients) and recipients.issuperset(rule.recipients)


def _home_office() -> frozenset[str]:
    recipients = published().attribute("recipient")
    return frozenset(value.id for value in recipients.inside(recipients.masks["home_office_bodies"]))


def _names_of_actions(rules: list[BriefingRule]) -> list[str]:
    """Return what to do instead, each once, in the vocabulary's order."""
    actions = {action for rule in rules for action in rule.actions}
    return [capfirst(str(name)) for action, name in OBLIGATIONS.items() if action in actions]


def _other(rule: BriefingRule) -> dict[str, Any]:
    return {
        "rule": rule,
        "decided_by": [value_name("actor", actor) for actor in rule.decided_by],
        "actions": [str(OBLIGATIONS[action]) for action in rule.actions],
    }
