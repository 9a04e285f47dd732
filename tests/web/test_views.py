"""The pages of the shell: what they say, in which language and direction, and how one leaves."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client, override_settings

from safetoshare.base.accounts.sessions import SessionStore
from safetoshare.base.languages import LANGUAGES, Language
from tests.web.trees import Element, tree

PAGES = ("/", "/safety/", "/no-such-page/")
BY_CODE = {language.code: language for language in LANGUAGES}


def opened(visitor: Client, address: str) -> Element:
    return tree(visitor.get(address).content.decode())


def links(page: Element) -> list[str]:
    return [element.attributes["href"] or "" for element in page.walk() if element.tag == "a"]


def test_the_first_page_offers_each_language_by_its_own_name(visitor: Client) -> None:
    page = opened(visitor, "/")
    choices = [element for element in page.walk() if element.attributes.get("class") == "app-languages__link"]
    assert [(choice.attributes["lang"], choice.attributes["dir"], choice.attributes["href"]) for choice in choices] == [
        (language.code, language.direction, f"/{language.code}/") for language in LANGUAGES
    ]
    for choice, language in zip(choices, LANGUAGES, strict=True):
        assert choice.text.startswith(language.own_name)
    lines = {choice.text for choice in choices}
    assert len(lines) == len(LANGUAGES)
    assert "Macluumaad af Soomaali ah" in " ".join(lines)


def test_the_first_page_does_not_say_what_the_site_is_for(visitor: Client) -> None:
    text = opened(visitor, "/").find(tag="main").text.lower()
    assert not [word for word in ("police", "immigration", "report", "victim", "safe to share") if word in text]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_its_language_and_direction(visitor: Client, address: str, language: Language) -> None:
    page = opened(visitor, f"/{language.code}{address}").find(tag="html")
    assert (page.attributes["lang"], page.attributes["dir"]) == (language.code, language.direction)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_link_inside_keeps_the_language(visitor: Client, language: Language) -> None:
    page = opened(visitor, f"/{language.code}/")
    others = {f"/{other.code}/" for other in LANGUAGES if other != language}
    inside = [link for link in links(page) if link.startswith("/") and link not in others]
    assert inside
    assert all(link.startswith(f"/{language.code}/") for link in inside)


def test_the_language_links_lead_to_the_same_page(visitor: Client) -> None:
    navigation = opened(visitor, "/ur/safety/").find(class_="govuk-language-navigation__list")
    assert links(navigation) == [f"/{code}/safety/" for code in ("en", "pa", "ar", "so")]


def test_a_plain_address_speaks_the_language_that_the_browser_asks_for(visitor: Client) -> None:
    response = visitor.get("/safety/", headers={"accept-language": "so, en;q=0.5"})
    assert tree(response.content.decode()).find(tag="html").attributes["lang"] == "so"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_leave_link_is_second_in_tab_order_on_every_page(visitor: Client, language: Language) -> None:
    for address in PAGES:
        page = opened(visitor, f"/{language.code}{address}")
        assert links(page)[:3] == ["#main", f"/{language.code}/leave/", f"/{language.code}/leave/"]


def test_titles_and_icons_are_neutral(visitor: Client) -> None:
    for address in (*PAGES, "/leave/"):
        page = opened(visitor, address)
        assert page.find(tag="title").text in {"Information", "Weather"}
        assert page.find(tag="link", rel="icon").attributes["href"] == "data:,"


def test_the_demonstration_says_so_on_every_page(visitor: Client) -> None:
    for address in PAGES:
        assert opened(visitor, address).find(class_="app-demonstration").text == (
            "Demonstration. Run by no police force. Nothing you enter goes to any police force or other "
            "organisation. Do not enter real information."
        )


@override_settings(SAFETOSHARE_MODE="production")
def test_production_does_not_call_itself_a_demonstration(visitor: Client) -> None:
    assert b"app-demonstration" not in visitor.get("/").content


def test_a_translation_says_that_it_is_a_draft_and_english_does_not(visitor: Client) -> None:
    assert "qabyo" in opened(visitor, "/so/").find(class_="app-draft").text
    assert b"app-draft" not in visitor.get("/en/").content


def in_english(page: Element) -> list[str]:
    """Return the texts of the main part that are marked as English."""
    main = page.find(tag="main")
    return [element.text for element in main.walk() if element.attributes.get("lang") == "en"]


PROMISES = {
    "/": [
        "You can tell what happened without your name.",
        "If you are in danger now",
        "Call 999. It is free.",
        "If you cannot speak, on a mobile phone",
        "Call 999 and listen.",
        "Then press 55.",
        "If you do not press 55, the call ends.",
        "answer with yes or no, or with taps.",
        "Pressing 55 does not tell the police where you are.",
        "text relay is 18000.",
        "the police number is 101.",
        "It cannot delete your browser’s history.",
    ],
    "/safety/": [
        "It cannot take this site out of your history.",
        "A private window does not hide what you do",
        "deleting history do not stop it.",
        "the person may notice.",
        "can still see which site you visit.",
        "Nothing on this page makes you completely safe.",
    ],
}


@pytest.mark.parametrize("address", PROMISES)
@pytest.mark.parametrize("code", ["pa", "ur", "ar", "so"])
def test_promises_and_what_saves_life_stand_in_english_too_while_the_translation_is_a_draft(
    visitor: Client, address: str, code: str
) -> None:
    shown = in_english(opened(visitor, f"/{code}{address}"))
    assert len(shown) == len(PROMISES[address])
    assert all(part in text for part, text in zip(PROMISES[address], shown, strict=True))


@pytest.mark.parametrize("address", PROMISES)
def test_an_english_page_says_nothing_twice(visitor: Client, address: str) -> None:
    page = opened(visitor, f"/en{address}")
    assert in_english(page) == []
    assert all(page.find(tag="main").text.count(part) == 1 for part in PROMISES[address])


def test_home_tells_the_silent_solution_rightly(rendered_home: Element) -> None:
    text = rendered_home.find(tag="main").text
    assert "If you do not press 55, the call ends." in text
    assert "Pressing 55 does not tell the police where you are." in text
    assert "Call 999 and listen." in text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_telephone_numbers_keep_their_order(visitor: Client, language: Language) -> None:
    page = opened(visitor, f"/{language.code}/")
    numbers = {element.text for element in page.walk() if element.tag == "bdi"}
    assert numbers == {"999", "55", "18000", "101"}
    assert all(element.attributes["dir"] == "ltr" for element in page.walk() if element.tag == "bdi")


@pytest.mark.django_db
def test_home_links_to_no_page_that_does_not_exist(visitor: Client, rendered_home: Element) -> None:
    addresses = {link for link in links(rendered_home) if link.startswith("/")}
    assert {"/en/safety/", "/en/leave/", "/en/staff/", "/en/partner/", "/ar/"} <= addresses
    for address in addresses:
        assert visitor.get(address).status_code == 200, address


def test_a_page_takes_no_form(visitor: Client) -> None:
    assert visitor.post("/").status_code == 405


def test_leaving_shows_a_neutral_page_and_goes_on_by_itself(visitor: Client) -> None:
    response = visitor.get("/ur/leave/")
    assert response.status_code == 200
    assert response["Refresh"] == f"0; url={settings.LEAVE_TO}"
    page = tree(response.content.decode())
    assert links(page) == [settings.LEAVE_TO]
    assert page.find(tag="body").text == "موسم"
    assert "stylesheet" not in response.content.decode()


def test_leaving_keeps_no_copy_and_forgets_what_the_browser_holds(visitor: Client) -> None:
    response = visitor.get("/leave/")
    assert response["Cache-Control"] == "no-store"
    assert response["Clear-Site-Data"] == '"cookies", "storage"'
    assert response["Referrer-Policy"] == "no-referrer"


def test_leaving_takes_every_cookie_away_even_where_clear_site_data_is_not_obeyed(visitor: Client) -> None:
    visitor.cookies = SimpleCookie({"form": "abc", "anything": "else"})
    answer = visitor.get("/leave/").cookies
    assert {name: morsel["max-age"] for name, morsel in answer.items()} == {"form": 0, "anything": 0}


def test_a_cookie_with_an_impossible_name_does_not_keep_anybody_here(visitor: Client) -> None:
    response = visitor.get("/leave/", headers={"cookie": 'a[b]=1; "x=2; good=3; é=4'})
    assert response.status_code == 200
    assert list(response.cookies) == ["good"]


@pytest.mark.django_db
def test_leaving_ends_the_session_on_the_server(visitor: Client) -> None:
    session = visitor.session
    session["account"] = "somebody"
    session.save()
    key = session.session_key
    assert type(session)(key).get("account") == "somebody"
    response = visitor.get("/leave/")
    assert type(session)(key).get("account") is None
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def test_leaving_works_while_the_database_is_away(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_session: SessionStore) -> None:
        raise DatabaseError("the server closed the connection")

    monkeypatch.setattr(SessionStore, "load", away)
    visitor.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: "a" * 32})
    response = visitor.get("/leave/")
    assert response.status_code == 200
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def test_pages_are_never_kept_so_that_back_shows_nothing(visitor: Client) -> None:
    for address in (*PAGES, "/leave/"):
        assert visitor.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_an_address_without_a_page_is_answered_in_the_visitors_language(visitor: Client, language: Language) -> None:
    response = visitor.get(f"/{language.code}/no-such-page/")
    assert response.status_code == 404
    heading = tree(response.content.decode()).find(tag="h1").text
    assert (
        heading
        == {
            "en": "There is no page here",
            "pa": "ਇੱਥੇ ਕੋਈ ਪੰਨਾ ਨਹੀਂ ਹੈ",
            "ur": "یہاں کوئی صفحہ نہیں ہے",
            "ar": "لا توجد صفحة هنا",
            "so": "Halkan bog kuma jiro",
        }[language.code]
    )
