"""What the tests of `practice` share: databases that threads can share, and the demonstration's policy in force."""

from __future__ import annotations

from tests.base.conftest import in_threads
from tests.base.file_databases import file_databases
from tests.base.people import audited
from tests.sharing.policies import in_force
from tests.web.conftest import visitor

__all__ = ["audited", "file_databases", "in_force", "in_threads", "visitor"]
