"""What an attacker with SQL in a process, who may set any context, would reach: column by column, as login roles."""

from __future__ import annotations

from typing import Any

import pytest

from safetoshare.base.grants import login_role
from safetoshare.base.settings.environment import ProcessRole
from tests.production import Production

pytestmark = pytest.mark.postgresql

# What an attacker with SQL in a process, who may set any context, reads in the clear of sealed tables; all else there
# is ciphertext, or a public key, or an opaque identifier. Written by hand: a column added in the clear must come here.
SEALED = {"unit_key", "wrapped", "sealed", "salt", "sealed_at", "wrapped_key", "commitment"}
IN_THE_CLEAR = {
    "hub": {
        "report_report": {
            "id",
            "mailbox_public",
            "team",
            "area",
            "received_on",
            "next_step_by",
            "state",
            "stop_asked_on",
            "is_stop_due",
            *("is_set_back", "set_aside_after", "erasure_asked_on", "erasure_not_before"),
        },
        "report_reportgroup": {"id", "report_id", "group"},
        # Erased with its report: that it came by a centre, and not by which.
        "report_centrereport": {"report_id"},
        "report_mailboxitem": {"id", "report_id", "number", "sent_on"},
        "report_look": {"id", "report_id", "mark"},
        "report_reportermessage": {"id", "report_id", "number", "nonce_hash", "written_on"},
        "hub_case": {"id", "report", "state", "area", "pathway", "opened_on", "review_on", "version"},
        "hub_casegroup": {"id", "case_id", "group", "version"},
        "hub_referral": {
            *("package", "organisation", "sent_on", "answer_by", "state", "opened_on", "answered_on", "reason"),
            *("answers", "withdrawn_on"),
        },
        "sharing_package": {"id"},
        "sharing_disclosure": {"id", "case", "nonce_hash", "on", "number", "include_by"},
        "sharing_askeddecision": {"id", "case", "asked_by", "asked_on", "answered_on"},
        "sharing_takendecision": {"asked_id"},
        "sharing_review": {"record", "case", "recorded_by", "due_on", "reviewed_on"},
        "sharing_letter": {"id", "opened_on", "expires_on"},
    },
    "partner": {
        "hub_referral": {
            *("package", "organisation", "sent_on", "answer_by", "state", "opened_on", "answered_on", "reason"),
            *("answers", "withdrawn_on"),
        },
        "sharing_package": {"id", "sent_on"},
        "hub_answerwords": set(),
        "hub_case": set(),
        # Of what a centre sent itself, or whose receipt it has just drawn.
        "report_report": {
            *("id", "look_up", "nonce_hash", "content_mark", "received_on", "next_step_by", "state"),
        },
        "report_reportgroup": set(),
        "report_centrereport": {"id", "report_id", "organisation", "sent_on"},
        "sharing_disclosure": set(),
        "sharing_askeddecision": set(),
        "sharing_review": set(),
        # Its private key is sealed under the code and a secret of the installation.
        "sharing_letter": {"id", "look_up", "sealed_private", "tries_left", "expires_on", "opened_on"},
    },
    "public": {
        # Sealed under the receipt, or to the mailbox that only the receipt opens.
        "report_report": {
            *("id", "look_up", "mailbox_public", "mailbox_private", "promise_wrapped", "promise_sealed"),
            *("nonce_hash", "content_mark", "team", "area", "received_on", "next_step_by", "state", "stop_asked_on"),
            *("is_stop_due", "is_set_back", "set_aside_after", "words_sealed"),
            *("erasure_asked_on", "erasure_not_before"),
        },
        "report_reportgroup": set(),
        "report_mailboxitem": {"id", "report_id", "number", "sent_on"},
        "report_look": {"id", "report_id", "mark"},
        "hub_case": set(),
        "base_memberkey": set(),
    },
}


def readable_columns(production: Production, process: str, table: str) -> set[str]:
    """The columns that a login role may read, by the database's own word."""
    with production.as_owner() as owner:
        rows: list[tuple[Any, ...]] = owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND has_column_privilege(%s, table_name::regclass, column_name, 'SELECT')",
            [table, login_role(ProcessRole(process))],
        ).fetchall()
    return {name for (name,) in rows}


@pytest.mark.parametrize(("process", "table"), [(of, table) for of, tables in IN_THE_CLEAR.items() for table in tables])
def test_an_injected_context_reaches_no_clear_column_but_those_written_here(
    production: Production, process: str, table: str
) -> None:
    assert readable_columns(production, process, table) - SEALED == IN_THE_CLEAR[process][table]
