"""The project's settings for the tests: state and key files in a folder of this process's own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from safetoshare.base.settings.environment import Mode
from safetoshare.base.settings.secrets import create_keys

_STATE = Path(tempfile.mkdtemp(prefix="safetoshare-tests-"))
atexit.register(shutil.rmtree, _STATE, ignore_errors=True)
os.environ["SAFETOSHARE_STATE"] = str(_STATE)
os.environ["SAFETOSHARE_SECRETS"] = str(_STATE / "secrets")
create_keys(_STATE / "secrets", Mode.DEMONSTRATION)
# WhiteNoise warns of a missing folder, and a warning is an error here.
(_STATE / "static").mkdir()

from safetoshare.base.settings.project import *  # noqa: E402, F403

# Hashed names of static files need them collected first; the browser suites serve those, these tests need not.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
