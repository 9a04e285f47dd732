"""A row of each person and organisation in each table, written by the owner, of which a process sees its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
from psycopg import Connection, sql

from safetoshare.base.permissions import PARTNER_ROLES, Role
from tests.production import Production

DAY, LATER = date(2026, 11, 16), date(2026, 11, 20)
_OF_A_TYPE: dict[str, Any] = {
    "uuid": uuid4,
    "date": lambda: DAY,
    "timestamp with time zone": lambda: datetime(2026, 11, 16, 9),  # noqa: DTZ001  # any
    "bytea": lambda: uuid4().bytes + uuid4().bytes,
    "text": lambda: uuid4().hex,
    "character varying": lambda: uuid4().hex[:10],
    "boolean": lambda: False,
    "jsonb": lambda: "{}",
    "numeric": lambda: 0,
}


@dataclass
class Seeded:
    """Whom and what the rows are about."""

    accounts: dict[Role, UUID] = field(default_factory=dict)
    ours: UUID = field(default_factory=uuid4)
    theirs: UUID = field(default_factory=uuid4)
    stranger: UUID = field(default_factory=uuid4)
    look_ups: tuple[bytes, bytes] = (b"", b"")
    referrals: tuple[UUID, UUID] = field(default_factory=lambda: (uuid4(), uuid4()))
    sessions: dict[UUID, str] = field(default_factory=dict)


def insert(owner: Connection, table: str, **given: Any) -> None:  # noqa: ANN401  # whatever a column holds
    """Add a row; what is not given has any value of its column's type."""
    columns = owner.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
        [table],
    ).fetchall()
    row = {name: _OF_A_TYPE.get(kind, lambda: 1)() for name, kind in columns if name not in given} | given
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join([sql.Placeholder()] * len(row)),
    )
    owner.execute(statement, list(row.values()))


def seed(production: Production) -> Seeded:
    """Write an account of each role, two organisations' workers, two reports, and what belongs to them."""
    seeded = Seeded()
    with production.as_owner() as owner:
        for role in Role:
            realm = "partner" if role in PARTNER_ROLES else "staff"
            seeded.accounts[role] = _account(owner, role, realm, seeded.ours if realm == "partner" else None, seeded)
        seeded.stranger = _account(owner, Role.PARTNER_WORKER, "partner", seeded.theirs, seeded)
        seeded.look_ups = (_report(owner, seeded.ours), _report(owner, seeded.theirs))
        for package, organisation in zip(seeded.referrals, (seeded.ours, seeded.theirs), strict=True):
            _referral(owner, package, organisation)
        _sharing(owner)
        insert(owner, "base_auditrow", action="base:record:open")
        insert(owner, "base_auditleaf", index=0)
        insert(owner, "base_audithead")
        proposal = uuid4()
        insert(owner, "base_proposedkeylist", id=proposal)
        insert(owner, "base_signedkeylist", number=1)
        insert(owner, "base_keylistsignature", proposal_id=proposal)
    return seeded


def rows_seen(
    production: Production, login: str, table: str, columns: LiteralString = "count(*)", **context: str
) -> list[tuple[Any, ...]]:
    """What a login role reads of a table on somebody's behalf."""
    with psycopg.connect(production.url(login)) as connection:
        for name, value in context.items():
            connection.execute("SELECT set_config(%s, %s, true)", [f"safetoshare.{name}", value])
        statement = sql.SQL("SELECT {} FROM {}").format(sql.SQL(columns), sql.Identifier(table))
        found = connection.execute(statement).fetchall()
        connection.rollback()
        return found


def _account(owner: Connection, role: Role, realm: str, organisation: UUID | None, seeded: Seeded) -> UUID:
    account, key = uuid4(), uuid4()
    insert(
        owner,
        "base_account",
        **{"id": account, "name": f"{role} {account}", "realm": realm, "role": role.value, "is_active": True},
        organisation=organisation,
    )
    insert(owner, "base_invitation", account_id=account)
    insert(owner, "base_recoverycode", account_id=account)
    insert(owner, "base_knownbrowser", account_id=account)
    seeded.sessions[account] = uuid4().hex
    insert(owner, "base_opensession", row_key=seeded.sessions[account], account_id=account)
    insert(owner, "django_session", session_key=seeded.sessions[account])
    insert(owner, "base_memberkey", id=key, account_id=account, state="current")
    unit_key = _unit_key(owner, None)
    insert(owner, "base_unitkeywrap", unit_key_id=unit_key, member_id=key)
    insert(owner, "practice_reading", account=account, policy="ab" * 32)
    return account


def _unit_key(owner: Connection, organisation: UUID | None) -> UUID:
    unit, key = uuid4(), uuid4()
    purpose = "safeguarding" if organisation is None else "organisation"
    insert(owner, "base_unit", id=unit, purpose=purpose, organisation=organisation)
    insert(owner, "base_unitkey", id=key, unit_id=unit, kind="ordinary", state="current")
    insert(owner, "base_recoverywrap", unit_key_id=key, inner=1, outer=2)
    return key


def _report(owner: Connection, centre: UUID) -> bytes:
    report, look_up, case = uuid4(), uuid4().bytes, uuid4()
    insert(
        owner, "report_report", id=report, look_up=look_up, state="received", team="unit", next_step_by=LATER, area=""
    )
    insert(owner, "report_reportgroup", report_id=report, group="account")
    insert(owner, "report_centrereport", report_id=report, organisation=centre, sent_on=DAY)
    insert(owner, "report_reportdraft", look_up=look_up, written_on=DAY)
    for sent_with in (report, None):
        file = uuid4()
        insert(owner, "report_reportfile", id=file, look_up=look_up, report_id=sent_with, written_on=DAY)
        insert(owner, "report_reportfilechunk", file_id=file, part="original")
        insert(owner, "report_reportfileopening", file_id=file, part="original")
    insert(owner, "report_mailboxitem", report_id=report)
    insert(owner, "report_look", report_id=report)
    insert(owner, "report_reportermessage", report_id=report)
    insert(owner, "report_contactchange", report_id=report, not_before=LATER)
    insert(owner, "base_erasure", record=report, gone_from_backups_by=LATER)
    insert(owner, "sharing_subjectnotice", mailbox=report, number=1)
    insert(owner, "hub_case", id=case, report=report, state="taken", review_on=LATER)
    insert(owner, "hub_casegroup", case_id=case, group="triage")
    insert(owner, "hub_erasurerequest", report=report, reason="person_asked")
    insert(owner, "sharing_disclosure", case=case, number=1)
    insert(owner, "sharing_askeddecision", id=case, case=case)
    insert(owner, "sharing_takendecision", asked_id=case)
    insert(owner, "sharing_review", record=case, case=case)
    insert(owner, "sharing_letter", id=case, look_up=look_up, tries_left=5, expires_on=LATER)
    return look_up


def _referral(owner: Connection, package: UUID, organisation: UUID) -> None:
    key = _unit_key(owner, organisation)
    insert(owner, "sharing_package", id=package, unit_key=key)
    insert(
        owner,
        "hub_referral",
        **{"package": package, "organisation": organisation, "state": "sent", "answer_by": LATER, "answers": 0},
        reason="",
    )
    insert(owner, "hub_answerwords", referral_id=package)


def _sharing(owner: Connection) -> None:
    insert(owner, "sharing_tallynote")
    insert(owner, "sharing_tallytotal")
    insert(owner, "sharing_figure", recipients="others", what="refusal")
    insert(owner, "sharing_pending", include_by=LATER)
