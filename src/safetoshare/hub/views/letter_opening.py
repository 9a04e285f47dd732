"""A letter, as the body reads it that was told: its address shows a button, and the code that was told opens it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.permissions import Action
from safetoshare.hub.forms.letters import CodeForm
from safetoshare.hub.views import rows
from safetoshare.hub.views.partner import package_shown
from safetoshare.sharing.api.decisions import OpenedLetter, WrongCode, open_letter


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.LETTER_OPEN)
def letter_open(request: HttpRequest, address: str) -> HttpResponse:
    """Ask for the code; open the letter with it. The page that asks is the same whether there is a letter or not."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "unit": current_force().unit}
    if request.method != "POST" or not form.is_valid():
        return render(request, "hub/letter_code.html", context, status=422 if form.is_bound else 200)
    found = open_letter(address, form.cleaned_data["code"])
    if isinstance(found, OpenedLetter):
        shown = package_shown(found.package) | {"until": rows.day(found.expires_on)}
        return render(request, "hub/letter_opened.html", context | shown)
    if isinstance(found, WrongCode) and found.tries_left:
        form.add_error("code", _("This is another code. Ask for it again by telephone: a few tries are left."))
        return render(request, "hub/letter_code.html", context, status=422)
    return render(request, "hub/letter_gone.html", context, status=410)
