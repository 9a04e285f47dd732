"""The addresses of the house: the shell's own pages everywhere, then the doors and parts that this process opens."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.module_loading import import_string

from safetoshare.base.accounts.urls import ADDRESSES, door
from safetoshare.base.permissions import Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.web import errors, health, keys, recordings, views

_REALMS = {
    ProcessRole.ALL: (Realm.STAFF, Realm.PARTNER),
    ProcessRole.HUB: (Realm.STAFF,),
    ProcessRole.SCRUTINY: (Realm.STAFF,),
    ProcessRole.PARTNER: (Realm.PARTNER,),
}
# Each part's `urls.ADDRESSES` says which process serves which of its pages. Named here, because nobody else may
# import more of a part than its api.
_PARTS = ("base.audit", "network", "sharing", "report", "hub", "practice", "scrutiny")


def doors(role: ProcessRole) -> list[URLPattern]:
    """Return the addresses for signing in that a process of this role serves; the public's serves none."""
    served = [one for of, patterns in ADDRESSES.items() if role in (of, ProcessRole.ALL) for one in patterns]
    return [pattern for realm in _REALMS.get(role, ()) for pattern in door(realm)] + served


def rooms(role: ProcessRole) -> list[URLResolver]:
    """Return the parts' addresses that a process of this role serves, each part's under its own name."""
    included = []
    for part in _PARTS:
        by_role: dict[ProcessRole, list[URLPattern]] = import_string(f"safetoshare.{part}.urls.ADDRESSES")
        served = [one for of, patterns in by_role.items() if role in (of, ProcessRole.ALL) for one in patterns]
        if served:
            included.append(path("", include((served, part.rpartition(".")[2]))))
    return included


urlpatterns = [
    path("", views.start, name="start"),
    path("safety/", views.safety, name="safety"),
    path("keys/", keys.key_list, name="keys"),
    path("keys/list.txt", keys.key_list_file, name="keys-file"),
    re_path(r"^recordings/(?P<address>[0-9a-f]{32})$", recordings.recording, name="recording"),
    path("leave/", views.leave, name="leave"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("", include((doors(settings.ENVIRONMENT.role), "accounts"))),
    *rooms(settings.ENVIRONMENT.role),
]

handler400 = errors.bad_request
handler403 = errors.not_permitted
handler404 = errors.not_found
handler500 = errors.broken
