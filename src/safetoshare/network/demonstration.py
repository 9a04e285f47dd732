"""What `safetoshare demo` loads: the directory of the force's folder, from public facts."""

from __future__ import annotations

from django.conf import settings

from safetoshare.network.services.loading import load_directory, read_directory


def load() -> None:
    """Load the force's directory. It may be repeated."""
    load_directory(read_directory(settings.ENVIRONMENT.force / "network"))
