"""What `safetoshare demo` loads: some of the synthetic staff have confirmed the briefing, and some have not."""

from __future__ import annotations

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from safetoshare.practice.services import confirm_reading
from safetoshare.sharing.api.policies import briefing

_HAVE_READ = (Role.RESPONSE_OFFICER, Role.UNIT_SUPERVISOR)


def load() -> None:
    """Confirm the version in force for those of the synthetic staff who have read it. It may be repeated."""
    in_force = briefing(clock.today())
    if in_force is None:
        return
    with unit_of_work():
        readers = list(Account.objects.filter(is_demonstration=True, role__in=_HAVE_READ).values_list("pk", flat=True))
    for reader in readers:
        confirm_reading(reader, in_force.sha256, clock.today())
