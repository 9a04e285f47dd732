"""The tables of `sharing`: policy versions with their proofs and adoptions, disclosures, the public log and figures."""

from safetoshare.sharing.models.disclosures import Disclosure, Package, SubjectNotice
from safetoshare.sharing.models.figures import Figure, TallyNote, TallyTotal
from safetoshare.sharing.models.log import ClosedLog, Entry, LogKey, Pending, SignedCheckpoint, Tile
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, ProofResult, Signature

__all__ = [
    "Adoption",
    "ClosedLog",
    "Disclosure",
    "Entry",
    "Figure",
    "LogKey",
    "Package",
    "Pending",
    "PolicyVersion",
    "ProofResult",
    "Signature",
    "SignedCheckpoint",
    "SubjectNotice",
    "TallyNote",
    "TallyTotal",
    "Tile",
]
