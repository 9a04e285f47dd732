"""The app of `network`."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """The part `network`, for Django."""

    name = "safetoshare.network"
