"""Addresses of the two doors, `/staff/` and `/partner/`, and of the pages about accounts and keys behind them.

Each door has the same rooms, named `accounts:staff-unlock` and so on. Joining and one's own account are where the
unwrapper runs, which the process of scrutiny has not.
"""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from safetoshare.base.accounts.views import care, doors, joining, key_lists, people
from safetoshare.base.permissions import Action, Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.workplaces import Workplace

_STAFF = {"realm": Realm.STAFF.value}
_PERSON = "staff/people/<uuid:account>/"


def door(realm: Realm) -> list[URLPattern]:
    """Return the addresses of one door; their names begin with the realm's."""
    at = {"realm": realm.value}
    return [
        path(f"{realm}/", doors.front, at, name=realm.value),
        path(f"{realm}/sign-in/", doors.sign_in, at, name=f"{realm}-sign-in"),
        path(f"{realm}/sign-out/", doors.sign_out, at, name=f"{realm}-sign-out"),
        path(f"{realm}/sign-out-everywhere/", doors.sign_out_everywhere, at, name=f"{realm}-sign-out-everywhere"),
        path(f"{realm}/unlock/", doors.unlock, at, name=f"{realm}-unlock"),
        path(f"{realm}/lock/", doors.lock, at, name=f"{realm}-lock"),
    ]


def _own_rooms(realm: Realm) -> list[URLPattern]:
    at, own = {"realm": realm.value}, f"{realm}/account/"
    return [
        path(f"{realm}/join/", joining.join, at, name=f"{realm}-join"),
        path(own, care.account, at, name=f"{realm}-account"),
        path(f"{own}end-session/", care.end_one_session, at, name=f"{realm}-end-one-session"),
        path(f"{own}end-other-sessions/", care.end_other_sessions, at, name=f"{realm}-end-other-sessions"),
        path(f"{own}forget-browsers/", care.forget_browsers, at, name=f"{realm}-forget-browsers"),
        path(f"{own}recovery-codes/", care.recovery_codes, at, name=f"{realm}-recovery-codes"),
    ]


ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.HUB: [
        *_own_rooms(Realm.STAFF),
        path("staff/people/", people.people, _STAFF, name="people"),
        path("staff/people/invite/", people.invite, _STAFF, name="invite"),
        path(_PERSON, people.person, _STAFF, name="person"),
        path(f"{_PERSON}invite/", people.invite_anew, _STAFF, name="invite-anew"),
        path(f"{_PERSON}role/", people.change_role, _STAFF, name="change-role"),
        path(f"{_PERSON}leave/", people.leave, _STAFF, name="leave"),
        path(f"{_PERSON}end-sessions/", people.end_sessions, _STAFF, name="end-sessions"),
        path("staff/keys/", key_lists.key_list, _STAFF, name="key-list"),
        path("staff/keys/propose/", key_lists.propose, _STAFF, name="propose-key-list"),
        path("staff/keys/<uuid:proposal>/sign/", key_lists.sign, _STAFF, name="sign-key-list"),
        path("staff/keys/<uuid:proposal>/withdraw/", key_lists.withdraw, _STAFF, name="withdraw-key-list"),
    ],
    ProcessRole.PARTNER: _own_rooms(Realm.PARTNER),
}
WORKPLACES = (
    Workplace(Realm.STAFF, Action.ACCOUNT_LIST, "accounts:people", _("People and their accounts")),
    Workplace(Realm.STAFF, Action.KEY_LIST_READ, "accounts:key-list", _("The list of keys")),
    Workplace(Realm.STAFF, Action.ACCOUNT_CARE, "accounts:staff-account", _("Your account")),
    Workplace(Realm.PARTNER, Action.ACCOUNT_CARE, "accounts:partner-account", _("Your account")),
)
