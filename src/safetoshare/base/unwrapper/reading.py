"""Opening records for whoever reads them, and counting over many that nobody reads.

No audit, no plaintext: permission, quota and the audit row, in this order, come before the first key is unwrapped.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from uuid import UUID

from safetoshare.base.audit import record_consultations, record_survey
from safetoshare.base.clock import now
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.base.unwrapper.questions import Answer, Question, text_of, uuid_of, values_of
from safetoshare.base.unwrapper.room import Room, actions_of_keys, holder_of
from safetoshare.base.unwrapper.surveys import MOST_RECORDS, check_reason, survey_named
from safetoshare.core.errors import BadInputError, NotPermittedError, RefusedError, SealError
from safetoshare.core.vault import DataKey, PrivateKey, open_sealed, unwrap

# It stands in the clear in the audit: a word of ours, never a text in which a name could stand.
_PURPOSE = re.compile(r"[a-z][a-z_]{0,59}")


def open_values(room: Room, question: Question) -> Answer:
    """Return the plaintexts of sealed values, in order, once an audit row a record and action is committed."""
    purpose, values = text_of(question, "purpose"), values_of(question)
    if not _PURPOSE.fullmatch(purpose):
        raise BadInputError("A purpose is one word, such as read_report.")
    holder = holder_of(room, question)
    actions = actions_of_keys(value.unit_key for value in values)
    holder.check_permitted(*actions.values())
    held, person = holder.unlocked.unit_keys, holder.person
    if not set(actions) <= set(held) or len(actions) != len({value.unit_key for value in values}):
        raise NotPermittedError("You hold no key to this.")
    opened_of: dict[Action, set[UUID]] = {}
    for value in values:
        opened_of.setdefault(actions[value.unit_key], set()).add(value.place.record)
    # The quota is for records of people. One row stands for a reading of the audit, or its rows would double each time.
    if opened_of.pop(Action.AUDIT_READ, None):
        opened_of[Action.AUDIT_READ] = {person.id}
    room.keyring.count_openings(
        person.id, sum(len(records) for action, records in opened_of.items() if action is not Action.AUDIT_READ)
    )
    for action, records in sorted(opened_of.items()):
        record_consultations(person.id, person.role, action, records, purpose=purpose, at=now())
    return {"plaintexts": [b64encode(opened(value, held[value.unit_key])).decode("ascii") for value in values]}


def survey(room: Room, question: Question) -> Answer:
    """Count over many records. Permission, quota and one audit row come before the first is opened."""
    made, reason = survey_named(text_of(question, "survey")), check_reason(text_of(question, "reason"))
    subject, values, body = uuid_of(question, "subject"), values_of(question, MOST_RECORDS), question.get("body")
    if not isinstance(body, dict):
        raise BadInputError("A survey is told about in an object.")
    holder = holder_of(room, question)
    actions = actions_of_keys(value.unit_key for value in values)
    holder.check_permitted(made.action, *actions.values())
    person = holder.person
    # A key of earlier days that the member does not hold leaves its records unread, and they are counted as such.
    held = {key: private for key, private in holder.unlocked.unit_keys.items() if key in actions}
    if values and not held:
        raise NotPermittedError("You hold no key to this.")
    room.keyring.count_survey(person.id)
    record_survey(
        person.id,
        person.role,
        made.action,
        subject,
        purpose=made.purpose,
        at=now(),
        records=len(values),
        reason=reason,
    )
    return {"answer": made.run((_opened_or_none(value, held) for value in values), body)}


def allow_more(room: Room, question: Question) -> Answer:
    """Double a colleague's quota of openings for an hour, once the audit row with the reason is committed.

    RefusedError for one's own, for anybody who does not work on cases, and for a second doubling within the hour.
    """
    colleague, reason = uuid_of(question, "colleague"), check_reason(text_of(question, "reason"))
    holder = holder_of(room, question)
    holder.check_permitted(Action.OPENINGS_ALLOW)
    person = holder.person
    if colleague == person.id:
        raise RefusedError("Nobody allows more to oneself: ask a colleague.")
    with unit_of_work():
        other = Account.objects.filter(pk=colleague, is_active=True).first()
    if other is None or not holder.is_colleague(other):
        raise RefusedError("More is allowed to a colleague who works on cases.")
    room.keyring.check_may_allow(colleague)
    record_survey(
        person.id,
        person.role,
        Action.OPENINGS_ALLOW,
        colleague,
        purpose="allow_openings",
        at=now(),
        records=0,
        reason=reason,
    )
    room.keyring.allow_more(colleague)
    return {"allowed": True}


def opened(value: SealedValue, unit_private: PrivateKey) -> bytes:
    """Return the plaintext of a sealed value. SealError when it does not open."""
    data_key = DataKey(unwrap(value.wrapped, unit_private, value.place))
    return open_sealed(data_key, value.sealed, value.place)


def _opened_or_none(value: SealedValue, held: Mapping[UUID, PrivateKey]) -> bytes | None:
    try:
        return opened(value, held[value.unit_key]) if value.unit_key in held else None
    except SealError:
        return None
