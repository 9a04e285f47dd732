"""The tables of `sharing`: policy versions with their proofs and adoptions, disclosures, and the public log."""

from safetoshare.sharing.models.disclosures import Disclosure, DisclosureCount, Package, SubjectNotice
from safetoshare.sharing.models.log import ClosedLog, Entry, LogKey, Pending, SignedCheckpoint, Tile
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, ProofResult, Signature

__all__ = [
    "Adoption",
    "ClosedLog",
    "Disclosure",
    "DisclosureCount",
    "Entry",
    "LogKey",
    "Package",
    "Pending",
    "PolicyVersion",
    "ProofResult",
    "Signature",
    "SignedCheckpoint",
    "SubjectNotice",
    "Tile",
]
