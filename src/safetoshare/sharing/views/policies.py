"""The public pages of the policy: every version with what was proved of it, differences and files (Rec 4(e)).

The pages of the promise are in `views/promise.py`. A page that would be too heavy for a poor line is split: `?page=2`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action
from safetoshare.core.errors import PolicyError
from safetoshare.sharing.api import policies, published
from safetoshare.sharing.api.policies import PublishedVersion
from safetoshare.sharing.labels import EFFECTS, OBLIGATIONS, VALUES

RULES_A_PAGE, CLAIMS_A_PAGE, REGIONS_A_PAGE = 30, 18, 25


@dataclass(frozen=True)
class _Standing:
    """Which version is in force today, and which comes next and when."""

    in_force: UUID | None
    coming: UUID | None
    comes_on: date | None


@require_safe
@allowed(Action.PAGE_READ)
def policy(request: HttpRequest) -> HttpResponse:
    """List every version, the newest first: how it stands, and how much was proved of it."""
    now = _standing()
    context = {
        "versions": [_listed(version, now) for version in policies.versions()],
        "unreadable": policies.unreadable_versions(),
    }
    return render(request, "sharing/policy.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def policy_version(request: HttpRequest, version: UUID) -> HttpResponse:
    """Show one version: its adoption, sources, files, and from which versions it differs."""
    versions = policies.versions()
    found = _one(versions, version)
    now, place = _standing(), versions.index(found)
    older = versions[place + 1] if place + 1 < len(versions) else None
    shown = {found.id, older.id if older else None}
    in_force = next((one for one in versions if one.id == now.in_force and one.id not in shown), None)
    # What is different reads from the earlier version to the later one, whichever of them this page is about.
    is_earlier = any(one.id == now.in_force for one in versions[:place])
    context = {**_listed(found, now), "older": older, "in_force": in_force, "is_earlier": is_earlier}
    return render(request, "sharing/published_version.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def policy_claims(request: HttpRequest, version: UUID) -> HttpResponse:
    """Show what was proved of one version, claim by claim; where one fails, with a request that shows it."""
    found = _one(policies.versions(), version)
    failing_first = sorted(found.results, key=lambda result: result.holds)
    context = {"version": found, "page": page_of(request, failing_first, CLAIMS_A_PAGE)}
    return render(request, "sharing/claims.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def policy_rules(request: HttpRequest, version: UUID) -> HttpResponse:
    """Show the rules of one version with their sources."""
    found = _one(policies.versions(), version)
    page = page_of(request, found.policy.rules, RULES_A_PAGE)
    rules = [
        {
            "rule": rule,
            "effect": EFFECTS[rule.effect],
            "by": [VALUES["actor"][actor] for actor in rule.by],
            "actions": [OBLIGATIONS[word] for word in (*rule.duty, *rule.instead)],
        }
        for rule in page.object_list
    ]
    return render(request, "sharing/rules.html", {"version": found, "rules": rules, "page": page})


@require_safe
@allowed(Action.PAGE_READ)
def policy_difference(request: HttpRequest, version: UUID, old: UUID) -> HttpResponse:
    """Show exactly what a version answers otherwise than another one, in words and counted."""
    versions = policies.versions()
    new, before = _one(versions, version), _one(versions, old)
    context: dict[str, Any] = {"version": new, "old": before}
    try:
        found = published.difference_between(before.policy, new.policy)
    except PolicyError:
        # The rules overlap too much: that the difference is not known is said, and none is guessed.
        return render(request, "sharing/difference.html", context)
    # What may be told that was not, and to the Home Office, stands first.
    gravest_first = sorted(found.regions, key=lambda region: (not region.widens, not region.towards_home_office))
    page = page_of(request, gravest_first, REGIONS_A_PAGE)
    context |= {
        "difference": found,
        "page": page,
        "counts": [f"{n:,}" for n in (found.newly_permitted, found.newly_human, found.newly_refused)],
        "regions": [{"region": region, "states": f"{region.states:,}"} for region in page.object_list],
    }
    return render(request, "sharing/difference.html", context)


@require_safe
@allowed(Action.PAGE_READ)
def policy_file(_request: HttpRequest, version: UUID) -> HttpResponse:
    """Send a version's file as it was proved, byte for byte, as plain text."""
    return _sent(policies.file_of_version(version), "text/plain; charset=utf-8")


@require_safe
@allowed(Action.PAGE_READ)
def policy_claims_file(_request: HttpRequest, version: UUID) -> HttpResponse:
    """Send the claims that a version was tried for, byte for byte, as plain text."""
    return _sent(published.claims_file(version), "text/plain; charset=utf-8")


@require_safe
@allowed(Action.PAGE_READ)
def policy_json(_request: HttpRequest, version: UUID) -> HttpResponse:
    """Send a version's rules, groups, claims and results as JSON."""
    return _sent(published.as_json(version), "application/json")


@require_safe
@allowed(Action.PAGE_READ)
def policy_cedar(_request: HttpRequest, version: UUID) -> HttpResponse:
    """Send a version's rules as Cedar policies, which another engine can decide by."""
    return _sent(published.as_cedar(version), "text/plain; charset=utf-8")


def page_of(request: HttpRequest, items: Sequence[Any], size: int) -> Page[Any]:
    """Return the page that `?page=` asks for, the first without it; 404 for one that is not there."""
    try:
        return Paginator(items, size).page(request.GET.get("page", "1"))
    except InvalidPage:
        raise Http404 from None


def _one(versions: Iterable[PublishedVersion], identifier: UUID) -> PublishedVersion:
    found = next((version for version in versions if version.id == identifier), None)
    if found is None:
        raise Http404
    return found


def _standing() -> _Standing:
    today = clock.today()
    found, coming = policies.policy_in_force(today), policies.coming(today)
    return _Standing(
        in_force=found.version_id if isinstance(found, policies.InForce) else None,
        coming=coming.version_id if coming else None,
        comes_on=coming.in_effect_on if coming else None,
    )


def _listed(version: PublishedVersion, now: _Standing) -> dict[str, Any]:
    holding = sum(result.holds for result in version.results)
    return {
        "version": version,
        "is_in_force": version.id == now.in_force,
        "comes_on": now.comes_on if version.id == now.coming else None,
        "holding": holding,
        "failing": len(version.results) - holding,
    }


def _sent(found: tuple[str, bytes] | None, content_type: str) -> HttpResponse:
    if found is None:
        raise Http404
    name, content = found
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
