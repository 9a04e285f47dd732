"""Addresses of `sharing`, by the process that serves them."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from safetoshare.base.permissions import Action, Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.workplaces import Workplace
from safetoshare.sharing.views import log, policies, questions

_STAFF = {"realm": Realm.STAFF.value}

ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.PUBLIC: [
        path("promise/", policies.promise, name="promise"),
        path("policy/", policies.policy, name="policy"),
        path("policy/<uuid:version>/", policies.policy_rules, name="policy-rules"),
        path("policy/<uuid:version>/file/", policies.policy_file, name="policy-file"),
        path("log/", log.log_page, name="log"),
        path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
        path("log/key", log.log_key, name="log-key"),
        path("log/tile/entries/<path:where>", log.entry_bundle, name="log-entries"),
        path("log/tile/<str:level>/<path:where>", log.hash_tile, name="log-tile"),
    ],
    ProcessRole.HUB: [
        path("staff/may-i-share/", questions.may_i_share, _STAFF, name="may-i-share"),
    ],
}

WORKPLACES = (Workplace(Realm.STAFF, Action.QUESTION_ASK, "sharing:may-i-share", _("May I share this?")),)
