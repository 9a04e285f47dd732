"""Addresses of the two doors, `/staff/` and `/partner/`.

Each has the same rooms, named `accounts:staff-unlock` and so on.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from safetoshare.base.accounts import views
from safetoshare.base.permissions import Realm


def door(realm: Realm) -> list[URLPattern]:
    """Return the addresses of one door; their names begin with the realm's."""
    at = {"realm": realm.value}
    return [
        path(f"{realm}/", views.front, at, name=realm.value),
        path(f"{realm}/sign-in/", views.sign_in, at, name=f"{realm}-sign-in"),
        path(f"{realm}/sign-out/", views.sign_out, at, name=f"{realm}-sign-out"),
        path(f"{realm}/sign-out-everywhere/", views.sign_out_everywhere, at, name=f"{realm}-sign-out-everywhere"),
        path(f"{realm}/unlock/", views.unlock, at, name=f"{realm}-unlock"),
        path(f"{realm}/lock/", views.lock, at, name=f"{realm}-lock"),
    ]
