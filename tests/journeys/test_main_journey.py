"""The journey that the foundation allows: a newcomer reads, staff sign in, unlock, lock and sign out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.house import House
from tests.journeys.conftest import Welcome

pytestmark = [pytest.mark.browser, pytest.mark.main_journey]


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_a_victim_care_officer_signs_in_unlocks_locks_and_signs_out(
    welcome: Welcome, house: House, javascript: bool
) -> None:
    visitor = welcome(javascript=javascript)
    page = visitor.page
    account = house.account("victim-care-officer")

    page.goto("/en/staff/")
    assert visitor.reads("Run by no police force")
    page.get_by_label("Account name").fill(account.name)
    page.get_by_label("One-time code").fill(account.code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed in as victim-care-officer")
    assert visitor.reads("Locked")

    page.get_by_role("link", name="Unlock my keys").click()
    page.get_by_label("Passphrase").fill("not these six words at all")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not your passphrase")
    page.get_by_label("Passphrase").fill("  " + account.passphrase.upper().replace(" ", "   "))
    page.get_by_role("button", name="Unlock").click()
    assert visitor.reads("Unlocked for 15 more minutes")

    page.get_by_role("button", name="Lock my keys").click()
    assert visitor.reads("Locked")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in for staff")
    assert not visitor.asked_elsewhere
    assert not visitor.complaints


def test_the_same_in_arabic(welcome: Welcome, house: House) -> None:
    visitor = welcome("ar")
    page = visitor.page
    account = house.account("unit-supervisor")
    page.goto("/ar/staff/")
    page.locator("#id_name").fill(account.name)
    page.locator("#id_code").fill(account.code)
    page.locator("main form button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("unit-supervisor")
    page.locator("a[href='/ar/staff/unlock/']").click()
    page.locator("#id_passphrase").fill(account.passphrase)
    page.locator("main form button").click()
    expect(page.locator("form[action='/ar/staff/lock/']")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert not visitor.scrolls_sideways()
    page.locator("form[action='/ar/staff/sign-out/'] button").click()
    expect(page).to_have_url(re.compile("/ar/staff/$"))


def test_a_code_works_once_and_the_name_is_kept(welcome: Welcome, house: House) -> None:
    account = house.account("inspector")
    first, second = welcome().page, welcome().page
    for page in (first, second):
        page.goto("/en/staff/")
        page.get_by_label("Account name").fill(account.name)
        page.get_by_label("One-time code").fill(account.code)
        page.get_by_role("button", name="Sign in").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Signed in as inspector")
    expect(second.get_by_role("alert")).to_contain_text("This code has been used")
    expect(second.get_by_label("Account name")).to_have_value("inspector")
    expect(second.get_by_label("One-time code")).to_have_value("")


def test_a_partner_worker_does_not_come_in_by_the_staff_door(welcome: Welcome, house: House) -> None:
    page = welcome().page
    account = house.account("partner-worker")
    page.goto("/en/staff/")
    page.get_by_label("Account name").fill(account.name)
    page.get_by_label("One-time code").fill(account.code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    page.goto("/en/partner/")
    page.get_by_label("Account name").fill(account.name)
    page.get_by_label("One-time code").fill(account.code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed in as partner-worker")


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_sign_in_pressed_twice_in_a_hurry_signs_in(welcome: Welcome, house: House, javascript: bool) -> None:
    page = welcome(javascript=javascript).page
    account = house.account("policy-author" if javascript else "policy-signer")
    page.goto("/en/staff/")
    page.get_by_label("Account name").fill(account.name)
    page.get_by_label("One-time code").fill(account.code)
    page.get_by_role("button", name="Sign in").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Signed in as {account.name}")
