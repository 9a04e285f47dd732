"""The two locks of a version, for staff: propose, read what changes, sign, withdraw, record the adoption (Rec 4(a)).

Nothing here decides: each button asks `api.adoption`, and a refusal comes back with what was typed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.confirming import confirmed
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.permissions import Action, Subject, is_permitted
from safetoshare.sharing.api import adoption as api
from safetoshare.sharing.api.adoption import AdoptionDetails, Candidate, NotDone, Reason, Unsound, VersionState
from safetoshare.sharing.forms import AdoptForm, ProposeForm, SignForm
from safetoshare.sharing.labels import ADOPTION_REASONS, VERSION_STATES

_COLOURS = {VersionState.IN_FORCE: "govuk-tag--green", VersionState.UNREADABLE: "govuk-tag--red"}
_COLOURS |= {VersionState.LACKS: "govuk-tag--red", VersionState.COMING: "govuk-tag--yellow"}
# To which question of the adoption a refusal belongs; the others are about the version itself.
_FIELDS = {
    Reason.ADOPTED_IN_FUTURE: "adopted_on",
    Reason.EFFECT_BEFORE_ADOPTION: "in_effect_on",
    Reason.EFFECT_TOO_EARLY: "in_effect_on",
    Reason.REVIEW_TOO_EARLY: "review_on",
}


@require_safe
@allowed(Action.POLICY_READ)
def policy_versions(request: HttpRequest, realm: str) -> HttpResponse:
    """List every version and how far it has come."""
    context = {
        "versions": [_listed(found) for found in api.candidates(clock.today())],
        "may_propose": is_permitted(Action.POLICY_PROPOSE, acting(request)),
    }
    return render(request, "sharing/versions.html", context)


@require_safe
@allowed(Action.POLICY_READ)
def policy_candidate(request: HttpRequest, realm: str, version: UUID) -> HttpResponse:
    """Show one version: its claims, what changes with it, who has signed, and what may be done now."""
    return _page(request, version)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.POLICY_PROPOSE)
def propose(request: HttpRequest, realm: str) -> HttpResponse:
    """Load a version that is sound. Of one that is not, nothing is stored, and each problem is shown with its line."""
    form = ProposeForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST":
        return render(request, "sharing/propose.html", context)
    if form.is_valid():
        outcome = api.propose_version(form.content, form.cleaned_data["document"], by=_signed_in(request))
        if not isinstance(outcome, Unsound):
            return redirect("sharing:policy-candidate", version=outcome.version_id)
        context["problems"] = [line for problem in outcome.problems for line in problem.split("\n")]
    return render(request, "sharing/propose.html", context, status=422)


@require_POST
@allowed(Action.POLICY_SIGN)
@confirmed
def sign(request: HttpRequest, realm: str, version: UUID) -> HttpResponse:
    """Sign exactly what was read."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, version, sign_form=form, status=422)
    data = form.cleaned_data
    outcome = api.sign_version(
        _known(version).id,
        by=_signed_in(request),
        difference_sha256=data["difference"],
        home_office_sha256=data["home_office"] if data["has_read_home_office"] else "",
    )
    if not isinstance(outcome, NotDone):
        return redirect("sharing:policy-candidate", version=version)
    if Reason.HOME_OFFICE_UNREAD in outcome.reasons:
        form.add_error("has_read_home_office", str(ADOPTION_REASONS[Reason.HOME_OFFICE_UNREAD]))
        return _page(request, version, sign_form=form, status=422)
    # What has changed is to be read anew: the page comes with its new hashes, and without a tick.
    return _page(request, version, refusals=outcome, status=409)


@require_POST
@allowed(Action.POLICY_SIGN)
def withdraw(request: HttpRequest, realm: str, version: UUID) -> HttpResponse:
    """Take one's own signature back, before the adoption. Pressed twice, it is taken back once."""
    outcome = api.withdraw_signature(_known(version).id, by=_signed_in(request))
    if isinstance(outcome, NotDone) and Reason.NOT_SIGNED not in outcome.reasons:
        return _page(request, version, refusals=outcome, status=409)
    return redirect("sharing:policy-candidate", version=version)


@require_POST
@allowed(Action.POLICY_ADOPT)
@confirmed
def adopt(request: HttpRequest, realm: str, version: UUID) -> HttpResponse:
    """Record that a body adopted the version."""
    form = AdoptForm(request.POST)
    _known(version)
    if not form.is_valid():
        return _page(request, version, adopt_form=form, status=422)
    details = AdoptionDetails(**form.cleaned_data, is_demonstration=settings.IS_DEMONSTRATION)
    outcome = api.adopt_version(version, details, by=_signed_in(request))
    if not isinstance(outcome, NotDone) or Reason.ALREADY_ADOPTED in outcome.reasons:
        return redirect("sharing:policy-candidate", version=version)
    for reason in outcome.reasons:
        form.add_error(_FIELDS.get(reason), str(ADOPTION_REASONS[reason]))
    return _page(request, version, adopt_form=form, status=422)


def _page(
    request: HttpRequest,
    version: UUID,
    *,
    sign_form: SignForm | None = None,
    adopt_form: AdoptForm | None = None,
    refusals: NotDone | None = None,
    status: int = 200,
) -> HttpResponse:
    found = _known(version)
    account = _signed_in(request)
    subject = Subject(proposed_by=found.loaded_by)
    may_sign = is_permitted(Action.POLICY_SIGN, account, subject=subject) and found.may_be_signed
    signed = found.is_signed_by(account.id)
    context = {
        **_listed(found),
        "results": sorted(found.results, key=lambda result: result.holds),
        "regions": _regions(found),
        "home_office_states": f"{found.difference.home_office_states:,}" if found.difference else "",
        "counts": _counts(found),
        "is_signed": signed,
        "own_id": account.id,
        "may_sign": may_sign and not signed,
        "may_withdraw": is_permitted(Action.POLICY_SIGN, account) and signed and found.may_be_signed,
        "may_replay": is_permitted(Action.POLICY_REPLAY, account),
        "may_adopt": is_permitted(Action.POLICY_ADOPT, account) and found.may_be_adopted,
        "sign_form": sign_form or SignForm(initial=_hashes(found)),
        "adopt_form": adopt_form or AdoptForm(initial={"in_effect_on": found.earliest}),
        "refusals": [ADOPTION_REASONS[reason] for reason in (refusals.reasons if refusals else ())],
    }
    return render(request, "sharing/version.html", context, status=status)


def _known(version: UUID) -> Candidate:
    found = api.candidate(version, clock.today())
    if found is None:
        raise Http404
    return found


def _listed(found: Candidate) -> dict[str, Any]:
    holding = sum(result.holds for result in found.results)
    return {
        "version": found,
        "state": VERSION_STATES[found.state],
        "colour": _COLOURS.get(found.state, "govuk-tag--grey"),
        "holding": holding,
        "failing": len(found.results) - holding,
    }


def _regions(found: Candidate) -> list[dict[str, Any]]:
    """Return all that changes: whoever signs is shown all of it, the gravest first."""
    if found.difference is None or not found.may_be_signed:
        return []
    return [{"region": region, "states": f"{region.states:,}"} for region in found.difference.regions]


def _counts(found: Candidate) -> list[str]:
    if found.difference is None:
        return []
    difference = found.difference
    return [f"{n:,}" for n in (difference.newly_permitted, difference.newly_human, difference.newly_refused)]


def _hashes(found: Candidate) -> dict[str, str]:
    if found.signed is None:
        return {}
    return {"difference": found.signed.difference_sha256, "home_office": found.signed.home_office_sha256}


def _signed_in(request: HttpRequest) -> SignedInAccount:
    account = acting(request)
    assert isinstance(account, SignedInAccount)  # noqa: S101  # `allowed` lets nobody else in
    return account
