"""The Django application `base`."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Tables of accounts, keys, audit and schedule."""

    name = "safetoshare.base"
    label = "base"
