"""The data protection officer's pages: who did what with which record, and the same as a file."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.views.decorators.http import require_POST, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.confirming import confirmed
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.accounts.opening import keys_needed, opener_of
from safetoshare.base.accounts.roles import role_name
from safetoshare.base.audit.forms import WantedForm
from safetoshare.base.audit.reading import PAGE_SIZE, Act, Wanted, acts, all_acts, opened_acts
from safetoshare.base.audit.rows import record_act
from safetoshare.base.csv import write_csv
from safetoshare.base.languages import english, ltr
from safetoshare.base.permissions import Action

_COLUMNS = ("day", "account", "name", "role", "action", "record", "purpose")
_MOST_PAGES = 100_000


@require_safe
@allowed(Action.AUDIT_READ)
@keys_needed
def audit(request: HttpRequest, realm: str) -> HttpResponse:
    """Show the rows that were asked for; with `times=show` their exact times too, which takes unlocked keys."""
    form = WantedForm(request.GET)
    if not form.is_valid():
        return render(request, "audit/audit.html", {"form": form}, status=422)
    number = _page_number(request)
    shows_times = request.GET.get("times") == "show"
    start = (number - 1) * PAGE_SIZE
    wanted = form.wanted()
    if shows_times:
        found, total = opened_acts(wanted, start, PAGE_SIZE, opener_of(request))
    else:
        _record_reading(request, wanted)
        found, total = acts(wanted, start, PAGE_SIZE)
    chosen = {name: str(request.GET[name]) for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "acts": [_row(act) for act in found],
        "total": total,
        "shows_times": shows_times,
        "chosen": chosen,
        "address_with_times": "?" + urlencode(chosen | {"times": "show"}),
        "before": _address(chosen, number - 1, shows_times) if number > 1 else "",
        "after": _address(chosen, number + 1, shows_times) if start + PAGE_SIZE < total else "",
    }
    return render(request, "audit/audit.html", context)


@require_POST
@allowed(Action.AUDIT_EXPORT)
@answers_again
@confirmed
def export(request: HttpRequest, realm: str) -> HttpResponse:
    """Hand out what was chosen as CSV that no spreadsheet runs, without exact times."""
    form = WantedForm(request.POST)
    if not form.is_valid():
        return render(request, "audit/audit.html", {"form": form}, status=422)
    table = write_csv(_COLUMNS, map(_cells, all_acts(form.wanted())))
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{clock.today().isoformat()}.csv"'
    return response


def _record_reading(request: HttpRequest, wanted: Wanted) -> None:
    """Commit the row of reading clear columns: that is an act too. Exact times are audited by the unwrapper."""
    account = acting(request)
    if isinstance(account, SignedInAccount):
        subject = wanted.record or wanted.account or account.id
        record_act(account.id, account.role, Action.AUDIT_READ, subject, purpose="audit", at=clock.now())


def _row(act: Act) -> dict[str, Any]:
    return {
        "on": date_format(act.on, "j F Y"),
        "time": ltr(f"{act.at.astimezone(clock.LONDON):%H:%M:%S}") if act.at else "",
        "name": english(act.name) if act.name else ltr(str(act.account)),
        "account": act.account,
        "role": role_name(act.role),
        "action": ltr(act.action),
        "purpose": ltr(act.purpose),
        "record": act.record,
        # A phone breaks the line at a hyphen.
        "record_shown": ltr(
            format_html_join("", "{}<wbr>", [(part,) for part in re.findall("[^-]+-?", str(act.record))])
        ),
        "reason": act.reason,
        "is_altered": act.is_altered,
    }


def _cells(act: Act) -> tuple[object, ...]:
    return (act.on, act.account, act.name, act.role, act.action, act.record, act.purpose)


def _page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed) <= _MOST_PAGES:
        raise Http404
    return int(typed)


def _address(chosen: dict[str, str], number: int, shows_times: bool) -> str:  # said by its name
    return "?" + urlencode(chosen | {"page": number} | ({"times": "show"} if shows_times else {}))
