"""What outcomes and standings are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safetoshare.base.accounts.selectors import Standing
from safetoshare.base.accounts.services import NotSignedIn

STANDINGS = {
    Standing.INVITED: gettext_lazy("Invited, has not joined"),
    Standing.ACTIVE: gettext_lazy("Active"),
    Standing.WAITS: gettext_lazy("Key waits for two signatures"),
    Standing.LEFT: gettext_lazy("Has left"),
}


def why_not_signed_in(outcome: NotSignedIn) -> str:
    """Say why a code was not accepted."""
    if outcome.reason == "wait":
        return wait(outcome.seconds)
    if outcome.reason == "spent":
        return _("This code has been used. Wait until your authenticator shows the next one")
    return _("Name and code do not belong together. Check both, and use the code that is shown now")


def wait(seconds: int) -> str:
    """Say how long to wait."""
    text = ngettext(
        "Too many wrong tries. Wait %(seconds)d second and try again",
        "Too many wrong tries. Wait %(seconds)d seconds and try again",
        seconds,
    )
    return text % {"seconds": seconds}
