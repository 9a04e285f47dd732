"""The Django application `base`."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    """Tables of accounts, keys, audit and schedule."""

    name = "safetoshare.base"
    label = "base"

    def ready(self) -> None:
        """Make the functions that row-level security asks wherever the tables were made."""
        post_migrate.connect(_make_functions, sender=self)


def _make_functions(using: str, **_of_the_signal: object) -> None:
    # Not before the models are loaded.
    from safetoshare.base.row_functions import make_functions

    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            make_functions(cursor)
