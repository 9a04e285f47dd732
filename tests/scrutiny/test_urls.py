"""A recommendation's address is permanent, and the number in it is text."""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.scrutiny.urls import ADDRESSES


def test_the_register_is_served_by_the_process_of_scrutiny_and_by_no_other() -> None:
    assert set(ADDRESSES) == {ProcessRole.SCRUTINY}
    assert reverse("scrutiny:register") == "/scrutiny/"


@pytest.mark.parametrize(("number", "written"), [("4", "4"), ("3a", "3a"), ("Action 2", "Action%202")])
def test_an_address_is_made_of_report_number_and_body(number: str, written: str) -> None:
    address = reverse("scrutiny:recommendation", args=["safe-to-share", number, "chief-constable"])
    assert address == f"/scrutiny/recommendations/safe-to-share/{written}/chief-constable/"
    found = resolve(address.replace("%20", " "))
    assert found.kwargs == {"report": "safe-to-share", "number": number, "body": "chief-constable"}
