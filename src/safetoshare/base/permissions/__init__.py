"""Who may do what: one table, read by pages, links, exports, commands, jobs and the unwrapper alike.

A line says: this action may be done by these roles, to a record in these states, by whoever stands in this relation to
it, when this condition holds. What no line allows is refused. There is no superuser: the system administrator keeps
the machine running and can open no record.
"""

from safetoshare.base.permissions.actions import Action
from safetoshare.base.permissions.checks import fits, is_permitted, roles_of, states_of
from safetoshare.base.permissions.operators import COMMANDS, JOBS, MANAGE_COMMANDS
from safetoshare.base.permissions.roles import (
    ACCOUNT_MANAGERS,
    CASE_ROLES,
    KEY_HOLDERS,
    KEY_LIST_SIGNERS,
    PARTNER_ROLES,
    REFERRAL_ROLES,
    STAFF_ROLES,
    Realm,
    Role,
)
from safetoshare.base.permissions.table import NOBODY, TABLE, Actor, Permit, Relation, Subject

__all__ = [
    "ACCOUNT_MANAGERS",
    "CASE_ROLES",
    "COMMANDS",
    "JOBS",
    "KEY_HOLDERS",
    "KEY_LIST_SIGNERS",
    "MANAGE_COMMANDS",
    "NOBODY",
    "PARTNER_ROLES",
    "REFERRAL_ROLES",
    "STAFF_ROLES",
    "TABLE",
    "Action",
    "Actor",
    "Permit",
    "Realm",
    "Relation",
    "Role",
    "Subject",
    "fits",
    "is_permitted",
    "roles_of",
    "states_of",
]
