"""A second member allows a colleague more openings: never oneself, once an hour, with a reason in the audit."""

from __future__ import annotations

from uuid import uuid4

import pytest

from safetoshare.base.models import AuditRow
from safetoshare.base.models.keys import UnitPurpose
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.client import open_values
from safetoshare.base.unwrapper.keyring import OPENINGS_AN_HOUR
from safetoshare.core.errors import BadInputError, LockedError, NotPermittedError, OverQuotaError, RefusedError
from tests.base.audit.test_rows import key_of_the_unit, said_in
from tests.base.people import sealed
from tests.base.unwrapper.conftest import Team
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import CANARY, change, handle_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

REASON = "Moving the cases of a colleague"


def test_with_a_colleagues_leave_a_member_opens_twice_as_many(team: Team, handle: str) -> None:
    values = [sealed(CANARY) for _ in range(OPENINGS_AN_HOUR)]
    open_values(team.victim_care.id, handle, "read_report", values)
    with pytest.raises(OverQuotaError):
        open_values(team.victim_care.id, handle, "read_report", values[:1])
    client.allow_more(team.witness_care.id, handle_of(team.witness_care), team.victim_care.id, REASON)
    open_values(team.victim_care.id, handle, "read_report", values)
    with pytest.raises(OverQuotaError, match="ask a colleague"):
        open_values(team.victim_care.id, handle, "read_report", values[:1])


def test_nobody_allows_it_to_oneself(team: Team, handle: str) -> None:
    with pytest.raises(RefusedError, match="oneself"):
        client.allow_more(team.victim_care.id, handle, team.victim_care.id, REASON)
    assert not AuditRow.objects.exists()


def test_the_reason_is_sealed_into_a_row_about_the_colleague(team: Team, handle: str) -> None:
    client.allow_more(team.victim_care.id, handle, team.witness_care.id, REASON)
    row = AuditRow.objects.get()
    assert (row.account, row.record, row.action, row.purpose) == (
        team.victim_care.id,
        team.witness_care.id,
        "base:openings:allow",
        "allow_openings",
    )
    said = said_in(row, key_of_the_unit(team.data_protection, UnitPurpose.DATA_PROTECTION))
    assert said["reason"] == REASON


def test_a_second_time_within_the_hour_is_refused_whoever_allows_it(
    team: Team, handle: str, unwrapper: InProcess
) -> None:
    client.allow_more(team.victim_care.id, handle, team.witness_care.id, REASON)
    with pytest.raises(RefusedError, match="less than an hour ago"):
        client.allow_more(team.victim_care.id, handle, team.witness_care.id, REASON)
    assert AuditRow.objects.count() == 1
    unwrapper.clock.seconds += 3600
    client.allow_more(team.victim_care.id, handle_of(team.victim_care), team.witness_care.id, REASON)


def test_it_is_allowed_to_people_who_work_on_cases_alone(team: Team, handle: str) -> None:
    change(team.witness_care, is_active=False)
    for colleague in (team.data_protection.id, team.witness_care.id, uuid4()):
        with pytest.raises(RefusedError, match="works on cases"):
            client.allow_more(team.victim_care.id, handle, colleague, REASON)
    with pytest.raises(NotPermittedError):
        client.allow_more(team.data_protection.id, handle_of(team.data_protection), team.victim_care.id, REASON)


def test_it_takes_unlocked_keys_and_a_reason(team: Team, handle: str) -> None:
    with pytest.raises(LockedError):
        client.allow_more(team.witness_care.id, "none", team.victim_care.id, REASON)
    with pytest.raises(BadInputError):
        client.allow_more(team.victim_care.id, handle, team.witness_care.id, "because")
