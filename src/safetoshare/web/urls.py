"""The addresses of the house: the shell's own pages everywhere, then the doors that this process opens."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, include, path

from safetoshare.base.accounts.urls import door
from safetoshare.base.permissions import Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.web import errors, health, views

_REALMS = {
    ProcessRole.ALL: (Realm.STAFF, Realm.PARTNER),
    ProcessRole.HUB: (Realm.STAFF,),
    ProcessRole.SCRUTINY: (Realm.STAFF,),
    ProcessRole.PARTNER: (Realm.PARTNER,),
}


def doors(role: ProcessRole) -> list[URLPattern]:
    """Return the addresses for signing in that a process of this role serves; the public's serves none."""
    return [pattern for realm in _REALMS.get(role, ()) for pattern in door(realm)]


urlpatterns = [
    path("", views.start, name="start"),
    path("safety/", views.safety, name="safety"),
    path("leave/", views.leave, name="leave"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("", include((doors(settings.ENVIRONMENT.role), "accounts"))),
]

handler400 = errors.bad_request
handler403 = errors.not_permitted
handler404 = errors.not_found
handler500 = errors.broken
