"""What a version of the policy would change in decisions already taken: counted, while nobody reads a record."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.opening import keys_needed, opener_of, unlock_address
from safetoshare.base.faults import kind_and_places
from safetoshare.base.languages import english, ltr
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import LockedError, NotPermittedError, RefusedError
from safetoshare.core.measures import PublishedCount
from safetoshare.sharing.api.policies import PublishedVersion, versions
from safetoshare.sharing.api.replay import MOST_RECORDS, Replay, ReplayRow, replay_version
from safetoshare.sharing.forms import ReplayForm
from safetoshare.sharing.labels import value_name

ANSWERS = {"yes": _("yes"), "no": _("no"), "human": _("a person decides")}
_log = logging.getLogger("safetoshare.errors")


@require_safe
@allowed(Action.POLICY_REPLAY)
def replay_choose(request: HttpRequest, realm: str) -> HttpResponse:
    """Choose the version."""
    return render(request, "sharing/replay_choose.html", {"versions": versions()})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.POLICY_REPLAY)
@answers_again
@keys_needed
def replay(request: HttpRequest, realm: str, version: UUID) -> HttpResponse:
    """Ask why, and show what would change. Nothing of it is kept but the row in the audit."""
    chosen = next((one for one in versions() if one.id == version), None)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        # Whoever would be asked for the passphrase is asked before anything is typed.
        opener_of(request)
        return _page(request, chosen, ReplayForm())
    form = ReplayForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, form, status=422)
    return _replayed(request, chosen, form)


def _replayed(request: HttpRequest, chosen: PublishedVersion, form: ReplayForm) -> HttpResponse:
    try:
        done = replay_version(chosen.id, opener=opener_of(request), reason=form.cleaned_data["reason"])
    except LockedError:
        goal = reverse("sharing:policy-replay", kwargs={"version": chosen.id})
        return _page(request, chosen, form, status=423, unlock_address=unlock_address("staff", goal))
    except NotPermittedError:
        return _page(request, chosen, form, status=403, holds_no_key=True)
    except (RefusedError, UnwrapperAwayError) as error:
        _log.error("decisions could not be replayed: %s", kind_and_places(error))
        return _page(request, chosen, form, status=503, cannot_now=True)
    if done is None:
        raise Http404
    return render(request, "sharing/replay_result.html", {"version": chosen, "replay": done} | _shown(done))


def _page(
    request: HttpRequest, chosen: PublishedVersion, form: ReplayForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"version": chosen, "form": form, "most": MOST_RECORDS, **more}
    return render(request, "sharing/replay.html", context, status=status)


def _shown(done: Replay) -> dict[str, Any]:
    return {
        "changed": _cases(done.changed),
        "records": _count(done.records),
        "unreadable": _count(done.unreadable),
        "left_out": _count(done.left_out),
        "head": [
            {"text": name}
            for name in (gettext("Who would be told"), gettext("Before and with this version"), gettext("Cases"))
        ],
        "rows": [] if done.changed is None else [*map(_row, done.rows), _others(done)],
    }


def _row(row: ReplayRow) -> list[dict[str, object]]:
    return [{"text": _who(row)}, {"text": _change(row)}, {"text": _cases(row.count)}]


def _others(done: Replay) -> list[dict[str, object]]:
    each = format_html(gettext("each in fewer than {ten} cases"), ten=ltr(10))
    return [{"text": gettext("Other changes")}, {"text": each}, {"text": _cases(done.others)}]


def _who(row: ReplayRow) -> SafeString:
    """Return the recipient, with the kinds of data and the rules that answer now."""
    kinds = format_html_join("", "{}<br>", [(value_name("data", kind),) for kind in row.kinds])
    answering = [english(rule) for rule in row.rules] + [gettext("No rule")] * row.by_silence
    rules = format_html_join(", ", "{}", [(rule,) for rule in answering])
    who = capfirst(value_name("recipient", row.recipient))
    return format_html('{}<span class="govuk-body-s"><br>{}{}</span>', who, kinds, rules)


def _change(row: ReplayRow) -> str:
    was, now = str(ANSWERS[row.was]), str(ANSWERS[row.now])
    return gettext("was: {was}, would be: {now}").format(was=was, now=now)


def _cases(at_least: int | None) -> SafeString:
    """Return a number of cases in words, with none and few alike."""
    if at_least is None:
        return format_html(gettext("fewer than {ten}, or none"), ten=ltr(10))
    return _count(PublishedCount(at_least, is_exact=False))


def _count(count: PublishedCount) -> SafeString:
    if count.at_least is None:
        return format_html(gettext("fewer than {ten}"), ten=ltr(10))
    return (
        ltr(count.at_least) if count.is_exact else format_html(gettext("at least {number}"), number=ltr(count.at_least))
    )
