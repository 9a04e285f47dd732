"""Who there is: the roles of the house, the doors they come by, and what they share."""

from __future__ import annotations

from enum import StrEnum


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
# Those who, at a third-party reporting centre, type in what a person wrote on paper. They hold no key.
CENTRE_ROLES = frozenset({Role.REPORTING_CENTRE_WORKER})
# The ranks to which the policy leaves a decision. They hold the key of what they are asked, and no other of the unit.
DECIDING_ROLES = frozenset({Role.UNIT_SUPERVISOR, Role.INSPECTOR, Role.CHIEF_OFFICER, Role.DISCLOSURE_OFFICER})
KEY_HOLDERS = CASE_ROLES | REFERRAL_ROLES | DECIDING_ROLES | {Role.DATA_PROTECTION_OFFICER, Role.CONTROL_ROOM}
# Who signs the list of keys that count, two at a time: members who hold keys, never the system administrator.
KEY_LIST_SIGNERS = frozenset({Role.UNIT_SUPERVISOR, Role.VICTIM_CARE_OFFICER, Role.DATA_PROTECTION_OFFICER})
# Who invites and takes leave of people. An account alone opens nothing: a key takes two signatures more.
ACCOUNT_MANAGERS = frozenset({Role.UNIT_SUPERVISOR, Role.SYSTEM_ADMINISTRATOR})
# Whoever proposes a version of the sharing policy never signs it: they are different roles.
POLICY_SIGNERS = frozenset({Role.POLICY_SIGNER, Role.CHIEF_OFFICER})
# Who may read who was asked and told, and where to reach a person safely.
RESTRICTED_ROLES = frozenset({Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR})
