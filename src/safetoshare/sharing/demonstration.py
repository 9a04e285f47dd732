"""What `safetoshare demo` loads: the force's model policy, proved, and an adoption that says that it is none.

No police force has adopted it. The force's recorded position of 17 June 2021 is in its folder as
`policy/position.toml`, and the public page states it.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from safetoshare.base import clock
from safetoshare.core.errors import SettingError
from safetoshare.sharing.services.policies import Unsound, load_version, record_adoption

POLICY = "model-firewall.toml"
CLAIMS = "claims.toml"
ADOPTION: Final = "adoption.toml"
_UNTIL_REVIEW: Final = timedelta(days=365)


def load() -> None:
    """Load the version and its adoption as demonstration, if they are not there. SettingError: a file is unsound."""
    folder = settings.ENVIRONMENT.force / "policy"
    adoption = _read_adoption(folder / ADOPTION)
    version = load_version((folder / POLICY).read_bytes(), POLICY, (folder / CLAIMS).read_bytes())
    if isinstance(version, Unsound):
        raise SettingError(f"{folder / POLICY}: {'; '.join(version.problems)}")
    record_adoption(
        version.version_id,
        **adoption,
        # By the day of loading: a day in the file would one day show every new demonstration as lapsed.
        review_on=max(adoption["adopted_on"], clock.today()) + _UNTIL_REVIEW,
        is_demonstration=True,
    )


def _read_adoption(path: Path) -> dict[str, Any]:
    """Return body, officer_role, adopted_on and document. SettingError: the file is not complete."""
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: {error}") from None
    match content:
        case {"body": str(), "officer_role": str(), "adopted_on": date(), "document": str()} if len(content) == 4:
            return content
    raise SettingError(f"{path} needs body, officer_role, adopted_on (a day) and document, and nothing else")
