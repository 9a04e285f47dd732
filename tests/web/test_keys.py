"""The public key list: what two people compare, who signed it, and a plain word when it is not trusted."""

from __future__ import annotations

import hashlib

import pytest
from django.conf import settings
from django.test import Client

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import first_list, list_in_force, pin_of, put_in_force
from safetoshare.base.keys.pins import PIN_FILE, write_pin
from safetoshare.base.keys.signing import present, signed_by
from safetoshare.base.models import MemberKey, SignedKeyList, UnitKey
from safetoshare.base.permissions import Role
from safetoshare.core.key_list import fingerprint, text_of
from safetoshare.core.vault import generate_key_pair
from tests.base.people import PASSPHRASE, PEPPERS, create_units, member, recovery_keys, stretch_quickly
from tests.report.pages import Reporter
from tests.web.trees import tree

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> str:
    """A first list, signed by a supervisor and the data protection officer; return its fingerprint."""
    stretch_quickly(monkeypatch)
    member(Role.UNIT_SUPERVISOR, "canary-name")
    member(Role.DATA_PROTECTION_OFFICER)
    create_units()
    with unit_of_work():
        text = first_list(tuple(holder.listed for holder in recovery_keys())).text()
        rows = list(MemberKey.objects.select_related("account"))
    with unit_of_work(write=True):
        SignedKeyList.objects.all().delete()
        first = put_in_force(signed_by(text, [present(row, PASSPHRASE, PEPPERS) for row in rows]))
    write_pin(pin_of(first))
    return fingerprint(text)


def words(visitor: Client, address: str = "/en/keys/") -> str:
    return tree(visitor.get(address).content.decode()).text


def test_it_shows_number_day_fingerprint_and_the_signers_roles(visitor: Client, listed: str) -> None:
    page = words(visitor)
    assert listed in page
    assert "Unit supervisor" in page
    assert "Data protection officer" in page
    assert "canary-name" not in page
    assert "cannot be trusted" not in page


def test_the_file_is_the_list_and_has_the_fingerprint(visitor: Client, listed: str) -> None:
    response = visitor.get("/en/keys/list.txt")
    assert response["content-type"] == "text/plain; charset=utf-8"
    text = text_of(response.content.decode())
    with unit_of_work():
        assert text == list_in_force().text()
    assert hashlib.sha256(text.encode()).hexdigest().startswith(listed.replace(" ", ""))
    assert "canary-name" not in text


def test_recovery_holders_who_signed_stand_there_by_number(visitor: Client) -> None:
    create_units()
    page = words(visitor)
    assert "Holder of recovery key 1" in page
    assert "Holder of recovery key 2" in page


@pytest.mark.parametrize("code", ["en", "pa", "ur", "ar", "so"])
def test_it_stands_in_every_language(visitor: Client, listed: str, code: str) -> None:
    response = visitor.get(f"/{code}/keys/")
    assert response.status_code == 200
    assert listed in response.content.decode()


def test_without_a_list_nothing_is_trusted_and_there_is_no_file(visitor: Client) -> None:
    assert "cannot be trusted" in words(visitor)
    assert visitor.get("/en/keys/list.txt").status_code == 404


def test_a_machine_that_pinned_nothing_says_so(visitor: Client, listed: str) -> None:
    (settings.ENVIRONMENT.state / PIN_FILE).unlink()
    page = words(visitor)
    assert "cannot be trusted" in page
    assert listed in page


def test_a_list_that_was_altered_is_not_shown(visitor: Client, listed: str) -> None:
    row = SignedKeyList.objects.get()
    SignedKeyList.objects.update(note=row.note.replace("Safeguarding", "Somebody else"))
    assert "cannot be trusted" in words(visitor)
    assert visitor.get("/en/keys/list.txt").status_code == 404


@pytest.mark.parametrize("address", ["/en/keys/", "/en/keys/list.txt"])
def test_it_only_shows(visitor: Client, address: str) -> None:
    assert visitor.post(address).status_code in {403, 405}


def test_a_report_to_a_changed_key_is_not_stored_and_the_page_keeps_it(
    visitor: Client, listed: str, caplog: pytest.LogCaptureFixture
) -> None:
    reporter = Reporter(visitor)
    reporter.report(account="Canary account")
    UnitKey.objects.filter(kind="ordinary", unit__purpose="safeguarding").update(public=generate_key_pair().public)
    fresh = Reporter(Client(headers={"host": "127.0.0.1"}))
    response = fresh.report(account="Canary account two")
    assert response.status_code == 503
    assert "Canary account two" in response.content.decode()
    assert "alarm, keys are not trusted" in caplog.text
    assert "Canary" not in caplog.text
