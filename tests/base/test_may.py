"""What a person may not do is not shown."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpRequest
from django.template import RequestContext, Template
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.accounts.middleware import Nobody, SignedInAccount
from safetoshare.base.permissions import Action, Role, is_permitted
from safetoshare.base.settings.environment import PACKAGE

PAGE = '{{% load permissions %}}{{% may "{}" as yes %}}{{% if yes %}}link{{% endif %}}'


def shown_to(account: SignedInAccount | Nobody, action: str) -> bool:
    request = HttpRequest()
    request.account = account  # type: ignore[attr-defined]  # set by AccountMiddleware
    return Template(PAGE.format(action)).render(RequestContext(request)) == "link"


@given(st.sampled_from(list(Role)), st.sampled_from(list(Action)))
def test_a_link_is_shown_to_those_who_may(role: Role, action: Action) -> None:
    account = SignedInAccount(uuid4(), "somebody", role, "staff")
    assert shown_to(account, action) == is_permitted(action, account)


def test_nobody_is_shown_what_only_a_role_may() -> None:
    assert not shown_to(Nobody(), Action.CASE_REFER)
    assert shown_to(Nobody(), Action.PAGE_READ)


def test_a_page_that_asks_for_what_there_is_not_is_an_error() -> None:
    with pytest.raises(ValueError, match="is not a valid Action"):
        shown_to(Nobody(), "hub:case:burn")


def test_the_page_of_a_case_asks_before_it_shows_what_not_every_reader_may() -> None:
    page = Path(PACKAGE / "hub" / "templates" / "hub" / "case.html").read_text("utf-8")
    assert '{% may "hub:case:refer" as may_refer %}' in page
    assert '{% may "base:erasure:ask" as may_erase %}' in page
