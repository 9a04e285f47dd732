"""What roles are called."""

from __future__ import annotations

import pytest
from django.utils import translation

from safetoshare.base.accounts.roles import role_name
from safetoshare.base.permissions import Role


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_called_by_its_own_words(role: Role) -> None:
    with translation.override("en"):
        assert role_name(role).lower().replace("’", "") == role.value.replace("_", " ")


def test_an_unknown_role_has_no_name() -> None:
    with pytest.raises(ValueError, match="superuser"):
        role_name("superuser")
