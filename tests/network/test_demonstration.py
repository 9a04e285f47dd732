"""The demonstration's directory is registered, and loading it again changes nothing."""

from __future__ import annotations

import pytest
from django.conf import settings

from safetoshare.network import demonstration
from safetoshare.network.models import Organisation, Service

pytestmark = pytest.mark.django_db


def test_the_demonstration_loads_the_directory_first_and_may_repeat_it() -> None:
    assert settings.SAFETOSHARE_DEMONSTRATION[0] == "safetoshare.network.demonstration.load"
    demonstration.load()
    before = (Organisation.objects.count(), Service.objects.count())
    demonstration.load()
    assert (Organisation.objects.count(), Service.objects.count()) == before
    assert before[0] >= 18
