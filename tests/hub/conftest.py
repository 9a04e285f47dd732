"""What the tests of `hub` share: an unwrapper in this process, browsers, organisations, and databases for threads."""

from __future__ import annotations

from tests.base.accounts.conftest import browser
from tests.base.conftest import in_threads, unwrapper
from tests.base.file_databases import file_databases
from tests.hub.partners import organisations, unlocked, worker
from tests.production import production

__all__ = ["browser", "file_databases", "in_threads", "organisations", "production", "unlocked", "unwrapper", "worker"]
