"""What a browser loads on a reporter's way: 14 kB in two requests with an empty cache, then 8 kB a page in one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.house import House
from tests.journeys.conftest import PHONE
from tests.journeys.weighing import OPENINGS, BrokenLineError, Line, Opening, Scales, Weight
from tests.web.weights import FIRST_PAGE, NEXT_PAGE, REQUESTS

pytestmark = pytest.mark.browser
PADDED = [opening.name for opening in OPENINGS if opening.is_padded]
CODES = ["en", "pa", "ur", "ar", "so"]


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A new profile on a phone. It is not watched as a `Visitor` is: whoever is watched keeps nothing."""
    with browser.new_context(base_url=house.address, viewport=PHONE) as context:
        yield context.new_page()


def weights(scales: Scales, code: str) -> dict[str, Weight]:
    return {opening.name: scales.weigh(opening, code) for opening in OPENINGS}


@pytest.mark.parametrize("code", CODES)
def test_any_page_of_the_way_opened_with_nothing_kept_fits_a_poor_line(page: Page, code: str) -> None:
    found = weights(Scales(page), code)
    assert {one: it for one, it in found.items() if it.wire_bytes > FIRST_PAGE and one not in PADDED} == {}
    # Nothing was kept: each page brought its style sheet along.
    assert {it.requests for it in found.values()} == {REQUESTS}


@pytest.mark.parametrize("code", CODES)
def test_each_next_page_of_the_way_is_the_page_alone(page: Page, code: str) -> None:
    scales = Scales(page, keeps=True)
    scales.weigh(OPENINGS[1], code)
    found = weights(scales, code)
    assert {one: it for one, it in found.items() if it.wire_bytes > NEXT_PAGE and one not in PADDED} == {}
    assert {it.requests for it in found.values()} == {1}


def test_the_scales_see_where_a_page_is_sent_on_and_what_does_not_come(page: Page) -> None:
    scales = Scales(page)
    # Asked for by its address alone, the receipt leads back to the start.
    sent_on = scales.weigh(Opening("sent on", lambda page, _: page.goto("/en/report/receipt/")), "en")
    there = scales.weigh(Opening("there", lambda page, _: page.goto("/en/report/")), "en")
    assert sent_on.requests == there.requests + 1
    assert sent_on.wire_bytes > there.wire_bytes
    with pytest.raises(BrokenLineError):
        scales.weigh(Opening("nowhere", lambda page, _: page.set_content('<img src="http://127.0.0.1:9/">')), "en")


def test_a_poor_line_is_felt_in_what_is_painted(page: Page) -> None:
    """No limit of time: 100 milliseconds a request, twice, are in the figure wherever this runs."""
    scales = Scales(page, Line("slow", 1000, 100))
    scales.weigh(OPENINGS[1], "en")
    assert scales.largest_paint() > 0.2
