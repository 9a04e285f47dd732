"""Which login role of PostgreSQL may do what to which table. What is not written here is refused.

A process for the public has no right to a name or key of staff, so that a fault in it cannot reach them.
A test compares this table with the database's own list of tables.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from safetoshare.base.rows import protect_rows
from safetoshare.base.settings.environment import ProcessRole

_READ = "SELECT"
_KEEP = "SELECT, INSERT, UPDATE, DELETE"
# Enough to see that the demonstration's people stand in the database, and nothing about anyone.
_IS_SYNTHETIC = "SELECT (is_demonstration)"
# What signing in writes. Nobody gives himself another role through a fault there.
_SIGN_IN = "SELECT, UPDATE (last_code_step, last_code_form, session_stamp"
_WITH_DOOR = (ProcessRole.HUB, ProcessRole.PARTNER, ProcessRole.SCRUTINY)
_DOORLESS = (ProcessRole.PUBLIC, ProcessRole.WORKER)
_WITH_UNWRAPPER = (ProcessRole.HUB, ProcessRole.PARTNER)
_EVERYBODY = tuple(role for role in ProcessRole if role is not ProcessRole.ALL)

# table -> process role -> privileges
GRANTS: dict[str, dict[ProcessRole, str]] = {
    "base_account": {
        **dict.fromkeys(_DOORLESS, _IS_SYNTHETIC),
        ProcessRole.HUB: "SELECT, INSERT, UPDATE",
        ProcessRole.SCRUTINY: f"{_SIGN_IN})",
        # Partners join at their own door; staff join at the unit's process.
        ProcessRole.PARTNER: f"{_SIGN_IN}, sealed_code_secret, is_active)",
    },
    "base_signintries": dict.fromkeys(_WITH_DOOR, _KEEP),
    "base_unit": {
        **dict.fromkeys((ProcessRole.WORKER, ProcessRole.SCRUTINY), _IS_SYNTHETIC),
        # What is sealed to a unit is sealed by its name: whoever seals finds its public key.
        **dict.fromkeys((ProcessRole.PUBLIC, *_WITH_UNWRAPPER), _READ),
    },
    # Public halves: the public's process seals reports to them.
    "base_unitkey": dict.fromkeys((ProcessRole.PUBLIC, *_WITH_UNWRAPPER), _READ),
    # Where an unwrapper runs, and nowhere else: a web process shares its login. See `base.rows` for whose they read.
    "base_memberkey": dict.fromkeys(_WITH_UNWRAPPER, "SELECT, INSERT, DELETE, UPDATE (state)"),
    "base_unitkeywrap": dict.fromkeys(_WITH_UNWRAPPER, "SELECT, INSERT, DELETE"),
    # The owner's commands alone make and use them.
    "base_recoverywrap": {},
    # Public keys that count, signed by two members: whoever seals checks them.
    "base_signedkeylist": {**dict.fromkeys(_EVERYBODY, _READ), ProcessRole.HUB: "SELECT, INSERT"},
    "base_proposedkeylist": {ProcessRole.HUB: "SELECT, INSERT, DELETE"},
    "base_keylistsignature": {ProcessRole.HUB: "SELECT, INSERT, DELETE"},
    "base_invitation": {ProcessRole.HUB: _KEEP, ProcessRole.PARTNER: "SELECT, DELETE"},
    "base_recoverycode": dict.fromkeys(_WITH_DOOR, "SELECT, INSERT, DELETE, UPDATE (used_on)"),
    "base_knownbrowser": dict.fromkeys(_WITH_DOOR, _KEEP),
    "base_opensession": {**dict.fromkeys(_WITH_DOOR, _KEEP), ProcessRole.WORKER: "SELECT, DELETE"},
    "base_auditrow": {
        ProcessRole.HUB: "SELECT, INSERT",
        **dict.fromkeys((ProcessRole.PARTNER, ProcessRole.SCRUTINY), "INSERT"),
        ProcessRole.WORKER: 'SELECT (commitment, "on")',
    },
    "base_auditleaf": {ProcessRole.HUB: _READ, ProcessRole.WORKER: "SELECT, INSERT"},
    "base_audithead": {ProcessRole.HUB: _READ, ProcessRole.WORKER: "SELECT, INSERT"},
    "base_usedform": {**dict.fromkeys(_WITH_DOOR, "SELECT, INSERT, DELETE"), ProcessRole.WORKER: "SELECT, DELETE"},
    # Whoever comes back is told that what she sent is gone, and until when a backup still has it.
    "base_erasure": {
        ProcessRole.HUB: "SELECT, INSERT",
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.WORKER), _READ),
    },
    "base_jobday": {ProcessRole.WORKER: "SELECT, INSERT, DELETE"},
    # The public's process adds a report and finds one by its receipt; it never reads an account again. The unit's
    # process reads of a report what a list of work needs, and nothing that finds or opens a mailbox.
    "report_report": {
        ProcessRole.PUBLIC: "SELECT, INSERT, UPDATE (stop_asked_on, is_stop_due, words_sealed, "
        "erasure_asked_on, erasure_not_before)",
        ProcessRole.HUB: (
            "SELECT (id, mailbox_public, team, area, received_on, next_step_by, state, stop_asked_on, is_stop_due, "
            "is_set_back, set_aside_after, erasure_asked_on, erasure_not_before), "
            "UPDATE (state, salt, mailbox_public, mailbox_private, promise_wrapped, promise_sealed, words_sealed, "
            "content_mark, nonce_hash, area, is_stop_due, set_aside_after, erasure_asked_on, erasure_not_before)"
        ),
        # A reporting centre adds a report, and sees what became of it. What finds it is asked for, and opens nothing.
        ProcessRole.PARTNER: (
            "SELECT (id, look_up, nonce_hash, content_mark, received_on, next_step_by, state), INSERT"
        ),
        # What is left of an erased report, once the last backup of it is gone.
        # And whether one that says danger now was opened.
        ProcessRole.WORKER: "SELECT (id, state, team), DELETE",
    },
    # Begun and not sent: hers alone, by her receipt. The worker forgets it by its day.
    "report_reportdraft": {
        ProcessRole.PUBLIC: "SELECT, INSERT, DELETE",
        ProcessRole.WORKER: "SELECT (written_on), DELETE",
    },
    "report_reportgroup": {
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.PARTNER), "INSERT"),
        ProcessRole.HUB: "SELECT, DELETE",
    },
    # Which centre sent which report: for the centre itself. The unit reads it in the account alone.
    "report_centrereport": {ProcessRole.PARTNER: "SELECT, INSERT", ProcessRole.HUB: "SELECT (report_id), DELETE"},
    # Received with a report or in a mailbox; the unit reads a sealed piece and notes that it did.
    "report_reportfile": {
        ProcessRole.PUBLIC: "SELECT, INSERT, UPDATE (report_id, written_on), DELETE",
        ProcessRole.HUB: "SELECT (id, report_id), DELETE",
        ProcessRole.WORKER: "SELECT (id, report_id, written_on), DELETE",
    },
    "report_reportfilechunk": {
        ProcessRole.PUBLIC: "SELECT, INSERT, DELETE",
        ProcessRole.HUB: "SELECT, DELETE",
        ProcessRole.WORKER: "SELECT (file_id), DELETE",
    },
    "report_reportfileopening": {ProcessRole.HUB: "SELECT, INSERT, DELETE"},
    "report_look": {
        ProcessRole.PUBLIC: _READ,
        ProcessRole.HUB: "SELECT, INSERT, DELETE",
        ProcessRole.WORKER: "SELECT (report_id)",
    },
    "report_mailboxitem": {ProcessRole.PUBLIC: _READ, ProcessRole.HUB: "SELECT, INSERT, DELETE"},
    # What the control room did is noted among them.
    # Another safe contact, later. The public's process adds one, and sees from when it is used; the unit's may hold it.
    "report_contactchange": {
        ProcessRole.PUBLIC: "SELECT (id, report_id, number, nonce_hash, asked_on, not_before, is_held), INSERT",
        ProcessRole.HUB: "SELECT, DELETE, UPDATE (is_held)",
    },
    "report_reportermessage": {ProcessRole.PUBLIC: "SELECT, INSERT", ProcessRole.HUB: "SELECT, INSERT, DELETE"},
    "django_session": {
        **dict.fromkeys(_WITH_DOOR, _KEEP),
        ProcessRole.WORKER: "SELECT, DELETE",
    },
    # The directory of services is public and holds nobody. The owner's commands alone write it.
    **{
        table: dict.fromkeys((ProcessRole.PUBLIC, *_WITH_DOOR), _READ)
        for table in (
            "network_organisation",
            "network_service",
            "network_servicearea",
            "network_serviceneed",
            "network_servicelanguage",
            "network_servicephone",
            "network_phoneopening",
            "network_fact",
        )
    },
    # A policy, its proof, signatures and adoption are public: every process reads them. The force's staff add to
    # them and alter nothing, but a signature may be withdrawn. A signer stands there as an opaque identifier.
    **{
        table: {
            **{role: _READ for role in ProcessRole if role is not ProcessRole.ALL},
            ProcessRole.HUB: "SELECT, INSERT",
        }
        for table in ("sharing_policyversion", "sharing_proofresult", "sharing_adoption")
    },
    "sharing_signature": {
        **{role: _READ for role in ProcessRole if role is not ProcessRole.ALL},
        ProcessRole.HUB: "SELECT, INSERT, UPDATE (withdrawn_on)",
    },
    # A case's work list, and its sealed groups, to which versions are appended. Scrutiny counts, and sees which days.
    "hub_case": {ProcessRole.HUB: _KEEP, ProcessRole.SCRUTINY: "SELECT (opened_on)"},
    "hub_casegroup": {ProcessRole.HUB: "SELECT, INSERT, DELETE"},
    "hub_erasurerequest": {ProcessRole.HUB: "SELECT, INSERT, DELETE"},
    # Disclosures are added and never altered. An organisation's process reads packages and nothing else of them; the
    # public's reads what is sealed to a mailbox.
    "sharing_disclosure": {ProcessRole.HUB: "SELECT, INSERT"},
    "sharing_package": {ProcessRole.HUB: "SELECT (id, unit_key), INSERT", ProcessRole.PARTNER: _READ},
    "sharing_subjectnotice": {
        ProcessRole.HUB: "SELECT (mailbox, number, commitment, shown_from), INSERT, DELETE, UPDATE (shown_from)",
        ProcessRole.PUBLIC: _READ,
    },
    # Asked and answered at the force; an answer is given once. What is erased with its case, goes.
    "sharing_askeddecision": {ProcessRole.HUB: "SELECT, INSERT, DELETE, UPDATE (answered_on)"},
    "sharing_takendecision": {ProcessRole.HUB: "SELECT, INSERT, DELETE"},
    # Added with its record, and reviewed once. The worker sees whether one is late.
    "sharing_review": {
        ProcessRole.HUB: "SELECT, INSERT, DELETE, UPDATE (reviewed_on)",
        ProcessRole.WORKER: "SELECT (due_on, reviewed_on)",
    },
    # Written by the unit, which sees only whether it was opened; opened at the partners' process; forgotten when over.
    "sharing_letter": {
        ProcessRole.HUB: "SELECT (id, opened_on, expires_on), INSERT",
        ProcessRole.PARTNER: "SELECT, UPDATE (tries_left, opened_on)",
        ProcessRole.WORKER: "SELECT (id, expires_on), DELETE",
    },
    # The unit's process adds a sealed note with each record and reads none; the worker has a month's folded.
    "sharing_tallynote": {ProcessRole.HUB: "INSERT", ProcessRole.WORKER: "SELECT, DELETE"},
    "sharing_tallytotal": {ProcessRole.WORKER: "SELECT, INSERT, DELETE"},
    # What is published of them, and never changes.
    "sharing_figure": {
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.SCRUTINY), _READ),
        ProcessRole.WORKER: "SELECT, INSERT",
    },
    # The public log: everyone may read it, the worker writes it, and what is promised waits unseen until then.
    "sharing_entry": {
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.HUB), _READ),
        ProcessRole.WORKER: "SELECT, INSERT",
    },
    "sharing_signedcheckpoint": {
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.HUB), _READ),
        ProcessRole.WORKER: "SELECT, INSERT",
    },
    "sharing_logkey": {
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.HUB), _READ),
        ProcessRole.WORKER: "SELECT, INSERT",
    },
    # Only the tile at each level's end is written over, by a wider one.
    "sharing_tile": {
        **dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.HUB), _READ),
        ProcessRole.WORKER: "SELECT, INSERT, UPDATE (width, hashes)",
    },
    # A log is closed by the tables' owner alone: `safetoshare ledger reopen`.
    "sharing_closedlog": dict.fromkeys((ProcessRole.PUBLIC, ProcessRole.WORKER), _READ),
    "sharing_pending": {
        ProcessRole.PUBLIC: "SELECT (include_by)",
        ProcessRole.HUB: "INSERT",
        ProcessRole.WORKER: "SELECT, DELETE",
    },
    # What an organisation was sent and what it answers: it sees its own (see `base.rows`), and writes its answer alone.
    "hub_referral": {
        ProcessRole.HUB: "SELECT, INSERT, UPDATE (withdrawn_on)",
        ProcessRole.PARTNER: "SELECT, UPDATE (state, opened_on, answered_on, reason, answers)",
        ProcessRole.WORKER: "SELECT (state, answer_by), UPDATE (state)",
        ProcessRole.SCRUTINY: "SELECT (state, reason, sent_on, answer_by, answered_on)",
    },
    # An answer's words are sealed to the unit: the organisation's process writes them and reads them no more.
    "hub_answerwords": {ProcessRole.HUB: _READ, ProcessRole.PARTNER: "INSERT"},
    # Which member of staff confirmed which version of the policy.
    "practice_reading": {ProcessRole.HUB: "SELECT, INSERT", ProcessRole.SCRUTINY: _READ},
    # The register is public and holds nobody who reported. The owner's commands alone write it.
    **{
        f"scrutiny_{table}": {ProcessRole.SCRUTINY: _READ}
        for table in (
            *("body", "bodyname", "supercomplaint", "supercomplaint_made_by", "report", "report_published_by"),
            *("recommendation", "subrequirement", "recommendationrecipient", "deadline", "response", "answer"),
            *("designation", "complaintstage", "supersession", "finding", "wait"),
        )
    },
    # Every process may see whether its tables are up to date.
    "django_migrations": {role: _READ for role in ProcessRole if role is not ProcessRole.ALL},
}


def login_role(role: ProcessRole) -> str:
    """Return the name of a process's login role. `safetoshare_demo` opens all doors, in the demonstration."""
    return "safetoshare_demo" if role is ProcessRole.ALL else f"safetoshare_{role}"


def grant_privileges(connection: BaseDatabaseWrapper) -> None:
    """Give each login role that exists exactly its privileges and rows. Run it as the owner, after migrating."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        existing = {name for (name,) in cursor.fetchall()}
        logins = {role: login_role(role) for role in ProcessRole if login_role(role) in existing}
        for role, name in logins.items():
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quote(name)}")
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quote(name)}")
            for table, privileges in GRANTS.items():
                granted = _KEEP if role is ProcessRole.ALL else privileges.get(role)
                if granted:
                    cursor.execute(f"GRANT {granted} ON {quote(table)} TO {quote(name)}")
        protect_rows(cursor, logins)
