"""The key list on this machine's disk is believed while the database is away, if it is the very one that is pinned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import current_key
from safetoshare.base.keys.lists import list_in_force
from safetoshare.base.keys.lists.remembered import LIST_FILE, remember_list, remembered_keys
from safetoshare.base.keys.pins import PIN_FILE, read_pin, write_pin
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.core.key_list import KeyList
from safetoshare.core.vault import generate_key_pair
from tests.report.conftest import create_unit_with_known_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed() -> KeyList:
    create_unit_with_known_keys()
    with unit_of_work():
        return list_in_force()


def file() -> Path:
    return Path(settings.ENVIRONMENT.state / LIST_FILE)


def test_the_keys_are_those_that_the_database_has(listed: KeyList) -> None:
    remember_list(listed)
    found = remembered_keys(UnitPurpose.SAFEGUARDING)
    with unit_of_work():
        for kind in KeyKind:
            key = current_key(UnitPurpose.SAFEGUARDING, kind)
            assert key is not None
            assert (found[kind].key, found[kind].public) == (key.id, key.public)
    assert remembered_keys(UnitPurpose.ORGANISATION) == {}


def test_nothing_is_believed_that_was_not_kept_or_not_pinned(listed: KeyList) -> None:
    file().unlink(missing_ok=True)
    assert remembered_keys(UnitPurpose.SAFEGUARDING) == {}
    remember_list(listed)
    (settings.ENVIRONMENT.state / PIN_FILE).unlink()
    assert remembered_keys(UnitPurpose.SAFEGUARDING) == {}


@pytest.mark.parametrize("content", [b"", b"\xff", b"rubbish\n"])
def test_another_file_is_not_believed(listed: KeyList, content: bytes) -> None:
    file().write_bytes(content)
    assert remembered_keys(UnitPurpose.SAFEGUARDING) == {}


def test_a_list_whose_keys_were_exchanged_is_not_believed(listed: KeyList) -> None:
    exchanged = replace(listed, units=tuple(replace(one, public=generate_key_pair().public) for one in listed.units))
    file().write_text(exchanged.text())
    assert remembered_keys(UnitPurpose.SAFEGUARDING) == {}


def test_an_older_list_is_not_believed_once_the_pin_has_moved_on(listed: KeyList) -> None:
    remember_list(listed)
    pin = read_pin()
    assert pin is not None
    write_pin(replace(pin, number=pin.number + 1, sha256="0" * 64))
    assert remembered_keys(UnitPurpose.SAFEGUARDING) == {}


def test_a_pin_that_is_damaged_is_no_pin(listed: KeyList) -> None:
    remember_list(listed)
    (settings.ENVIRONMENT.state / PIN_FILE).write_text("{")
    assert remembered_keys(UnitPurpose.SAFEGUARDING) == {}


def test_the_file_is_written_once(listed: KeyList) -> None:
    remember_list(listed)
    before = file().stat().st_ino
    remember_list(listed)
    assert file().stat().st_ino == before
