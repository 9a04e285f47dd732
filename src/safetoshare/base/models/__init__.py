"""Tables that all parts stand on: accounts, keys, audit rows, and which jobs were done on which day."""

from safetoshare.base.models.accounts import Account
from safetoshare.base.models.audit import AuditRow
from safetoshare.base.models.keys import MemberKey, Unit, UnitKey, UnitKeyWrap
from safetoshare.base.models.schedule import JobDay
from safetoshare.base.models.sealed import SealedColumns
from safetoshare.base.models.sign_in import SignInTries

__all__ = [
    "Account",
    "AuditRow",
    "JobDay",
    "MemberKey",
    "SealedColumns",
    "SignInTries",
    "Unit",
    "UnitKey",
    "UnitKeyWrap",
]
