"""A changed key refuses a disclosure: nothing is sealed to a key that two members did not sign."""

from __future__ import annotations

import pytest
from django.conf import settings

from safetoshare.base.keys import KeysNotTrustedError
from safetoshare.base.keys.pins import PIN_FILE
from safetoshare.base.models import Unit, UnitKey
from safetoshare.core.vault import generate_key_pair
from safetoshare.sharing.api.disclosures import disclose
from safetoshare.sharing.models import Disclosure, Package, SubjectNotice
from tests.sharing.disclosing import OFFICER, ROLE, Scene, nothing, set_scene
from tests.sharing.logs import signing_on

pytestmark = pytest.mark.django_db


def is_refused(scene: Scene) -> bool:
    """Whether a disclosure is refused and leaves nothing."""
    with signing_on(), pytest.raises(KeysNotTrustedError):
        disclose(scene.order(), by=OFFICER, role=ROLE, within=nothing)
    return not any(table.objects.exists() for table in (Disclosure, Package, SubjectNotice))


@pytest.mark.parametrize("purpose", ["organisation", "safeguarding"])
def test_a_changed_key_of_recipient_or_unit_refuses_it(purpose: str, caplog: pytest.LogCaptureFixture) -> None:
    scene = set_scene()
    UnitKey.objects.filter(unit__purpose=purpose).update(public=generate_key_pair().public)
    assert is_refused(scene)
    assert "alarm, keys are not trusted" in caplog.text


def test_the_keys_of_two_organisations_cannot_be_exchanged() -> None:
    scene = set_scene()
    key = UnitKey.objects.get(unit__purpose="organisation")
    other = Unit.objects.create(name="Another", purpose="organisation", organisation=OFFICER)
    UnitKey.objects.filter(pk=key.pk).update(unit=other)
    UnitKey.objects.create(unit_id=key.unit_id, kind=key.kind, public=generate_key_pair().public)
    assert is_refused(scene)


def test_a_machine_that_pinned_no_list_discloses_nothing() -> None:
    scene = set_scene()
    (settings.ENVIRONMENT.state / PIN_FILE).unlink()
    assert is_refused(scene)
