"""The Django application `report`."""

from django.apps import AppConfig


class ReportConfig(AppConfig):
    """The part `report`, for Django."""

    name = "safetoshare.report"
