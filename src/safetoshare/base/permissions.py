"""Who may do what: one table, read by pages, commands, jobs and the unwrapper alike.

A line says: this action may be done by these roles, when these conditions hold. What no line allows is refused.
There is no superuser: the system administrator keeps the machine running and can open no record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """The roles of the house. An account has exactly one."""

    RESPONSE_OFFICER = "response_officer"
    OFFICER_IN_THE_CASE = "officer_in_the_case"
    VICTIM_CARE_OFFICER = "victim_care_officer"
    WITNESS_CARE_OFFICER = "witness_care_officer"
    UNIT_SUPERVISOR = "unit_supervisor"
    INSPECTOR = "inspector"
    CHIEF_OFFICER = "chief_officer"
    DISCLOSURE_OFFICER = "disclosure_officer"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    CONTROL_ROOM = "control_room"
    REPORTING_CENTRE_WORKER = "reporting_centre_worker"
    PARTNER_WORKER = "partner_worker"
    PARTNER_MANAGER = "partner_manager"
    NETWORK_COORDINATOR = "network_coordinator"
    TRAINER = "trainer"
    OUTREACH_WORKER = "outreach_worker"
    POLICY_AUTHOR = "policy_author"
    POLICY_SIGNER = "policy_signer"
    COMMISSIONERS_ANALYST = "commissioners_analyst"
    COMMISSIONER = "commissioner"
    SYSTEM_ADMINISTRATOR = "system_administrator"


class Realm(StrEnum):
    """By which door an account comes in: the force's and commissioner's staff, or partner organisations."""

    STAFF = "staff"
    PARTNER = "partner"


PARTNER_ROLES = frozenset({Role.REPORTING_CENTRE_WORKER, Role.PARTNER_WORKER, Role.PARTNER_MANAGER})
STAFF_ROLES = frozenset(Role) - PARTNER_ROLES
# Those whose work is a person's report; the others never hold a unit's key.
CASE_ROLES = frozenset(
    {
        Role.VICTIM_CARE_OFFICER,
        Role.WITNESS_CARE_OFFICER,
        Role.UNIT_SUPERVISOR,
    }
)
# Those who, at an organisation, take on what is referred to it.
REFERRAL_ROLES = frozenset({Role.PARTNER_WORKER, Role.PARTNER_MANAGER})
KEY_HOLDERS = CASE_ROLES | REFERRAL_ROLES | {Role.DATA_PROTECTION_OFFICER}
# Whoever proposes a version of the sharing policy never signs it: they are different roles.
_POLICY_SIGNERS = frozenset({Role.POLICY_SIGNER, Role.CHIEF_OFFICER})
# Who may read who was asked and told, and where to reach a person safely.
_RESTRICTED_ROLES = frozenset({Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR})


class Action(StrEnum):
    """Everything that may be done, as `part:subject:verb`."""

    PAGE_READ = "web:page:read"
    HEALTH_READ = "web:health:read"
    SITE_LEAVE = "web:site:leave"
    ACCOUNT_SIGN_IN = "base:account:sign_in"
    ACCOUNT_SIGN_OUT = "base:account:sign_out"
    KEY_UNLOCK = "base:key:unlock"
    KEY_LOCK = "base:key:lock"
    RECORD_OPEN = "base:record:open"
    RESTRICTED_OPEN = "base:restricted:open"
    AUDIT_READ = "base:audit:read"
    PACKAGE_OPEN = "base:package:open"
    REPORT_SEND = "report:report:send"
    MAILBOX_OPEN = "report:mailbox:open"
    QUESTION_ASK = "sharing:question:ask"
    POLICY_READ = "sharing:policy:read"
    POLICY_PROPOSE = "sharing:policy:propose"
    POLICY_SIGN = "sharing:policy:sign"
    POLICY_ADOPT = "sharing:policy:adopt"
    POLICY_REPLAY = "sharing:policy:replay"
    CASE_LIST = "hub:case:list"
    CASE_WORK = "hub:case:work"
    CASE_REFER = "hub:case:refer"
    REFERRAL_ANSWER = "hub:referral:answer"
    BRIEFING_READ = "practice:briefing:read"


class Actor(Protocol):
    """Whoever acts: an account, or nobody known (`role` is None)."""

    @property
    def role(self) -> str | None: ...
    @property
    def realm(self) -> str | None: ...


Condition = Callable[[Actor, Realm | None], bool]


def comes_by_own_door(actor: Actor, door: Realm | None) -> bool:
    """Whether staff come by the staff's door and partners by theirs; where there is no door, it holds."""
    return door is None or actor.realm == door


@dataclass(frozen=True)
class Permit:
    """One line of the table. `roles` None means anyone, signed in or not."""

    action: Action
    roles: frozenset[Role] | None
    condition: Condition | None = None


TABLE = (
    Permit(Action.PAGE_READ, None),
    Permit(Action.HEALTH_READ, None),
    Permit(Action.SITE_LEAVE, None),
    Permit(Action.ACCOUNT_SIGN_IN, None),
    Permit(Action.ACCOUNT_SIGN_OUT, STAFF_ROLES | PARTNER_ROLES, comes_by_own_door),
    Permit(Action.KEY_UNLOCK, KEY_HOLDERS, comes_by_own_door),
    Permit(Action.KEY_LOCK, KEY_HOLDERS, comes_by_own_door),
    Permit(Action.RECORD_OPEN, CASE_ROLES),
    Permit(Action.RESTRICTED_OPEN, _RESTRICTED_ROLES),
    Permit(Action.AUDIT_READ, frozenset({Role.DATA_PROTECTION_OFFICER})),
    Permit(Action.PACKAGE_OPEN, REFERRAL_ROLES),
    Permit(Action.REPORT_SEND, None),
    Permit(Action.MAILBOX_OPEN, None),
    Permit(Action.QUESTION_ASK, STAFF_ROLES),
    Permit(
        Action.POLICY_READ,
        _POLICY_SIGNERS | {Role.POLICY_AUTHOR, Role.DATA_PROTECTION_OFFICER, Role.UNIT_SUPERVISOR},
    ),
    Permit(Action.POLICY_PROPOSE, frozenset({Role.POLICY_AUTHOR})),
    Permit(Action.POLICY_SIGN, _POLICY_SIGNERS),
    Permit(Action.POLICY_ADOPT, frozenset({Role.CHIEF_OFFICER})),
    # It opens restricted records, though nobody reads them: of those who hold that key, who answers for the unit.
    Permit(Action.POLICY_REPLAY, frozenset({Role.UNIT_SUPERVISOR})),
    Permit(Action.CASE_LIST, CASE_ROLES),
    Permit(Action.CASE_WORK, CASE_ROLES),
    Permit(Action.CASE_REFER, _RESTRICTED_ROLES),
    Permit(Action.REFERRAL_ANSWER, REFERRAL_ROLES),
    Permit(Action.BRIEFING_READ, STAFF_ROLES),
)


def is_permitted(action: Action, actor: Actor, door: Realm | None = None) -> bool:
    """Whether any line of the table allows it."""
    return any(
        permit.action is action
        and (permit.roles is None or actor.role in permit.roles)
        and (permit.condition is None or permit.condition(actor, door))
        for permit in TABLE
    )
