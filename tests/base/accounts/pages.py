"""What a browser does at the doors, and what it gets."""

from __future__ import annotations

from typing import Protocol

from django.test import Client

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


def sign_in(browser: Client, account: Account) -> Response:
    return browser.post(f"/{account.realm}/sign-in/", {"name": account.name, "code": code_of(account)})
