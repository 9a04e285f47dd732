"""What a browser does at the doors, and what it gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from django.test import Client

from safetoshare.base.accounts.codes import STEP_SECONDS
from safetoshare.base.models import Account
from tests.base.people import PASSPHRASE, code_of


class Response(Protocol):
    """What the test's browser gets."""

    @property
    def content(self) -> bytes: ...
    @property
    def status_code(self) -> int: ...
    def __getitem__(self, header: str) -> str: ...


def page(response: Response) -> str:
    return response.content.decode()


def unlock(browser: Client, passphrase: str = PASSPHRASE) -> Response:
    return browser.post("/staff/unlock/", {"passphrase": passphrase})


def wrong_code(account: Account, at: datetime) -> str:
    """Return a code that is none of the three that would be accepted."""
    shown = {code_of(account, at + timedelta(seconds=30 * steps)) for steps in (-1, 0, 1)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in shown)


def used_code(account: Account) -> str:
    """Return the code by which the account signed in last, whatever its authenticator shows now."""
    step = Account.objects.get(pk=account.pk).last_code_step
    return code_of(account, datetime.fromtimestamp(step * STEP_SECONDS, UTC))


def sign_in_again(browser: Client, account: Account) -> Response:
    """Send the same form once more."""
    return browser.post(f"/{account.realm}/sign-in/", {"name": account.name, "code": used_code(account)})


def sign_in(browser: Client, account: Account) -> Response:
    return browser.post(f"/{account.realm}/sign-in/", {"name": account.name, "code": code_of(account)})
