"""The tables of `sharing`: policy versions with their proofs and adoptions, disclosures with the decisions of ranks
and their reviews, letters, the public log and figures.
"""

from safetoshare.sharing.models.decisions import AskedDecision, TakenDecision
from safetoshare.sharing.models.disclosures import Disclosure, Package, SubjectNotice
from safetoshare.sharing.models.figures import Figure, TallyNote, TallyTotal
from safetoshare.sharing.models.letters import Letter
from safetoshare.sharing.models.log import ClosedLog, Entry, LogKey, Pending, SignedCheckpoint, Tile
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, ProofResult, Signature
from safetoshare.sharing.models.reviews import Review

__all__ = [
    "Adoption",
    "AskedDecision",
    "ClosedLog",
    "Disclosure",
    "Entry",
    "Figure",
    "Letter",
    "LogKey",
    "Package",
    "Pending",
    "PolicyVersion",
    "ProofResult",
    "Review",
    "Signature",
    "SignedCheckpoint",
    "SubjectNotice",
    "TakenDecision",
    "TallyNote",
    "TallyTotal",
    "Tile",
]
