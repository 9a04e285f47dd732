"""The tables refuse what is unknown, and have no place for an address."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError

from safetoshare.network.models import PhoneOpening, Service, ServiceNeed, ServicePhone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("need", "answer"), [("immigration_status", "yes"), ("safety", "perhaps")])
def test_an_unknown_need_or_answer_is_refused(directory: None, need: str, answer: str) -> None:
    service = Service.objects.exclude(needs__need="safety").first()
    assert service is not None
    with pytest.raises(IntegrityError):
        ServiceNeed.objects.create(service=service, need=need, answer=answer)


def test_an_unknown_status_is_refused(directory: None) -> None:
    with pytest.raises(IntegrityError):
        Service.objects.update(status="perhaps")


@pytest.mark.parametrize(("day", "opens", "closes"), [(7, 0, 1), (0, 5, 5), (0, 6, 5), (0, 0, 1441)])
def test_hours_that_no_day_has_are_refused(directory: None, day: int, opens: int, closes: int) -> None:
    phone = ServicePhone.objects.filter(openings=None).first()
    assert phone is not None
    with pytest.raises(IntegrityError):
        PhoneOpening.objects.create(phone=phone, day=day, opens=opens, closes=closes)


def test_no_table_has_a_place_for_an_address_or_a_status() -> None:
    columns = {
        field.name for table in apps.get_app_config("network").get_models() for field in table._meta.get_fields()
    }
    forbidden = ("address", "postcode", "latitude", "longitude", "location", "immigration")
    assert [name for name in columns if any(word in name for word in forbidden)] == []
