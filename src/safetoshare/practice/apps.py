"""The Django application `practice`."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The part `practice`, for Django."""

    name = "safetoshare.practice"
