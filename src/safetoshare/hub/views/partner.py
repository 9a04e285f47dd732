"""The pages of an organisation that people are referred to: what came, what it says, and the answer (Rec 4(d)).

To read a package its reader unlocks the organisation's key. To answer needs no key: the words are sealed to the
unit's public key, so that nothing typed is lost when the keys lock in the middle.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.middleware import acting
from safetoshare.base.accounts.opening import Opener, keys_needed, opener_of
from safetoshare.base.force import current_force
from safetoshare.base.languages import english, ltr
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError, LockedError, RefusedError, SealError
from safetoshare.core.referrals import ANSWERS, SILENT, ReferralState
from safetoshare.hub.api.referrals import (
    Answered,
    ReferralInTray,
    answer_referral,
    note_opened,
    referral_of,
    referrals_of,
)
from safetoshare.hub.forms.partner import FORMS, REASON_NAMES, AnswerForm
from safetoshare.hub.labels import FIELDS
from safetoshare.sharing.api.disclosures import Package, read_package, sealed_package
from safetoshare.sharing.api.labels import value_name

STATE_NAMES = {
    ReferralState.SENT: gettext_lazy("New"),
    ReferralState.OPENED: gettext_lazy("Opened, to be answered"),
    ReferralState.ACCEPTED: gettext_lazy("You took this on"),
    ReferralState.WAITING_LIST: gettext_lazy("On your waiting list"),
    ReferralState.QUESTION: gettext_lazy("You asked a question"),
    ReferralState.DECLINED: gettext_lazy("You could not take this on"),
    ReferralState.EXPIRED: gettext_lazy("No answer came in time"),
}
ANSWER_NAMES = {
    ReferralState.ACCEPTED: gettext_lazy("We take this on"),
    ReferralState.WAITING_LIST: gettext_lazy("We put this on our waiting list"),
    ReferralState.QUESTION: gettext_lazy("We have a question first"),
    ReferralState.DECLINED: gettext_lazy("We cannot take this on"),
}
ADDRESSES = {answer: f"hub:referral-{answer.value.replace('_', '-')}" for answer in ANSWERS}
# What binds whoever receives a package, by the policy's own word for it.
CONDITIONS = {
    "ask_no_onward_to_immigration": gettext_lazy(
        "Do not pass anything in this referral on to immigration authorities, and do not ask them about this person."
    ),
}
# Who it is and how to reach the person safely, before all that is to be done.
_KINDS = ("identity", "contact_and_location", "needs", "children", "health", "account_of_offence")
# What was not taken on, or was answered by nobody, is read no more: it is no longer needed for help.
CLOSED = (ReferralState.DECLINED, ReferralState.EXPIRED)


@require_safe
@allowed(Action.REFERRAL_ANSWER)
def referrals(request: HttpRequest, realm: str) -> HttpResponse:
    """List the organisation's referrals: those that wait for a first answer above all others."""
    found = referrals_of(_organisation(request))
    later = sorted(found, key=lambda one: one.sent_on, reverse=True)
    context = {
        # Those first whose answer is due first; all others by the day they came, the newest first.
        "to_answer": [_card(one) for one in found if one.state in SILENT and one.may_be_answered],
        "open": [_card(one) for one in later if one.state not in SILENT and one.may_be_answered],
        "taken": [_card(one) for one in later if one.state is ReferralState.ACCEPTED and one.withdrawn_on is None],
        "closed": [_card(one) for one in later if one.state in CLOSED and one.withdrawn_on is None],
        "withdrawn": [_card(one) for one in later if one.withdrawn_on],
    }
    return render(request, "hub/partner_referrals.html", context)


@require_safe
@allowed(Action.REFERRAL_ANSWER)
@keys_needed
def referral(request: HttpRequest, realm: str, package: UUID) -> HttpResponse:
    """Open a package and show it, what binds the organisation first."""
    organisation = _organisation(request)
    found = _found(package, organisation)
    context: dict[str, Any] = {
        "rows": _rows_of(found),
        "state": found.state,
        "withdrawn_on": _day(found.withdrawn_on) if found.withdrawn_on else "",
        "unit": current_force().unit,
    }
    if found.state not in CLOSED and found.withdrawn_on is None:
        sealed = sealed_package(package, organisation)
        if sealed is None:
            raise Http404
        content = _opened(opener_of(request), sealed)
        if content is None:
            return render(request, "hub/partner_referral.html", context | {"does_not_open": True}, status=503)
        note_opened(package, organisation, clock.today())
        context |= package_shown(content)
    if found.may_be_answered:
        context["answers"] = [
            {"name": ANSWER_NAMES[answer], "address": reverse(ADDRESSES[answer], args=[package])} for answer in ANSWERS
        ]
    return render(request, "hub/partner_referral.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.REFERRAL_ANSWER)
def answer(request: HttpRequest, realm: str, package: UUID, answer: ReferralState) -> HttpResponse:
    """Give one of the four answers. It needs no key; of two workers who answer at once one is told what stands."""
    organisation = _organisation(request)
    found = _found(package, organisation)
    if request.method != "POST":
        if not found.may_be_answered:
            return redirect("hub:referral-answered", package)
        return _ask(request, found, answer, FORMS[answer](initial={"seen": str(found.answers)}))
    form = FORMS[answer](request.POST)
    if not form.is_valid():
        return _ask(request, found, answer, form, status=422)
    # More answers than there are can be seen on no page of ours.
    seen = min(form.cleaned_data["seen"], found.answers)
    try:
        outcome = answer_referral(
            package, organisation, answer, form.reason, clock.today(), seen=seen, words=form.words
        )
    except RefusedError:
        form.add_error(None, _("Your answer could not be sealed to the unit just now. Keep this page and try again"))
        return _ask(request, found, answer, form, status=503)
    if outcome is None:
        raise Http404
    if isinstance(outcome, Answered):
        return redirect("hub:referral-answered", package)
    return _answered_page(request, outcome.referral, typed=form, status=409)


@require_safe
@allowed(Action.REFERRAL_ANSWER)
def answered(request: HttpRequest, realm: str, package: UUID) -> HttpResponse:
    """Show what was answered. Where nothing was, or the person withdrew, the referral says what to do."""
    found = _found(package, _organisation(request))
    if found.withdrawn_on or (not found.answers and found.may_be_answered):
        return redirect("hub:referral", package)
    return _answered_page(request, found)


def _opened(opener: Opener, sealed: SealedValue) -> Package | None:
    """Return what a package says; None while it does not open. LockedError is for `keys_needed`."""
    try:
        (plaintext,) = opener.open("read_package", [sealed])
        return read_package(plaintext)
    except LockedError:
        raise
    except (BadInputError, RefusedError, SealError, UnwrapperAwayError):
        return None


def _ask(
    request: HttpRequest, found: ReferralInTray, answer: ReferralState, form: AnswerForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "title": ANSWER_NAMES[answer], "package": found.package}
    return render(request, "hub/partner_answer.html", context, status=status)


def _answered_page(
    request: HttpRequest, found: ReferralInTray, typed: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "rows": _rows_of(found),
        "state": found.state,
        "withdrawn_on": _day(found.withdrawn_on) if found.withdrawn_on else "",
        "package": found.package,
        "typed": [_row(str(field.label), _as_written(_typed(field))) for field in typed.visible_fields()]
        if typed
        else [],
        "is_too_late": typed is not None,
    }
    return render(request, "hub/partner_answered.html", context, status=status)


def _found(package: UUID, organisation: UUID) -> ReferralInTray:
    found = referral_of(package, organisation)
    if found is None:
        raise Http404
    return found


def _organisation(request: HttpRequest) -> UUID:
    """Return for which organisation somebody works. An account without one has nothing to answer."""
    organisation = acting(request).organisation
    if organisation is None:
        raise PermissionDenied
    return organisation


def _card(referral: ReferralInTray) -> dict[str, Any]:
    title = _("Referral of %(day)s") % {"day": _day(referral.sent_on)}
    return {
        "title": title,
        "address": reverse("hub:referral", args=[referral.package]),
        "state": STATE_NAMES[referral.state],
        "rows": _rows_of(referral),
    }


def _rows_of(referral: ReferralInTray) -> list[dict[str, Any]]:
    rows = [_row(_("How it stands"), STATE_NAMES[referral.state]), _row(_("Sent on"), _day(referral.sent_on))]
    if referral.withdrawn_on:
        rows.append(_row(_("Agreement taken back on"), _day(referral.withdrawn_on)))
    if referral.answered_on:
        rows.append(_row(_("Answered on"), _day(referral.answered_on)))
    elif not referral.withdrawn_on:
        rows.append(_row(_("Answer by"), _day(referral.answer_by)))
    if referral.reason:
        rows.append(_row(_("Your reason"), REASON_NAMES[referral.reason]))
    return rows


def package_shown(package: Package) -> dict[str, Any]:
    """Return what an organisation reads of a package, what binds it first."""
    consent = capfirst(value_name("consent", package.consent))
    about = [
        _row(_("From"), english(package.given_by)),
        _row(_("To"), english(package.organisation_name)),
        _row(_("What for"), capfirst(value_name("purpose", package.purpose))),
        _row(_("Consent of the person"), consent),
    ]
    if package.consent_on:
        about.append(_row(_("Asked on"), _day(package.consent_on)))
    rules = [_row(rule, english(says)) for rule, says in zip(map(ltr, package.rules), package.says, strict=True)]
    return {
        "conditions": [CONDITIONS[condition] for condition in package.conditions],
        "about": about,
        "groups": [
            {
                "kind": capfirst(value_name("data", kind)),
                "rows": [
                    _row(str(FIELDS.get(name, name)), _as_written(values[name])) for name in _in_order(values, FIELDS)
                ],
            }
            for kind, values in ((kind, package.fields[kind]) for kind in _in_order(package.fields, _KINDS))
        ],
        "rules": [*rules, _row(_("Sources"), english("; ".join(package.citations)))],
    }


def _in_order(given: Iterable[str], order: Iterable[str]) -> list[str]:
    """Return the names in the order in which they are read; those that it does not know come last."""
    places = {name: place for place, name in enumerate(order)}
    return sorted(given, key=lambda name: (places.get(name, len(places)), name))


def _typed(field: BoundField) -> str:
    value = field.value()
    return str(REASON_NAMES.get(value, value) or "")


def _as_written(text: str) -> SafeString:
    """Show a person's words in their own direction and with their own lines."""
    lines = format_html_join(SafeString("<br>"), "{}", ((line,) for line in text.splitlines()))
    return format_html('<div dir="auto">{}</div>', lines)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _row(key: object, value: object) -> dict[str, Any]:
    return {"key": {"text": key}, "value": {"text": value}}
