"""Addresses of `network`, by the process that serves them."""

from __future__ import annotations

from django.urls import URLPattern, path

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.network import rest, views

_DIRECTORY = [
    path("help/", views.find_help, name="help"),
    path("help/<uuid:service>/", views.service, name="service"),
]
ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.PUBLIC: [
        *_DIRECTORY,
        path("open-referral/", rest.about, name="open-referral"),
        path("open-referral/services", rest.services, name="open-referral-services"),
        path("open-referral/services/<uuid:service>", rest.service, name="open-referral-service"),
        path("open-referral/<path:rest>", rest.nothing_here, name="open-referral-nothing"),
    ],
    # What an officer is told to do instead of sharing leads there.
    ProcessRole.HUB: _DIRECTORY,
}
