"""What the tests of `report` share: a safeguarding unit whose private keys the test holds, and threads."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Unit, UnitKey
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.sealing import fields_of, open_with
from safetoshare.core.vault import KeyPair, generate_key_pair
from safetoshare.report import api
from safetoshare.report.models import Report
from tests.base.conftest import file_databases, in_threads
from tests.base.people import trust_keys
from tests.production import production
from tests.web.conftest import visitor

__all__ = ["file_databases", "in_threads", "production", "unit", "visitor"]


@dataclass(frozen=True)
class SafeguardingUnit:
    """The unit's key pairs, and what they open."""

    ordinary: KeyPair
    restricted: KeyPair

    def account(self) -> api.ReportContent:
        """The account of the only report that there is."""
        value = api.sealed_groups(the_report().id)["account"]
        return api.ReportContent.from_fields(fields_of(open_with(self.ordinary.private, value)))

    def contact(self) -> api.SafeContact:
        """How to reach the person of the only report that there is."""
        value = api.sealed_groups(the_report().id)["contact"]
        return api.SafeContact.from_fields(fields_of(open_with(self.restricted.private, value)))

    def messages(self) -> list[api.Message]:
        """What the reporter of the only report wrote later."""
        values = api.messages_from_reporter(the_report().id)
        return [api.Message.from_fields(fields_of(open_with(self.ordinary.private, value))) for value in values]


def the_report() -> Report:
    with unit_of_work():
        return Report.objects.get()


def report_count() -> int:
    with unit_of_work():
        return Report.objects.count()


def create_unit_with_known_keys() -> SafeguardingUnit:
    pairs = {kind: generate_key_pair() for kind in KeyKind}
    with unit_of_work(write=True):
        row = Unit.objects.create(name="Safeguarding", purpose=UnitPurpose.SAFEGUARDING)
        for kind, pair in pairs.items():
            UnitKey.objects.create(unit=row, kind=kind, public=pair.public)
    trust_keys()
    return SafeguardingUnit(pairs[KeyKind.ORDINARY], pairs[KeyKind.RESTRICTED])


@pytest.fixture
def unit(db: None) -> SafeguardingUnit:
    return create_unit_with_known_keys()
