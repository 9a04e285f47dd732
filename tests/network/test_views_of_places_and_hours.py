"""The directory by postcode, with its hours: what is found, what is unknown, and what is kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation

from safetoshare.base.clock import clock_at
from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.network.models import PhoneOpening, Service, ServicePhone
from tests.network.conftest import BRISTOL
from tests.network.test_views import HELP, headings, opened
from tests.web.trees import Element, tree
from tests.web.weights import NEXT_PAGE

pytestmark = pytest.mark.django_db

HELPLINE = UUID("8549921a-fa8d-4cf5-8427-2a60fba3610c")
# A Monday, half past nine in London.
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def posted(visitor: Client, status: int = 200, page_language: str = "en", **asked: str) -> Element:
    response = visitor.post(f"/{page_language}/help/", asked)
    assert response.status_code == status
    assert not response.cookies
    assert "Location" not in response
    return tree(response.content.decode())


def services_on(page: Element) -> set[str]:
    links = [element.attributes.get("href") or "" for element in page.find(tag="main").walk() if element.tag == "a"]
    return {link.split("/")[-2] for link in links if "/help/" in link and link.count("-") == 4}


@pytest.mark.parametrize("typed", ["BS1 4QA", "bs14qa", "BS1", "BS١ ٤QA", "bs1-4qa."])
def test_a_postcode_finds_the_services_of_its_area(directory: None, visitor: Client, typed: str) -> None:
    page = posted(visitor, postcode=typed, need="hate_crime")
    assert services_on(page) == services_on(opened(visitor, f"{HELP}?area={BRISTOL}&need=hate_crime"))
    assert "Services for: Bristol" in page.text
    assert page.find(tag="input", name="postcode").attributes["value"] == typed


def test_a_postcode_in_two_areas_shows_the_services_of_both_and_names_them(directory: None, visitor: Client) -> None:
    page = posted(visitor, postcode="BS24", need="domestic_abuse", language="so")
    assert "Services for: North Somerset, Somerset" in page.text
    text = everything_of(visitor, page)
    assert "The YOU Trust" in text
    assert "Next Link" in text


def everything_of(visitor: Client, page: Element) -> str:
    """The text of this page of a search and of all that follow it, each reached by its own form."""
    text = page.text
    for _ in range(10):
        hidden = [element.attributes for element in page.walk() if element.attributes.get("type") == "hidden"]
        following = {str(one["name"]): str(one["value"] or "") for one in hidden}
        if "Next page" not in page.text:
            return text
        page = posted(visitor, 200, "en", **following)
        text += page.text
    raise AssertionError("the pages have no end")


def test_the_pages_that_follow_keep_the_postcode_in_their_form(directory: None, visitor: Client) -> None:
    page = posted(visitor, postcode="BS1 4QA")
    hidden = [element.attributes for element in page.walk() if element.attributes.get("type") == "hidden"]
    following = {str(one["name"]): str(one["value"] or "") for one in hidden}
    assert following["postcode"] == "BS1 4QA"
    second = posted(visitor, 200, "en", **following)
    assert "Services for: Bristol" in second.text
    assert services_on(second)
    assert not services_on(page) & services_on(second)


def test_a_postcode_in_an_address_is_not_read(directory: None, visitor: Client) -> None:
    page = opened(visitor, f"{HELP}?postcode=BS1")
    assert "BS1" not in (page.find(tag="input", name="postcode").attributes.get("value") or "")
    assert headings(page) == []
    assert "Services for" not in opened(visitor, f"{HELP}?postcode=TA1&need=safety").text


@pytest.mark.parametrize("typed", ["AB10 1XG", "BS99", "bt1"])
def test_a_postcode_that_we_do_not_know_says_what_to_do_keeps_it_and_shows_national_help(
    directory: None, visitor: Client, typed: str
) -> None:
    page = posted(visitor, 422, postcode=typed, need="domestic_abuse")
    assert "choose an area from the list. National services are below" in page.find(class_="govuk-error-summary").text
    assert page.find(tag="input", name="postcode").attributes["value"] == typed
    found = services_on(page)
    assert found
    assert Service.objects.filter(id__in=found, is_national=True).count() == len(found)
    assert "These services work in the whole country." in page.text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize(
    "typed", ["Bristol", "😀😀", "x" * 5000, "٤" * 5000, "\u202eBS\x00", "<script>alert(1)</script>"]
)
def test_what_is_no_postcode_is_an_error_in_the_language_of_the_page(
    directory: None, visitor: Client, language: Language, typed: str
) -> None:
    page = posted(visitor, 422, language.code, postcode=typed)
    with translation.override(language.code):
        said = translation.gettext(
            "This is too long for a postcode. Type only the postcode, for example BS1 4QA"
            if len(typed) > 100
            else "Type a postcode with English letters and a number, for example BS1 4QA, or only its first part, BS1"
        )
    assert said in page.find(class_="govuk-error-summary").text
    assert page.find(tag="html").attributes["dir"] == language.direction
    assert len(str(page.find(tag="input", name="postcode").attributes.get("value") or "")) <= 100
    assert "alert(1)" not in page.find(class_="govuk-error-summary").text


def test_the_postcode_stands_in_no_log(directory: None, visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    for typed in ("ZE3 9XP", "QQQQ"):
        visitor.post(HELP, {"postcode": typed})
    assert "ZE3" not in caplog.text
    assert "QQQQ" not in caplog.text


def test_the_national_helpline_is_open_at_any_hour_and_free(directory: None, visitor: Client) -> None:
    for hour in (0, 3, 12, 23):
        with clock_at(MONDAY.replace(hour=hour)):
            text = opened(visitor, f"/en/help/{HELPLINE}/").text
        assert "0808 2000 247 (free to call)" in text
        assert "Open now, at any hour of each day" in text
        assert "may differ on bank holidays" in text
        assert "believed, read in no source" in text


def test_a_line_says_whether_it_is_open_by_londons_clock_and_when_it_opens(directory: None, visitor: Client) -> None:
    phone = ServicePhone.objects.get(service=HELPLINE)
    phone.openings.all().delete()
    for day in range(5):
        PhoneOpening.objects.create(phone=phone, day=day, opens=9 * 60, closes=17 * 60)
    address = f"/en/help/{HELPLINE}/"
    with clock_at(MONDAY):
        assert "Open now" in opened(visitor, address).text
    with clock_at(MONDAY.replace(hour=8)):
        assert "Closed now, opens on Monday at 09:00" in opened(visitor, address).text
    with clock_at(MONDAY + timedelta(days=4, hours=9)):
        assert "Closed now, opens on Monday at 09:00" in opened(visitor, address).text
    # Half past eight in UTC is half past nine in London's summer.
    with clock_at(datetime(2026, 7, 20, 8, 30, tzinfo=UTC)):
        assert "Open now" in opened(visitor, address).text


def test_hours_that_nobody_knows_are_neither_open_nor_closed(directory: None, visitor: Client) -> None:
    text = opened(visitor, f"{HELP}?area={BRISTOL}&need=modern_slavery&language=").find(tag="main").text
    assert "Not known whether it is open now" in text
    assert "Closed now" not in text


def test_free_to_call_stands_only_where_the_data_say_so(directory: None, visitor: Client) -> None:
    ServicePhone.objects.filter(service=HELPLINE).update(is_free=None)
    assert "(free to call)" not in opened(visitor, f"/en/help/{HELPLINE}/").text
    ServicePhone.objects.filter(service=HELPLINE).update(is_free=False)
    assert "(free to call)" not in opened(visitor, f"/en/help/{HELPLINE}/").text


@pytest.mark.parametrize("address", [f"{HELP}?need=domestic_abuse", "/en/help/{}/"])
def test_beside_a_number_stands_that_a_call_may_be_seen(directory: None, visitor: Client, address: str) -> None:
    text = opened(visitor, address.format(HELPLINE)).text
    assert "A call may stay in the list of calls on the phone, and may stand on the telephone bill." in text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_search_by_postcode_is_light_and_has_its_way_out_and_a_neutral_title(
    directory: None, visitor: Client, language: Language
) -> None:
    for asked in ({"postcode": "BS40"}, {"postcode": "AB10 1XG"}, {"postcode": "ਪ" * 100}):
        response = visitor.post(f"/{language.code}/help/", asked, headers={"accept-encoding": "gzip"})
        sent = len(response.content) + sum(len(f"{name}: {value}\r\n".encode()) for name, value in response.items())
        assert sent <= NEXT_PAGE
        page = posted(visitor, response.status_code, language.code, **asked)
        assert page.find(tag="a", href=f"/{language.code}/leave/")
        with translation.override(language.code):
            assert page.find(tag="title").text == translation.gettext("Information")
