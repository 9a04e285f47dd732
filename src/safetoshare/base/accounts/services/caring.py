"""What people do with their own accounts: end sessions, forget browsers, draw new recovery codes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.sessions.models import Session

from safetoshare.base.accounts.paper_codes import RECOVERY_LENGTH, draw_code
from safetoshare.base.accounts.services.creating import codes_key
from safetoshare.base.accounts.services.joining import replace_recovery_codes
from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.models import KnownBrowser, OpenSession

RECOVERY_CODES = 10


def draw_recovery_codes() -> tuple[str, ...]:
    """Draw ten recovery codes. They count once they are kept."""
    return tuple(draw_code(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES))


def new_recovery_codes(account: UUID) -> tuple[str, ...]:
    """Draw ten, and put them in the place of all earlier ones. They are shown this once."""
    codes = draw_recovery_codes()
    with unit_of_work(write=True):
        replace_recovery_codes(account, codes, codes_key())
    return codes


def note_session(account: UUID, row_key: str, on: date) -> None:
    """Note that a session was opened, or is in use on another day, so that its holder sees it."""
    with unit_of_work(write=True, context=SecurityContext(account=str(account))):
        used = OpenSession.objects.filter(account=account, row_key=row_key).update(last_used_on=on)
        if not used:
            OpenSession.objects.create(account_id=account, row_key=row_key, opened_on=on, last_used_on=on)


def end_session_of(account: UUID, row_key: str) -> None:
    """End one of one's own sessions. One that is over already, or is somebody else's, is left as it is."""
    with unit_of_work(write=True, context=SecurityContext(account=str(account))):
        if OpenSession.objects.filter(account=account, row_key=row_key).exists():
            Session.objects.filter(session_key=row_key).delete()
            OpenSession.objects.filter(row_key=row_key).delete()


def end_other_sessions(account: UUID, row_key: str) -> None:
    """End all of one's own sessions but this one."""
    with unit_of_work(write=True):
        others = OpenSession.objects.filter(account=account).exclude(row_key=row_key)
        Session.objects.filter(session_key__in=list(others.values_list("row_key", flat=True))).delete()
        others.delete()


def forget_browsers(account: UUID) -> None:
    """Forget every browser that knows the account: each is a stranger's until somebody signs in there again."""
    with unit_of_work(write=True):
        KnownBrowser.objects.filter(account=account).delete()
