"""What a folder says is what stands afterwards; twice is the same as once; a fault in one file loads none."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest

from safetoshare.core.errors import BadInputError
from safetoshare.network.api import load_folder
from safetoshare.network.models import (
    Fact,
    Organisation,
    PhoneOpening,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServiceNeed,
    ServicePhone,
)
from safetoshare.network.services.loading import Loaded
from tests.network.conftest import FOLDER, Entry, write

pytestmark = pytest.mark.django_db

TABLES = (Organisation, Service, ServiceArea, ServiceNeed, ServiceLanguage, ServicePhone, PhoneOpening, Fact)
OTHER_ID = "2b9d9a44-53a8-4d6b-9a3c-54a3f2f0c933"


def everything() -> list[object]:
    return [list(table._default_manager.order_by("pk").values_list()) for table in TABLES]


def test_a_folder_is_loaded_once_and_a_second_time_changes_nothing() -> None:
    first = load_folder(FOLDER)
    before = everything()
    assert (first.added, first.changed, first.unchanged) == (len(list(FOLDER.glob("*.json"))), 0, 0)
    again = load_folder(FOLDER)
    assert again == Loaded(0, 0, first.added, first.services)
    assert everything() == before
    assert Service.objects.count() == first.services


def test_a_changed_entry_takes_the_place_of_the_old_one(tmp_path: Path, entry: Entry) -> None:
    load_folder(write(tmp_path, entry))
    entry["services"][0].update(areas=["E06000066"], phones=[], needs={"hate_crime": "yes"})
    entry["description"] = "More support."
    assert load_folder(write(tmp_path, entry)) == Loaded(0, 1, 0, 1)
    service = Service.objects.get()
    assert [area.code for area in service.areas.all()] == ["E06000066"]
    assert [(need.need, need.answer) for need in service.needs.all()] == [("hate_crime", "yes")]
    assert not ServicePhone.objects.exists()
    assert Organisation.objects.get().description == "More support."
    assert Fact.objects.count() == 2


def test_a_service_that_is_named_no_more_is_kept_as_inactive_and_may_come_back(tmp_path: Path, entry: Entry) -> None:
    load_folder(write(tmp_path, entry))
    without = {**deepcopy(entry), "services": []}
    load_folder(write(tmp_path, without))
    assert Service.objects.get().status == "inactive"
    load_folder(write(tmp_path, entry))
    assert Service.objects.get().status == "active"


def test_an_organisation_of_which_no_file_speaks_stays(tmp_path: Path, entry: Entry) -> None:
    load_folder(write(tmp_path / "one", entry))
    before = everything()
    other = {**deepcopy(entry), "id": OTHER_ID, "name": "Other House", "services": []}
    assert load_folder(write(tmp_path / "other", other)) == Loaded(1, 0, 0, 0)
    assert Organisation.objects.count() == 2
    assert everything()[1:] == before[1:]


def test_a_fault_in_one_file_loads_none_and_names_it(tmp_path: Path, entry: Entry) -> None:
    broken = {**deepcopy(entry), "id": OTHER_ID, "recipient": "other"}
    with pytest.raises(BadInputError, match=r"1\.json: recipient"):
        load_folder(write(tmp_path, entry, broken))
    assert not Organisation.objects.exists()


def test_two_files_of_one_organisation_are_refused(tmp_path: Path, entry: Entry) -> None:
    with pytest.raises(BadInputError) as caught:
        load_folder(write(tmp_path, entry, entry))
    assert "stands twice in the directory" in str(caught.value)
    assert "two organisations are called 'example house'" in str(caught.value)


def test_no_organisation_takes_anothers_service_or_name(tmp_path: Path, entry: Entry) -> None:
    load_folder(write(tmp_path / "one", entry))
    before = everything()
    thief = {**deepcopy(entry), "id": OTHER_ID, "name": "Other House"}
    with pytest.raises(BadInputError, match="belongs to another organisation"):
        load_folder(write(tmp_path / "thief", thief))
    twin = {**deepcopy(entry), "id": OTHER_ID, "services": []}
    with pytest.raises(BadInputError, match="stands in the directory already"):
        load_folder(write(tmp_path / "twin", twin))
    assert everything() == before


def test_a_folder_that_is_missing_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        load_folder(tmp_path / "nowhere")
    with pytest.raises(BadInputError, match=r"no file that ends in \.json"):
        load_folder(tmp_path)
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(BadInputError, match=r"folder\.json: cannot be read"):
        load_folder(tmp_path)
