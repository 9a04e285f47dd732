"""The page on which a supervisor sees what a version would change: a reason, a count, and no record."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils.text import capfirst

from safetoshare.base.accounts.services import create_account
from safetoshare.base.models import Account, AuditRow, UnitKeyWrap
from safetoshare.base.permissions import STAFF_ROLES, Role
from safetoshare.base.unwrapper.keyring import SURVEYS_AN_HOUR
from safetoshare.sharing.api.labels import value_name
from safetoshare.sharing.models import Disclosure
from tests.base.accounts.pages import sign_in, unlock
from tests.base.people import PASSPHRASE
from tests.base.unwrapper.in_process import InProcess
from tests.sharing.disclosing import CLAIMS
from tests.sharing.policies import loaded
from tests.sharing.replaying import REASON, TURNED, decide_about_two_people, supervisor

__all__ = ["supervisor"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "audit"])

CHOOSE = "/en/staff/policy/replay/"


@pytest.fixture
def version(supervisor: Account) -> UUID:
    return loaded(TURNED, CLAIMS, "turned.toml").version_id


@pytest.fixture
def desk(visitor: Client, supervisor: Account) -> Client:
    """The supervisor's browser, with unlocked keys."""
    sign_in(visitor, supervisor)
    unlock(visitor, PASSPHRASE)
    return visitor


def address(version: UUID, language: str = "en") -> str:
    return f"/{language}/staff/policy/replay/{version}/"


def posted(desk: Client, version: UUID, reason: str = REASON, status: int = 200, language: str = "en") -> str:
    response = desk.post(address(version, language), {"reason": reason})
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def test_a_supervisor_finds_the_page_after_signing_in_and_chooses_a_version(desk: Client, version: UUID) -> None:
    assert CHOOSE in desk.get("/en/staff/").content.decode()
    html = desk.get(CHOOSE).content.decode()
    assert address(version) in html
    assert "<form" in desk.get(address(version)).content.decode()


UNSAID = ("Canary", "Nightingale", "Next Link", "Older decisions", "could not be read")


def test_what_would_change_is_shown_in_words_and_no_record(desk: Client, version: UUID) -> None:
    for _ in range(5):
        decide_about_two_people()
    html = posted(desk, version)
    assert 'Cases in which an answer would change: at least <bdi dir="ltr">10</bdi>' in html
    assert 'Decisions looked at: at least <bdi dir="ltr">20</bdi>.' in html
    assert "was: yes, would be: no" in html
    assert capfirst(value_name("recipient", "specialist_service")) in html
    assert "No rule" in html
    assert "Other changes" in html
    assert not [word for word in UNSAID if word in html]


def test_few_changes_look_like_none_and_the_page_says_why(desk: Client, version: UUID) -> None:
    without = posted(desk, version)
    decide_about_two_people()
    html = posted(desk, version)
    few = 'Cases in which an answer would change: fewer than <bdi dir="ltr">10</bdi>, or none'
    for page in (without, html):
        assert few in page
        assert "Why small changes are not told apart" in page
        assert "would be:" not in page
    assert 'Decisions looked at: fewer than <bdi dir="ltr">10</bdi>.' in html
    told = ("specialist_service", capfirst(value_name("recipient", "specialist_service")))
    assert not [word for word in (*told, *UNSAID) if word in html]


def test_decisions_that_do_not_open_are_told_as_few(desk: Client, version: UUID) -> None:
    decide_about_two_people()
    row = Disclosure.objects.earliest("number")
    Disclosure.objects.filter(id=row.id).update(sealed=bytes(row.sealed)[::-1])
    said = 'could not be read, and are in no other count: fewer than <bdi dir="ltr">10</bdi>.'
    assert said in posted(desk, version)


@pytest.mark.parametrize(
    ("reason", "says"),
    [("", "Write in one sentence why"), ("short", "Write between"), ("x" * 301, "Write between")],
)
def test_a_reason_that_says_nothing_is_refused_and_kept(desk: Client, version: UUID, reason: str, says: str) -> None:
    html = posted(desk, version, reason, 422)
    assert says in html
    assert reason in html
    assert not AuditRow.objects.exists()


def test_locked_keys_are_asked_for_before_a_word_is_typed(visitor: Client, supervisor: Account, version: UUID) -> None:
    sign_in(visitor, supervisor)
    response = visitor.get(address(version))
    assert response.status_code == 302
    assert response["Location"].startswith("/en/staff/unlock/")


def test_keys_that_locked_since_lose_nothing_that_was_typed(desk: Client, version: UUID, unwrapper: InProcess) -> None:
    unwrapper.restart()
    html = posted(desk, version, status=423)
    assert REASON in html
    assert "/staff/unlock/" in html
    assert not AuditRow.objects.exists()


def test_the_fourth_replay_of_an_hour_is_refused_and_the_reason_is_kept(desk: Client, version: UUID) -> None:
    for _ in range(SURVEYS_AN_HOUR):
        posted(desk, version)
    html = posted(desk, version, status=503)
    assert "three times within an hour" in html
    assert REASON in html


def test_without_the_unwrapper_it_says_that_nothing_was_counted(
    desk: Client, version: UUID, unwrapper: InProcess
) -> None:
    unwrapper.is_away = True
    assert "Nothing was counted" in posted(desk, version, status=503)


def test_who_holds_no_key_is_told_whom_to_ask(visitor: Client, supervisor: Account, version: UUID) -> None:
    decide_about_two_people()
    UnitKeyWrap.objects.filter(member__account=supervisor.id).delete()
    sign_in(visitor, supervisor)
    unlock(visitor, PASSPHRASE)
    assert "you hold no key" in posted(visitor, version, status=403)


def test_a_version_that_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.get(address(uuid4())).status_code == 404
    assert desk.post(address(uuid4()), {"reason": REASON}).status_code == 404


@pytest.mark.parametrize("role", sorted(STAFF_ROLES - {Role.UNIT_SUPERVISOR}))
def test_no_other_role_opens_it(visitor: Client, version: UUID, role: Role) -> None:
    sign_in(visitor, create_account("somebody", role))
    assert visitor.get(CHOOSE).status_code == 403
    assert visitor.post(address(version), {"reason": REASON}).status_code == 403


def test_a_stranger_is_sent_to_the_door(visitor: Client, version: UUID) -> None:
    assert visitor.get(address(version)).status_code == 302
    assert visitor.post(address(version), {"reason": REASON}).status_code in {302, 403}


def test_the_page_stands_in_arabic_with_english_names_marked(desk: Client, version: UUID) -> None:
    decide_about_two_people()
    html = posted(desk, version, language="ar")
    assert 'dir="rtl"' in html
    assert 'lang="en" dir="ltr">turned<' in html


def test_the_version_in_force_is_offered_too(desk: Client, version: UUID) -> None:
    assert desk.get(CHOOSE).content.decode().count("/staff/policy/replay/") >= 2
