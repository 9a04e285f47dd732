"""Asking the table. What no line allows is refused."""

from __future__ import annotations

from uuid import UUID

from safetoshare.base.permissions.actions import Action
from safetoshare.base.permissions.roles import Realm, Role
from safetoshare.base.permissions.table import TABLE, Actor, Permit, Relation, Subject


def is_permitted(action: Action, actor: Actor, door: Realm | None = None, subject: Subject | None = None) -> bool:
    """Whether any line of the table allows it.

    Without a subject the question is whether the actor may do such a thing at all; whoever does it to something
    asks again with that.
    """
    return any(
        (permit.roles is None or actor.role in permit.roles)
        and (permit.condition is None or permit.condition(actor, door))
        and (subject is None or _fits(permit, subject, _uuid_of(actor, "id"), _uuid_of(actor, "organisation")))
        for permit in _lines(action)
    )


def fits(action: Action, subject: Subject, account: UUID | None = None, organisation: UUID | None = None) -> bool:
    """Whether state and relation allow it, whatever the role: for a service whose caller has asked for that."""
    return any(_fits(permit, subject, account, organisation) for permit in _lines(action))


def roles_of(action: Action) -> frozenset[Role]:
    """Return the roles that an action is for. None for what anyone may do: that is no question of roles."""
    return frozenset(role for permit in _lines(action) for role in permit.roles or ())


def states_of(action: Action) -> frozenset[str]:
    """Return the states of a record in which the action is done to it; none if it is done in any state."""
    return frozenset(state for permit in _lines(action) for state in permit.states or ())


def _lines(action: Action) -> list[Permit]:
    return [permit for permit in TABLE if permit.action is action]


def _fits(permit: Permit, subject: Subject, account: UUID | None, organisation: UUID | None) -> bool:
    return (permit.states is None or subject.state in permit.states) and _is_related(
        permit.relation, subject, account, organisation
    )


def _is_related(relation: Relation, subject: Subject, account: UUID | None, organisation: UUID | None) -> bool:
    match relation:
        case Relation.ANY:
            return True
        case Relation.OWN_ACCOUNT:
            return account is not None and subject.account == account
        case Relation.NOT_OWN_ACCOUNT:
            return account is not None and subject.account not in (None, account)
        case Relation.OWN_ORGANISATION:
            return organisation is not None and subject.organisation == organisation
        case Relation.NOT_PROPOSER:
            return account is not None and subject.proposed_by not in (None, account)


def _uuid_of(actor: Actor, name: str) -> UUID | None:
    value = getattr(actor, name, None)
    return value if isinstance(value, UUID) else None
