"""What `disclose` sends, whom it tells, and what it counts."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection, models

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.models import UnitKey
from safetoshare.base.models.keys import KeyState
from safetoshare.base.sealing import open_with
from safetoshare.core.ledger.record import commitment
from safetoshare.core.tally import What
from safetoshare.core.vault import generate_key_pair
from safetoshare.sharing.api.disclosures import (
    packages_for,
    preview,
    read_package,
    sealed_package,
)
from safetoshare.sharing.models import Disclosure, Package, Pending
from safetoshare.sharing.services.log import DAYS_TO_INCLUDE, promised_by
from safetoshare.sharing.services.versions import load_version
from tests.sharing.disclosing import ANOTHER, OFFICER, ORGANISATION, Scene, counted, refused, sent
from tests.sharing.logs import DAY
from tests.sharing.policies import AUTHOR

pytestmark = pytest.mark.django_db


def dump() -> bytes:
    """Everything that stands in the part's tables."""
    found = []
    for model in apps.get_app_config("sharing").get_models():
        fields: list[models.Field[Any, Any]] = list(model._meta.concrete_fields)
        for row in model._default_manager.all():
            for field in fields:
                value = getattr(row, field.attname)
                found.append(bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode())
    return b"\0".join(found)


def test_the_organisation_opens_exactly_what_was_previewed(scene: Scene) -> None:
    order = scene.order()
    shown = preview(order)
    done = sent(order)
    value = sealed_package(done.package, ORGANISATION)
    assert value is not None
    payload = open_with(scene.organisation.private, value)
    assert payload == shown.payload
    assert read_package(payload).fields == order.fields
    assert [(one.id, one.sent_on) for one in packages_for(ORGANISATION)] == [(done.package, DAY)]


def test_another_organisation_finds_no_package_there(scene: Scene) -> None:
    done = sent(scene.order())
    assert sealed_package(done.package, ANOTHER) is None
    assert packages_for(ANOTHER) == []
    assert sealed_package(uuid4(), ORGANISATION) is None


def test_a_package_of_a_key_since_retired_is_still_found(scene: Scene) -> None:
    done = sent(scene.order())
    UnitKey.objects.filter(unit__organisation=ORGANISATION).update(state=KeyState.RETIRED)
    assert sealed_package(done.package, ORGANISATION) is not None


def test_the_person_is_told_what_the_organisation_got_and_can_check_it(scene: Scene) -> None:
    order = scene.order()
    done = sent(order)
    (notice,) = scene.notices()
    assert (notice.number, notice.on, notice.was_permitted) == (1, DAY, True)
    assert notice.include_by == done.include_by == DAY + timedelta(days=DAYS_TO_INCLUDE)
    assert promised_by(notice.promise) == done.include_by
    assert bytes(Pending.objects.get().content) == notice.commitment
    record = json.loads(notice.record)
    row = Package.objects.get()
    assert record["sealed_hash"] == sha256(bytes(row.sealed)).hexdigest()
    assert record["recipient_key"] == str(row.unit_key)
    assert record["package_hash"] == commitment(notice.salt, preview(order).payload).hex()


def test_the_unit_keeps_the_same_record_and_who_pressed_the_button(scene: Scene) -> None:
    sent(scene.order())
    (notice,) = scene.notices()
    kept = scene.record_of_unit(Disclosure.objects.get())
    assert kept["record"].encode() == notice.record
    assert (kept["by"], kept["promise"]) == (str(OFFICER), notice.promise)
    assert str(OFFICER) not in notice.record.decode()


def test_a_persons_records_are_numbered_and_each_names_the_one_before(scene: Scene) -> None:
    numbers = [sent(scene.order(nonce=uuid4())).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    notices = scene.notices()
    previous = [json.loads(notice.record)["previous"] for notice in notices]
    assert previous == ["", notices[0].commitment.hex(), notices[1].commitment.hex()]


def test_what_must_happen_within_happens_in_the_same_transaction_once(scene: Scene) -> None:
    seen: list[tuple[UUID, bool]] = []

    def within(package: UUID, _on: date) -> None:
        seen.append((package, connection.in_atomic_block and Package.objects.filter(id=package).exists()))

    done = sent(scene.order(), within=within)
    assert seen == [(done.package, True)]


def test_the_database_tells_neither_what_was_sent_nor_to_whom_nor_which_package_a_case_has(scene: Scene) -> None:
    order = scene.order(organisation_name="Canary House", necessity="Canary reason", consent_language="Canary tongue")
    done = sent(order)
    stored = dump()
    for canary in (b"Canary", b"Nightingale", b"public funds", order.nonce.bytes, str(order.nonce).encode()):
        assert canary not in stored
    row = Disclosure.objects.get()
    of_case = [str(getattr(row, field.attname)) for field in Disclosure._meta.concrete_fields]
    assert str(done.package) not in of_case
    of_package = [str(getattr(Package.objects.get(), field.attname)) for field in Package._meta.concrete_fields]
    assert not {str(row.id), str(row.case), str(order.mailbox.id)} & set(of_package)


def test_decisions_are_counted_by_month_and_kind_of_recipient_alone(scene: Scene) -> None:
    other = UnitPublicKey(uuid4(), generate_key_pair().public)
    sent(scene.order(nonce=uuid4()))
    sent(scene.order(nonce=uuid4(), mailbox=other, case=uuid4()))
    refused(scene.order(nonce=uuid4(), recipient="immigration_enforcement"))
    with clock.clock_at(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        sent(scene.order(nonce=uuid4()))
    assert counted(date(2026, 11, 1)) == {
        ("immigration_enforcement", What.REFUSAL): 1,
        ("specialist_service", What.DISCLOSURE): 2,
    }
    assert counted(date(2026, 12, 1)) == {("specialist_service", What.DISCLOSURE): 1}
    assert counted(date(2026, 10, 1)) == {}


def test_counting_knows_no_second_version_of_the_policy(scene: Scene) -> None:
    """The version in force alone decides: a second file beside it changes nothing until it is adopted."""
    version = apps.get_model("sharing", "PolicyVersion").objects.get()
    content = bytes(version.content).replace(b'id = "test-policy"', b'id = "next"').replace(b'"M1"', b'"M9"')
    load_version(content, "next.toml", bytes(version.claims_content), by=AUTHOR)
    assert sent(scene.order()).number == 1
    assert scene.notices()[0].policy == "test-policy"


def test_reads_open_a_unit_of_work_of_their_own(scene: Scene) -> None:
    with unit_of_work(), pytest.raises(RuntimeError, match="already under way"):
        packages_for(ORGANISATION)
