"""A changed key row stops a referral on its real page: nothing is sent, and what is lacking is said without a fault."""

from __future__ import annotations

import pytest

from safetoshare.base.models import UnitKey
from safetoshare.base.permissions import Role
from safetoshare.core.vault import generate_key_pair
from safetoshare.hub.models import Referral
from safetoshare.sharing.models import Disclosure, Package
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import Desk, case_agreed, load_house, refer_address, typed_in, unit_with
from tests.sharing.logs import signing_on

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.mark.parametrize("purpose", ["organisation", "safeguarding"])
def test_a_referral_to_a_changed_key_is_not_sent(unwrapper: InProcess, purpose: str) -> None:
    officer = unit_with(Role.VICTIM_CARE_OFFICER, Role.DATA_PROTECTION_OFFICER)[Role.VICTIM_CARE_OFFICER]
    with signing_on():
        load_house()
        address = refer_address(*case_agreed())
        desk = Desk(officer).sit_down()
        page = desk.get(address)
        assert page.status_code == 200
        UnitKey.objects.filter(unit__purpose=purpose).update(public=generate_key_pair().public)
        refused = desk.post(address, typed_in(page))
        assert refused.status_code in {403, 409, 422, 429, 503}
        assert desk.get(address).status_code < 504
    assert not any(table.objects.exists() for table in (Disclosure, Package, Referral))
