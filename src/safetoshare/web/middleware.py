"""Headers that every answer carries: nothing from elsewhere, nothing kept, nothing told to the next site."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from safetoshare.base.uploads import LARGEST_UPLOAD, NO_ROOM, takes_files
from safetoshare.web.errors import no_room
from safetoshare.web.scripts import LEAVE, SEND, script_source

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        f"script-src {script_source(LEAVE)} {script_source(SEND)}",
        # A file that is on its way to us, with how far it has come.
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class ProtectiveHeaders:
    """Add the headers that SecurityMiddleware does not. Pages are never kept by browser or proxy, static files are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        plays = getattr(request, "plays_recordings", False)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY + ("; media-src 'self'" if plays else "")
        response["X-Frame-Options"] = "DENY"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        if response.status_code >= 400 or not request.path_info.startswith(settings.STATIC_URL):
            # Back must show nothing to whoever takes the phone next.
            response["Cache-Control"] = "no-store"
        return response


class FormProtection(CsrfViewMiddleware):
    """Django's protection of forms, for pages that send no referrer.

    Under `no-referrer` a browser sends `Origin: null` even with a form of our own page. Then `Sec-Fetch-Site`, which
    no page can set, says where the form came from; a browser too old to send it is held to the token and the
    SameSite cookie alone.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]  # Django takes one
        if request.META.get(NO_ROOM):
            return no_room(request)
        # Before anything reads it; whoever declares no length declares "chunked", and no browser does with a form.
        largest = LARGEST_UPLOAD if takes_files(request.path_info) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if int(request.META.get("CONTENT_LENGTH") or 0) > largest:
            raise RequestDataTooBig
        if "HTTP_TRANSFER_ENCODING" in request.META:
            raise BadRequest
        super().process_request(request)
        return None

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META.get("HTTP_ORIGIN") == "null":
            return _may_be_our_own_form(request)
        return bool(super()._origin_verified(request))  # type: ignore[misc]  # private in the stubs

    def _check_referer(self, request: HttpRequest) -> None:
        # Asked over TLS when there is no Origin at all, as with older phones: our own policy took the referrer away.
        if request.META.get("HTTP_REFERER") or not _may_be_our_own_form(request):
            super()._check_referer(request)  # type: ignore[misc]  # private in the stubs


def _may_be_our_own_form(request: HttpRequest) -> bool:
    return bool(request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin")
