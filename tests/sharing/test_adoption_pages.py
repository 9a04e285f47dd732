"""The staff's pages of the two locks: what is read is what is signed, and nothing typed is lost (Rec 4(a))."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import create_account
from safetoshare.base.models import Account
from safetoshare.base.permissions import STAFF_ROLES, Role
from safetoshare.sharing.api.adoption import Done, Reason, VersionState
from safetoshare.sharing.api.policies import InForce, policy_in_force, versions
from safetoshare.sharing.labels import ADOPTION_REASONS, VERSION_STATES
from safetoshare.sharing.models.policies import Adoption, Signature
from tests.base.accounts.pages import sign_in
from tests.sharing.policies import CHIEF, SIGNERS, Officer, adopt, loaded, now_of, sign
from tests.sharing.versions import claims_of, version_of

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.usefixtures("audited")]
LIST = "/en/staff/policy/"
PROPOSE = "/en/staff/policy/propose/"
LANGUAGES = ("en", "pa", "ur", "ar", "so")
FIRST_DAY = date(2026, 2, 1)


def signed_in(visitor: Client, role: Role) -> Account:
    account = create_account(role.replace("_", "-"), role)
    sign_in(visitor, account)
    return account


def page(visitor: Client, address: str, status: int = 200) -> str:
    response = visitor.get(address)
    assert response.status_code == status
    return response.content.decode()


def small() -> UUID:
    return loaded(version_of(), claims_of()).version_id


def hidden(html: str) -> dict[str, str]:
    """What a browser sends along of the form for signing."""
    found = re.findall(r'<input type="hidden" name="(difference|home_office)"[^>]*value="([^"]*)"', html)
    return dict(found)


def adoption(**changed: str) -> dict[str, str]:
    given = {"body": "A body", "officer_role": "Chief constable", "document": "A minute"}
    days = {"adopted_on": "2026-02-01", "in_effect_on": "2026-02-01", "review_on": "2027-02-01"}
    return given | days | changed


def test_two_signers_and_a_chief_officer_bring_a_version_into_force(visitor: Client) -> None:
    version = small()
    assert sign(version, SIGNERS[0]) == Done()
    signed_in(visitor, Role.POLICY_SIGNER)
    html = page(visitor, f"{LIST}{version}/")
    assert "Newly permitted (was no): sharing with Immigration Enforcement" in html
    ticks = {"has_read": "on", "has_read_home_office": "on"}
    assert visitor.post(f"{LIST}{version}/sign/", hidden(html) | ticks).status_code == 302
    assert "Take my signature back" in page(visitor, f"{LIST}{version}/")
    sign_in(visitor, create_account("chief", Role.CHIEF_OFFICER))
    assert "Record the adoption" in page(visitor, f"{LIST}{version}/")
    assert visitor.post(f"{LIST}{version}/adopt/", adoption()).status_code == 302
    found = policy_in_force(FIRST_DAY)
    assert isinstance(found, InForce)
    assert (found.version_id, found.officer_role) == (version, "Chief constable")
    assert str(VERSION_STATES["in_force"]) in page(visitor, LIST)


@pytest.mark.parametrize(
    ("ticks", "message"),
    [
        ({}, "Read all that changes, and tick that you sign it"),
        ({"has_read_home_office": "on"}, "Read all that changes, and tick that you sign it"),
        ({"has_read": "on"}, "Read what the Home Office is newly told, and tick that you have"),
    ],
)
def test_each_lock_has_its_own_tick(visitor: Client, ticks: dict[str, str], message: str) -> None:
    version = small()
    signed_in(visitor, Role.POLICY_SIGNER)
    response = visitor.post(f"{LIST}{version}/sign/", hidden(page(visitor, f"{LIST}{version}/")) | ticks)
    assert response.status_code == 422
    assert response.content.decode().count(message) == 2
    assert not Signature.objects.exists()


def test_without_anything_new_for_the_home_office_there_is_one_tick(visitor: Client) -> None:
    adopt(small(), FIRST_DAY)
    version = loaded(version_of("stricter", refuses=("doubt", "documented", "none")), claims_of()).version_id
    signed_in(visitor, Role.POLICY_SIGNER)
    html = page(visitor, f"{LIST}{version}/")
    assert "has_read_home_office" not in html
    assert visitor.post(f"{LIST}{version}/sign/", hidden(html) | {"has_read": "on"}).status_code == 302
    assert len(now_of(version).signatures) == 1


def test_a_page_that_was_opened_before_something_changed_signs_nothing(visitor: Client) -> None:
    version = loaded(version_of("next"), claims_of()).version_id
    signed_in(visitor, Role.POLICY_SIGNER)
    before = hidden(page(visitor, f"{LIST}{version}/"))
    adopt(small(), FIRST_DAY)
    ticks = {"has_read": "on", "has_read_home_office": "on"}
    response = visitor.post(f"{LIST}{version}/sign/", before | ticks)
    assert response.status_code == 409
    html = response.content.decode()
    assert str(ADOPTION_REASONS["changed"]) in html
    assert "checked" not in html
    assert hidden(html) != before
    assert now_of(version).signatures == ()


def test_what_a_version_loses_is_said_above_what_changes(visitor: Client) -> None:
    adopt(small(), FIRST_DAY)
    version = loaded(version_of("worse", refuses=("doubt",)), claims_of()).version_id
    signed_in(visitor, Role.POLICY_SIGNER)
    html = page(visitor, f"{LIST}{version}/")
    assert '<li data-lost="never-documented">We keep to never-documented.</li>' in html
    assert html.index("No longer promised") < html.index("Cases newly answered with yes")


def test_a_version_that_lacks_a_claim_has_no_form_to_sign(visitor: Client) -> None:
    version = loaded(version_of(refuses=()), claims_of()).version_id
    signed_in(visitor, Role.POLICY_SIGNER)
    html = page(visitor, f"{LIST}{version}/")
    assert "It can be signed by nobody" in html
    assert "never-on-doubt" in html
    assert f"{version}/sign/" not in html
    response = visitor.post(f"{LIST}{version}/sign/", {"has_read": "on"})
    assert response.status_code == 409


def test_a_signature_is_taken_back_once(visitor: Client) -> None:
    version = small()
    account = signed_in(visitor, Role.POLICY_SIGNER)
    sign(version, Officer(account.id, account.role))
    for _ in range(2):
        assert visitor.post(f"{LIST}{version}/withdraw/").status_code == 302
    assert now_of(version).signatures == ()
    assert Signature.objects.count() == 1


def test_a_signature_is_not_taken_back_after_the_adoption(visitor: Client) -> None:
    version = small()
    adopt(version, FIRST_DAY)
    signed_in(visitor, Role.POLICY_SIGNER)
    response = visitor.post(f"{LIST}{version}/withdraw/")
    assert response.status_code == 409
    assert str(ADOPTION_REASONS["already_adopted"]) in response.content.decode()


def test_an_adoption_comes_back_with_every_error_and_all_that_was_typed(visitor: Client) -> None:
    version = small()
    for signer in SIGNERS:
        sign(version, signer)
    signed_in(visitor, Role.CHIEF_OFFICER)
    late = (clock.today() + timedelta(days=2)).isoformat()
    typed = adoption(body="<b>A body</b>", adopted_on=late, in_effect_on="2020-01-01", review_on="2019-01-01")
    response = visitor.post(f"{LIST}{version}/adopt/", typed)
    assert response.status_code == 422
    html = response.content.decode()
    for reason in ("adopted_in_future", "effect_before_adoption", "review_too_early"):
        assert str(ADOPTION_REASONS[reason]) in html
    assert "&lt;b&gt;A body&lt;/b&gt;" in html
    assert 'value="2020-01-01"' in html
    empty = visitor.post(f"{LIST}{version}/adopt/", {})
    assert empty.status_code == 422
    assert empty.content.decode().count("Enter a day, such as 2027-01-31") == 6
    assert not Adoption.objects.exists()


def test_an_adoption_without_signatures_is_refused_whatever_is_posted(visitor: Client) -> None:
    version = small()
    signed_in(visitor, Role.CHIEF_OFFICER)
    assert visitor.post(f"{LIST}{version}/adopt/", adoption()).status_code == 422
    assert not Adoption.objects.exists()


def test_adopting_twice_is_adopting_once(visitor: Client) -> None:
    version = small()
    for signer in SIGNERS:
        sign(version, signer)
    signed_in(visitor, Role.CHIEF_OFFICER)
    for _ in range(2):
        assert visitor.post(f"{LIST}{version}/adopt/", adoption()).status_code == 302
    assert Adoption.objects.count() == 1


def test_a_proposed_file_is_loaded_with_the_hash_that_it_has_on_the_authors_machine(
    in_force: InForce, visitor: Client
) -> None:
    signed_in(visitor, Role.POLICY_AUTHOR)
    content = version_of("proposed", requires=())
    typed = {"document": "proposed.toml", "rules": content.decode().replace("\n", "\r\n")}
    response = visitor.post(PROPOSE, typed)
    assert response.status_code == 302
    found = next(version for version in versions() if version.document == "proposed.toml")
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert now_of(found.id).loaded_by == Account.objects.get(name="policy-author").id


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"document": "../x.toml", "rules": "x"}, "Write the name in small letters"),
        ({"document": "x.toml", "rules": ""}, "Paste the whole file"),
        ({"document": "x.toml", "rules": "a\x00b"}, "This holds a character that cannot be stored"),
        ({"document": "x.toml", "rules": "x" * 500_001}, "This is too long"),
        ({"document": "x.toml", "rules": "id = "}, "x.toml:1: not TOML"),
        ({"document": "x.toml", "rules": 'id = "x"\n<script>'}, "x.toml:2"),
    ],
)
def test_what_cannot_be_loaded_is_stored_nowhere_and_comes_back(
    visitor: Client, typed: dict[str, str], message: str
) -> None:
    signed_in(visitor, Role.POLICY_AUTHOR)
    response = visitor.post(PROPOSE, typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert '"x"\n<script>' not in html
    assert html.count("<script>") == 1, "the house's own"
    assert versions() == ()


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_each_role_finds_what_is_its_own(visitor: Client, role: Role) -> None:
    version = small()
    signed_in(visitor, role)
    reads = role in {
        Role.POLICY_AUTHOR,
        Role.POLICY_SIGNER,
        Role.CHIEF_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
        Role.UNIT_SUPERVISOR,
    }
    assert visitor.get(LIST).status_code == (200 if reads else 403)
    assert visitor.get(f"{LIST}{version}/").status_code == (200 if reads else 403)
    assert visitor.get(PROPOSE).status_code == (200 if role is Role.POLICY_AUTHOR else 403)
    may_sign = role in {Role.POLICY_SIGNER, Role.CHIEF_OFFICER}
    assert visitor.post(f"{LIST}{version}/sign/", {}).status_code == (422 if may_sign else 403)
    assert visitor.post(f"{LIST}{version}/withdraw/", {}).status_code == (302 if may_sign else 403)
    assert visitor.post(f"{LIST}{version}/adopt/", {}).status_code == (422 if role is Role.CHIEF_OFFICER else 403)


def test_strangers_are_sent_to_the_door_and_get_is_no_way_to_sign(visitor: Client) -> None:
    version = small()
    for address in (LIST, PROPOSE, f"{LIST}{version}/"):
        assert visitor.get(address).status_code == 302
    for verb in ("sign", "withdraw", "adopt"):
        assert visitor.get(f"{LIST}{version}/{verb}/").status_code == 405
        assert visitor.post(f"{LIST}{version}/{verb}/").status_code == 302


def test_a_version_that_is_not_there_is_not_found(visitor: Client) -> None:
    signed_in(visitor, Role.CHIEF_OFFICER)
    nobody = uuid4()
    assert visitor.get(f"{LIST}{nobody}/").status_code == 404
    for verb in ("sign", "withdraw", "adopt"):
        assert visitor.post(f"{LIST}{nobody}/{verb}/", adoption() | {"has_read": "on"}).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_in_every_language(in_force: InForce, visitor: Client, language: str) -> None:
    signed_in(visitor, Role.CHIEF_OFFICER)
    for address in ("", f"{in_force.version_id}/", f"{small()}/"):
        html = page(visitor, f"/{language}/staff/policy/{address}")
        direction = "rtl" if language in {"ur", "ar"} else "ltr"
        assert f'<html lang="{language}" dir="{direction}"' in html
        assert ("Signatures that count now" in html) <= (language == "en")


def test_every_state_and_every_refusal_has_words() -> None:
    assert set(VERSION_STATES) == set(VersionState)
    assert set(ADOPTION_REASONS) == set(Reason) - {Reason.UNKNOWN}


def test_a_chief_officer_may_sign_and_adopt_but_counts_once(visitor: Client) -> None:
    version = small()
    assert sign(version, CHIEF) == Done()
    assert sign(version, SIGNERS[0]) == Done()
    assert sign(version, CHIEF) == Done()
    assert len(now_of(version).signatures) == 2
