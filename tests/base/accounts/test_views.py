"""The rooms behind the two doors, as browsers get them: what works, what is refused, and what a page never holds."""

from __future__ import annotations

from typing import Protocol

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from safetoshare.base.accounts.services import create_account, end_all_sessions
from safetoshare.base.accounts.sessions import SessionStore, row_key
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from tests.base.people import PASSPHRASE, code_of
from tests.base.unwrapper.in_process import InProcess
from tests.web.trees import Element, tree

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

ROOMS_OF_POST = ("sign-out", "sign-out-everywhere", "lock")


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
    assert "<script" not in text


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


def test_a_used_code_says_so(signed_in: Client, officer: Account) -> None:
    assert "This code has been used" in page(
        signed_in.post("/en/staff/sign-in/", {"name": officer.name, "code": code_of(officer)})
    )


# Sessions end


def test_a_changed_stamp_signs_out(signed_in: Client, officer: Account) -> None:
    end_all_sessions(officer.id)
    assert 'name="code"' in page(signed_in.get("/en/staff/"))


def test_deactivating_an_account_signs_it_out(signed_in: Client, officer: Account) -> None:
    with unit_of_work(write=True):
        Account.objects.filter(pk=officer.pk).update(is_active=False)
    assert 'name="code"' in page(signed_in.get("/en/staff/"))
    assert unlock(signed_in).status_code == 302


def test_signing_out_ends_the_session_and_locks_the_keys(
    signed_in: Client, officer: Account, unwrapper: InProcess
) -> None:
    unlock(signed_in)
    session, handle = signed_in.cookies["session"].value, signed_in.cookies["unlock"].value
    assert signed_in.post("/staff/sign-out/").status_code == 302
    assert not Session.objects.exists()
    assert (signed_in.cookies["session"].value, signed_in.cookies["unlock"].value) == ("", "")
    thief = Client(headers={"host": "127.0.0.1"})
    thief.cookies["session"], thief.cookies["unlock"] = session, handle
    assert 'name="code"' in page(thief.get("/en/staff/"))
    sign_in_later(thief, officer)
    thief.cookies["unlock"] = handle
    assert "Locked" in page(thief.get("/en/staff/"))


def sign_in_later(browser: Client, officer: Account) -> None:
    """Sign in again with the same code, as if it had not been used."""
    with unit_of_work(write=True):
        Account.objects.filter(pk=officer.pk).update(last_code_step=0)
    assert sign_in(browser, officer).status_code == 302


# Unlocking


@pytest.mark.parametrize("typed", [PASSPHRASE, f"  {PASSPHRASE.replace(' ', '   ')}\t", PASSPHRASE.upper()])
def test_the_passphrase_unlocks_however_it_is_spaced(signed_in: Client, typed: str) -> None:
    response = unlock(signed_in, typed)
    assert (response.status_code, response["Location"]) == (302, "/staff/")
    assert "Unlocked for 15 more minutes" in page(signed_in.get("/en/staff/"))


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
def test_the_unlocking_page_shows_its_form_for_this_account(signed_in: Client, officer: Account, prefix: str) -> None:
    text = page(signed_in.get(f"{prefix}/staff/unlock/"))
    assert f'autocomplete="username" value="{officer.name}"' in text
    assert 'type="password"' in text
    assert f'href="{prefix}/staff/"' in text
    assert "error-summary" not in text


def test_a_wrong_passphrase_is_refused_and_never_shown_again(signed_in: Client) -> None:
    response = unlock(signed_in, "canary words that are wrong")
    assert response.status_code == 422
    assert "canary" not in page(response)
    assert 'href="#id_passphrase"' in page(response)
    assert signed_in.cookies["unlock"].value == ""


def test_an_empty_passphrase_is_asked_for(signed_in: Client) -> None:
    response = signed_in.post("/en/staff/unlock/", {})
    assert response.status_code == 422
    assert "Enter your passphrase" in page(response)


def test_wrong_passphrases_make_wait(signed_in: Client) -> None:
    for _ in range(3):
        assert "This is not your passphrase" in page(signed_in.post("/en/staff/unlock/", {"passphrase": "wrong"}))
    assert "Wait 2 seconds" in page(signed_in.post("/en/staff/unlock/", {"passphrase": PASSPHRASE}))


@pytest.mark.usefixtures("unwrapper")
def test_a_member_without_a_key_is_told_so(browser: Client) -> None:
    account = create_account("unit-supervisor", Role.UNIT_SUPERVISOR)
    sign_in(browser, account)
    assert "Your account holds no key" in page(browser.post("/en/staff/unlock/", {"passphrase": PASSPHRASE}))


def test_without_an_unwrapper_the_page_says_so_and_signing_out_still_works(
    signed_in: Client, unwrapper: InProcess
) -> None:
    unlock(signed_in)
    unwrapper.is_away = True
    assert "Locked" in page(signed_in.get("/en/staff/"))
    response = signed_in.post("/en/staff/unlock/", {"passphrase": PASSPHRASE})
    assert response.status_code == 422
    assert "Keys cannot be unlocked just now" in page(response)
    assert signed_in.post("/staff/sign-out/").status_code == 302


def test_locking_locks_and_leaves_signed_in(signed_in: Client, officer: Account) -> None:
    unlock(signed_in)
    handle = signed_in.cookies["unlock"].value
    assert signed_in.post("/staff/lock/").status_code == 302
    signed_in.cookies["unlock"] = handle
    text = page(signed_in.get("/en/staff/"))
    assert officer.name in text
    assert "Locked" in text


def test_the_handle_of_another_account_unlocks_nothing_and_locks_nothing(
    signed_in: Client, browser: Client, officer: Account
) -> None:
    unlock(signed_in)
    handle = signed_in.cookies["unlock"].value
    other = Client(headers={"host": "127.0.0.1"})
    colleague = create_account("unit-supervisor", Role.UNIT_SUPERVISOR)
    sign_in(other, colleague)
    other.cookies["unlock"] = handle
    assert "Locked" in page(other.get("/en/staff/"))
    other.post("/staff/lock/")
    assert "Unlocked for" in page(signed_in.get("/en/staff/"))


@pytest.mark.parametrize("handle", ["", "x" * 4000, "%00", "é\xff", "{}"])
def test_a_handle_of_junk_unlocks_nothing(signed_in: Client, handle: str) -> None:
    signed_in.cookies["unlock"] = handle
    assert "Locked" in page(signed_in.get("/en/staff/"))


# Who may come in


@pytest.mark.parametrize("realm", ["staff", "partner"])
@pytest.mark.parametrize("room", ["sign-out", "sign-out-everywhere", "unlock", "lock"])
def test_whoever_is_not_signed_in_is_sent_to_the_door(browser: Client, realm: str, room: str) -> None:
    response = browser.post(f"/ar/{realm}/{room}/", {"passphrase": "x"})
    assert (response.status_code, response["Location"]) == (302, f"/ar/{realm}/")


@pytest.mark.parametrize("room", ["sign-out", "sign-out-everywhere", "unlock", "lock"])
def test_whoever_came_by_the_other_door_is_sent_to_this_one(signed_in: Client, officer: Account, room: str) -> None:
    response = signed_in.post(f"/partner/{room}/")
    assert (response.status_code, response["Location"]) == (302, "/partner/")
    assert 'name="code"' in page(signed_in.get("/en/partner/"))
    assert officer.name in page(signed_in.get("/en/staff/"))


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
@pytest.mark.parametrize(
    ("role", "realm"),
    [(Role.INSPECTOR, "staff"), (Role.SYSTEM_ADMINISTRATOR, "staff"), (Role.PARTNER_WORKER, "partner")],
)
@pytest.mark.usefixtures("unwrapper")
def test_a_role_that_holds_no_key_is_offered_none_and_refused(
    browser: Client, role: Role, realm: str, prefix: str
) -> None:
    sign_in(browser, create_account("someone", role))
    text = page(browser.get(f"{prefix}/{realm}/"))
    assert "/unlock/" not in text
    for room in ("unlock", "lock"):
        assert browser.post(f"{prefix}/{realm}/{room}/", {"passphrase": PASSPHRASE}).status_code == 403


@pytest.mark.parametrize("room", ROOMS_OF_POST)
def test_what_changes_something_is_never_done_by_a_link(signed_in: Client, room: str, officer: Account) -> None:
    assert signed_in.get(f"/staff/{room}/").status_code == 405
    assert officer.name in page(signed_in.get("/en/staff/"))


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("room", ["", "sign-in/", "sign-out/", "sign-out-everywhere/", "unlock/", "lock/"])
def test_other_methods_are_refused(signed_in: Client, method: str, room: str) -> None:
    assert getattr(signed_in, method)(f"/staff/{room}").status_code == 405


def test_opening_the_address_of_the_sign_in_form_leads_to_the_door(browser: Client) -> None:
    response = browser.get("/ar/staff/sign-in/")
    assert (response.status_code, response["Location"]) == (302, "/ar/staff/")


@pytest.mark.parametrize("room", ["sign-in", "sign-out", "sign-out-everywhere", "unlock", "lock"])
def test_nothing_is_done_without_a_form_token(signed_in: Client, officer: Account, room: str) -> None:
    strict = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    fields = {"name": officer.name, "code": code_of(officer), "passphrase": PASSPHRASE}
    assert strict.post(f"/staff/{room}/", fields).status_code == 403
    assert officer.name in page(signed_in.get("/en/staff/"))
    assert "Locked" in page(signed_in.get("/en/staff/"))
