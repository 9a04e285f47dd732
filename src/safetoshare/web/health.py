"""`/healthz`: this process is alive. `/readyz`: what it needs is there. Neither tells a stranger anything more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from safetoshare.base import checkup
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.permissions import Action


@require_safe
@allowed(Action.HEALTH_READ)
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer as long as the process can answer at all."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@allowed(Action.HEALTH_READ)
def ready(_request: HttpRequest) -> HttpResponse:
    """Answer 503 while something that this process needs is away; `safetoshare doctor` tells what."""
    if all(finding.is_well for finding in checkup.needs()):
        return HttpResponse("ready\n", content_type="text/plain")
    return HttpResponse("not ready\n", content_type="text/plain", status=503)
