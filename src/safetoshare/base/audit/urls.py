"""Addresses of the audit, at the hub's process alone."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from safetoshare.base.audit import views
from safetoshare.base.permissions import Action, Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.workplaces import Workplace

_STAFF = {"realm": Realm.STAFF.value}

ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.HUB: [
        path("staff/audit/", views.audit, _STAFF, name="audit"),
        path("staff/audit/export/", views.export, _STAFF, name="export"),
    ],
}
WORKPLACES = (Workplace(Realm.STAFF, Action.AUDIT_READ, "audit:audit", _("Audit")),)
