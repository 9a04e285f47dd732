"""Addresses of `hub`, by the process that serves them."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from safetoshare.base.permissions import Action, Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.workplaces import Workplace
from safetoshare.core.referrals import ReferralState
from safetoshare.hub.views import (
    assessment,
    cases,
    deciding,
    duty,
    erasing,
    files,
    letter_opening,
    letters,
    partner,
    referring,
    requests,
    reviewing,
    searching,
    setting_aside,
    telling,
    wishes,
)

_STAFF = {"realm": Realm.STAFF.value}
_CASE = "staff/cases/<uuid:case>/"
_PARTNER = {"realm": Realm.PARTNER.value}
_REFERRAL = "partner/referrals/<uuid:package>/"


def _answer(address: str, answer: ReferralState) -> URLPattern:
    more = _PARTNER | {"answer": answer}
    return path(f"{_REFERRAL}{address}/", partner.answer, more, name=partner.ADDRESSES[answer].removeprefix("hub:"))


ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.HUB: [
        path("staff/cases/", cases.case_list, _STAFF, name="cases"),
        path("staff/reports/<uuid:report>/", cases.report, _STAFF, name="report"),
        path("staff/set-aside/", setting_aside.aside, _STAFF, name="aside"),
        path("staff/reports/<uuid:report>/set-aside/", setting_aside.set_aside, _STAFF, name="set-aside"),
        path("staff/reports/<uuid:report>/bring-back/", setting_aside.bring_back, _STAFF, name="bring-back"),
        path("staff/reports/<uuid:report>/hold-contact/", wishes.hold_contact, _STAFF, name="hold-contact"),
        path("staff/reports/<uuid:report>/erase/", erasing.ask, _STAFF, name="ask-erasure"),
        path("staff/erasures/", erasing.erasures, _STAFF, name="erasures"),
        path("staff/erasures/<uuid:report>/confirm/", erasing.confirm, _STAFF, name="confirm-erasure"),
        path("staff/erasures/<uuid:report>/answer/", erasing.answer, _STAFF, name="answer-erasure"),
        path("staff/erasures/<uuid:report>/keep/", erasing.keep, _STAFF, name="keep-report"),
        path("staff/search/", searching.search, _STAFF, name="search"),
        path("staff/openings/allow/", searching.allow, _STAFF, name="allow-openings"),
        path(_CASE, cases.case, _STAFF, name="case"),
        path(f"{_CASE}reviewed/", cases.reviewed, _STAFF, name="reviewed"),
        path(f"{_CASE}assessment/", assessment.assessment, _STAFF, name="assessment"),
        path(f"{_CASE}message/", assessment.message, _STAFF, name="message"),
        path(f"{_CASE}services/", referring.services, _STAFF, name="services"),
        path(f"{_CASE}consent/", referring.consent, _STAFF, name="consent"),
        path(f"{_CASE}consent/<uuid:consent>/withdraw/", referring.withdraw, _STAFF, name="withdraw"),
        path(f"{_CASE}files/<uuid:file>/", files.about, _STAFF, name="file"),
        path(f"{_CASE}files/<uuid:file>/copy/", files.copy, _STAFF, name="file-copy"),
        path(f"{_CASE}files/<uuid:file>/original/", files.original, _STAFF, name="file-original"),
        path(f"{_CASE}told/", telling.told, _STAFF, name="told"),
        path(f"{_CASE}letter/", letters.letter, _STAFF, name="letter"),
        path(f"{_CASE}decided/<uuid:asked>/", letters.decided, _STAFF, name="decided"),
        path(f"{_CASE}request/", requests.about_a_case, _STAFF, name="request-about-case"),
        path("staff/requests/", requests.about_nobody, _STAFF, name="requests"),
        path("staff/decisions/", deciding.awaited, _STAFF, name="decisions"),
        path("staff/decisions/<uuid:asked>/", deciding.decision, _STAFF, name="decision"),
        path("staff/duty/", duty.awaited, _STAFF, name="duty"),
        path("staff/duty/<uuid:report>/", duty.danger, _STAFF, name="danger"),
        path("staff/reviews/", reviewing.awaited, _STAFF, name="reviews"),
        path("staff/reviews/<uuid:record>/", reviewing.review, _STAFF, name="review"),
        path(f"{_CASE}refer/<uuid:consent>/", referring.refer, _STAFF, name="refer"),
    ],
    ProcessRole.PARTNER: [
        path("letter/<slug:address>/", letter_opening.letter_open, name="letter-open"),
        path("partner/referrals/", partner.referrals, _PARTNER, name="referrals"),
        path(_REFERRAL, partner.referral, _PARTNER, name="referral"),
        path(f"{_REFERRAL}answered/", partner.answered, _PARTNER, name="referral-answered"),
        _answer("accept", ReferralState.ACCEPTED),
        _answer("waiting-list", ReferralState.WAITING_LIST),
        _answer("question", ReferralState.QUESTION),
        _answer("decline", ReferralState.DECLINED),
    ],
}

WORKPLACES = (
    Workplace(Realm.STAFF, Action.CASE_LIST, "hub:cases", _("Cases")),
    Workplace(Realm.STAFF, Action.RECORD_SEARCH, "hub:search", _("Search")),
    Workplace(Realm.STAFF, Action.DUTY_OPEN, "hub:duty", _("Danger now")),
    Workplace(Realm.STAFF, Action.DECISION_TAKE, "hub:decisions", _("Decisions that wait")),
    Workplace(Realm.STAFF, Action.REVIEW_DO, "hub:reviews", _("What is looked at again")),
    Workplace(Realm.STAFF, Action.REQUEST_ANSWER, "hub:requests", _("Somebody asks about a person")),
    Workplace(Realm.STAFF, Action.OPENINGS_ALLOW, "hub:allow-openings", _("Allow a colleague more records")),
    Workplace(Realm.STAFF, Action.ERASURE_ASK, "hub:erasures", _("Erasures")),
    Workplace(Realm.PARTNER, Action.REFERRAL_ANSWER, "hub:referrals", _("Referrals")),
)
