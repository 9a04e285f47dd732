"""The Django application `hub`."""

from django.apps import AppConfig


class HubConfig(AppConfig):
    """The part `hub`, for Django."""

    name = "safetoshare.hub"
