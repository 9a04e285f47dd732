"""What a person may expect after she reported, by when, and how to complain (Victims' Code; UK GDPR)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.languages import english
from safetoshare.base.permissions import Action
from safetoshare.report.api import returning
from safetoshare.report.labels import RIGHTS


@require_safe
@allowed(Action.MAILBOX_OPEN)
def rights(request: HttpRequest) -> HttpResponse:
    """Show the rights that hold today, each with its days and its source. It asks nothing and sets no cookie."""
    shown: list[dict[str, Any]] = [
        {"says": RIGHTS[right.name], "within": right.within, "unit": right.unit, "source": english(right.source)}
        for right in returning.rights_on(clock.today())
    ]
    return render(request, "report/rights.html", {"rights": shown})
