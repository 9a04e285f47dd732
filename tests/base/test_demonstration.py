"""The demonstration's synthetic people: made once, whole or not at all, listed openly, and in no other mode."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from safetoshare.base import clock, demonstration
from safetoshare.base.accounts.services import SignedIn, create_account, sign_in
from safetoshare.base.demonstration import SyntheticAccount, create_synthetic_accounts, synthetic_accounts
from safetoshare.base.models import Account, MemberKey, Unit, UnitKey, UnitKeyWrap
from safetoshare.base.permissions import Realm, Role
from safetoshare.base.settings.environment import Mode
from safetoshare.base.settings.secrets import create_keys, read_key
from safetoshare.base.unwrapper.openings import Openings
from safetoshare.core.errors import RefusedError, SettingError
from tests.base.conftest import InThreads
from tests.base.people import stretch_quickly

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def secrets(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of key files for this test alone."""
    stretch_quickly(monkeypatch)
    folder = tmp_path / "secrets"
    create_keys(folder, Mode.DEMONSTRATION)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, secrets=folder)
    return folder


@pytest.fixture
def browser(settings: Settings) -> Client:
    return Client(headers={"host": "127.0.0.1"})


def everything() -> list[object]:
    """Return all rows that the demonstration makes."""
    tables = (Account, MemberKey, Unit, UnitKey, UnitKeyWrap)
    return [
        [bytes(value) if isinstance(value, memoryview) else value for value in row]
        for table in tables
        for row in table.objects.order_by("pk").values_list()
    ]


def wraps_of(role: str) -> list[tuple[str, str]]:
    wraps = UnitKeyWrap.objects.filter(member__account__role=role)
    return sorted(wraps.values_list("unit_key__unit__purpose", "unit_key__kind"))


def test_the_first_run_makes_the_people_of_the_force(secrets: Path) -> None:
    assert create_synthetic_accounts() == 17
    assert Account.objects.filter(is_demonstration=True).count() == 17
    assert Unit.objects.filter(is_demonstration=True).count() == 6


def test_a_second_run_changes_nothing(secrets: Path) -> None:
    create_synthetic_accounts()
    before, files = (
        everything(),
        {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in secrets.iterdir()},
    )
    assert create_synthetic_accounts() == 0
    assert everything() == before
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in secrets.iterdir()} == files


def test_a_run_that_was_cut_short_is_finished_by_the_next(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(demonstration, "give_member_key", power_cut)
        with pytest.raises(KeyboardInterrupt):
            create_synthetic_accounts()
    assert not MemberKey.objects.exists()
    create_synthetic_accounts()
    assert MemberKey.objects.count() == 10
    assert opens("victim-care-officer")


def opens(name: str) -> bool:
    """Whether the listed passphrase unlocks."""
    environment = django_settings.ENVIRONMENT
    listed = person(name)
    pepper = read_key(environment.secrets, "passphrase-pepper", environment.mode)
    openings = Openings({Realm.STAFF: pepper}, afterwards=lambda _work: None)
    answer = openings.answer(
        {"ask": "unlock", "account": str(Account.objects.get(name=name).id), "passphrase": listed.passphrase}
    )
    return "handle" in answer


def test_each_member_holds_the_wraps_that_the_role_may_use(secrets: Path) -> None:
    create_synthetic_accounts()
    both = [("safeguarding", "ordinary"), ("safeguarding", "restricted")]
    assert wraps_of("victim_care_officer") == sorted(both * 2)  # there are two of them
    decides = [("decisions", "ordinary")]
    assert wraps_of("unit_supervisor") == [*decides, *both]
    assert wraps_of("inspector") == wraps_of("chief_officer") == decides
    assert wraps_of("witness_care_officer") == both[:1]
    assert wraps_of("control_room") == [("duty", "ordinary")]
    assert wraps_of("data_protection_officer") == [("data_protection", "ordinary")]
    for role in ("response_officer", "system_administrator", "policy_signer", "reporting_centre_worker"):
        assert wraps_of(role) == []
        assert not MemberKey.objects.filter(account__role=role).exists()


def test_a_partner_holds_the_key_of_the_own_organisation_and_no_other(secrets: Path) -> None:
    create_synthetic_accounts()
    units = dict(UnitKeyWrap.objects.values_list("member__account__name", "unit_key__unit__name"))
    assert (units["partner-worker"], units["partner-worker-unseen"]) == ("Next Link", "Unseen")
    assert wraps_of("partner_worker") == [("organisation", "ordinary")] * 2


def test_what_is_listed_signs_in_and_unlocks(secrets: Path) -> None:
    create_synthetic_accounts()
    for listed in synthetic_accounts():
        outcome = sign_in(listed.name, listed.code, Realm(listed.realm), clock.now())
        assert isinstance(outcome, SignedIn), listed.name
    again = {listed.name: listed.code for listed in synthetic_accounts(Realm.STAFF)}
    assert isinstance(sign_in("inspector", again["inspector"], Realm.STAFF, clock.now()), SignedIn)
    assert opens("victim-care-officer")
    assert opens("data-protection-officer")


def test_after_two_codes_within_a_step_the_list_and_the_page_say_how_long_to_wait(
    secrets: Path, browser: Client
) -> None:
    create_synthetic_accounts()
    start = datetime(2026, 11, 22, 9, 14, 0, tzinfo=UTC)
    for _ in range(2):
        with clock.clock_at(start):
            code = person("inspector").code
            assert isinstance(sign_in("inspector", code, Realm.STAFF, start), SignedIn)
    with clock.clock_at(start + timedelta(seconds=5)):
        assert (person("inspector").code, person("inspector").seconds_to_wait) == ("", 25)
        assert (len(person("victim-care-officer").code), person("victim-care-officer").seconds_to_wait) == (6, 0)
        assert "Wait 25 seconds, then load this page again" in browser.get("/en/staff/").content.decode()
    with clock.clock_at(start + timedelta(seconds=29)):
        assert "Wait 1 second, then load this page again" in browser.get("/en/staff/").content.decode()
        assert "Wait" not in browser.get("/ar/staff/").content.decode()
    at = start + timedelta(seconds=30)
    with clock.clock_at(at):
        assert isinstance(sign_in("inspector", person("inspector").code, Realm.STAFF, at), SignedIn)


def person(name: str) -> SyntheticAccount:
    return next(account for account in synthetic_accounts() if account.name == name)


def test_each_door_lists_its_own_people(secrets: Path) -> None:
    create_synthetic_accounts()
    partners = {account.role for account in synthetic_accounts(Realm.PARTNER)}
    assert partners == {"partner_worker", "reporting_centre_worker"}
    assert len(synthetic_accounts(Realm.STAFF)) == 14
    assert len(synthetic_accounts()) == 17


def test_accounts_that_are_not_of_the_demonstration_are_not_listed(secrets: Path) -> None:
    create_account("a-real-person", Role.INSPECTOR)
    assert synthetic_accounts() == []


def test_passphrases_are_kept_for_this_user_alone_and_shown_by_no_repr(secrets: Path) -> None:
    create_synthetic_accounts()
    file = secrets / "demonstration-passphrases.json"
    assert file.stat().st_mode & 0o777 == 0o600
    passphrases = json.loads(file.read_text("utf-8"))
    assert len(set(passphrases.values())) == 17
    listed = synthetic_accounts()
    assert not [account for account in listed if account.passphrase in repr(account) or account.code in repr(account)]


@pytest.mark.parametrize("content", [None, "", "{", '{"inspector": "x"}'])
def test_lost_passphrases_are_told_and_never_drawn_anew_for_keys_that_exist(secrets: Path, content: str | None) -> None:
    create_synthetic_accounts()
    file = secrets / "demonstration-passphrases.json"
    file.unlink()
    if content is not None:
        file.write_text(content)
    for ask in (create_synthetic_accounts, synthetic_accounts):
        with pytest.raises(SettingError, match="make reset"):
            ask()
    assert (file.read_text() if file.exists() else None) == content


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_two_runs_at_once_make_one_demonstration(in_threads: InThreads, secrets: Path) -> None:
    assert sorted(in_threads(create_synthetic_accounts, create_synthetic_accounts)) == [0, 17]
    assert opens("victim-care-officer")


def test_no_other_mode_makes_or_lists_them(secrets: Path, settings: Settings) -> None:
    settings.IS_DEMONSTRATION = False
    for ask in (create_synthetic_accounts, synthetic_accounts):
        with pytest.raises(RefusedError):
            ask()
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "", "not toml", "[[account]]\nname = 'x'\n", "[[account]]\nname = 'x'\nrole = 'superuser'\n",
        "account = 5\n", "[[account]]\nname = 5\nrole = 'inspector'\n", "\xff",
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_named(secrets: Path, settings: Settings, tmp_path: Path, text: str) -> None:
    (tmp_path / "accounts.toml").write_text(text, "latin-1")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, force=tmp_path)
    with pytest.raises(SettingError, match=r"accounts\.toml"):
        create_synthetic_accounts()


def test_a_missing_list_is_named(secrets: Path, settings: Settings, tmp_path: Path) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, force=tmp_path)
    with pytest.raises(SettingError, match=r"accounts\.toml"):
        create_synthetic_accounts()


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
def test_the_door_lists_the_people_with_passphrase_and_code(secrets: Path, browser: Client, prefix: str) -> None:
    create_synthetic_accounts()
    text = browser.get(f"{prefix}/staff/").content.decode()
    for account in synthetic_accounts(Realm.STAFF):
        assert account.name in text
        assert account.passphrase in text
    assert "partner-worker" not in text
    assert "partner-worker" in browser.get(f"{prefix}/partner/").content.decode()


def test_in_production_the_door_lists_nobody(secrets: Path, settings: Settings, browser: Client) -> None:
    create_synthetic_accounts()
    people = synthetic_accounts()
    settings.IS_DEMONSTRATION = False
    text = browser.get("/en/staff/").content.decode()
    assert 'name="code"' in text
    assert "Synthetic accounts" not in text
    assert not [person.name for person in people if person.name in text or person.passphrase in text]
