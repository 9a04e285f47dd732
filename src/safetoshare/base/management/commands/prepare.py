"""`manage.py prepare`: what a production service needs before its first start and after each update."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from safetoshare.base.preparation import prepare


class Command(BaseCommand):
    """Make the tables, give each login role its privileges, and collect the static files."""

    help = __doc__ or ""

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Prepare; run it with SAFETOSHARE_MIGRATE_URL set to the tables' owner."""
        prepare()
