"""Verbs about accounts.

creating      an account, and a member's first key
signing_in    name and code, with wrong tries counted; the fresh code before a dangerous act
managing      invite, change a role, take leave of somebody
joining       what an invitation begins
caring        one's own sessions, browsers and recovery codes
"""

from safetoshare.base.accounts.services.creating import create_account, fold_name, give_member_key
from safetoshare.base.accounts.services.signing_in import (
    NotSignedIn,
    SignedIn,
    check_fresh_code,
    end_all_sessions,
    sign_in,
)

__all__ = [
    "NotSignedIn",
    "SignedIn",
    "check_fresh_code",
    "create_account",
    "end_all_sessions",
    "fold_name",
    "give_member_key",
    "sign_in",
]
