"""The Django application `scrutiny`."""

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """The part `scrutiny`, for Django."""

    name = "safetoshare.scrutiny"
