"""Surveys: counted over records that nobody reads, by who may, seldom, and never without an audit row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from pytest_django.fixtures import Settings

from safetoshare.base.models import Account, AuditRow, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, KeyState, UnitPurpose
from safetoshare.base.permissions import Action, Role
from safetoshare.base.unwrapper import client, reading
from safetoshare.base.unwrapper.keyring import OPENINGS_AN_HOUR, SURVEYS_AN_HOUR
from safetoshare.base.unwrapper.server import answer_to
from safetoshare.base.unwrapper.surveys import LONGEST_REASON, MOST_RECORDS, Plaintexts, Survey
from safetoshare.core.errors import BadInputError, LockedError, NotPermittedError, RefusedError
from safetoshare.core.vault import Sealed
from tests.base.audit.test_rows import key_of_the_unit, said_in
from tests.base.people import create_units, member, sealed
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import CANARY, handle_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

NAME = "part:subject:count"
SUBJECT = UUID("0c6a2d34-51c0-4d5e-9a52-5f1f2f3b7c11")
REASON = "To judge version two"


def count_those_that_open(plaintexts: Plaintexts, body: Mapping[str, Any]) -> dict[str, Any]:
    """A survey as a part would write it."""
    if body.get("break"):
        raise ValueError(next(iter(plaintexts)))
    opened = list(plaintexts)
    return {"records": len(opened), "unreadable": opened.count(None), "told": body}


SURVEY = Survey(Action.POLICY_REPLAY, "count_something", count_those_that_open)
OF_CASES = Survey(Action.AUDIT_READ, "count_something", count_those_that_open)


@pytest.fixture
def supervisor(unwrapper: InProcess, settings: Settings) -> Account:
    """A unit supervisor, a victim care officer and the data protection officer, and a survey of the settings."""
    settings.SAFETOSHARE_SURVEYS = {NAME: f"{__name__}.SURVEY"}
    found = member(Role.UNIT_SUPERVISOR)
    member(Role.VICTIM_CARE_OFFICER)
    member(Role.DATA_PROTECTION_OFFICER)
    create_units()
    return found


def survey(account: Account, handle: str, count: int = 2, **changed: Any) -> dict[str, Any]:  # noqa: ANN401
    asked: dict[str, Any] = {
        "subject": SUBJECT,
        "reason": REASON,
        "values": [sealed(CANARY, KeyKind.RESTRICTED) for _ in range(count)],
        "body": {"a": "b"},
    }
    return client.survey(account.id, handle, changed.pop("name", NAME), **asked | changed)


def test_a_survey_gets_the_plaintexts_and_what_was_said(supervisor: Account) -> None:
    assert survey(supervisor, handle_of(supervisor)) == {"records": 2, "unreadable": 0, "told": {"a": "b"}}
    assert survey(supervisor, handle_of(supervisor), 0)["records"] == 0


def test_a_record_that_does_not_open_is_given_as_none_and_not_passed_over(supervisor: Account) -> None:
    whole, broken, unknown = (sealed(CANARY, KeyKind.RESTRICTED) for _ in range(3))
    broken = type(broken)(broken.place, broken.unit_key, broken.wrapped, Sealed(bytes(broken.sealed)[::-1]))
    unknown = type(unknown)(unknown.place, uuid4(), unknown.wrapped, unknown.sealed)
    found = survey(supervisor, handle_of(supervisor), values=[whole, broken, unknown])
    assert (found["records"], found["unreadable"]) == (3, 2)


def test_one_audit_row_says_who_and_about_what_and_seals_how_many_and_why(supervisor: Account) -> None:
    survey(supervisor, handle_of(supervisor), 5)
    row = AuditRow.objects.get()
    assert (row.account, row.role, row.action) == (supervisor.id, Role.UNIT_SUPERVISOR, Action.POLICY_REPLAY)
    assert (row.record, row.purpose) == (SUBJECT, "count_something")
    officer = Account.objects.get(role=Role.DATA_PROTECTION_OFFICER)
    said = said_in(row, key_of_the_unit(officer, UnitPurpose.DATA_PROTECTION))
    assert (said["records"], said["reason"]) == (5, REASON)
    assert REASON.encode() not in bytes(row.sealed_at)


def test_without_an_audit_row_nothing_is_opened(supervisor: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object, **_named: object) -> None:
        raise DatabaseError

    opened: list[object] = []
    monkeypatch.setattr(reading, "record_survey", fails)
    monkeypatch.setattr(reading, "opened", lambda *given: opened.append(given))
    with pytest.raises(client.UnwrapperAwayError):
        survey(supervisor, handle_of(supervisor))
    assert opened == []


def test_without_the_officers_key_nothing_is_opened(supervisor: Account) -> None:
    UnitKey.objects.filter(unit__purpose=UnitPurpose.DATA_PROTECTION.value).update(state=KeyState.RETIRED)
    with pytest.raises(RefusedError, match="data protection officer"):
        survey(supervisor, handle_of(supervisor))


@pytest.mark.parametrize("role", [Role.VICTIM_CARE_OFFICER, Role.DATA_PROTECTION_OFFICER])
def test_a_role_that_the_survey_does_not_name_has_nothing_counted(supervisor: Account, role: Role) -> None:
    account = Account.objects.get(role=role)
    with pytest.raises(NotPermittedError):
        survey(account, handle_of(account))
    assert not AuditRow.objects.exists()


def test_the_survey_alone_does_not_open_what_the_role_may_not(supervisor: Account, settings: Settings) -> None:
    settings.SAFETOSHARE_SURVEYS = {NAME: f"{__name__}.OF_CASES"}
    officer = Account.objects.get(role=Role.DATA_PROTECTION_OFFICER)
    handle = handle_of(officer)
    with pytest.raises(NotPermittedError):
        survey(officer, handle)


def test_who_holds_no_key_to_any_record_has_nothing_counted(supervisor: Account) -> None:
    UnitKeyWrap.objects.filter(member__account=supervisor.id).delete()
    with pytest.raises(NotPermittedError, match="no key"):
        survey(supervisor, handle_of(supervisor))
    assert not AuditRow.objects.exists()


def test_locked_keys_and_another_accounts_handle_have_nothing_counted(supervisor: Account) -> None:
    other = Account.objects.get(role=Role.VICTIM_CARE_OFFICER)
    for handle in ("none", handle_of(other)):
        with pytest.raises(LockedError):
            survey(supervisor, handle)


def test_surveys_have_a_quota_of_their_own_and_use_up_no_openings(supervisor: Account, unwrapper: InProcess) -> None:
    handle = handle_of(supervisor)
    for _ in range(SURVEYS_AN_HOUR):
        survey(supervisor, handle)
    with pytest.raises(RefusedError, match="surveys in an hour"):
        survey(supervisor, handle)
    assert AuditRow.objects.count() == SURVEYS_AN_HOUR
    values = [sealed(CANARY) for _ in range(OPENINGS_AN_HOUR)]
    assert len(client.open_values(supervisor.id, handle, "read_report", values)) == OPENINGS_AN_HOUR
    unwrapper.clock.seconds += 3600
    assert survey(supervisor, handle_of(supervisor))["records"] == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "part:subject:other"},
        {"name": "os.system"},
        {"reason": ""},
        {"reason": "too short"},
        {"reason": "x" * (LONGEST_REASON + 1)},
        {"reason": "a line \x1b[2J of control"},
        {"subject": "no uuid"},
        {"body": []},
        {"body": None},
    ],
)
def test_what_is_no_question_of_a_survey_is_refused_and_costs_nothing(
    supervisor: Account, changed: dict[str, Any]
) -> None:
    handle = handle_of(supervisor)
    for _ in range(SURVEYS_AN_HOUR + 1):
        with pytest.raises(BadInputError):
            survey(supervisor, handle, **changed)
    assert not AuditRow.objects.exists()


def test_more_records_than_the_cap_are_refused(supervisor: Account) -> None:
    with pytest.raises(BadInputError, match=str(MOST_RECORDS)):
        survey(supervisor, handle_of(supervisor), values=[sealed(CANARY, KeyKind.RESTRICTED)] * (MOST_RECORDS + 1))


def test_a_survey_that_breaks_tells_nothing_of_what_it_read(
    supervisor: Account, unwrapper: InProcess, caplog: pytest.LogCaptureFixture
) -> None:
    message = {
        "ask": "survey",
        "account": str(supervisor.id),
        "handle": handle_of(supervisor),
        "survey": NAME,
        "subject": str(SUBJECT),
        "reason": REASON,
        "values": [sealed(CANARY, KeyKind.RESTRICTED).as_json()],
        "body": {"break": True},
    }
    answer = answer_to(message, unwrapper.openings)
    assert answer["error"] == "broken"
    assert CANARY.decode() not in json.dumps(answer) + caplog.text
