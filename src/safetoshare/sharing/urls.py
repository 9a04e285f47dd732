"""Addresses of `sharing`, by the process that serves them."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from safetoshare.base.permissions import Action, Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.workplaces import Workplace
from safetoshare.sharing.views import adoption, figures, log, policies, promise, questions, replay

_STAFF = {"realm": Realm.STAFF.value}

ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.PUBLIC: [
        path("promise/", promise.promise, name="promise"),
        path("promise/all/", promise.promise_all, name="promise-all"),
        path("promise/home-office/", promise.promise_home_office, name="promise-home-office"),
        path("policy/", policies.policy, name="policy"),
        path("policy/<uuid:version>/", policies.policy_version, name="policy-version"),
        path("policy/<uuid:version>/claims/", policies.policy_claims, name="policy-claims"),
        path("policy/<uuid:version>/rules/", policies.policy_rules, name="policy-rules"),
        path("policy/<uuid:version>/difference/<uuid:old>/", policies.policy_difference, name="policy-difference"),
        path("policy/<uuid:version>/file/", policies.policy_file, name="policy-file"),
        path("policy/<uuid:version>/claims-file/", policies.policy_claims_file, name="policy-claims-file"),
        path("policy/<uuid:version>/json/", policies.policy_json, name="policy-json"),
        path("policy/<uuid:version>/cedar/", policies.policy_cedar, name="policy-cedar"),
        path("log/", log.log_page, name="log"),
        path("log/figures/", figures.figures_page, name="figures"),
        path("log/figures/csv", figures.figures_csv, name="figures-csv"),
        path("log/figures/json", figures.figures_json, name="figures-json"),
        path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
        path("log/key", log.log_key, name="log-key"),
        path("log/tile/entries/<path:where>", log.entry_bundle, name="log-entries"),
        path("log/tile/<str:level>/<path:where>", log.hash_tile, name="log-tile"),
    ],
    ProcessRole.HUB: [
        path("staff/may-i-share/", questions.may_i_share, _STAFF, name="may-i-share"),
        path("staff/policy/", adoption.policy_versions, _STAFF, name="policy-candidates"),
        path("staff/policy/propose/", adoption.propose, _STAFF, name="policy-propose"),
        path("staff/policy/<uuid:version>/", adoption.policy_candidate, _STAFF, name="policy-candidate"),
        path("staff/policy/<uuid:version>/sign/", adoption.sign, _STAFF, name="policy-sign"),
        path("staff/policy/<uuid:version>/withdraw/", adoption.withdraw, _STAFF, name="policy-withdraw"),
        path("staff/policy/<uuid:version>/adopt/", adoption.adopt, _STAFF, name="policy-adopt"),
        path("staff/policy/replay/", replay.replay_choose, _STAFF, name="policy-replay-choose"),
        path("staff/policy/replay/<uuid:version>/", replay.replay, _STAFF, name="policy-replay"),
    ],
}

WORKPLACES = (
    Workplace(Realm.STAFF, Action.QUESTION_ASK, "sharing:may-i-share", _("May I share this?")),
    Workplace(Realm.STAFF, Action.POLICY_READ, "sharing:policy-candidates", _("Sharing policy")),
    Workplace(Realm.STAFF, Action.POLICY_REPLAY, "sharing:policy-replay-choose", _("Replay past decisions")),
)
