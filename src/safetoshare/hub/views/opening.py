"""What pages that open records have in common: who may open what, and what is shown when nothing can be opened now."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.db import Error as AnyDatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.accounts.opening import keys_needed, opener_of
from safetoshare.base.faults import kind_and_places
from safetoshare.base.permissions import Action, is_permitted
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import LockedError, OverQuotaError, RefusedError
from safetoshare.hub.api import cases as api
from safetoshare.hub.api.cases import CaseFile, CaseInList

View = Callable[..., HttpResponse]
_log = logging.getLogger("safetoshare.errors")


def opening_records(view: View) -> View:
    """Ask for the passphrase where a page is read, and say plainly when nothing can be opened or written now."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except LockedError:
            raise
        except (UnwrapperAwayError, RefusedError, AnyDatabaseError) as error:
            _log.error("a page of the unit could not be made: %s", kind_and_places(error))
            # A form that could not be saved is kept on the page, whole, to be sent again.
            typed = [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name != "csrfmiddlewaretoken"
            ]
            context = {"typed": typed, "is_over_quota": isinstance(error, OverQuotaError)}
            return render(request, "hub/not_now.html", context, status=503)

    return keys_needed(guarded)


def signed_in(request: HttpRequest) -> SignedInAccount:
    """Return the account of a page that only a signed-in person reaches."""
    account = acting(request)
    assert isinstance(account, SignedInAccount)  # noqa: S101  # `allowed` lets nobody else in
    return account


def may_open_restricted(request: HttpRequest) -> bool:
    """Whether this person's role may read who was asked and told, and where the person can be reached safely."""
    return is_permitted(Action.RESTRICTED_OPEN, signed_in(request))


def case_or_404(case: UUID) -> CaseInList:
    """Return a case."""
    found = api.case(case)
    if found is None:
        raise Http404
    return found


def file_or_404(request: HttpRequest, case: UUID, purpose: str) -> CaseFile:
    """Return a case with all that this person may open. LockedError without keys."""
    restricted = may_open_restricted(request)
    found = api.open_case_file(case, opener_of(request), restricted=restricted, purpose=purpose)
    if found is None:
        raise Http404
    return found
