"""The directory for machines, held to the official schema of Open Referral UK 3.0 and to rules of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from safetoshare.network.models import Service
from tests.network.conftest import NEXT_LINK

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parent / "standards" / "schema"
OPENAPI = json.loads((SCHEMAS / "openapi.json").read_text("utf-8"))
SERVICE = json.loads((SCHEMAS / "service_list.json").read_text("utf-8"))
WHOLE_SERVICE = json.loads((SCHEMAS / "service.json").read_text("utf-8"))
PAGE = OPENAPI["components"]["schemas"]["Page"]
SERVICES = "/open-referral/services"


def errors(schema: dict[str, Any], value: object) -> list[str]:
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def answer(visitor: Client, address: str, status: int = 200) -> Any:  # noqa: ANN401  # whatever the JSON holds
    response = visitor.get(address)
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


def values(found: object) -> Iterator[object]:
    """Yield each value in a JSON text, however deep."""
    if isinstance(found, dict | list):
        for inner in found.values() if isinstance(found, dict) else found:
            yield from values(inner)
    else:
        yield found


def test_the_root_says_which_standard_is_spoken(directory: None, visitor: Client) -> None:
    found = answer(visitor, "/open-referral/")
    schema = OPENAPI["paths"]["/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert errors(schema, found) == []
    assert found["version"] == "HSDS-UK-3.0"
    assert set(found) == set(schema["properties"])


def test_every_service_and_the_envelope_are_valid_against_the_official_schema(directory: None, visitor: Client) -> None:
    page = answer(visitor, f"{SERVICES}?per_page=100")
    assert errors(PAGE, page) == []
    assert set(page) == set(PAGE["properties"]) | {"contents"}
    assert len(page["contents"]) == page["total_items"] == Service.objects.count()
    assert [found for service in page["contents"] for found in errors(SERVICE, service)] == []


def test_every_whole_service_is_valid_against_the_official_schema(directory: None, visitor: Client) -> None:
    for service in Service.objects.all():
        found = answer(visitor, f"{SERVICES}/{service.id}")
        assert errors(WHOLE_SERVICE, found) == []
        assert [value for value in values(found) if value is None or value in ("", [])] == []


def test_a_whole_service_names_its_areas_and_languages(directory: None, visitor: Client) -> None:
    opoka = Service.objects.get(name="Domestic abuse support in Polish")
    found = answer(visitor, f"{SERVICES}/{opoka.id}")
    assert [area["name"] for area in found["service_areas"]][:2] == ["Bath and North East Somerset", "Bristol"]
    assert found["service_areas"][1]["uri"].endswith("/E06000023")
    assert [(one["code"], one["name"]) for one in found["languages"]] == [("pl", "Polski")]
    ids = [one["id"] for one in (*found["service_areas"], *found["languages"])]
    assert len(set(ids)) == len(ids)
    assert answer(visitor, f"{SERVICES}/{opoka.id}") == found
    national = Service.objects.get(name="National Domestic Abuse Helpline")
    assert "service_areas" not in answer(visitor, f"{SERVICES}/{national.id}")


def test_a_service_that_is_not_there_is_answered_in_json(directory: None, visitor: Client) -> None:
    assert "no such service" in answer(visitor, f"{SERVICES}/{uuid4()}", 404)["error"]
    assert "no parameter" in answer(visitor, f"{SERVICES}/{uuid4()}?full=true", 400)["error"]


def test_the_check_sees_what_the_schema_forbids(directory: None, visitor: Client) -> None:
    (service,) = answer(visitor, f"{SERVICES}?per_page=1")["contents"]
    assert errors(SERVICE, service | {"id": "1"})
    assert errors(SERVICE, service | {"status": "open"})
    assert errors(SERVICE, {name: value for name, value in service.items() if name != "name"})
    assert errors(SERVICE, service | {"organization": {"id": NEXT_LINK}})


def test_nothing_is_null_and_no_text_is_empty(directory: None, visitor: Client) -> None:
    page = answer(visitor, f"{SERVICES}?per_page=100")
    assert [value for value in values(page) if value is None or value == ""] == []


def test_what_is_not_confirmed_has_no_assured_date_but_says_so(directory: None, visitor: Client) -> None:
    (service,) = answer(visitor, f"{SERVICES}?per_page=1")["contents"]
    assert "assured_date" not in service
    assert "Not confirmed by the organisation: confirm before use." in service["alert"]
    Service.objects.update(assured_on="2026-11-20")
    (service,) = answer(visitor, f"{SERVICES}?per_page=1")["contents"]
    assert service["assured_date"] == "2026-11-20"
    assert "alert" not in service


def test_an_inactive_service_is_published_as_inactive(directory: None, visitor: Client) -> None:
    Service.objects.filter(name="Hosting").update(status="inactive")
    contents = answer(visitor, f"{SERVICES}?per_page=100")["contents"]
    assert [one["name"] for one in contents if one["status"] == "inactive"] == ["Hosting"]


def test_the_pages_hold_every_service_once_and_say_where_one_is(directory: None, visitor: Client) -> None:
    pages, seen = [], []
    for number in (1, 2, 3, 4):
        page = answer(visitor, f"{SERVICES}?page={number}&per_page=13")
        pages.append((page["page_number"], page["size"], page["first_page"], page["last_page"], page["empty"]))
        seen += [service["id"] for service in page["contents"]]
    left = Service.objects.count() - 26
    assert pages == [
        (1, 13, True, False, False),
        (2, 13, False, False, False),
        (3, left, False, True, False),
        (4, 0, False, True, True),
    ]
    assert len(seen) == len(set(seen)) == Service.objects.count()


def test_an_empty_directory_is_one_empty_page(visitor: Client) -> None:
    page = answer(visitor, SERVICES)
    assert (page["total_items"], page["total_pages"], page["empty"], page["contents"]) == (0, 1, True, [])
    assert page["first_page"]
    assert page["last_page"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        *(
            (f"page={wrong}", "page must be given once, as a whole number from 1")
            for wrong in ("0", "-1", "x", "", "1.0", "%D9%A1", "1&page=2", "9" * 5000)
        ),
        *((f"per_page={wrong}", "per_page must be given once, as a whole number from 1") for wrong in ("0", "1e2")),
        ("per_page=101", "per_page is at most 100."),
        *(
            (unknown, "only page and per_page may be given")
            for unknown in ("search=refuge", "postcode=BS1", "page=1&unknown=1")
        ),
    ],
)
def test_a_wrong_parameter_is_answered_in_json_with_what_to_do(
    directory: None, visitor: Client, query: str, told: str
) -> None:
    found = answer(visitor, f"{SERVICES}?{query}", 400)
    assert set(found) == {"error"}
    assert told in found["error"]
    assert "refuge" not in found["error"]


def test_the_root_takes_no_parameter(directory: None, visitor: Client) -> None:
    assert "no parameter" in answer(visitor, "/open-referral/?page=1", 400)["error"]


@pytest.mark.parametrize("path", ["nowhere", "services/", "services/1", "services/a%22b", "../etc/passwd"])
def test_what_is_not_there_is_answered_in_json(directory: None, visitor: Client, path: str) -> None:
    assert "/open-referral/services" in answer(visitor, f"/open-referral/{path}", 404)["error"]


def test_other_sites_may_read_this_path_alone(directory: None, visitor: Client) -> None:
    assert "Access-Control-Allow-Origin" not in visitor.get("/en/help/")
    assert not visitor.get(SERVICES).cookies


def test_it_is_read_only(directory: None, visitor: Client) -> None:
    assert visitor.post(SERVICES, {}).status_code == 405


def test_the_answer_is_the_same_whatever_language_is_asked_for(directory: None, visitor: Client) -> None:
    plain = visitor.get(SERVICES).content
    assert visitor.get(SERVICES, headers={"accept-language": "ar"}).content == plain
    assert visitor.get(f"/ar{SERVICES}").content == plain


def test_no_page_holds_a_place_of_a_refuge(directory: None, visitor: Client) -> None:
    names = {name for service in answer(visitor, f"{SERVICES}?per_page=100")["contents"] for name in service}
    assert not names & {"locations", "addresses", "service_at_locations", "postcode", "latitude", "longitude"}


def test_the_hours_of_a_telephone_are_a_weekly_schedule(directory: None, visitor: Client) -> None:
    helpline = Service.objects.get(name="National Domestic Abuse Helpline")
    found = answer(visitor, f"{SERVICES}/{helpline.id}")["schedules"]
    assert [one["byday"] for one in found] == ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    assert {(one["freq"], one["opens_at"], one["closes_at"]) for one in found} == {("WEEKLY", "00:00", "23:59")}
    assert {one["service_id"] for one in found} == {str(helpline.id)}
    assert len({one["id"] for one in found}) == 7


def test_hours_that_nobody_knows_are_left_out(directory: None, visitor: Client) -> None:
    unknown = Service.objects.get(name="Modern slavery helpline")
    assert "schedules" not in answer(visitor, f"{SERVICES}/{unknown.id}")
