"""Addresses of `practice`, by the process that serves them."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from safetoshare.base.permissions import Action, Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.workplaces import Workplace
from safetoshare.practice import views

ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.HUB: [path("staff/briefing/", views.briefing, {"realm": Realm.STAFF.value}, name="briefing")],
}

WORKPLACES = (Workplace(Realm.STAFF, Action.BRIEFING_READ, "practice:briefing", _("Briefing")),)
