"""The briefing as staff meet it: a minute's reading, and "I have read this"."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from safetoshare.base.accounts.services import create_account
from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.base.models import Account
from safetoshare.base.permissions import PARTNER_ROLES, STAFF_ROLES, Role
from safetoshare.practice.models import Reading
from safetoshare.sharing.api.policies import InForce
from tests.base.accounts.pages import page, sign_in

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.usefixtures("audited")]
ADDRESS = "/en/staff/briefing/"


def officer(visitor: Client, role: Role = Role.RESPONSE_OFFICER) -> Client:
    sign_in(visitor, create_account("officer", role))
    return visitor


def test_it_says_what_never_and_what_instead_with_rule_and_source(in_force: InForce, visitor: Client) -> None:
    html = page(officer(visitor).get(ADDRESS))
    never, instead = html.index(">Never</h2>"), html.index(">Instead</h2>")
    assert never < html.index("A concern or doubt about status is never a reason") < instead
    assert "Rec 1 [R]" in html[never:instead]
    assert '<bdi dir="ltr">N1</bdi>' in html[never:instead]
    assert "Link the person to a third party who can advise and help" in html[instead:]
    assert "999" in html
    assert in_force.sha256[:16] in html
    assert "Domestic abuse" in html
    assert "Modern slavery" in html
    assert "Modern Slavery Act 2015 s.52 [R]" in html


def test_the_nevers_about_immigration_are_read_first_and_no_others(in_force: InForce, visitor: Client) -> None:
    html = page(officer(visitor).get(ADDRESS))
    first = html[html.index(">Never</h2>") : html.index(">Instead</h2>")]
    shown = re.findall(r'<strong><bdi dir="ltr">(\w+)</bdi></strong>', first)
    assert shown == ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"]


def test_every_rule_of_the_version_is_on_the_page_once(in_force: InForce, visitor: Client) -> None:
    html = page(officer(visitor).get(ADDRESS))
    shown = re.findall(r'<strong><bdi dir="ltr">(\w+)</bdi></strong>', html)
    assert sorted(shown) == sorted(rule.id for rule in in_force.policy.rules)


def test_what_may_be_said_is_what_is_proved(in_force: InForce, visitor: Client) -> None:
    html = page(officer(visitor).get(ADDRESS))
    proved = {claim.id for claim in in_force.claims}
    said = set(re.findall(r'data-claim="([\w-]+)"', html))
    assert said
    assert said <= proved


def test_a_demonstrations_policy_is_labelled_so(in_force: InForce, visitor: Client) -> None:
    assert "No police force has adopted this policy" in page(officer(visitor).get(ADDRESS))


def test_without_a_policy_in_force_the_page_says_so_and_asks_for_nothing(visitor: Client) -> None:
    html = page(officer(visitor).get(ADDRESS))
    assert "No policy is in force" in html
    assert "I have read this" not in html
    assert "Not confirmed" not in html


def test_pressing_confirms_and_the_page_shows_it(in_force: InForce, visitor: Client) -> None:
    browser = officer(visitor)
    html = page(browser.get(ADDRESS))
    assert "You have not confirmed this version yet" in html
    version = re.search(r'name="version" value="(\w+)"', html)
    assert version is not None
    for _press in range(2):
        response = browser.post(ADDRESS, {"version": version[1]})
        assert (response.status_code, response["Location"]) == (302, ADDRESS)
    html = page(browser.get(ADDRESS))
    assert "You confirmed this version on" in html
    assert "I have read this" not in html
    assert Reading.objects.get().account == Account.objects.get(name="officer").pk


@pytest.mark.parametrize(
    "typed", [{}, {"version": ""}, {"version": "ab" * 32}, {"version": "\x00"}, {"version": "ا" * 9999}]
)
def test_another_version_than_the_one_in_force_is_not_confirmed(
    in_force: InForce, visitor: Client, typed: dict[str, str]
) -> None:
    response = officer(visitor).post(ADDRESS, typed)
    assert response.status_code == 422
    assert "govuk-error-summary" in page(response)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_every_role_of_the_staff_reads_it(in_force: InForce, visitor: Client, role: Role) -> None:
    assert officer(visitor, role).get(ADDRESS).status_code == 200


@pytest.mark.parametrize("role", sorted(PARTNER_ROLES))
def test_partners_and_strangers_are_sent_to_the_staffs_door(in_force: InForce, visitor: Client, role: Role) -> None:
    assert visitor.get(ADDRESS)["Location"] == "/en/staff/"
    assert officer(visitor, role).get(ADDRESS)["Location"] == "/en/staff/"


def test_it_is_one_press_away_after_signing_in(visitor: Client) -> None:
    assert 'href="/en/staff/briefing/"' in page(officer(visitor).get("/en/staff/"))


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_method_is_taken(visitor: Client, method: str) -> None:
    assert getattr(officer(visitor), method)(ADDRESS).status_code == 405


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_it_speaks_the_language_of_its_address_and_marks_the_rules_english(
    in_force: InForce, visitor: Client, language: Language
) -> None:
    html = page(officer(visitor).get(f"/{language.code}/staff/briefing/"))
    assert f'<html lang="{language.code}" dir="{language.direction}"' in html
    assert '<span lang="en" dir="ltr">A concern or doubt about status' in html
