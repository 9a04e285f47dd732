"""Forms that no cookie protects: they are taken from a page of ours, and not from another site's.

The reporter's pages set no cookie, so Django's token cannot tell where a form came from. Were that not asked, a link of
somebody else's could lead a person to report under a receipt that he drew and knows. Every browser since 2023 says in
`Sec-Fetch-Site` where a form comes from, which no page can set; an older one still names a foreign `Origin`, unless the
foreign page hides it: that one, in an old browser, is not told apart.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]
_SAFE_METHODS = ("GET", "HEAD")
# "none": typed or opened from outside any page, which a form never is; but a reload of one may say so.
_OURS = ("same-origin", "none")


def from_our_own_pages(view: View) -> View:
    """Take a view's forms without a cookie; PermissionDenied for a form of another site."""

    @csrf_exempt
    @wraps(view)
    def guarded_view(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        if request.method not in _SAFE_METHODS and not _is_ours(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded_view


def _is_ours(request: HttpRequest) -> bool:
    if request.META.get("HTTP_SEC_FETCH_SITE", "none") not in _OURS:
        return False
    # With no-referrer a browser says `Origin: null` of our own form.
    origin = request.META.get("HTTP_ORIGIN", "null")
    return origin in ("null", f"{request.scheme}://{request.get_host()}")
