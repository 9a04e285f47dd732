"""The directory for everyone: what is found, what is not known shown apart, and what to do when nothing is found."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from safetoshare.base.languages import LANGUAGES
from safetoshare.network.models import Fact, Service, ServiceNeed
from safetoshare.network.views import SERVICES_A_PAGE
from tests.network.conftest import BRISTOL, SOMERSET
from tests.web import test_page_weight
from tests.web.test_page_weight import fetched, on_the_wire
from tests.web.trees import Element, tree
from tests.web.weights import NEXT_PAGE

pytestmark = pytest.mark.django_db

HELP = "/en/help/"
THEY_TAKE = "They take people with no recourse to public funds"
NOT_KNOWN = "Not known whether they take people with no recourse to public funds"
THEY_DO_NOT = "They do not take people with no recourse to public funds"


def opened(visitor: Client, address: str, status: int = 200) -> Element:
    response = visitor.get(address)
    assert response.status_code == status
    return tree(response.content.decode())


def headings(page: Element, tag: str = "h2") -> list[str]:
    return [element.text for element in page.find(tag="main").walk() if element.tag == tag]


def test_the_form_asks_for_place_need_and_language_and_finds_nothing_yet(directory: None, visitor: Client) -> None:
    page = opened(visitor, HELP)
    form = page.find(tag="form")
    # Not "get": what somebody looks for would stand in the browser's history.
    assert (form.attributes["method"], form.attributes["action"]) == ("post", HELP)
    assert [element.attributes["name"] for element in form.walk() if element.tag == "select"] == [
        "area", "need", "language",
    ]  # fmt: skip
    postcode = page.find(tag="input", name="postcode")
    assert postcode.attributes["autocomplete"] == "off"
    assert headings(page) == []
    assert "Call 999" in page.find(tag="main").text


def test_nothing_on_the_page_asks_for_anybodys_status(directory: None, visitor: Client) -> None:
    text = opened(visitor, HELP).find(tag="main").text.lower()
    assert not [word for word in ("status", "visa", "passport", "nationality", "born") if word in text]


def test_what_fits_stands_above_what_may_help_in_each_section(directory: None, visitor: Client) -> None:
    address = f"{HELP}?area={BRISTOL}&need=counselling&language="
    page = opened(visitor, address)
    assert headings(page) == [THEY_TAKE, NOT_KNOWN]
    assert headings(page, "h3") == ["Services for this", "Services that may help"]
    assert "We know of none for this." in page.text
    html = visitor.get(address).content.decode()
    assert html.index("Southmead Project") < html.index("Services that may help") < html.index("Swan Advocacy")


def test_yes_no_and_not_known_about_public_funds_stand_apart_and_none_is_hidden(
    directory: None, visitor: Client
) -> None:
    ServiceNeed.objects.filter(service__organisation__name="Next Link", need="no_recourse").update(answer="no")
    address = f"{HELP}?area={BRISTOL}&need=domestic_abuse&language="
    page = opened(visitor, address)
    assert headings(page) == [THEY_TAKE, NOT_KNOWN, THEY_DO_NOT]
    assert "Not known does not mean no. Ask them." in page.text
    html = visitor.get(address).content.decode()
    places = [html.index(words) for words in (THEY_TAKE, "Southall", NOT_KNOWN, "Opoka", THEY_DO_NOT, "Next Link")]
    assert places == sorted(places)


def test_a_telephone_number_keeps_its_order_and_can_be_pressed(directory: None, visitor: Client) -> None:
    page = opened(visitor, f"/ar/help/?area={BRISTOL}&need=hate_crime&language=")
    link = page.find(tag="a", href="tel:08001712272")
    assert link.find(tag="bdi").attributes["dir"] == "ltr"
    assert link.text == "0800 171 2272"


def test_english_data_is_marked_as_english_on_other_pages(directory: None, visitor: Client) -> None:
    page = opened(visitor, f"/ur/help/?area={BRISTOL}&need=hate_crime&language=")
    marked = [element.text for element in page.walk() if element.attributes.get("lang") == "en"]
    assert "SARI: Hate crime casework" in marked


def test_not_known_is_said_for_public_funds_and_interpreter_whether_asked_or_not(
    directory: None, visitor: Client
) -> None:
    text = opened(visitor, f"{HELP}?area={BRISTOL}&need=hate_crime&language=").find(tag="main").text
    assert "Help that needs no public funds: not known" in text
    assert "An interpreter: not known" in text


def test_each_service_says_when_it_was_confirmed_or_that_it_never_was(directory: None, visitor: Client) -> None:
    address = f"{HELP}?area={BRISTOL}&need=hate_crime&language="
    unconfirmed = "Read in public sources on 22 November 2026. The organisation has not confirmed it."
    assert opened(visitor, address).text.count(unconfirmed) == 2
    Service.objects.filter(organisation__name="SARI").update(assured_on="2026-11-20")
    text = opened(visitor, address).text
    assert "The organisation last confirmed this on 20 November 2026." in text
    assert text.count(unconfirmed) == 1


def test_a_service_without_a_number_says_so(directory: None, visitor: Client) -> None:
    text = opened(visitor, f"{HELP}?area={BRISTOL}&need=money&language=").text
    assert "We know no telephone number." in text


def test_when_nothing_is_found_the_page_says_what_to_do(directory: None, visitor: Client) -> None:
    page = opened(visitor, f"{HELP}?area={SOMERSET}&need=legal_advice&language=")
    assert headings(page) != ["We found no service"]
    Service.objects.update(status="inactive")
    page = opened(visitor, f"{HELP}?area={SOMERSET}&need=legal_advice&language=")
    assert headings(page) == ["We found no service"]
    assert "This does not mean that there is no help." in page.text
    assert "Search again with all areas" in page.text
    assert "/en/report/" in [element.attributes.get("href") for element in page.walk()]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("area=Bristol", "Choose an area from the list"),
        ("area=E99999999", "Choose an area from the list"),
        ("need=status", "Choose a kind of help from the list"),
        ("language=xx", "Choose a language from the list"),
        ("area=%00", "Choose an area from the list"),
        ("need=%3Cscript%3E", "Choose a kind of help from the list"),
        ("area=" + "x" * 2000, "Choose an area from the list"),
    ],
)
def test_an_unknown_value_is_an_error_that_says_what_to_do(
    directory: None, visitor: Client, wrong: str, says: str
) -> None:
    page = opened(visitor, f"{HELP}?{wrong}", 422)
    summary = page.find(class_="govuk-error-summary")
    assert says in summary.text
    assert "xxxx" not in page.text


def test_what_was_chosen_is_kept(directory: None, visitor: Client) -> None:
    page = opened(visitor, f"{HELP}?area={BRISTOL}&need=safe_place&language=so")
    chosen = [element.attributes["value"] for element in page.walk() if "selected" in element.attributes]
    assert chosen == [BRISTOL, "safe_place", "so"]


def test_a_long_list_has_pages_that_keep_the_question(directory: None, visitor: Client) -> None:
    page = opened(visitor, f"{HELP}?area={BRISTOL}&need=&language=")
    assert len(headings(page, "h4")) == SERVICES_A_PAGE
    hidden = [element.attributes for element in page.walk() if element.attributes.get("type") == "hidden"]
    following = {str(one["name"]): str(one["value"]) for one in hidden}
    assert following == {"postcode": "", "area": BRISTOL, "need": "", "language": "", "page": "2"}
    answer = visitor.post(HELP, following)
    assert not answer.cookies
    second = tree(answer.content.decode())
    assert not set(headings(page, "h4")) & set(headings(second, "h4"))
    assert "Page 2 of" in second.text


def test_every_service_stands_on_exactly_one_page(directory: None, visitor: Client) -> None:
    seen: list[str] = []
    for number in range(1, 100):
        response = visitor.get(f"{HELP}?area=&need=&language=&page={number}")
        if response.status_code == 404:
            break
        page = tree(response.content.decode())
        links = [element.attributes.get("href") or "" for element in page.find(tag="main").walk()]
        seen += [link for link in links if link.count("-") == 4 and "help/" in link]
    assert len(seen) == len(set(seen)) == Service.objects.count()


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "", "9" * 5000, "1.5"])
def test_a_page_that_is_not_there_is_not_found(directory: None, visitor: Client, number: str) -> None:
    opened(visitor, f"{HELP}?area=&need=&language=&page={number}", 404)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_longest_page_is_light_and_loads_nothing_else(directory: None, visitor: Client, language: object) -> None:
    code = getattr(language, "code", "")
    for query in ("", f"?area={BRISTOL}&need=&language=so", "?area=&need=domestic_abuse&language=ar"):
        address = f"/{code}/help/{query}"
        assert on_the_wire(visitor, address) <= NEXT_PAGE
        assert len(fetched(tree(visitor.get(address).content.decode()))) == 1


@pytest.mark.parametrize("query", ["", f"?area={BRISTOL}&need=&language=so"])
def test_a_list_of_services_holds_nothing_that_the_policy_forbids(directory: None, visitor: Client, query: str) -> None:
    test_page_weight.test_a_page_holds_nothing_that_the_policy_forbids(visitor, HELP + query)
    test_page_weight.test_only_the_page_that_leaves_names_another_host(visitor, HELP + query)


@pytest.mark.parametrize("address", [HELP, f"{HELP}?area={BRISTOL}&need=safety&language="])
def test_no_cookie_is_set(directory: None, visitor: Client, address: str) -> None:
    response = visitor.get(address)
    assert not response.cookies
    assert "Set-Cookie" not in response


def test_a_search_works_without_a_cookie_and_is_of_our_own_pages(directory: None, visitor: Client) -> None:
    visitor.handler.enforce_csrf_checks = True
    looked_for = {"postcode": "BS1 4QA", "area": BRISTOL, "need": "no_recourse", "language": "so"}
    answer = visitor.post(HELP, looked_for)
    assert answer.status_code == 200
    assert "no_recourse" not in answer.headers.get("Location", "")
    assert visitor.post(HELP, looked_for, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert visitor.delete(HELP).status_code == 405


def test_a_service_shows_its_facts_with_sources(directory: None, visitor: Client) -> None:
    service = Service.objects.get(name="Drop-in, English classes and community work")
    page = opened(visitor, f"/en/help/{service.id}/")
    text = page.find(tag="main").text
    assert headings(page, "h1") == ["Refugee Women of Bristol: Drop-in, English classes and community work"]
    assert "People who know my community and language: yes" in text
    assert "Languages spoken there: العربية, Soomaali" in text
    assert "Run by refugee women" in text
    assert "read in the source" in text


def test_each_fact_of_a_service_and_of_its_organisation_stands_once_and_none_of_its_neighbours(
    directory: None, visitor: Client
) -> None:
    for service in Service.objects.filter(organisation__name="Next Link"):
        text = opened(visitor, f"/en/help/{service.id}/").find(tag="main").text
        own = [fact.statement for fact in Fact.objects.filter(service=service)]
        others = Fact.objects.filter(organisation=service.organisation_id).exclude(service=service)
        assert own
        assert [text.count(statement) for statement in own] == [1] * len(own)
        assert [fact.statement for fact in others if fact.statement in text] == []


def test_what_is_said_of_the_organisation_stands_with_its_service(directory: None, visitor: Client) -> None:
    service = Service.objects.get(name="Hosting")
    Fact.objects.create(
        organisation_id=service.organisation_id,
        position=0,
        about="people",
        statement="Invented by a test.",
        source="None",
        mark="B",
        read_on="2026-11-22",
    )
    assert "Invented by a test." in opened(visitor, f"/en/help/{service.id}/").text


def test_a_service_that_is_not_offered_or_not_there_is_not_found(directory: None, visitor: Client) -> None:
    service = Service.objects.get(name="Hosting")
    Service.objects.filter(id=service.id).update(status="inactive")
    opened(visitor, f"/en/help/{service.id}/", 404)
    opened(visitor, f"/en/help/{uuid4()}/", 404)
    opened(visitor, "/en/help/1/", 404)
