"""Which rows of each table a process sees on PostgreSQL, by on whose behalf it works (row-level security).

`base.grants` says which tables and columns a login role reaches at all; here stands which rows. Without a context
(`base.database.SecurityContext`) no row about a person or a member of staff is seen. Roles come from the permission
table, and role and organisation of an account from its own row: no setting can claim another. Who injects SQL could
claim another account, or a look-up that he already knows; what that reaches, the grants bound.

The tables' owner passes by all of it (no FORCE): it makes tables and runs the operator's commands, the functions below
read accounts as it does, and no service starts as owner (`base.checkup`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.backends.utils import CursorWrapper

from safetoshare.base.permissions import KEY_HOLDERS, PARTNER_ROLES, Action, Realm, Role, roles_of
from safetoshare.base.row_changes import bind_changes
from safetoshare.base.row_deletions import bind_deletions
from safetoshare.base.row_functions import grant_functions, make_functions
from safetoshare.base.settings.environment import ProcessRole


@dataclass(frozen=True)
class Rows:
    """Which rows are seen, changed and deleted, and which may be added: where nothing else is said, the same ones."""

    seen: str
    added: str | None = None


_ALL: Final = Rows("true")
_ONLY_ADDED: Final = Rows("false", "true")


def _is_one_of(roles: frozenset[Role], door: Realm = Realm.STAFF) -> str:
    """Whether the account in context has one of these roles. As a sub-select it is asked once a query, not a row."""
    names = ", ".join(f"'{role}'" for role in sorted(roles - PARTNER_ROLES if door is Realm.STAFF else roles))
    return f"(SELECT safetoshare_role('{door}')) IN ({names})"


def _may(*actions: Action) -> str:
    return _is_one_of(frozenset[Role]().union(*(roles_of(action) for action in actions)))


def _of_myself(column: str, door: Realm) -> str:
    """Whether a column names the account in context, or the one whose name is being typed at the door."""
    return f"{column} IN ((SELECT safetoshare_account('{door}')), (SELECT safetoshare_at_the_door('{door}')))"


def _setting(name: str) -> str:
    return f"decode(current_setting('safetoshare.{name}', true), 'hex')"


_STAFF: Final = "(SELECT safetoshare_role('staff')) IS NOT NULL"
_COLLEAGUES: Final = "organisation = (SELECT safetoshare_organisation())"
_ACCOUNTS_OF_COLLEAGUES: Final = f"(SELECT id FROM base_account WHERE {_COLLEAGUES})"  # noqa: S608  # words of ours
_UNITS_OF_COLLEAGUES: Final = f"(SELECT id FROM base_unit WHERE {_COLLEAGUES})"  # noqa: S608  # words of ours
_KEYS_OF_COLLEAGUES: Final = f"(SELECT id FROM base_unitkey WHERE unit_id IN {_UNITS_OF_COLLEAGUES})"  # noqa: S608
_MANAGES_ACCOUNTS: Final = _may(Action.ACCOUNT_LIST, Action.ACCOUNT_MANAGE)
_READS_KEY_LISTS: Final = _may(Action.KEY_LIST_READ, Action.KEY_LIST_PROPOSE, Action.KEY_LIST_SIGN)
_SIGNS_KEY_LISTS: Final = _may(Action.KEY_LIST_PROPOSE, Action.KEY_LIST_SIGN)
_WORKS_ON_CASES: Final = _may(Action.CASE_LIST, Action.CASE_WORK, Action.RECORD_OPEN)
# Whoever confirms an erasure destroys what the report was, and what was made of it.
_CASES_OR_ERASURES: Final = _may(Action.CASE_LIST, Action.CASE_WORK, Action.RECORD_OPEN, Action.ERASURE_CONFIRM)
# A rank that decides records that it did, and nothing else of a case.
_RECORDS: Final = _may(Action.CASE_LIST, Action.CASE_WORK, Action.RECORD_OPEN, Action.DECISION_TAKE)
_COUNTS: Final = f"{_RECORDS} OR {_may(Action.REQUEST_ANSWER)}"
_RECORDS_OR_ERASURES: Final = _may(
    *(Action.CASE_LIST, Action.CASE_WORK, Action.RECORD_OPEN, Action.DECISION_TAKE, Action.ERASURE_CONFIRM)
)
_ASKS_OR_DECIDES: Final = _may(Action.CASE_TELL, Action.DECISION_TAKE, Action.ERASURE_CONFIRM)
_TELLS_OR_REVIEWS: Final = _may(Action.TOLD_RECORD, Action.CASE_TELL, Action.REVIEW_DO, Action.ERASURE_CONFIRM)
_ON_DUTY: Final = _may(Action.DUTY_OPEN)
_OF_THE_FORCES_MEMBERS: Final = "account_id IN (SELECT id FROM base_account WHERE realm = 'staff')"
# Their own rules hold inside such a sub-select too: it names those rows alone that are seen of the other table.
_OF_A_SEEN_MEMBER: Final = "member_id IN (SELECT id FROM base_memberkey)"
_OF_THIS_REPORT: Final = "report_id IN (SELECT id FROM report_report)"
_AT_A_CENTRE: Final = _is_one_of(roles_of(Action.CENTRE_ENTER), Realm.PARTNER)
_BY_LOOK_UP: Final = f"look_up = {_setting('look_up')}"
_BY_RECEIPT: Final = f"{_BY_LOOK_UP} OR nonce_hash = {_setting('nonce_hash')}"
_SENT_BY_COLLEAGUES: Final = f"({_AT_A_CENTRE} AND id IN (SELECT safetoshare_sent_by_colleagues()))"
_OF_THE_ONE_SENT: Final = f"report_id IN (SELECT id FROM report_report WHERE {_BY_LOOK_UP})"  # noqa: S608
_OF_A_SEEN_FILE: Final = Rows("file_id IN (SELECT id FROM report_reportfile)")
_CASES_OR_ON_DUTY: Final = Rows(f"{_CASES_OR_ERASURES} OR ({_ON_DUTY} AND {_OF_THIS_REPORT})")
_DOORS: Final = {
    ProcessRole.HUB: Realm.STAFF,
    ProcessRole.SCRUTINY: Realm.STAFF,
    ProcessRole.PARTNER: Realm.PARTNER,
}
_EACH_DOORS_OWN: Final = {process: Rows(_of_myself("account_id", door)) for process, door in _DOORS.items()}
_OWN_OR_MANAGED: Final = Rows(f"{_of_myself('account_id', Realm.STAFF)} OR {_MANAGES_ACCOUNTS}")
_ACCOUNTS: Final[dict[str, dict[ProcessRole, Rows]]] = {
    # The demonstration's people are synthetic, and production refuses to start with them: every process must see them.
    "base_account": {
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.WORKER), Rows("is_demonstration", "false")),
        ProcessRole.HUB: Rows(
            f"{_of_myself('id', Realm.STAFF)} OR (realm = 'staff' AND {_STAFF}) OR {_MANAGES_ACCOUNTS}"
            f" OR {_SIGNS_KEY_LISTS} OR is_demonstration",
            f"{_of_myself('id', Realm.STAFF)} OR {_MANAGES_ACCOUNTS}",
        ),
        ProcessRole.SCRUTINY: Rows(
            f"{_of_myself('id', Realm.STAFF)} OR (realm = 'staff' AND {_STAFF}) OR is_demonstration",
            _of_myself("id", Realm.STAFF),
        ),
        ProcessRole.PARTNER: Rows(
            f"{_of_myself('id', Realm.PARTNER)} OR {_COLLEAGUES} OR is_demonstration",
            _of_myself("id", Realm.PARTNER),
        ),
    },
    "base_invitation": {
        ProcessRole.HUB: _OWN_OR_MANAGED,
        ProcessRole.PARTNER: _EACH_DOORS_OWN[ProcessRole.PARTNER],
    },
    "base_recoverycode": _EACH_DOORS_OWN | {ProcessRole.HUB: _OWN_OR_MANAGED},
    "base_knownbrowser": _EACH_DOORS_OWN | {ProcessRole.HUB: _OWN_OR_MANAGED},
    "base_opensession": _EACH_DOORS_OWN | {ProcessRole.HUB: _OWN_OR_MANAGED, ProcessRole.WORKER: _ALL},
    # One's own, or one that its holder may end.
    "django_session": {
        **dict.fromkeys(
            _DOORS,
            Rows(
                "session_key = current_setting('safetoshare.session', true)"
                " OR session_key IN (SELECT row_key FROM base_opensession)"
            ),
        ),
        ProcessRole.WORKER: _ALL,
    },
}
_KEYS: Final[dict[str, dict[ProcessRole, Rows]]] = {
    "base_memberkey": {
        ProcessRole.HUB: Rows(
            f"{_of_myself('account_id', Realm.STAFF)} OR {_SIGNS_KEY_LISTS} OR {_MANAGES_ACCOUNTS}"
            f" OR ({_is_one_of(KEY_HOLDERS)} AND {_OF_THE_FORCES_MEMBERS})",
            f"{_of_myself('account_id', Realm.STAFF)} OR {_SIGNS_KEY_LISTS}",
        ),
        ProcessRole.PARTNER: Rows(
            f"{_of_myself('account_id', Realm.PARTNER)} OR account_id IN {_ACCOUNTS_OF_COLLEAGUES}"
        ),
    },
    "base_unitkeywrap": {
        ProcessRole.HUB: Rows(_OF_A_SEEN_MEMBER, f"{_is_one_of(KEY_HOLDERS)} AND {_OF_A_SEEN_MEMBER}"),
        ProcessRole.PARTNER: Rows(_OF_A_SEEN_MEMBER),
    },
    "base_recoverywrap": {},
    # Published; those who sign key lists bring them into force.
    "base_signedkeylist": {
        **{process: _ALL for process in ProcessRole if process not in (ProcessRole.ALL, ProcessRole.HUB)},
        ProcessRole.HUB: Rows("true", _SIGNS_KEY_LISTS),
    },
    "base_proposedkeylist": {ProcessRole.HUB: Rows(_READS_KEY_LISTS, _SIGNS_KEY_LISTS)},
    "base_keylistsignature": {ProcessRole.HUB: Rows(_READS_KEY_LISTS, _SIGNS_KEY_LISTS)},
}
_AUDIT: Final[dict[str, dict[ProcessRole, Rows]]] = {
    # No audit, no plaintext: a row is added whoever acts, and read by those alone who watch over it.
    "base_auditrow": {
        ProcessRole.HUB: Rows(_may(Action.AUDIT_READ, Action.AUDIT_EXPORT), "true"),
        **dict.fromkeys((ProcessRole.PARTNER, ProcessRole.SCRUTINY), _ONLY_ADDED),
        ProcessRole.WORKER: _ALL,
    },
    **{
        table: {ProcessRole.HUB: Rows(_may(Action.AUDIT_READ, Action.AUDIT_EXPORT)), ProcessRole.WORKER: _ALL}
        for table in ("base_auditleaf", "base_audithead")
    },
}
_REPORTS: Final[dict[str, dict[ProcessRole, Rows]]] = {
    # A reporter sees the one report that her receipt finds, or the very form that sent it; the worker, what is erased.
    "report_report": {
        ProcessRole.PUBLIC: Rows(_BY_RECEIPT),
        # Whoever is on duty sees what says danger now, and changes nothing of it.
        ProcessRole.HUB: Rows(f"{_CASES_OR_ERASURES} OR ({_ON_DUTY} AND team = 'duty')", _CASES_OR_ERASURES),
        # A centre adds one under a receipt that it holds, and sees what it sent itself: never a word of it.
        ProcessRole.PARTNER: Rows(f"{_BY_RECEIPT} OR {_SENT_BY_COLLEAGUES}", _BY_LOOK_UP),
        ProcessRole.WORKER: Rows("state = 'erased' OR (state = 'received' AND team = 'duty')"),
    },
    "report_reportdraft": {
        ProcessRole.PUBLIC: Rows(f"look_up = {_setting('look_up')}"),
        ProcessRole.WORKER: _ALL,
    },
    "report_reportgroup": {
        ProcessRole.PUBLIC: Rows(_OF_THIS_REPORT),
        ProcessRole.PARTNER: Rows("false", _OF_THE_ONE_SENT),
        ProcessRole.HUB: Rows(f"{_CASES_OR_ERASURES} OR ({_ON_DUTY} AND \"group\" = 'duty')", _CASES_OR_ERASURES),
    },
    "report_centrereport": {
        ProcessRole.PARTNER: Rows(f"{_AT_A_CENTRE} AND {_COLLEAGUES}", f"{_COLLEAGUES} AND {_OF_THE_ONE_SENT}"),
        ProcessRole.HUB: Rows(_CASES_OR_ERASURES),
    },
    # Hers until they are sent; then the unit's, and what nobody sent is forgotten by the worker.
    "report_reportfile": {
        ProcessRole.PUBLIC: Rows(f"look_up = {_setting('look_up')}"),
        ProcessRole.HUB: Rows(f"{_CASES_OR_ERASURES} AND report_id IS NOT NULL"),
        ProcessRole.WORKER: Rows("report_id IS NULL"),
    },
    "report_reportfilechunk": dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.HUB, ProcessRole.WORKER), _OF_A_SEEN_FILE),
    "report_reportfileopening": {ProcessRole.HUB: _OF_A_SEEN_FILE},
    "report_mailboxitem": {ProcessRole.PUBLIC: Rows(_OF_THIS_REPORT), ProcessRole.HUB: Rows(_CASES_OR_ERASURES)},
    "report_reportermessage": {ProcessRole.PUBLIC: Rows(_OF_THIS_REPORT), ProcessRole.HUB: _CASES_OR_ON_DUTY},
    "report_contactchange": {ProcessRole.PUBLIC: Rows(_OF_THIS_REPORT), ProcessRole.HUB: Rows(_CASES_OR_ERASURES)},
    "report_look": {
        ProcessRole.PUBLIC: Rows(_OF_THIS_REPORT),
        **{ProcessRole.HUB: _CASES_OR_ON_DUTY, ProcessRole.WORKER: Rows(_OF_THIS_REPORT)},
    },
    "base_erasure": {
        ProcessRole.PUBLIC: Rows("record IN (SELECT id FROM report_report)"),
        ProcessRole.HUB: Rows(_may(Action.ERASURE_ASK, Action.ERASURE_CONFIRM)),
        ProcessRole.WORKER: _ALL,
    },
}
_CASES: Final[dict[str, dict[ProcessRole, Rows]]] = {
    # What scrutiny and the worker see of these rows, their columns say: days, states and reasons, to be counted.
    "hub_case": {ProcessRole.HUB: Rows(_CASES_OR_ERASURES), ProcessRole.SCRUTINY: _ALL},
    "hub_casegroup": {ProcessRole.HUB: Rows(_CASES_OR_ERASURES)},
    "hub_erasurerequest": {ProcessRole.HUB: Rows(_may(Action.ERASURE_ASK, Action.ERASURE_CONFIRM))},
    "hub_referral": {
        ProcessRole.HUB: Rows(_WORKS_ON_CASES),
        ProcessRole.PARTNER: Rows(_COLLEAGUES),
        **dict.fromkeys((ProcessRole.WORKER, ProcessRole.SCRUTINY), _ALL),
    },
    "hub_answerwords": {
        ProcessRole.HUB: Rows(_WORKS_ON_CASES),
        ProcessRole.PARTNER: Rows("false", "referral_id IN (SELECT package FROM hub_referral)"),
    },
    "practice_reading": {
        ProcessRole.HUB: Rows("account = (SELECT safetoshare_account('staff'))"),
        ProcessRole.SCRUTINY: _ALL,
    },
}
_SHARING: Final[dict[str, dict[ProcessRole, Rows]]] = {
    "sharing_disclosure": {ProcessRole.HUB: Rows(_RECORDS)},
    "sharing_package": {
        ProcessRole.HUB: Rows(_WORKS_ON_CASES),
        ProcessRole.PARTNER: Rows(f"unit_key IN {_KEYS_OF_COLLEAGUES}"),
    },
    "sharing_subjectnotice": {
        ProcessRole.HUB: Rows(_RECORDS_OR_ERASURES),
        ProcessRole.PUBLIC: Rows("mailbox IN (SELECT id FROM report_report)"),
    },
    "sharing_askeddecision": {ProcessRole.HUB: Rows(_ASKS_OR_DECIDES)},
    "sharing_takendecision": {ProcessRole.HUB: Rows(_ASKS_OR_DECIDES)},
    "sharing_review": {ProcessRole.HUB: Rows(_TELLS_OR_REVIEWS), ProcessRole.WORKER: _ALL},
    "sharing_letter": {
        ProcessRole.HUB: Rows(_may(Action.CASE_TELL, Action.ERASURE_CONFIRM)),
        # Whoever holds its address.
        ProcessRole.PARTNER: Rows(f"look_up = {_setting('look_up')}"),
        ProcessRole.WORKER: _ALL,
    },
    "sharing_tallynote": {ProcessRole.HUB: Rows("false", _COUNTS), ProcessRole.WORKER: _ALL},
    "sharing_tallytotal": {ProcessRole.WORKER: _ALL},
    "sharing_pending": {
        ProcessRole.HUB: _ONLY_ADDED,
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.WORKER), _ALL),
    },
    # Public to read. Who writes is told by the permission table once more: no page and no fault adds a signature.
    **{
        table: {
            **{process: _ALL for process in ProcessRole if process not in (ProcessRole.ALL, ProcessRole.HUB)},
            ProcessRole.HUB: Rows("true", _may(action)),
        }
        for table, action in (
            ("sharing_policyversion", Action.POLICY_PROPOSE),
            ("sharing_proofresult", Action.POLICY_PROPOSE),
            ("sharing_signature", Action.POLICY_SIGN),
            ("sharing_adoption", Action.POLICY_ADOPT),
        )
    },
}
# table -> process role -> its rows. A role that is not named sees none.
ROWS: Final = {**_ACCOUNTS, **_KEYS, **_AUDIT, **_REPORTS, **_CASES, **_SHARING}


def protect_rows(cursor: CursorWrapper, logins: Mapping[ProcessRole, str]) -> None:
    """Give each login role that exists its rows, and no other. Run it as the owner, after granting privileges."""
    make_functions(cursor)
    grant_functions(cursor, logins)
    for table, by_process in ROWS.items():
        _forget_policies(cursor, table)
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        for process, login in logins.items():
            # The demonstration's one process opens every door, and its people are synthetic.
            rows = _ALL if process is ProcessRole.ALL else by_process.get(process)
            if rows is not None:
                added = rows.seen if rows.added is None else rows.added
                cursor.execute(
                    f"CREATE POLICY rows_of_{login} ON {table} TO {login} USING ({rows.seen}) WITH CHECK ({added})"
                )
                bind_deletions(cursor, table, login)
                bind_changes(cursor, table, login)


def _forget_policies(cursor: CursorWrapper, table: str) -> None:
    """Take away every policy of a table, of earlier versions too: only what stands here holds."""
    cursor.execute("SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [table])
    for (policy,) in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON {table}')
