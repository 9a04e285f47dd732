"""An organisation's file is read strictly: each fault has its place, and no address of a refuge comes in."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.matching import CONDITIONS
from safetoshare.core.opening import DAYS, MINUTES_A_DAY, Opening
from safetoshare.network.services.entries import MAX_BYTES, read_entry
from tests.network.conftest import FOLDER, NEXT_LINK, UNSEEN, Entry, content

FILES = sorted(FOLDER.glob("*.json"))
# Named in the published response of 17 June 2021.
OF_THE_RESPONSE = {
    "Next Link", "The YOU Trust", "Southside", "Unseen", "Karma Nirvana", "Victim Support", "Clewer Initiative",
    "Anti-Slavery Partnership",
}  # fmt: skip


def faults(changed: Any) -> str:  # noqa: ANN401  # whatever a file may hold
    with pytest.raises(BadInputError) as caught:
        read_entry(content(changed), "file.json")
    return str(caught.value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_of_the_force_is_sound_and_each_fact_has_source_and_day(file: Any) -> None:  # noqa: ANN401
    entry = read_entry(file.read_bytes(), file.name)
    facts = [*entry.facts, *(fact for service in entry.services for fact in service.facts)]
    assert facts
    assert {fact.source.read_on.isoformat() for fact in facts} <= {"2026-11-22", "2026-11-23"}
    assert "confirm before use" in file.read_text("utf-8")
    for service in entry.services:
        # Nobody has asked the organisations yet, so nothing may look confirmed.
        assert service.assured_on is None
        assert service.needs.keys() >= CONDITIONS


def test_the_force_names_the_organisations_of_its_response_and_ten_more() -> None:
    entries = [read_entry(file.read_bytes(), file.name) for file in FILES]
    names = {entry.name for entry in entries}
    assert names >= OF_THE_RESPONSE
    assert len(names - OF_THE_RESPONSE) >= 10
    assert {NEXT_LINK, UNSEEN} <= {str(entry.id) for entry in entries}


def test_a_forum_of_which_immigration_is_a_member_offers_no_service() -> None:
    for file in FILES:
        entry = read_entry(file.read_bytes(), file.name)
        if entry.recipient not in {"specialist_service", "immigration_adviser"}:
            assert entry.services == ()


def test_a_sound_entry_is_read_with_all_that_it_says(entry: Entry) -> None:
    read = read_entry(content(entry), "file.json")
    (service,) = read.services
    assert (read.name, service.areas, service.is_national) == ("Example House", ("E06000023",), False)
    assert service.needs == {"domestic_abuse": "yes", "no_recourse": "not_known"}
    assert (service.phones[0].number, service.phones[0].hours) == ("0117 496 0000", "")
    assert service.read_on.isoformat() == "2026-11-22"


def test_the_digest_changes_when_anything_does_and_not_with_the_order_of_names(entry: Entry) -> None:
    before = read_entry(content(entry), "file.json").digest
    assert read_entry(content(dict(reversed(entry.items()))), "file.json").digest == before
    entry["services"][0]["needs"]["no_recourse"] = "yes"
    entry["services"][0]["facts"].append({**entry["services"][0]["facts"][0], "about": "conditions"})
    assert read_entry(content(entry), "file.json").digest != before


ALWAYS = [{"days": list(DAYS), "opens": "00:00", "closes": "24:00"}]


def test_hours_and_cost_are_read_and_left_out_they_are_not_known(entry: Entry) -> None:
    (phone,) = read_entry(content(entry), "file.json").services[0].phones
    assert (phone.openings, phone.is_free) == ((), None)
    service = entry["services"][0]
    service["phones"][0] |= {"free": False, "opening": ALWAYS}
    service["facts"] += [{**service["facts"][0], "about": about} for about in ("hours", "cost")]
    (phone,) = read_entry(content(entry), "file.json").services[0].phones
    assert phone.openings == tuple(Opening(day, 0, MINUTES_A_DAY) for day in range(7))
    assert phone.is_free is False


def test_what_is_only_believed_moves_no_day_on_which_a_source_was_read(entry: Entry) -> None:
    facts = entry["services"][0]["facts"]
    facts.append({**facts[0], "mark": "B", "read_on": "2026-11-23"})
    assert read_entry(content(entry), "file.json").services[0].read_on.isoformat() == "2026-11-22"
    facts.append({**facts[0], "mark": "R2", "read_on": "2026-11-24"})
    assert read_entry(content(entry), "file.json").services[0].read_on.isoformat() == "2026-11-24"


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        ("id", "not-an-id", "id: must be an id (uuid)"),
        ("id", "0F3F9F5C-6F0F-4A3E-9A42-0F6D2B0C1A11", "id: must be an id (uuid)"),
        ("name", "", "name: must be a text"),
        ("name", "x" * 201, "name: is longer than 200 characters"),
        ("name", "a\nb", "name: holds a line break"),
        ("name", "a\u202eb", "name: holds a line break or a control character"),
        ("note", None, "note: must be a text"),
        ("recipient", "other", "recipient: must be one of"),
        ("description", "At 1 Safe Street, BS1 4ND", "description: holds a postcode"),
        ("description", "At bs14nd", "description: holds a postcode"),
        ("address", "1 Safe Street", "address: is not known here"),
        ("services", {}, "services: must be a list"),
        ("services.0.areas", ["Bristol"], "services[0].areas: must be area codes"),
        ("services.0.areas", ["E06000023", "E06000023"], "services[0].areas: must be area codes"),
        ("services.0.areas", [[]], "services[0].areas: must be area codes"),
        ("services.0.national", True, "services[0]: a service is national or has areas, not both"),
        ("services.0.national", "yes", "services[0].national: must be true or false"),
        ("services.0.needs", {"immigration_status": "yes"}, "needs.immigration_status: is not known here"),
        ("services.0.needs", {"safety": "perhaps"}, "needs.safety: must be one of yes, no, not_known"),
        ("services.0.needs", None, "services[0].needs: must be an object"),
        ("services.0.languages", ["Somali"], "languages: must be language codes"),
        ("services.0.languages", ["so"], "no fact about 'languages'"),
        ("services.0.needs", {"no_recourse": "yes"}, "no fact about 'conditions'"),
        ("services.0.for_whom", "Women.", "no fact about 'people'"),
        ("services.0.facts", [], "no fact about 'help'"),
        ("services.0.facts.0.mark", "sure", "facts[0].mark: must be one of R, R2, B"),
        ("services.0.facts.0.read_on", "22 November", "facts[0].read_on: must be a day such as 2026-11-22"),
        ("services.0.facts.0.read_on", "2026-W47-7", "facts[0].read_on: must be a day"),
        ("services.0.facts.0.source", "", "facts[0].source: must be a text"),
        ("services.0.assured_on", None, "assured_on: must be a day"),
        ("services.0.phones.0.number", "call us", "number: a telephone number holds digits"),
        ("services.0.phones.0.free", "yes", "phones[0].free: must be true or false"),
        ("services.0.phones.0.free", True, "no fact about 'cost'"),
        ("services.0.phones.0.free", False, "no fact about 'cost'"),
        ("services.0.phones.0.opening", ALWAYS, "no fact about 'hours'"),
        ("services.0.phones.0.opening", [{"days": ["MO"]}], "opening[0]: must open before it closes"),
        ("services.0.phones.0", "0117", "phones[0]: must be an object"),
    ],
)
def test_a_fault_is_named_with_its_place(entry: Entry, place: str, value: Any, says: str) -> None:  # noqa: ANN401
    changed: Any = entry
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    for step in way:
        changed = changed[step]
    changed[last] = value
    assert says in faults(entry)


def test_all_faults_of_a_file_are_told_at_once(entry: Entry) -> None:
    entry["name"], entry["recipient"] = "", "other"
    assert len(faults(entry).splitlines()) == 2


def test_two_services_with_one_id_are_refused(entry: Entry) -> None:
    entry["services"].append({**deepcopy(entry["services"][0]), "name": "Other"})
    assert "two services have one name or one id" in faults(entry)


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'"text"', b"null"])
def test_what_is_no_entry_at_all_is_refused(broken: bytes) -> None:
    with pytest.raises(BadInputError, match=r"file\.json: "):
        read_entry(broken, "file.json")


def test_a_file_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(BadInputError, match="larger than 1 MB"):
        read_entry(b" " * (MAX_BYTES + 1), "file.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["id", "name", "facts", "services", "recipient"]), json_values)
def test_whatever_stands_in_a_file_it_is_read_or_refused(name: str, value: Any) -> None:  # noqa: ANN401
    entry = {"id": NEXT_LINK, "name": "N", "description": "D", "recipient": "nhs", "note": "n", name: value}
    try:
        assert read_entry(content(entry), "file.json").name
    except BadInputError:
        # A complaint is as good as an answer; anything else fails this test.
        return
