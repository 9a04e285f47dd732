"""What somebody wants to tell another body about a person, and the answers there are to it (Recs 1, 4(a) and 4(e))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from safetoshare.base.keys import UnitPublicKey


@dataclass(frozen=True)
class HumanDecision:
    """What a human decided where the policy leaves it to a rank: yes or no, and why, in words.

    `rank` is the actor by whose name the policy knows the role of `by`. `evidence` says where the evidence lies.
    """

    rank: str
    by: UUID
    is_yes: bool
    necessity: str = field(repr=False)
    proportionality: str = field(repr=False)
    evidence: str = field(repr=False)


@dataclass(frozen=True)
class NoticeDelay:
    """The person is told on the day `until` and not before: why that is needed, and why no shorter time would do."""

    until: date
    necessity: str = field(repr=False)
    proportionality: str = field(repr=False)
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True)
class DisclosureOrder:
    """Who would be told what about whom, why, and by what right. Codes are values of the policy's vocabulary.

    `mailbox` is the person's (its id is the report's), `fields` what would be sent: kind of data -> name -> value.
    `nonce` is drawn once for each form: pressed twice, an order is carried out once. `promised_on` is the day on
    which the person was shown the promise, as it stands sealed with the report; None if nobody knows it.
    """

    case: UUID
    mailbox: UnitPublicKey
    organisation: UUID
    organisation_name: str
    recipient: str
    subject: str
    pathways: tuple[str, ...]
    purpose: str
    gateway: str
    consent: str
    status_basis: str
    fields: Mapping[str, Mapping[str, str]] = field(repr=False)
    necessity: str = field(repr=False)
    actor: str
    nonce: UUID = field(repr=False)
    consent_on: date | None
    consent_language: str
    consent_version: str
    age: str
    danger: str = "none"
    stage: str = "assessment"
    adviser_offered: str = "no"
    shares_home_or_visa: str = "unknown"
    promised_on: date | None = None
    # The day on which the person was told that this would be passed on, whether or not she or he agreed.
    told_on: date | None = None
    human: HumanDecision | None = None
    delay: NoticeDelay | None = None


class Because(StrEnum):
    """Why nothing is sent."""

    RULE = "rule"  # the policy says no
    HUMAN = "human"  # the policy leaves it to a human, who says no
    DUTY = "duty"  # it says yes, once the duties in `missing` are met
    NO_POLICY = "no_policy"  # no adopted and proved policy is in force
    PROMISE = "promise"  # what the person was promised cannot be read now, and this recipient could act against her
    NO_KEY = "no_key"  # the unit or the organisation has no key to seal to
    NO_LOG = "no_log"  # the log cannot promise to hold the record now


@dataclass(frozen=True)
class Permitted:
    """Yes: by these rules, for these reasons, with these duties."""

    rules: tuple[str, ...]
    citations: tuple[str, ...]
    says: tuple[str, ...]
    duties: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """No, and what to do instead. `kinds` are the kinds of data that are refused."""

    rules: tuple[str, ...]
    citations: tuple[str, ...]
    says: tuple[str, ...]
    instead: tuple[str, ...]
    kinds: tuple[str, ...]
    because: Because = Because.RULE
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForHuman:
    """One of these ranks decides in person, which is not done here: until then it is a no."""

    rules: tuple[str, ...]
    citations: tuple[str, ...]
    says: tuple[str, ...]
    duties: tuple[str, ...]
    kinds: tuple[str, ...]
    by: tuple[str, ...]


Answer = Permitted | Refused | ForHuman


@dataclass(frozen=True)
class Outcome:
    """The answer to an order: to all of it, and to each kind of data; and by which version (empty if there is none).

    `promised_policy` is the older version whose promise changed the answer or its duties, empty if none did.
    """

    together: Answer
    by_kind: Mapping[str, Answer]
    policy: str
    policy_sha256: str
    adopted_by: str
    promised_policy: str = ""
    promised_policy_sha256: str = ""

    @property
    def is_permitted(self) -> bool:
        """Whether all of it may be sent."""
        return isinstance(self.together, Permitted)
