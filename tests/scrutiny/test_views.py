"""The public pages: what stands there, in every language, for any day, however one comes to them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.languages import LANGUAGES
from safetoshare.core.measures import Measure, PublishedCount, exact, published
from safetoshare.scrutiny import api
from safetoshare.scrutiny.models import Answer
from safetoshare.scrutiny.selectors.evidence import Evidence
from tests.scrutiny.test_registers import CHIEF_CONSTABLE, COMMISSIONER
from tests.scrutiny.test_responses import later
from tests.web.test_page_weight import on_the_wire
from tests.web.trees import Element, tree
from tests.web.weights import NEXT_PAGE

pytestmark = pytest.mark.django_db

PERMANENT = f"/scrutiny/recommendations/safe-to-share/{{}}/{CHIEF_CONSTABLE}/"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> object:
    with clock.clock_at(NOW):
        yield


def words(visitor: Client, address: str, status: int = 200) -> str:
    response = visitor.get(address)
    assert response.status_code == status
    return " ".join(page_of(response.content).text.split())


def page_of(content: bytes) -> Element:
    return tree(content.decode())


def given(monkeypatch: pytest.MonkeyPatch, *evidence: tuple[str, PublishedCount, tuple[str, ...]]) -> None:
    found = [
        Evidence("sharing", Measure(name, f"Definition of {name}", bears_on, date(2026, 11, 1), NOW.date(), count))
        for name, count, bears_on in evidence
    ]
    monkeypatch.setattr(api, "evidence_until", lambda _day: found)


@pytest.mark.usefixtures("loaded")
def test_the_register_says_what_was_asked_answered_and_is_late(visitor: Client) -> None:
    text = words(visitor, "/en/scrutiny/?as_at=2021-06-18")
    assert "This is how it stands on 18 June 2021." in text
    assert "Answers asked for: 7. Given: 7. Something is late in 1 of them." in text
    assert "Waits for national guidance" in text
    assert "A report on progress: 17 June 2021, in time" in text
    assert "6 calendar months later is 17 June 2021." in text
    assert "The action itself, 17 December 2020. 183 days late: nothing here shows it." in text
    assert "A body may have answered or acted without this register holding it yet." in text
    assert "Read by a machine. No person has confirmed it yet." in text


@pytest.mark.usefixtures("loaded")
def test_the_day_before_it_was_published_the_answer_is_unknown(visitor: Client) -> None:
    text = words(visitor, "/en/scrutiny/?as_at=2021-06-16")
    assert "Unknown: this register holds no answer" in text
    assert "Waits for national guidance" not in text
    assert "A report on progress: 17 June 2021, not due yet" in text


@pytest.mark.parametrize("day", ["", "?as_at=2020-12-16"])
def test_an_empty_register_says_so(visitor: Client, day: str) -> None:
    assert "This register holds no report" in words(visitor, f"/en/scrutiny/{day}")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("address", ["/en/scrutiny/", f"/en{PERMANENT.format(1)}"])
def test_a_bad_day_keeps_what_was_typed_and_shows_nothing_as_of_another_day(visitor: Client, address: str) -> None:
    response = visitor.get(f"{address}?as_at=31/2/2021")
    text = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in text
    assert 'value="31/2/2021"' in text
    assert "Waits for national guidance" not in text


@pytest.mark.usefixtures("loaded")
def test_what_is_typed_comes_back_as_text_and_never_as_markup(visitor: Client) -> None:
    text = visitor.get("/en/scrutiny/?as_at=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in text


@pytest.mark.usefixtures("loaded")
def test_a_zero_to_the_home_office_is_shown_as_zero_and_a_small_number_never(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(
        monkeypatch,
        ("disclosures_to_home_office", published(0), ("1",)),
        ("disclosures_to_services", published(7), ("1",)),
        ("refusals_to_services", published(24), ("1",)),
    )
    text = words(visitor, f"/en{PERMANENT.format(1)}")
    assert "0 – Times something about a person was told to the Home Office." in text
    assert "fewer than 10 – Times something about a person was told to a service that helps." in text
    assert "at least 20 – Times the answer was no" in text
    assert (
        "Definition of disclosures_to_home_office Counted from 1 November 2026 to 22 November 2026, by the record"
        in text
    )
    assert "From a demonstration with invented people." in text


@pytest.mark.usefixtures("loaded")
def test_figures_stand_at_the_recommendation_on_which_they_bear_and_at_no_other(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, ("staff_who_confirmed_reading", exact(3), ("4(j)",)))
    fourth = page_of(visitor.get(f"/en{PERMANENT.format(4)}").content)
    rows = [
        element for element in fourth.walk() if "govuk-summary-list__row" in (element.attributes.get("class") or "")
    ]
    parts = {row.text.split()[0]: row.text for row in rows if row.text.strip().startswith("4(")}
    assert len(parts) == 11
    assert [code for code, text in parts.items() if "Definition of" in text] == ["4(j)"]
    assert "No figure yet." in parts["4(k)"]
    assert "Definition of" not in words(visitor, f"/en{PERMANENT.format(1)}")


@pytest.mark.usefixtures("loaded")
def test_a_figure_without_a_name_of_its_own_is_shown_by_its_definition(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, ("something_new", exact(4), ("1",)))
    assert "4 Definition of something_new Counted" in words(visitor, f"/en{PERMANENT.format(1)}")


@pytest.mark.usefixtures("loaded")
def test_no_figure_is_left_out_when_there_are_many(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, *((f"figure_{number}", exact(number), ("1",)) for number in range(9)))
    text = words(visitor, "/en/scrutiny/")
    assert all(f"Definition of figure_{number} Counted" in text for number in range(9))


@pytest.mark.usefixtures("loaded")
def test_days_gone_by_show_no_figures_of_today(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, ("disclosures_to_home_office", published(0), ("1",)))
    text = words(visitor, "/en/scrutiny/?as_at=2021-06-18")
    assert "Figures are shown for today only." in text
    assert "Definition of" not in text


@pytest.mark.usefixtures("loaded")
def test_the_permanent_page_holds_the_whole_answer_and_its_place(visitor: Client) -> None:
    text = words(visitor, f"/en{PERMANENT.format(4)}")
    assert "by sharing of intelligence and attending joint visits." in text
    assert "Line 62, characters 5890 to 8828 of its text" in text
    assert "avon-and-somerset-pcc-2021.md" in text
    assert "It speaks for this body, which it oversees." in text
    assert "ensure there is a proper policy and practice framework" in text


@pytest.mark.usefixtures("loaded")
def test_a_later_answer_is_shown_and_the_earlier_one_stays_within_reach(visitor: Client) -> None:
    api.import_document(later().encode(), "later.md")
    text = words(visitor, f"/en{PERMANENT.format(1)}")
    assert "Says yes" in text
    assert "All answers so far" in text
    assert 'href="?as_at=2021-06-17"' in visitor.get(f"/en{PERMANENT.format(1)}").content.decode()


@pytest.mark.usefixtures("loaded")
def test_what_a_person_has_confirmed_is_no_longer_called_read_by_a_machine(visitor: Client) -> None:
    Answer.objects.update(confirmed_by="00000000-0000-4000-8000-000000000001", confirmed_on=NOW.date())
    assert "Read by a machine" not in words(visitor, "/en/scrutiny/")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "address",
    [
        f"/scrutiny/recommendations/safe-to-share/6/{CHIEF_CONSTABLE}/",
        "/scrutiny/recommendations/safe-to-share/1/nobody/",
        f"/scrutiny/recommendations/another/1/{CHIEF_CONSTABLE}/",
        f"/scrutiny/recommendations/safe-to-share/%27%20OR%201=1/{CHIEF_CONSTABLE}/",
        f"/scrutiny/recommendations/safe-to-share/{'9' * 3000}/{CHIEF_CONSTABLE}/",
        f"/scrutiny/recommendations/safe-to-share/1%00/{CHIEF_CONSTABLE}/",
        f"{PERMANENT.format(1)}?as_at=2020-12-01",
    ],
)
def test_an_address_that_means_nothing_is_not_found(visitor: Client, address: str) -> None:
    assert visitor.get(f"/en{address}").status_code == 404


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/en/scrutiny/", f"/en{PERMANENT.format(1)}"])
def test_nothing_can_be_sent_to_these_pages(visitor: Client, method: str, address: str) -> None:
    assert getattr(visitor, method)(address).status_code == 405


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
@pytest.mark.parametrize("path", ["/scrutiny/", "/scrutiny/?as_at=2021-01-01", PERMANENT.format(4)])
def test_every_language_has_the_page_in_its_direction_within_its_weight(visitor: Client, code: str, path: str) -> None:
    address = f"/{code}{path}"
    html = page_of(visitor.get(address).content)
    root = next(element for element in html.walk() if element.tag == "html")
    assert root.attributes["dir"] == ("rtl" if code in {"ar", "ur"} else "ltr")
    assert len([element for element in html.walk() if element.tag == "h1"]) == 1
    assert on_the_wire(visitor, address) <= NEXT_PAGE


@pytest.mark.usefixtures("loaded")
def test_what_is_quoted_is_marked_as_english(visitor: Client) -> None:
    html = page_of(visitor.get(f"/ar{PERMANENT.format(1)}").content)
    quoted = [one for one in html.walk() if one.attributes.get("lang") == "en" and "interim measure" in one.text]
    assert any(one.attributes.get("dir") == "ltr" for one in quoted)


@pytest.mark.usefixtures("loaded")
def test_every_line_of_the_register_links_to_its_permanent_address_which_is_there(visitor: Client) -> None:
    html = page_of(visitor.get("/en/scrutiny/?as_at=2022-01-01").content)
    links = [one.attributes.get("href") or "" for one in html.walk() if one.tag == "a"]
    permanent = [link for link in links if "/recommendations/" in link]
    assert len(permanent) == 7
    assert f"/en/scrutiny/recommendations/safe-to-share/6/{COMMISSIONER}/?as_at=2022-01-01" in permanent
    assert {visitor.get(link).status_code for link in permanent} == {200}
