"""The table: which action, by which roles, in which states, standing how to the record, under which condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from safetoshare.base.permissions.actions import Action
from safetoshare.base.permissions.roles import (
    ACCOUNT_MANAGERS,
    CASE_ROLES,
    CENTRE_ROLES,
    DECIDING_ROLES,
    KEY_HOLDERS,
    KEY_LIST_SIGNERS,
    PARTNER_ROLES,
    POLICY_SIGNERS,
    REFERRAL_ROLES,
    RESTRICTED_ROLES,
    STAFF_ROLES,
    Realm,
    Role,
)
from safetoshare.core.cases import CaseState
from safetoshare.core.referrals import FINAL, ReferralState


class Relation(StrEnum):
    """How whoever acts must stand to what it is done to."""

    ANY = "any"
    OWN_ACCOUNT = "own_account"
    NOT_OWN_ACCOUNT = "not_own_account"
    OWN_ORGANISATION = "own_organisation"
    # Who proposed or asked for something never signs or confirms it.
    NOT_PROPOSER = "not_proposer"


class Actor(Protocol):
    """Whoever acts: an account, or nobody known (`role` is None)."""

    @property
    def role(self) -> str | None: ...
    @property
    def realm(self) -> str | None: ...


@dataclass(frozen=True)
class Subject:
    """What something is done to, as far as it is known. What a line asks for and is not known, it refuses."""

    state: str | None = None
    account: UUID | None = None
    organisation: UUID | None = None
    proposed_by: UUID | None = None


Condition = Callable[[Actor, Realm | None], bool]


def comes_by_own_door(actor: Actor, door: Realm | None) -> bool:
    """Whether staff come by the staff's door and partners by theirs; where there is no door, it holds."""
    return door is None or actor.realm == door


@dataclass(frozen=True)
class Permit:
    """One line of the table. `roles` None means anyone, signed in or not; `states` None, in any state."""

    action: Action
    roles: frozenset[Role] | None
    condition: Condition | None = None
    states: frozenset[str] | None = None
    relation: Relation = Relation.ANY


# Whoever keeps the machine running.
_OPERATORS: Final = frozenset({Role.SYSTEM_ADMINISTRATOR})
# No person: the worker alone.
NOBODY: Final[frozenset[Role]] = frozenset()
TABLE = (
    Permit(Action.PAGE_READ, None),
    Permit(Action.HEALTH_READ, None),
    Permit(Action.SITE_LEAVE, None),
    Permit(Action.ACCOUNT_SIGN_IN, None),
    Permit(Action.ACCOUNT_SIGN_OUT, STAFF_ROLES | PARTNER_ROLES, comes_by_own_door, relation=Relation.OWN_ACCOUNT),
    Permit(Action.ACCOUNT_JOIN, None),
    Permit(Action.ACCOUNT_CARE, STAFF_ROLES | PARTNER_ROLES, comes_by_own_door, relation=Relation.OWN_ACCOUNT),
    Permit(Action.ACCOUNT_LIST, ACCOUNT_MANAGERS),
    Permit(Action.ACCOUNT_MANAGE, ACCOUNT_MANAGERS, relation=Relation.NOT_OWN_ACCOUNT),
    Permit(Action.KEY_UNLOCK, KEY_HOLDERS, comes_by_own_door, relation=Relation.OWN_ACCOUNT),
    Permit(Action.KEY_LOCK, KEY_HOLDERS, comes_by_own_door, relation=Relation.OWN_ACCOUNT),
    Permit(Action.KEY_LIST_READ, KEY_LIST_SIGNERS | ACCOUNT_MANAGERS),
    Permit(Action.KEY_LIST_PROPOSE, KEY_LIST_SIGNERS),
    Permit(Action.KEY_LIST_SIGN, KEY_LIST_SIGNERS),
    Permit(Action.KEY_ROTATE, KEY_LIST_SIGNERS),
    Permit(Action.OPENINGS_ALLOW, CASE_ROLES, relation=Relation.NOT_OWN_ACCOUNT),
    Permit(Action.RECORD_SEARCH, CASE_ROLES),
    # Whoever wants to be forgotten may write to the data protection officer (UK GDPR article 17).
    Permit(Action.ERASURE_ASK, CASE_ROLES | {Role.DATA_PROTECTION_OFFICER}),
    Permit(
        Action.ERASURE_CONFIRM,
        frozenset({Role.UNIT_SUPERVISOR, Role.DATA_PROTECTION_OFFICER}),
        relation=Relation.NOT_PROPOSER,
    ),
    Permit(Action.RECORD_OPEN, CASE_ROLES),
    Permit(Action.RESTRICTED_OPEN, RESTRICTED_ROLES),
    Permit(Action.AUDIT_READ, frozenset({Role.DATA_PROTECTION_OFFICER})),
    Permit(Action.AUDIT_EXPORT, frozenset({Role.DATA_PROTECTION_OFFICER})),
    Permit(Action.PACKAGE_OPEN, REFERRAL_ROLES, relation=Relation.OWN_ORGANISATION),
    Permit(Action.DUTY_OPEN, frozenset({Role.CONTROL_ROOM})),
    Permit(Action.REPORT_SEND, None),
    Permit(Action.MAILBOX_OPEN, None),
    Permit(Action.CENTRE_ENTER, CENTRE_ROLES, comes_by_own_door),
    Permit(Action.CENTRE_LIST, CENTRE_ROLES, comes_by_own_door, relation=Relation.OWN_ORGANISATION),
    Permit(Action.QUESTION_ASK, STAFF_ROLES),
    Permit(
        Action.POLICY_READ,
        POLICY_SIGNERS | {Role.POLICY_AUTHOR, Role.DATA_PROTECTION_OFFICER, Role.UNIT_SUPERVISOR},
    ),
    Permit(Action.POLICY_PROPOSE, frozenset({Role.POLICY_AUTHOR})),
    Permit(Action.POLICY_SIGN, POLICY_SIGNERS, relation=Relation.NOT_PROPOSER),
    Permit(Action.POLICY_ADOPT, frozenset({Role.CHIEF_OFFICER})),
    # It opens restricted records, though nobody reads them: of those who hold that key, who answers for the unit.
    Permit(Action.POLICY_REPLAY, frozenset({Role.UNIT_SUPERVISOR})),
    Permit(Action.TOLD_RECORD, CASE_ROLES),
    Permit(Action.REQUEST_ANSWER, CASE_ROLES | {Role.DISCLOSURE_OFFICER, Role.DATA_PROTECTION_OFFICER}),
    Permit(Action.CASE_LIST, CASE_ROLES),
    Permit(Action.CASE_WORK, CASE_ROLES),
    Permit(Action.FILE_OPEN, CASE_ROLES),
    # In each state that a case has: help that cannot wait is not kept back until everything was asked.
    Permit(Action.CASE_REFER, RESTRICTED_ROLES, states=frozenset(CaseState)),
    Permit(Action.CASE_TELL, RESTRICTED_ROLES),
    Permit(Action.DECISION_TAKE, DECIDING_ROLES, relation=Relation.NOT_PROPOSER),
    Permit(Action.REVIEW_DO, RESTRICTED_ROLES, relation=Relation.NOT_PROPOSER),
    Permit(Action.LETTER_OPEN, None),
    Permit(
        Action.REFERRAL_ANSWER,
        REFERRAL_ROLES,
        states=frozenset(set(ReferralState) - set(FINAL)),
        relation=Relation.OWN_ORGANISATION,
    ),
    Permit(Action.BRIEFING_READ, STAFF_ROLES),
    Permit(Action.SERVICE_RUN, _OPERATORS),
    Permit(Action.SERVICE_EXAMINE, _OPERATORS),
    Permit(Action.SERVICE_PREPARE, _OPERATORS),
    Permit(Action.DEMONSTRATION_LOAD, _OPERATORS),
    Permit(Action.BACKUP_MAKE, _OPERATORS),
    Permit(Action.BACKUP_RESTORE, _OPERATORS),
    Permit(Action.KEY_CREATE, _OPERATORS),
    # It takes the printed keys of two holders besides: the machine's operator alone opens nothing.
    Permit(Action.KEY_RECOVER, _OPERATORS),
    Permit(Action.KEY_TRUST, _OPERATORS),
    Permit(Action.KEY_LOCK_ALL, _OPERATORS),
    Permit(Action.DIRECTORY_LOAD, _OPERATORS),
    Permit(Action.REGISTER_LOAD, _OPERATORS),
    Permit(Action.RECORDING_ADD, _OPERATORS),
    Permit(Action.LOG_KEEP, _OPERATORS),
    Permit(Action.POLICY_EXAMINE, None),
    Permit(Action.PROOF_VERIFY, None),
    Permit(Action.DUE_DO, NOBODY),
)
