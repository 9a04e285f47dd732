"""`safetoshare audit`: exit code 0 when all fits, 1 when something differs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from safetoshare.base.audit import record_act
from safetoshare.base.audit.tree import close_days
from safetoshare.base.models import AuditRow
from safetoshare.base.permissions import Action
from safetoshare.cli import main
from tests.base.conftest import unwrapper
from tests.base.unwrapper.conftest import team

__all__ = ["team", "unwrapper"]
pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.usefixtures("team")]
Printed = pytest.CaptureFixture[str]


def close_one() -> None:
    at = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    record_act(uuid4(), "inspector", Action.RECORD_OPEN, uuid4(), purpose="read_report", at=at)
    close_days(date(2026, 11, 17))


def test_what_fits_is_said_to_fit(capsys: Printed) -> None:
    close_one()
    assert main(["audit", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"valid": True, "rows": 1, "leaves": 1, "heads": 1, "differences": []}
    assert main(["audit", "verify"]) == 0


def test_a_row_that_went_missing_is_named_by_its_day(capsys: Printed) -> None:
    close_one()
    AuditRow.objects.all().delete()
    assert main(["audit", "verify", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["differences"][0]["on"] == "2026-11-16"
    assert main(["audit", "verify"]) == 1


def test_the_key_that_is_printed_verifies(capsys: Printed) -> None:
    close_one()
    assert main(["audit", "key", "--json"]) == 0
    key = json.loads(capsys.readouterr().out)["verifier_key"]
    assert main(["audit", "verify", "--key", key]) == 0
