"""The public pages of super-complaints and of waits: any day, every language, any way one comes to them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.languages import LANGUAGES
from safetoshare.core.waiting import Arrival
from safetoshare.scrutiny import api
from safetoshare.scrutiny.selectors import waiting
from tests.scrutiny.test_follow_ups import FINDING, SUPERSESSION
from tests.scrutiny.test_registers import CHIEF_CONSTABLE, COMMISSIONER
from tests.scrutiny.test_views import page_of, words
from tests.web.test_page_weight import on_the_wire
from tests.web.weights import NEXT_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SAFE_TO_SHARE = "/scrutiny/super-complaints/safe-to-share/"
A_DUTY = "/scrutiny/super-complaints/a-duty-to-protect/"
WAITS = "/scrutiny/waiting/"
RECOMMENDATION = "/en/scrutiny/recommendations/safe-to-share/{}/{}/"


@pytest.fixture(autouse=True)
def _today() -> object:
    with clock.clock_at(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        yield


def test_the_register_lists_the_seven_with_how_far_each_came(visitor: Client) -> None:
    text = words(visitor, "/en/scrutiny/")
    assert "How the police respond to stalking. Report published: 27 September 2024" in text
    assert "Answers published: 7 June 2022" in text
    links = [one.attributes.get("href") or "" for one in page_of(visitor.get("/en/scrutiny/").content).walk()]
    found = [link for link in links if "/super-complaints/" in link]
    assert len(found) == 7
    assert {visitor.get(link).status_code for link in found} == {200}


def test_a_day_gone_by_lists_what_had_come_by_then_and_links_to_that_day(visitor: Client) -> None:
    text = words(visitor, "/en/scrutiny/?as_at=2019-01-01")
    assert "Complaint received: 18 December 2018" in text
    assert "stalking" not in text
    assert (
        f'href="/en{SAFE_TO_SHARE}?as_at=2019-01-01"' in visitor.get("/en/scrutiny/?as_at=2019-01-01").content.decode()
    )


def test_a_super_complaint_shows_its_stages_its_clock_and_the_working(visitor: Client) -> None:
    text = words(visitor, f"/en{SAFE_TO_SHARE}")
    assert "Liberty. It may complain in this way since 1 November 2018." in text
    assert "Complaint received 18 December 2018" in text
    assert "Report published 17 December 2020" in text
    assert "Receipt confirmed: 24 December 2018, unknown: this register does not hold when it was done" in text
    assert "18 December 2018 is working day 1." in text
    assert "22 December 2018 does not count: Saturday." in text
    assert "24 December 2018 is working day 5." in text
    assert "(SI 2018/748), reg 5" in text
    assert "Safe to share? Report on" in text


def test_on_its_last_day_receipt_was_not_yet_due(visitor: Client) -> None:
    text = words(visitor, f"/en{SAFE_TO_SHARE}?as_at=2018-12-24")
    assert "24 December 2018, not due yet" in text
    assert "Report published" not in text
    assert "This register holds no recommendation that came of it." in text


def test_a_day_known_by_its_month_alone_is_shown_so_and_never_counted_from(visitor: Client) -> None:
    text = words(visitor, f"/en{A_DUTY}")
    assert "Complaint received March 2019" in text
    assert "(believed, not checked yet)" in text
    assert "Receipt confirmed: cannot be counted: the day of receipt is not known" in text
    assert "Nobody can tell" not in text
    assert "Nobody can tell from this register" in words(visitor, f"/en{A_DUTY}?as_at=2021-08-15")


def test_those_who_wait_are_nudged_on_the_list_and_on_their_own_page(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = words(visitor, f"/en{WAITS}?as_at=2021-07-01")
    assert "To be done now Nothing, as far as this register knows." in text
    assert "Still waiting. Waits for “the national guidance from the NPCC”" in text
    assert "Expected from National Police Chiefs’ Council Since 17 June 2021" in text
    monkeypatch.setattr(
        waiting, "adopted_policies", lambda: (Arrival(date(2021, 8, 1), "Model firewall", is_policy=True),)
    )
    text = words(visitor, f"/en{WAITS}?as_at=2021-09-01")
    came = "Something has come: an answer can follow now. A policy was adopted on 1 August 2021: Model firewall."
    assert text.count(came) == 3
    assert came in words(visitor, RECOMMENDATION.format(1, CHIEF_CONSTABLE) + "?as_at=2021-09-01")
    assert "What it waits for" not in words(visitor, RECOMMENDATION.format(6, COMMISSIONER))


def test_what_was_replaced_and_what_was_confirmed_is_said(visitor: Client) -> None:
    api.import_register_file((SUPERSESSION + FINDING).encode())
    replaced = words(visitor, RECOMMENDATION.format(1, CHIEF_CONSTABLE))
    assert "Since 15 January 2024 this is no longer asked for. In its place: Recommendation 4" in replaced
    assert "Replaced by something newer" in replaced
    confirmed = words(visitor, RECOMMENDATION.format(6, COMMISSIONER))
    assert "On 1 March 2023: it is done. The assessment was read" in confirmed
    assert "Done, and checked by the commissioner" in confirmed
    assert "This office is to end: May 2028." in confirmed


@pytest.mark.parametrize("address", [SAFE_TO_SHARE, WAITS])
def test_a_bad_day_is_said_and_nothing_shown_as_of_another_day(visitor: Client, address: str) -> None:
    response = visitor.get(f"/en{address}?as_at=31/2/2021%22%3E%3Cscript%3Ealert(1)")
    text = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in text
    assert "<script>alert" not in text
    assert "December 2018" not in text
    assert "National Police Chiefs" not in text


@pytest.mark.parametrize(
    "address",
    [
        "/scrutiny/super-complaints/unknown/",
        f"{SAFE_TO_SHARE}?as_at=2018-12-17",
        f"/scrutiny/super-complaints/{'a' * 81}/",
        "/scrutiny/super-complaints/%27%20OR%201=1/",
        "/scrutiny/super-complaints/a%00/",
    ],
)
def test_what_is_not_there_or_had_not_been_made_is_not_found(visitor: Client, address: str) -> None:
    assert visitor.get(f"/en{address}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", [SAFE_TO_SHARE, WAITS])
def test_nothing_can_be_sent_to_them(visitor: Client, method: str, address: str) -> None:
    assert getattr(visitor, method)(f"/en{address}").status_code == 405


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
@pytest.mark.parametrize("path", [SAFE_TO_SHARE, A_DUTY, WAITS, "/scrutiny/", "/scrutiny/?as_at=2026-01-01"])
def test_every_language_has_the_page_in_its_direction_within_its_weight(visitor: Client, code: str, path: str) -> None:
    address = f"/{code}{path}"
    html = page_of(visitor.get(address).content)
    root = next(element for element in html.walk() if element.tag == "html")
    assert root.attributes["dir"] == ("rtl" if code in {"ar", "ur"} else "ltr")
    assert len([element for element in html.walk() if element.tag == "h1"]) == 1
    assert on_the_wire(visitor, address) <= NEXT_PAGE
