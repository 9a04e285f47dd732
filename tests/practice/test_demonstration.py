"""What the demonstration shows: some of the staff have confirmed, and some have not."""

from __future__ import annotations

import pytest

from safetoshare.base import clock
from safetoshare.base.accounts.services import create_account
from safetoshare.base.permissions import Role
from safetoshare.core.measures import exact
from safetoshare.practice import demonstration
from safetoshare.practice.api import measures
from safetoshare.practice.models import Reading
from safetoshare.sharing.api.policies import InForce

pytestmark = pytest.mark.django_db


def test_some_of_the_synthetic_staff_have_confirmed_and_loading_again_changes_nothing(in_force: InForce) -> None:
    for role in (Role.RESPONSE_OFFICER, Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR):
        create_account(role.replace("_", "-"), role, is_demonstration=True)
    create_account("real", Role.RESPONSE_OFFICER)
    for _time in range(2):
        demonstration.load()
    (measure,) = measures(clock.today(), clock.today())
    assert (measure.count, measure.out_of) == (exact(2), exact(4))
    assert Reading.objects.count() == 2


def test_without_a_policy_in_force_nobody_confirms_anything() -> None:
    create_account("officer", Role.RESPONSE_OFFICER, is_demonstration=True)
    demonstration.load()
    assert not Reading.objects.exists()
