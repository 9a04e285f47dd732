"""Tables that all parts stand on: accounts, keys, the audit, and which jobs, forms and erasures were done."""

from safetoshare.base.models.accounts import Account, Invitation, KnownBrowser, OpenSession, RecoveryCode
from safetoshare.base.models.audit import AuditHead, AuditLeaf, AuditRow
from safetoshare.base.models.erasures import Erasure
from safetoshare.base.models.forms import UsedForm
from safetoshare.base.models.keys import (
    KeyListSignature,
    MemberKey,
    ProposedKeyList,
    RecoveryWrap,
    SignedKeyList,
    Unit,
    UnitKey,
    UnitKeyWrap,
)
from safetoshare.base.models.schedule import JobDay
from safetoshare.base.models.sealed import SealedColumns
from safetoshare.base.models.sign_in import SignInTries

__all__ = [
    "Account",
    "AuditHead",
    "AuditLeaf",
    "AuditRow",
    "Erasure",
    "Invitation",
    "JobDay",
    "KeyListSignature",
    "KnownBrowser",
    "MemberKey",
    "OpenSession",
    "ProposedKeyList",
    "RecoveryCode",
    "RecoveryWrap",
    "SealedColumns",
    "SignInTries",
    "SignedKeyList",
    "Unit",
    "UnitKey",
    "UnitKeyWrap",
    "UsedForm",
]
