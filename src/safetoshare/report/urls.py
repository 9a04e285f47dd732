"""Addresses of `report`, by the process that serves them. None of them says what a page is about a person."""

from __future__ import annotations

from django.urls import URLPattern, path

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.report.views import reporting, returning

ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.PUBLIC: [
        path("report/", reporting.start, name="start"),
        path("report/receipt/", reporting.receipt, name="receipt"),
        path("report/write/", reporting.write, name="write"),
        path("report/send/", reporting.send, name="send"),
        path("return/", returning.come_back, name="return"),
        path("return/mailbox/", returning.mailbox, name="mailbox"),
        path("return/agreement/", returning.stop, name="stop"),
        path("return/proof/", returning.proof, name="proof"),
    ],
}
