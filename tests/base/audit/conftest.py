"""The audit's tests share the unwrapper's team."""

from tests.base.unwrapper.conftest import handle, team

__all__ = ["handle", "team"]
