"""An officer's question, "may I share this?", answered from the policy in force; nothing about anyone is kept (Rec 4).

The question names no person: a list of people whose status was doubted would be the very register that is feared.
Follow-up questions are asked only where the answer depends on them, and never about those who act against the person:
to say what is missing for a yes would coach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from safetoshare.base.permissions import Role
from safetoshare.core.policy.outlook import Answer, Outlook, outlook
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.api.policies import InForce, policy_in_force
from safetoshare.sharing.services.disclosures import ACTOR_OF_ROLE

__all__ = ["Answer", "OfficersAnswer", "Outlook", "answer_question"]

# In this order, one at a time, and only if the answer depends on it. What is believed about status is never asked.
FOLLOW_UPS = ("consent", "danger", "age", "pathway", "stage")
_RECIPIENTS = published().attribute("recipient")
NO_COACHING = frozenset(value.id for value in _RECIPIENTS.inside(_RECIPIENTS.masks["home_office_bodies"])) | {
    "alleged_perpetrator",
    "family_or_community",
    "employer",
    "public",
    "media",
}


@dataclass(frozen=True)
class OfficersAnswer:
    """The answer by the version in force; `ask_next` is what to ask then, "" if nothing matters or may be asked."""

    in_force: InForce
    outlook: Outlook
    ask_next: str
    may_be_explained: bool
    instead: tuple[str, ...]
    duties: tuple[str, ...]
    is_about_a_suspect: bool


def answer_question(known: Mapping[str, str], role: str | None, day: date) -> OfficersAnswer | None:
    """Answer for personal data and all values of what is not known; None if no policy is in force.

    `known` holds recipient, subject and purpose, and any of FOLLOW_UPS. PolicyError: a value is not in the vocabulary.
    """
    in_force = policy_in_force(day)
    if not isinstance(in_force, InForce):
        return None
    question = {name: [value] for name, value in known.items()} | {"data": ["personal"]}
    # The other roles share nothing themselves, and are answered for anybody.
    actor = ACTOR_OF_ROLE.get(Role(role)) if role else None
    question["actor"] = [actor] if actor else ["deciders"]
    found = outlook(in_force.policy, in_force.regions, question)
    may_be_explained = known["recipient"] not in NO_COACHING
    open_ones = (name for name in FOLLOW_UPS if name in found.matters and name not in known)
    obligations = published().obligations
    instead = {word for rule in found.refusing for word in rule.instead} or set(in_force.policy.default_instead)
    duties = {word for rule in found.granting for word in rule.duty}
    return OfficersAnswer(
        in_force=in_force,
        outlook=found,
        ask_next=next(open_ones, "") if may_be_explained else "",
        may_be_explained=may_be_explained,
        instead=tuple(word for word in obligations if word in instead),
        duties=tuple(word for word in obligations if word in duties),
        is_about_a_suspect=known["subject"] == "suspect",
    )
