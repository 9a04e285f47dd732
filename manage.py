#!/usr/bin/env python3
"""Django's own commands (migrate, makemigrations ...), with the project's settings."""

import os
import sys

from django.core.management import execute_from_command_line

from safetoshare.core.errors import SafeToShareError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetoshare.base.settings.project")
    # As with `safetoshare`: what it writes is for its own user alone.
    os.umask(0o077)
    try:
        execute_from_command_line(sys.argv)
    except SafeToShareError as error:
        sys.exit(f"manage.py: {error}")
