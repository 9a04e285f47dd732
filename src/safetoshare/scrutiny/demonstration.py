"""What `safetoshare demo` puts into the register: the force's own documents, which are public and real."""

from __future__ import annotations

from django.conf import settings

from safetoshare.core.errors import SettingError
from safetoshare.scrutiny.api import RegisterDiffers, ResponseRefused, import_document, import_register_file


def load() -> None:
    """Enter the register files and then the responses of the force's folder. What stands there already stays."""
    folder = settings.ENVIRONMENT.force / "documents"
    for path in sorted(folder.glob("*.toml")):
        entered = import_register_file(path.read_bytes())
        if isinstance(entered, RegisterDiffers):
            raise SettingError(f"{path.name}: {'; '.join(entered.problems)}")
    for path in sorted(folder.glob("*.md")):
        if path.name == "README.md":
            continue
        outcome = import_document(path.read_bytes(), path.name)
        if isinstance(outcome, ResponseRefused):
            raise SettingError(f"{path.name}: {'; '.join(outcome.problems)}")
