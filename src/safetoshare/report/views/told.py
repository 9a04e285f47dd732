"""What the page says of one record about the person: a decision, or another act (Rec 4(g))."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from safetoshare.base.accounts.roles import role_name
from safetoshare.report.api.returning import ActNotice, Notice, Told
from safetoshare.sharing.api.acts import Act
from safetoshare.sharing.api.labels import value_name

# Act and its answer -> what was done, in the person's words.
_HEADINGS = {
    (Act.HUMAN_DECISION, "yes"): _("A person decided on %(day)s that something is told"),
    (Act.HUMAN_DECISION, "no"): _("A person decided on %(day)s that nothing is told"),
    (Act.DEPARTURE, ""): _("Told to %(name)s on %(day)s, although our rule says no"),
    (Act.SHARE_NOW, ""): _("Told to %(name)s at once on %(day)s, because a life might have been in danger"),
    (Act.REVIEWED, "yes"): _("A second person looked at it again on %(day)s: it was right"),
    (Act.REVIEWED, "no"): _("A second person looked at it again on %(day)s: it was not right. You can complain"),
    (Act.NOTICE_DELAYED, ""): _("We kept this from you until %(until)s"),
    (Act.OPENED, ""): _("%(name)s opened what was sent, on %(day)s"),
    (Act.WITHDRAWN, ""): _("You took your agreement back on %(day)s"),
    (Act.ERASED, ""): _("Erased on %(day)s"),
    (Act.FOUND_OUTSIDE, ""): _("Told to %(name)s on %(day)s outside this system. We found out later"),
    (Act.REQUEST, "yes"): _("%(name)s asked about you on %(day)s, and was given something"),
    (Act.REQUEST, "no"): _("%(name)s asked about you on %(day)s, and was told nothing"),
}
_REVIEWED_BY = _("A second person looks at it again by %(until)s")
_FOLLOWS = {
    Act.FOUND_OUTSIDE: _("The Information Commissioner is told by %(until)s"),
    Act.NOTICE_DELAYED: _("The delay ended on %(until)s"),
}


def shown(told: Told, today: date) -> dict[str, Any]:
    """Return what the template of a decision, or of an act, takes."""
    notice = told.notice
    particular = _decision(notice) if isinstance(notice, Notice) else _act(notice)
    return particular | {
        "number": notice.number,
        "on": notice.on,
        "in_log_since": told.in_log_since,
        "include_by": notice.include_by,
        "is_overdue": told.in_log_since is None and today > notice.include_by,
        "organisation": notice.organisation_name,
        "recipient": value_name("recipient", notice.recipient) if notice.recipient else "",
        "kinds": [value_name("data", kind) for kind in notice.kinds],
        "purpose": value_name("purpose", notice.purpose) if notice.purpose else "",
    }


def _decision(notice: Notice) -> dict[str, Any]:
    return {
        "template": "report/told.html",
        "was_permitted": notice.was_permitted,
        "consent": value_name("consent", notice.consent),
        "consent_on": notice.consent_on,
        "rules": notice.rules,
    }


def _act(notice: ActNotice) -> dict[str, Any]:
    names = {
        "name": notice.organisation_name,
        "day": date_format(notice.happened_on or notice.on, "j F Y"),
        "until": date_format(notice.until, "j F Y") if notice.until else "",
    }
    return {
        "template": "report/act.html",
        "heading": _HEADINGS[notice.act, notice.answer] % names,
        "role": role_name(notice.role),
        "necessity": notice.necessity,
        "until": _FOLLOWS.get(notice.act, _REVIEWED_BY) % names if notice.until else "",
    }
