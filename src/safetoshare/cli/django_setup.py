"""Loading Django for the commands that need the database; those that do not start in a tenth of the time."""

from __future__ import annotations

import os


def load_django() -> None:
    """Load the settings and the tables, unless they are loaded. SettingError when a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetoshare.base.settings.project")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
