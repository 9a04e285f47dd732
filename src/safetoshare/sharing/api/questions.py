"""An officer's question, "may I share this?", answered from the policy in force; nothing about anyone is kept (Rec 4).

The question names no person: a list of people whose status was doubted would be the very register that is feared.
Follow-up questions are asked only where the answer depends on them, and never about those who act against the person:
to say what is missing for a yes would coach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from safetoshare.base.permissions import Role
from safetoshare.core.needs import NEEDS
from safetoshare.core.policy.near import NearMiss, near_misses
from safetoshare.core.policy.outlook import Answer, Outlook, outlook
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.network.api import DirectoryService, services_for
from safetoshare.sharing.api.policies import InForce, policy_in_force
from safetoshare.sharing.services.disclosures import ACTOR_OF_ROLE

__all__ = ["Answer", "NearMiss", "OfficersAnswer", "Outlook", "answer_question", "services_instead", "would_change"]

# In this order, one at a time, and only if the answer depends on it. What is believed about status is never asked.
FOLLOW_UPS = ("consent", "danger", "age", "pathway", "stage")
# What officers are asked for most often comes first in the list.
ASKED_MOST: Final = (
    "immigration_enforcement",
    "specialist_service",
    "social_care",
    "marac",
    "home_office_nrm",
    "cps",
    "interpreter",
    "nhs",
)


NO_COACHING: Final = published().members("recipient", "no_coaching")
# About these nothing more is asked either. Towards the others of `no_coaching` there are duties, of a child say, that
# an officer can only meet when asked what they depend on.
NOTHING_MORE_ASKED: Final = NO_COACHING - {
    "home_office_nrm",
    "forced_marriage_unit",
    "asylum_accommodation_or_detention",
}
HOME_OFFICE_BODIES: Final = published().members("recipient", "home_office_bodies")
# Instead of these duties stand organisations of the directory that give this help (Rec 1: who can advise and help).
_HELP_OF_DUTY: Final = {"link_to_third_party": "immigration_advice", "offer_independent_adviser": "immigration_advice"}
_MOST_SERVICES: Final = 3


@dataclass(frozen=True)
class OfficersAnswer:
    """The answer by the version in force; `ask_next` is what to ask then, "" if nothing matters or may be asked.

    `may_be_anothers`: somebody of another role may share, or decide.
    """

    in_force: InForce
    outlook: Outlook
    ask_next: str
    may_be_explained: bool
    may_be_anothers: bool
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
    found = outlook(in_force.policy, in_force.regions, _question(known, role))
    may_be_explained = known["recipient"] not in NOTHING_MORE_ASKED
    open_ones = (name for name in FOLLOW_UPS if name in found.matters and name not in known)
    obligations = published().obligations
    instead = set[str]()
    if not found.is_mostly_silence:
        instead = {word for rule in found.refusing for word in rule.instead}
    duties = {word for rule in found.granting for word in rule.duty}
    return OfficersAnswer(
        in_force=in_force,
        outlook=found,
        ask_next=next(open_ones, "") if may_be_explained else "",
        may_be_explained=may_be_explained,
        may_be_anothers=may_be_explained and _is_shared_by_somebody(in_force, known),
        instead=tuple(word for word in obligations if word in (instead or in_force.policy.default_instead)),
        duties=tuple(word for word in obligations if word in duties),
        is_about_a_suspect=known["subject"] == "suspect",
    )


def would_change(answer: OfficersAnswer, known: Mapping[str, str], role: str | None) -> tuple[NearMiss, ...]:
    """Return what would lead to a yes or to a person's decision; () about those who act against the person.

    What is so about the person and the case is never to be called something else, so no such change is named.
    """
    return near_misses(answer.in_force.policy, _question(known, role))


def services_instead(answer: OfficersAnswer, known: Mapping[str, str], area: str) -> list[DirectoryService]:
    """Return a few services that give the help that is named instead, known to fit first; [] if none is named.

    `area` is a code of the Office for National Statistics, or empty for all areas. BadInputError: nobody knows it.
    """
    needs = [need for duty, need in _HELP_OF_DUTY.items() if duty in answer.instead]
    if not needs:
        return []
    # A service for what happened to the person, where that was asked, comes before one that only advises.
    needs = [known["pathway"], *needs] if known.get("pathway") in NEEDS else needs
    return [entry.service for entry in services_for(area, list(dict.fromkeys(needs)), "")][:_MOST_SERVICES]


def _is_shared_by_somebody(in_force: InForce, known: Mapping[str, str]) -> bool:
    """Whether the answer would be another one for some other role."""
    anybody = outlook(in_force.policy, in_force.regions, _question(known, None))
    return anybody.answer is not Answer.NO


def _question(known: Mapping[str, str], role: str | None) -> dict[str, list[str]]:
    # The other roles share nothing themselves, and are answered for anybody.
    actor = ACTOR_OF_ROLE.get(Role(role)) if role else None
    of_known = {name: [value] for name, value in known.items()}
    return {**of_known, "data": ["personal"], "actor": [actor] if actor else ["deciders"]}
