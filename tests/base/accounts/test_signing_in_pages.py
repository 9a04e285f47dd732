"""Signing in as browsers do it: where it leads, what the session keeps, and what a wrong try says."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from safetoshare.base.accounts.services import create_account
from safetoshare.base.accounts.sessions import SessionStore, row_key
from safetoshare.base.models import Account, SignInTries
from safetoshare.base.permissions import Role
from tests.base.accounts.pages import Response, page, sign_in, sign_in_again, unlock, used_code
from tests.base.people import code_of
from tests.base.unwrapper.in_process import InProcess
from tests.web.trees import Element, tree

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


# Signing in


@pytest.mark.parametrize(("prefix", "heading"), [("/en", "Sign in for staff"), ("/ar", "")])
@pytest.mark.usefixtures("unwrapper")
def test_the_door_asks_to_sign_in(browser: Client, prefix: str, heading: str) -> None:
    response = browser.get(f"{prefix}/staff/")
    assert response.status_code == 200
    assert heading in page(response)
    assert f'action="{prefix}/staff/sign-in/"' in page(response)
    assert f'dir="{"rtl" if prefix == "/ar" else "ltr"}"' in page(response)


def test_name_and_code_open_the_front_page(signed_in: Client, officer: Account) -> None:
    text = page(signed_in.get("/en/staff/"))
    assert officer.name in text
    assert "Victim care officer" in text
    assert "Locked" in text


def test_the_way_back_after_signing_in_keeps_the_language(browser: Client, officer: Account) -> None:
    response = browser.post("/ar/staff/sign-in/", {"name": officer.name, "code": code_of(officer)})
    assert (response.status_code, response["Location"]) == (302, "/ar/staff/")


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example/", "/staff/unlock/"])
def test_no_address_that_was_sent_along_is_followed(browser: Client, officer: Account, address: str) -> None:
    fields = {"name": officer.name, "code": code_of(officer), "next": address}
    response = browser.post(f"/staff/sign-in/?next={address}", fields)
    assert (response.status_code, response["Location"]) == (302, "/staff/")


def test_signing_in_leads_to_a_new_session_whatever_cookie_was_there_before(browser: Client, officer: Account) -> None:
    planted = "a" * 32
    browser.cookies["session"] = planted
    sign_in(browser, officer)
    assert browser.cookies["session"].value != planted
    assert not Session.objects.filter(session_key=row_key(planted)).exists()


def test_signing_in_again_ends_the_session_before(signed_in: Client, officer: Account) -> None:
    before = signed_in.cookies["session"].value
    other = create_account("inspector", Role.INSPECTOR)
    sign_in(signed_in, other)
    assert signed_in.cookies["session"].value != before
    thief = Client(headers={"host": "127.0.0.1"})
    thief.cookies["session"] = before
    assert 'name="code"' in page(thief.get("/en/staff/"))
    assert Session.objects.count() == 1


def test_signing_in_gives_a_new_form_token(officer: Account) -> None:
    browser = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    browser.get("/en/staff/")
    before = browser.cookies["form"].value
    fields = {"name": officer.name, "code": code_of(officer)}
    assert browser.post("/staff/sign-in/", fields).status_code == 403
    browser.post("/staff/sign-in/", fields | {"csrfmiddlewaretoken": before})
    assert browser.cookies["form"].value != before


def test_whoever_signs_in_after_another_does_not_find_the_keys_unlocked(
    signed_in: Client, unwrapper: InProcess, officer: Account
) -> None:
    unlock(signed_in)
    handle = signed_in.cookies["unlock"].value
    sign_in(signed_in, create_account("inspector", Role.INSPECTOR))
    assert signed_in.cookies["unlock"].value == ""
    question = {"ask": "status", "account": str(officer.id), "handle": handle}
    with pytest.raises(Exception, match="locked"):
        unwrapper.openings.answer(question)


def test_the_row_of_a_session_holds_neither_the_cookie_nor_the_handle(signed_in: Client) -> None:
    unlock(signed_in)
    row = Session.objects.get()
    stored = f"{row.session_key} {row.session_data} {SessionStore().decode(row.session_data)}"
    assert signed_in.cookies["session"].value not in stored
    assert signed_in.cookies["unlock"].value not in stored


# What a wrong try says


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
def test_wrong_name_code_and_door_get_the_same_page(browser: Client, officer: Account, prefix: str) -> None:
    def wrong(realm: str, name: str, code: str) -> Element:
        response = browser.post(f"{prefix}/{realm}/sign-in/", {"name": name, "code": code})
        assert response.status_code == 422
        return error_of(response)

    right = code_of(officer)
    answers = [
        wrong("staff", "nobody-at-all", right),
        wrong("staff", officer.name, "12345"),
        wrong("partner", officer.name, right),
    ]
    assert answers[0] == answers[1] == answers[2]


def error_of(response: Response) -> Element:
    """Return the error summary of a page."""
    text = page(response)
    start = text.index('<div class="govuk-error-summary"')
    return tree(text[start : text.index("<form", start)])


def test_the_name_is_kept_after_an_error_and_the_code_never(browser: Client, officer: Account) -> None:
    text = page(browser.post("/en/staff/sign-in/", {"name": "typed-name", "code": "987654"}))
    assert 'value="typed-name"' in text
    assert "987654" not in text


def test_a_typed_name_is_shown_as_text_only(browser: Client, officer: Account) -> None:
    text = page(browser.post("/en/staff/sign-in/", {"name": '"><script>alert(1)</script>', "code": "1"}))
    assert "<script>alert" not in text


@pytest.mark.parametrize(("field", "fields"), [("name", {"code": "123456"}), ("code", {"name": "x"})])
def test_the_error_summary_leads_to_the_field(
    browser: Client, officer: Account, field: str, fields: dict[str, str]
) -> None:
    text = page(browser.post("/en/staff/sign-in/", fields))
    assert f'href="#id_{field}"' in text
    assert f'id="id_{field}"' in text
    assert f'aria-describedby="{"id_code-hint " if field == "code" else ""}id_{field}-error"' in text


def test_after_three_wrong_tries_the_page_says_how_long_to_wait(browser: Client, officer: Account) -> None:
    for _ in range(3):
        text = page(browser.post("/en/staff/sign-in/", {"name": officer.name, "code": "x"}))
        assert "Name and code do not belong together" in text
    text = page(browser.post("/en/staff/sign-in/", {"name": officer.name, "code": code_of(officer)}))
    assert "Too many wrong tries. Wait 2 seconds" in text or "Too many wrong tries. Wait 1 second" in text


@pytest.mark.usefixtures("signed_in")
def test_a_used_code_says_so(officer: Account) -> None:
    elsewhere = Client(headers={"host": "127.0.0.1"})
    response = elsewhere.post("/en/staff/sign-in/", {"name": officer.name, "code": used_code(officer)})
    assert response.status_code == 422
    assert "This code has been used" in page(response)


# Pressed twice


def test_signing_in_pressed_twice_before_the_first_answer_signs_in(officer: Account) -> None:
    browser = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    browser.get("/en/staff/")
    token = browser.cookies["form"].value
    fields = {"name": f" {officer.name.upper()}", "code": code_of(officer), "csrfmiddlewaretoken": token}
    for _ in range(3):
        # What the browser held when the form was sent: no answer has come back yet.
        in_flight = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
        in_flight.cookies["form"] = token
        response = in_flight.post("/en/staff/sign-in/", fields)
        assert (response.status_code, response["Location"]) == (302, "/en/staff/")
        assert officer.name in page(in_flight.get("/en/staff/"))
    assert not SignInTries.objects.exists()


def test_a_used_code_is_refused_in_another_browser_with_a_form_of_its_own(officer: Account) -> None:
    sign_in(Client(headers={"host": "127.0.0.1"}), officer)
    other = Client(headers={"host": "127.0.0.1"})
    other.get("/en/staff/")
    assert "This code has been used" in page(sign_in_again(other, officer))
