"""Addresses of `report`, by the process that serves them. None of them says what a page is about a person."""

from __future__ import annotations

from django.urls import URLPattern, path

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.report.views import (
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
}
