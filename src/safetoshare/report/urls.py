"""Addresses of `report`, by the process that serves them. None of them says what a page is about a person."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from safetoshare.base.permissions import Action, Realm
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.workplaces import Workplace
from safetoshare.report.views import (
    centre,
    contact,
    files,
    mailbox_files,
    paper,
    proof,
    reporting,
    returning,
    rights,
    starting,
    words,
)

_PARTNER = {"realm": Realm.PARTNER.value}
ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.PUBLIC: [
        path("report/", starting.start, name="start"),
        path("easy/", starting.easy, name="easy"),
        path("report/rule/", starting.rule, name="rule"),
        path("report/advocate/", starting.advocate, name="advocate"),
        path("report/paper/", paper.paper, name="paper"),
        path("report/rights/", rights.rights, name="rights"),
        path("report/work/", starting.work, name="work"),
        path("report/receipt/", starting.receipt, name="receipt"),
        path("report/write/", starting.write, name="write"),
        path("report/next/", reporting.go_on, name="go_on"),
        path("report/files/add/", files.add, name="add_files"),
        path("report/files/away/", files.take_away, name="take_away_file"),
        path("report/wipe/", reporting.wipe, name="wipe"),
        path("report/send/", reporting.send, name="send"),
        path("return/", returning.come_back, name="return"),
        path("return/mailbox/", returning.mailbox, name="mailbox"),
        path("return/agreement/", returning.stop, name="stop"),
        path("return/wish/", returning.wish, name="wish"),
        path("return/files/", mailbox_files.send, name="send_files"),
        path("return/contact/", contact.change, name="change_contact"),
        path("return/word/", words.word, name="word"),
        path("return/words/", words.choose, name="words"),
        path("return/proof/", proof.proof, name="proof"),
    ],
    ProcessRole.PARTNER: [
        path("partner/reports/", centre.sent, _PARTNER, name="centre-list"),
        path("partner/reports/rule/", centre.rule, _PARTNER, name="centre-rule"),
        path("partner/reports/slip/", centre.slip, _PARTNER, name="centre-slip"),
        path("partner/reports/new/", centre.enter, _PARTNER, name="centre-enter"),
        path("partner/reports/send/", centre.send, _PARTNER, name="centre-send"),
    ],
}

WORKPLACES = (
    Workplace(Realm.PARTNER, Action.CENTRE_ENTER, "report:centre-rule", _("Type in a report from paper")),
    Workplace(Realm.PARTNER, Action.CENTRE_LIST, "report:centre-list", _("Reports from this centre")),
)
