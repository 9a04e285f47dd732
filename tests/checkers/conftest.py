"""What the checks of pages share: desks of the unit with keys, and a visitor."""

from tests.base.conftest import unwrapper
from tests.hub.conftest import desk, desks
from tests.report.conftest import unit
from tests.web.conftest import visitor

__all__ = ["desk", "desks", "unit", "unwrapper", "visitor"]
