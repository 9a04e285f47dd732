"""The public pages of the policy: the promise, every version with what was proved of it, and its file (Rec 4(e))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.sharing.api import policies
from safetoshare.sharing.api.promise import Opening, force_position, region_towards_enforcement
from safetoshare.sharing.labels import ATTRIBUTES, EFFECTS, OBLIGATIONS, VALUES


@require_safe
@allowed(Action.PAGE_READ)
def promise(request: HttpRequest) -> HttpResponse:
    """Show the promise that is proved of the version in force, with its limits; or that none is made."""
    today = clock.today()
    found = policies.policy_in_force(today)
    context: dict[str, Any] = {"position": force_position()}
    if isinstance(found, policies.InForce):
        ids = [claim.id for claim in found.claims]
        context |= {
            "in_force": found,
            "short": policies.promise_shown(today).claims,
            "more": [claim for claim in found.claims if claim.id not in policies.SHORT_PROMISE],
            "promises_on_status": policies.SHORT_PROMISE[0] in ids,
            "openings": [_opening(opening) for opening in region_towards_enforcement(found)],
        }
    return render(request, "sharing/promise.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def policy(request: HttpRequest) -> HttpResponse:
    """List every version: what was proved of it, who adopted it, its hash and its file."""
    return render(request, "sharing/policy.html", {"versions": policies.versions()})


@require_safe
@allowed(Action.PAGE_READ)
def policy_rules(request: HttpRequest, version: UUID) -> HttpResponse:
    """Show the rules of one version with their sources."""
    found = next((one for one in policies.versions() if one.id == version), None)
    if found is None:
        raise Http404
    rules = [
        {
            "rule": rule,
            "effect": EFFECTS[rule.effect],
            "by": [VALUES["actor"][actor] for actor in rule.by],
            "actions": [OBLIGATIONS[word] for word in (*rule.duty, *rule.instead)],
        }
        for rule in found.policy.rules
    ]
    return render(request, "sharing/rules.html", {"version": found, "rules": rules})


@require_safe
@allowed(Action.PAGE_READ)
def policy_file(_request: HttpRequest, version: UUID) -> HttpResponse:
    """Send a version's file as it was proved, byte for byte, as plain text."""
    found = policies.file_of_version(version)
    if found is None:
        raise Http404
    name, content = found
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _opening(opening: Opening) -> dict[str, Any]:
    rows = [(ATTRIBUTES[name], [VALUES[name][value] for value in values]) for name, values in opening.shown.items()]
    return {"region": opening.region, "rows": rows}
