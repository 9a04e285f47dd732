"""The Django application `sharing`."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """The part `sharing`, for Django."""

    name = "safetoshare.sharing"
